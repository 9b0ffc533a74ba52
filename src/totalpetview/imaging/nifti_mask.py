"""A mask from a NIfTI file, read at the voxel centres of another grid."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import nibabel
import numpy as np
from numpy.typing import NDArray

from totalpetview.domain.geometry import Grid
from totalpetview.domain.problem import refuse

#: NIfTI's x and y point to the right and to the front, DICOM's to the left and to the back
_LPS_OF_RAS: Final = np.diag([-1.0, -1.0, 1.0, 1.0])
_INSIDE: Final = 0.5


def nifti_mask(path: Path, grid: Grid) -> NDArray[np.bool_]:
    """Return [k, j, i]: whether the mask's voxel nearest to each voxel centre of `grid` is not 0.

    Raises
    ------
    Refusal
        "mask-unreadable", or "mask-outside" where mask and grid do not meet.
    """
    values, index_of_mm = _read(path)
    matrix = index_of_mm @ grid.index_to_mm
    depth, rows, columns = grid.shape
    inside = np.zeros(grid.shape, dtype=np.bool_)
    j, i = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
    met = False
    for k in range(depth):
        points = np.stack([i.ravel(), j.ravel(), np.full(i.size, k), np.ones(i.size)])
        index = np.floor((matrix @ points)[:3] + 0.5).astype(np.int64)
        within = np.all((index >= 0) & (index < np.array(values.shape)[:, None]), axis=0)
        met = met or bool(within.any())
        found = np.zeros(i.size, dtype=np.bool_)
        found[within] = values[tuple(index[:, within])] >= _INSIDE
        inside[k] = found.reshape(rows, columns)
    if not met:
        raise refuse("mask-outside")
    return inside


def _read(path: Path) -> tuple[NDArray[Any], NDArray[np.float64]]:
    try:
        image: Any = nibabel.load(path)
        values = np.asarray(image.dataobj)
        matrix = np.linalg.inv(_LPS_OF_RAS @ np.asarray(image.affine, dtype=np.float64))
    except Exception as error:
        # nibabel raises nearly anything on malformed input; each is the same to a reader
        raise refuse("mask-unreadable", reason=type(error).__name__) from error
    while values.ndim > 3 and values.shape[-1] == 1:  # noqa: PLR2004 - a volume
        values = values[..., 0]
    if values.ndim != 3 or not np.isfinite(matrix).all():  # noqa: PLR2004
        raise refuse("mask-unreadable", reason=f"{values.ndim} dimensions")
    return values, matrix
