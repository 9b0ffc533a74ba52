"""Deterministic smooth noise: one periodic block, looked up by place."""

# mypy: disable-error-code="no-any-return"
# (numpy types arithmetic of arrays with plain numbers as Any)

from __future__ import annotations

from functools import cache

import numpy as np
from scipy import ndimage

from totalpetview.demo.points import Points, Values

_BLOCK = 64
#: a lump of the block is about this many cells across
LUMP_CELLS = 4.0
#: smaller lumps are not interpolated between cells: a voxel is as large as a cell
SMOOTH_FROM_MM = 12.0


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
    if lump_mm < SMOOTH_FROM_MM:
        return _cells(seed, *((axis * cells_per_mm).astype(np.int32) for axis in points))
    places = [axis * cells_per_mm for axis in points]
    low = [np.floor(place) for place in places]
    share = [place - floor for place, floor in zip(places, low, strict=True)]
    x, y, z = (floor.astype(np.int32) for floor in low)
    planes = []
    for k in (z, z + 1):
        rows = []
        for j in (y, y + 1):
            first = _cells(seed, x, j, k)
            rows.append(first + share[0] * (_cells(seed, x + 1, j, k) - first))
        planes.append(rows[0] + share[1] * (rows[1] - rows[0]))
    smooth: Values = planes[0] + share[2] * (planes[1] - planes[0])
    return smooth


def _cells(seed: int, i: Values, j: Values, k: Values) -> Values:
    mask = _BLOCK - 1
    flat = (k & mask) * (_BLOCK * _BLOCK) + (j & mask) * _BLOCK + (i & mask)
    return noise_block(seed).ravel().take(flat)
