"""Deterministic smooth noise: one periodic block, looked up by place."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy import ndimage

from totalpetview.demo.points import Points, Values

_BLOCK = 64
#: a lump of the block is about this many cells across
LUMP_CELLS = 4.0


@cache
def noise_block(seed: int) -> Values:
    """Return a periodic [64, 64, 64] float32 block of smooth noise with mean 0 and deviation 1."""
    white = np.random.default_rng(seed).standard_normal((_BLOCK, _BLOCK, _BLOCK)).astype(np.float32)
    smooth = ndimage.gaussian_filter(white, LUMP_CELLS / 2.0, mode="wrap")
    smooth -= smooth.mean()
    smooth /= smooth.std()
    smooth.setflags(write=False)
    return smooth


def noise(points: Points, lump_mm: float, seed: int = 1) -> Values:
    """Return noise (mean 0, deviation 1) with lumps of about `lump_mm` that moves with the tissue."""
    cells_per_mm = np.float32(LUMP_CELLS / lump_mm)
    mask = _BLOCK - 1
    i, j, k = ((axis * cells_per_mm).astype(np.int32) & mask for axis in points)
    flat = k * (_BLOCK * _BLOCK) + j * _BLOCK + i
    return noise_block(seed).ravel().take(flat)
