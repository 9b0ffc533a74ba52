"""Volumes as NIfTI files and back, with nothing lost about where they lie.

NIfTI's x and y point to the right and to the front, DICOM's to the left and to the back; arrays are [i, j, k] there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, cast

import nibabel
import numpy as np
from numpy.typing import NDArray

from totalpetview.domain.geometry import Grid, Matrix
from totalpetview.domain.problem import refuse

_NIBABEL: Final[Any] = nibabel  # its functions have no types
_RAS_OF_LPS: Final = np.diag([-1.0, -1.0, 1.0, 1.0])
#: a step that leans less than this is straight: 1 mm in a metre would be 0.001
_STRAIGHT: Final = 1e-5
#: NIfTI keeps 32-bit floats
_SAME_MM: Final = 0.01


def affine_of(grid: Grid) -> Matrix:
    """Return the 4x4 matrix from (i, j, k, 1) to NIfTI's millimetres (right, front, head)."""
    return cast("Matrix", _RAS_OF_LPS @ grid.index_to_mm)


def is_straight(grid: Grid) -> bool:
    """Whether the voxels are stacked along the patient's axes, without rotation or shear."""
    steps = affine_of(grid)[:3, :3] / np.asarray(grid.spacing_mm)
    return bool(np.all((np.abs(steps) < _STRAIGHT) | (np.abs(steps) > 1 - _STRAIGHT)))


def straightened(grid: Grid) -> Grid:
    """Return the grid with each step laid along the axis that it is nearest to; spacing and centre stay.

    Programs that know no oblique or sheared grids see the same array, turned by a few degrees.
    """
    orientation = _NIBABEL.orientations.io_orientation(grid.index_to_mm)
    steps = []
    for (axis, sign), spacing in zip(orientation, grid.spacing_mm, strict=True):
        step = [0.0, 0.0, 0.0]
        step[int(axis)] = float(sign) * spacing
        steps.append((step[0], step[1], step[2]))
    at_zero = Grid(grid.shape, (0.0, 0.0, 0.0), steps[0], steps[1], steps[2])
    (x, y, z), (a, b, c) = grid.centre_mm, at_zero.centre_mm
    return Grid(grid.shape, (x - a, y - b, z - c), steps[0], steps[1], steps[2])


def write_nifti(path: Path, values: NDArray[Any], grid: Grid) -> None:
    """Write values [k, j, i] on a grid as they are; `.nii.gz` is compressed, `.nii` is not."""
    image = _NIBABEL.Nifti1Image(values.transpose(2, 1, 0), affine_of(grid))
    image.header.set_xyzt_units("mm")
    if is_straight(grid):
        image.set_qform(affine_of(grid), code=1)  # as many readers want it; a sheared grid has no qform
    image.set_sform(affine_of(grid), code=1)
    _NIBABEL.save(image, path)


def read_nifti_labels(path: Path, grid: Grid) -> NDArray[np.uint8] | NDArray[np.uint16]:
    """Return the whole numbers [k, j, i] of a NIfTI file that lies on `grid`.

    Raises
    ------
    Refusal
        "segmentation-result-elsewhere" where it has another shape or lies elsewhere, by more than 0.01 mm at any
        corner, or its numbers are no labels.
    """
    image = _NIBABEL.load(path)
    corners = np.array([[i, j, k, 1] for i in (0, 1) for j in (0, 1) for k in (0, 1)]) * [*grid.shape[::-1], 1]
    there = (corners @ (np.asarray(image.affine) - affine_of(grid)).T)[:, :3]
    if tuple(image.shape) != grid.shape[::-1] or not np.all(np.abs(there) < _SAME_MM):
        raise refuse("segmentation-result-elsewhere")
    values = np.asarray(image.dataobj)
    if values.dtype not in (np.uint8, np.uint16):
        raise refuse("segmentation-result-elsewhere")
    return cast("NDArray[np.uint8]", np.ascontiguousarray(values.transpose(2, 1, 0)))
