"""TotalSegmentator's own example: a real CT and the map that the real network made of it."""

from __future__ import annotations

from typing import Any

import nibabel
import numpy as np
from tests.shared_data import shared

from totalpetview.domain.geometry import Grid, vector
from totalpetview.domain.volume import StoredVolume


def _read(name: str) -> tuple[np.ndarray, Grid]:
    image: Any = nibabel.load(shared("totalsegmentator-reference", name))
    values = np.ascontiguousarray(np.asarray(image.dataobj).transpose(2, 1, 0))
    matrix = np.diag([-1.0, -1.0, 1.0, 1.0]) @ image.affine  # NIfTI's x and y are the other way round
    i, j, k, origin = (vector(matrix[:3, n]) for n in range(4))
    nk, nj, ni = values.shape
    return values, Grid((nk, nj, ni), origin, i, j, k)


def reference_labels(name: str) -> tuple[np.ndarray, Grid]:
    values, grid = _read(name)
    return values.astype(np.uint8), grid


def reference_ct(name: str) -> StoredVolume:
    values, grid = _read(name)
    whole = values.astype(np.int16)  # as TotalSegmentator reads it
    one = np.ones(grid.shape[0])
    return StoredVolume(grid, list(whole), one, 0 * one, "HU")
