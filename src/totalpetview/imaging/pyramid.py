"""Half the resolution by averaging pairs of neighbours. Arrays are [k, j, i]."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

Stored = npt.NDArray[np.int16] | npt.NDArray[np.uint16]
Values = npt.NDArray[np.float64]
Number = TypeVar("Number", np.int32, np.float64)

#: the finest axes are halved first, so that voxels become cubes
_HALVE_UP_TO = 1.5
#: 384 such slices are 12.6 MB of 16-bit voxels: coarse enough to be fetched at once
_COARSE_IN_PLANE = 128


def axes_to_halve(
    shape: tuple[int, int, int], spacing_mm: tuple[float, float, float]
) -> tuple[bool, bool, bool] | None:
    """Return whether (i, j, k) are halved for the next coarser level; None when rows and columns are few enough.

    Parameters
    ----------
    shape
        (slices, rows, columns).
    spacing_mm
        Of (i, j, k).
    """
    _, rows, columns = shape
    if rows <= _COARSE_IN_PLANE and columns <= _COARSE_IN_PLANE:
        return None
    finest = min(spacing_mm)
    counts = (shape[2], shape[1], shape[0])
    i, j, k = (
        spacing <= _HALVE_UP_TO * finest and count > 1 for spacing, count in zip(spacing_mm, counts, strict=True)
    )
    if not (i or j):
        # slices far closer than pixels: the plane must shrink all the same, or the pyramid would end nowhere
        i, j = columns > 1, rows > 1
    return (i, j, k)


def rounded_means(first: Stored, second: Stored | None, *, i: bool, j: bool) -> npt.NDArray[np.int32]:
    """Return the means of blocks of one fine slice, or of two neighbouring ones, rounded to whole numbers.

    Halves are rounded upwards. An odd last row or column is averaged with what is there.
    """
    total = np.add(first, 0 if second is None else second, dtype=np.int32)
    divisor = np.full((1, 1), 1 if second is None else 2, dtype=np.int32)
    if j:
        total, rows = _pairs(total, 0)
        divisor = divisor * rows[:, np.newaxis]
    if i:
        total, columns = _pairs(total, 1)
        divisor = divisor * columns[np.newaxis, :]
    usual = int(divisor.max())
    if np.all(divisor == usual):  # 1, 2, 4 or 8: a shift is much faster than a division
        shifted: npt.NDArray[np.int32] = np.right_shift(total + usual // 2, usual.bit_length() - 1)
        return shifted
    return (total + divisor // 2) // divisor


def means(first: Values, second: Values | None, *, i: bool, j: bool) -> Values:
    """Return the means of blocks of one fine slice, or of two neighbouring ones."""
    total = first if second is None else (first + second) / 2
    if j:
        total, rows = _pairs(total, 0)
        total = total / rows[:, np.newaxis]
    if i:
        total, columns = _pairs(total, 1)
        total = total / columns[np.newaxis, :]
    return total


def _pairs(array: npt.NDArray[Number], axis: int) -> tuple[npt.NDArray[Number], npt.NDArray[np.int32]]:
    """Return sums of neighbours along an axis, and of how many each is the sum: 2, and 1 for an odd last one."""
    along = np.swapaxes(array, 0, axis)
    half = along.shape[0] // 2
    counts = np.full((along.shape[0] + 1) // 2, 2, dtype=np.int32)
    if along.shape[0] % 2 == 0:
        sums = along[0::2] + along[1::2]
    else:
        sums = along[0::2].copy()
        sums[:half] += along[1::2]
        counts[-1] = 1
    return np.swapaxes(sums, 0, axis), counts
