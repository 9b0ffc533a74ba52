"""NIfTI files of volumes, looked at with nibabel and SimpleITK, which have their own ideas of where voxels lie."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nibabel
import numpy as np
import pytest
import SimpleITK
from hypothesis import given
from hypothesis import strategies as st

from totalpetview.domain.geometry import Grid, cross, scale
from totalpetview.domain.problem import Refusal
from totalpetview.imaging.nifti_image import affine_of, is_straight, read_nifti_labels, straightened, write_nifti

AXIAL = Grid((4, 5, 6), (-120.5, 33.25, -700.0), (0.9766, 0.0, 0.0), (0.0, 0.9766, 0.0), (0.0, 0.0, 3.27))


def _turned(degrees: float) -> Grid:
    c, s = float(np.cos(np.deg2rad(degrees))), float(np.sin(np.deg2rad(degrees)))
    i, j = (2 * c, 2 * s, 0.0), (-2 * s * 0.8, 2 * c * 0.8, 0.6 * 2)
    return Grid((4, 5, 6), (-20.0, 30.0, 40.0), i, j, scale(cross(i, j), 0.75))


def _labels(grid: Grid) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.arange(np.prod(grid.shape), dtype=np.uint8).reshape(grid.shape)


@pytest.mark.parametrize("grid", [AXIAL, _turned(12.0)])
def test_each_voxel_lies_where_nibabel_says_with_x_and_y_reversed(grid: Grid, tmp_path: Path) -> None:
    write_nifti(tmp_path / "a.nii.gz", _labels(grid), grid)
    image: Any = nibabel.load(tmp_path / "a.nii.gz")
    values = np.asarray(image.dataobj)
    for i, j, k in ((0, 0, 0), (5, 0, 0), (0, 4, 0), (0, 0, 3), (5, 4, 3)):
        right, front, head, _ = image.affine @ [i, j, k, 1]
        np.testing.assert_allclose((-right, -front, head), grid.point_mm(i, j, k), atol=1e-4)
        assert values[i, j, k] == _labels(grid)[k, j, i]


@pytest.mark.parametrize("grid", [AXIAL, _turned(12.0)])
def test_each_voxel_lies_where_simpleitk_says(grid: Grid, tmp_path: Path) -> None:
    write_nifti(tmp_path / "a.nii", _labels(grid), grid)
    image: Any = SimpleITK.ReadImage(str(tmp_path / "a.nii"))
    for i, j, k in ((0, 0, 0), (5, 4, 3), (2, 1, 0)):
        place = image.TransformIndexToPhysicalPoint((i, j, k))  # ITK's coordinates are DICOM's
        np.testing.assert_allclose(place, grid.point_mm(i, j, k), atol=1e-3)
        assert image[i, j, k] == _labels(grid)[k, j, i]


@pytest.mark.parametrize("grid", [AXIAL, _turned(-8.0)])
def test_labels_come_back_as_they_were(grid: Grid, tmp_path: Path) -> None:
    write_nifti(tmp_path / "a.nii", _labels(grid), grid)
    np.testing.assert_array_equal(read_nifti_labels(tmp_path / "a.nii", grid), _labels(grid))


def test_labels_that_lie_elsewhere_or_are_no_labels_are_refused(tmp_path: Path) -> None:
    moved = Grid(AXIAL.shape, (-120.4, 33.25, -700.0), AXIAL.step_i_mm, AXIAL.step_j_mm, AXIAL.step_k_mm)
    write_nifti(tmp_path / "moved.nii", _labels(AXIAL), moved)
    write_nifti(tmp_path / "float.nii", _labels(AXIAL).astype(np.float32), AXIAL)
    write_nifti(tmp_path / "short.nii", _labels(AXIAL)[1:], AXIAL)
    for name in ("moved.nii", "float.nii", "short.nii"):
        with pytest.raises(Refusal):
            read_nifti_labels(tmp_path / name, AXIAL)


@given(degrees=st.floats(-25, 25), tilt=st.floats(-0.4, 0.4), flip=st.booleans())
def test_straightening_keeps_spacing_centre_and_the_side_of_every_axis(
    degrees: float, tilt: float, *, flip: bool
) -> None:
    c, s = float(np.cos(np.deg2rad(degrees))), float(np.sin(np.deg2rad(degrees)))
    x = -2.0 if flip else 2.0
    grid = Grid((4, 5, 6), (1.0, 2.0, 3.0), (x * c, x * s, 0.0), (-1.5 * s, 1.5 * c, 0.0), (0.0, tilt, 3.0))
    straight = straightened(grid)
    assert is_straight(straight)
    np.testing.assert_allclose(straight.spacing_mm, grid.spacing_mm)
    np.testing.assert_allclose(straight.centre_mm, grid.centre_mm, atol=1e-9)
    assert np.sign(straight.step_i_mm[0]) == np.sign(grid.step_i_mm[0])
    assert np.sign(straight.step_j_mm[1]) == np.sign(grid.step_j_mm[1])
    assert np.sign(straight.step_k_mm[2]) == np.sign(grid.step_k_mm[2])


def test_a_straight_grid_stays_as_it_is() -> None:
    assert is_straight(AXIAL)
    np.testing.assert_allclose(affine_of(straightened(AXIAL)), affine_of(AXIAL), atol=1e-9)
    assert not is_straight(_turned(0.01))
