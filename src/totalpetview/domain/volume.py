"""A series as its stored numbers on one grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from totalpetview.domain.geometry import Grid

StoredSlice = NDArray[np.int16] | NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class StoredVolume:
    """The stored pixel values of a series, unchanged, slices in order of k.

    Attributes
    ----------
    grid
        Where the voxels lie; shape (nk, nj, ni).
    stored
        nk arrays [j, i], all int16 or all uint16.
    slope, intercept
        One number per slice: value = slope[k] * stored[k] + intercept[k].
    quantity
        What the values are: "HU" for CT, else the units of the PET ("BQML", "CNTS", "PROPCNTS", "GML", ...).
    """

    grid: Grid
    stored: Sequence[StoredSlice]
    slope: NDArray[np.float64]
    intercept: NDArray[np.float64]
    quantity: str
