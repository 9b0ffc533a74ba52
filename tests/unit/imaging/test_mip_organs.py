from __future__ import annotations

import math

import numpy as np
import pytest

from totalpetview.imaging.mip import project
from totalpetview.imaging.mip_labels import labels_of_maxima
from totalpetview.imaging.mip_without import project_without

AXIAL = np.array([[4.0, 0, 0, -78.0], [0, 4.0, 0, -78.0], [0, 0, 3.0, 100.0], [0, 0, 0, 1]])
RANDOM = np.random.default_rng(4)


def voxel_by_voxel(values: np.ndarray, labels: np.ndarray, angle_deg: float, width: int) -> np.ndarray:
    """The label of the brightest voxel of each pixel, found the slow way."""
    nk, nj, ni = values.shape
    best = np.zeros((nk, width))
    found = np.zeros((nk, width), dtype=labels.dtype)
    angle = math.radians(angle_deg)
    for k, j, i in np.ndindex(nk, nj, ni):
        across = (i - ni // 2) * math.cos(angle) + (j - nj // 2) * math.sin(angle)
        u = math.floor(across + 0.5) + width // 2
        if 0 <= u < width and values[k, j, i] > best[k, u]:
            best[k, u], found[k, u] = values[k, j, i], labels[k, j, i]
    return found


@pytest.mark.parametrize("number", [0, 3, 9, 11])
def test_each_pixel_has_the_label_of_the_voxel_that_makes_it_bright(number: int) -> None:
    # far apart, so that no two voxels are stored as the same number; none so dark that its column is left out
    values = (1 + RANDOM.permutation(4 * 12 * 10).reshape(4, 12, 10)).astype(np.float32) * 100
    labels = RANDOM.integers(0, 118, values.shape, dtype=np.uint8)
    found = labels_of_maxima(values, AXIAL, labels, angles=12)
    assert found.shape == project(values, AXIAL, angles=12).pictures.shape
    assert found.dtype == np.uint8
    np.testing.assert_array_equal(found[number], voxel_by_voxel(values, labels, number * 15.0, found.shape[2]))


def test_labels_beyond_255_are_kept() -> None:
    values = np.zeros((3, 9, 9), dtype=np.float32)
    values[1, 4, 4] = 5.0
    labels = np.full(values.shape, 40_000, dtype=np.uint16)
    found = labels_of_maxima(values, AXIAL, labels)
    assert set(np.unique(found)) == {0, 40_000}
    assert (found != 0).sum() == 36


def test_labels_turn_over_with_the_slices() -> None:
    feet_last = AXIAL.copy()
    feet_last[2, 2] = -3.0
    values = np.zeros((5, 9, 9), dtype=np.float32)
    labels = np.zeros(values.shape, dtype=np.uint8)
    values[0, 4, 4], labels[0, 4, 4] = 9.0, 7  # slice 0 is the head here
    found = labels_of_maxima(values, feet_last, labels)
    made = project(values, feet_last)
    np.testing.assert_array_equal(found == 7, made.pictures > 0)
    assert (found[:, -1] == 7).any()


def test_without_its_brightest_organ_the_next_one_is_seen_at_the_same_place() -> None:
    values = np.ones((6, 30, 30), dtype=np.float32)
    values[2, 10:14, 10:14] = 90.0
    values[2, 10:14, 20:24] = 10.0
    bladder = values == 90.0
    whole, rest = project(values, AXIAL), project_without(values, AXIAL, bladder)
    assert rest.pictures.shape == whole.pictures.shape
    assert (rest.u0_mm, rest.z0_mm, rest.centre_mm) == (whole.u0_mm, whole.z0_mm, whole.centre_mm)
    assert rest.pictures.max() * rest.slope == pytest.approx(10.0)
    # seen from the side both lie behind each other
    assert whole.pictures[18, 2].max() * whole.slope == pytest.approx(90.0)
    assert rest.pictures[18, 2].max() * rest.slope == pytest.approx(10.0)


def test_without_anything_all_pictures_are_black() -> None:
    values = np.ones((3, 8, 8), dtype=np.float32)
    assert not project_without(values, AXIAL, values > 0).pictures.any()


def test_labels_of_another_grid_are_refused() -> None:
    values = np.ones((3, 8, 8), dtype=np.float32)
    with pytest.raises(ValueError, match="grid"):
        labels_of_maxima(values, AXIAL, np.zeros((3, 8, 9), dtype=np.uint8))
    with pytest.raises(ValueError, match="grid"):
        project_without(values, AXIAL, np.zeros((3, 8, 9), dtype=np.bool_))
