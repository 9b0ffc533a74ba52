from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
import SimpleITK
from tests.shared_data import needs_shared_data
from tests.unit.imaging.reference_maps import reference_ct, reference_labels

from totalpetview.domain.geometry import Grid
from totalpetview.domain.organs.organ_map import plain_values
from totalpetview.domain.organs.statistics import CtStatistics, PetStatistics
from totalpetview.domain.organs.total import TOTAL
from totalpetview.domain.volume import StoredVolume
from totalpetview.imaging.organ_grid import nearest_labels, same_grid
from totalpetview.imaging.organ_statistics import ct_statistics, pet_statistics

RANDOM = np.random.default_rng(11)
CT_GRID = Grid((24, 40, 48), (-24.0, -20.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 2.0))
#: voxels of 4 x 4 x 4 mm, each of exactly 4 x 4 x 2 CT voxels
PET_GRID = Grid((12, 10, 12), (-22.5, -18.5, 1.0), (4.0, 0.0, 0.0), (0.0, 4.0, 0.0), (0.0, 0.0, 4.0))


def stored(grid: Grid, values: np.ndarray, slope: np.ndarray, intercept: np.ndarray, quantity: str) -> StoredVolume:
    return StoredVolume(grid, list(values), slope, intercept, quantity)


def ct_of(grid: Grid) -> StoredVolume:
    values = RANDOM.integers(0, 3000, grid.shape).astype(np.int16)
    return stored(grid, values, np.ones(grid.shape[0]), np.full(grid.shape[0], -1024.0), "HU")


def pet_of(grid: Grid) -> StoredVolume:
    """A PET whose slope differs from slice to slice, as GE's do."""
    values = RANDOM.integers(0, 32000, grid.shape).astype(np.int16)
    return stored(grid, values, RANDOM.uniform(0.1, 2.0, grid.shape[0]), np.zeros(grid.shape[0]), "BQML")


def rescaled(volume: StoredVolume) -> np.ndarray:
    values: np.ndarray = np.stack(volume.stored) * volume.slope[:, None, None] + volume.intercept[:, None, None]
    return values


def blobs(shape: tuple[int, int, int], count: int) -> np.ndarray:
    """Labels whose borders have nothing to do with any grid."""
    seeds = RANDOM.uniform(0, 1, (count, 3)) * shape
    k, j, i = np.indices(shape)
    off = np.stack([k, j, i], axis=-1)[..., None, :] - seeds
    labels: np.ndarray = (np.argmin(np.linalg.norm(off, axis=-1), axis=-1)).astype(np.uint8)
    return labels


def by_simpleitk(labels: np.ndarray, values: np.ndarray) -> Any:
    filters: Any = SimpleITK
    found = filters.LabelIntensityStatisticsImageFilter()
    found.SetNumberOfBins(100_000)
    found.Execute(filters.GetImageFromArray(labels), filters.GetImageFromArray(values))
    return found


def test_hu_and_voxels_are_those_of_simpleitk() -> None:
    labels, ct = blobs(CT_GRID.shape, 9), ct_of(CT_GRID)
    found = ct_statistics(labels, plain_values(range(1, 9)), CT_GRID, ct)
    expected = by_simpleitk(labels, rescaled(ct))
    assert set(found) == set(expected.GetLabels())
    for number, measured in found.items():
        n = expected.GetNumberOfPixels(number)
        assert measured.voxels == n
        assert measured.volume_ml == pytest.approx(n * 2.0 / 1000)
        assert measured.hu_mean == pytest.approx(expected.GetMean(number), abs=1e-6)
        # SimpleITK divides by n - 1
        deviation = expected.GetStandardDeviation(number) * math.sqrt((n - 1) / n)
        assert measured.hu_sd == pytest.approx(deviation, rel=1e-6)


def majority(labels: np.ndarray, number: int) -> np.ndarray:
    """Whether more than half of each PET voxel belongs to a number, counted by hand: 4 x 4 x 2 CT voxels to each."""
    share = (labels == number).reshape(12, 2, 10, 4, 12, 4).mean(axis=(1, 3, 5))
    inside: np.ndarray = share > 0.5
    return inside


def test_uptake_is_that_of_simpleitk_in_the_voxels_that_lie_mostly_inside() -> None:
    labels, pet = blobs(CT_GRID.shape, 8), pet_of(PET_GRID)
    found = pet_statistics(labels, plain_values(range(1, 8)), CT_GRID, pet, {})
    values = rescaled(pet)
    for number in range(1, 8):
        inside = majority(labels, number)
        expected = by_simpleitk(inside.astype(np.uint8), values)
        measured = found[number]
        assert measured.voxels == expected.GetNumberOfPixels(1)
        assert measured.mean == pytest.approx(expected.GetMean(1), rel=1e-9)
        assert measured.max == pytest.approx(expected.GetMaximum(1), rel=1e-9)
        # SimpleITK's median is that of a histogram of the whole range
        assert measured.median == pytest.approx(expected.GetMedian(1), rel=0.02)
        assert measured.median == pytest.approx(float(np.median(values[inside])), rel=1e-12)
        assert measured.eroded_mm is None


def test_a_pet_voxel_belongs_to_one_organ_at_most() -> None:
    labels, pet = blobs(CT_GRID.shape, 7), pet_of(PET_GRID)
    found = pet_statistics(labels, plain_values(range(1, 7)), CT_GRID, pet, {})
    assert sum(each.voxels for each in found.values()) <= math.prod(PET_GRID.shape)


def test_overlapping_segments_are_measured_each_as_a_whole() -> None:
    labels = np.zeros(CT_GRID.shape, dtype=np.uint8)
    labels[:, 8:24, 8:24] = 1
    labels[:, 12:20, 12:20] = 2
    pet = pet_of(PET_GRID)
    found = pet_statistics(labels, ((), (1,), (1, 2)), CT_GRID, pet, {})
    assert found[1].voxels == 12 * 4 * 4
    assert found[2].voxels == 12 * 2 * 2
    ct = ct_of(CT_GRID)
    assert ct_statistics(labels, ((), (1,), (1, 2)), CT_GRID, ct)[1].voxels == 24 * 16 * 16


def test_an_eroded_organ_is_measured_that_far_from_its_border_but_not_from_the_edge_of_the_image() -> None:
    grid = Grid((40, 60, 60), (0.0, 0.0, 0.0), (2.0, 0.0, 0.0), (0.0, 2.0, 0.0), (0.0, 0.0, 2.0))
    labels = np.zeros(grid.shape, dtype=np.uint8)
    labels[10:40, 10:50, 10:50] = 1
    values = np.full(grid.shape, 1000, dtype=np.int16)
    values[15:, 15:45, 15:45] = 20  # inside, more than 10 mm from every border
    one = np.ones(40)
    pet = stored(grid, values, one, 0 * one, "BQML")
    found = pet_statistics(labels, plain_values([1]), grid, pet, {1: 10.0})[1]
    assert found.eroded_mm == 10.0
    assert found.rule.code == "organ-pet-eroded"
    # 30 - 5 slices: the last one is the edge of the image, beyond which nobody knows; distance to the next voxel
    assert found.voxels == (30 - 5) * (40 - 10) ** 2
    assert (found.mean, found.median, found.max) == (20.0, 20.0, 20.0)


def test_what_erosion_would_leave_next_to_nothing_of_is_measured_whole_and_says_so() -> None:
    labels = np.zeros(CT_GRID.shape, dtype=np.uint8)
    labels[4:20, 8:24, 8:24] = 1
    found = pet_statistics(labels, plain_values([1]), CT_GRID, pet_of(PET_GRID), {1: 10.0})[1]
    assert found.eroded_mm is None
    assert found.voxels == 8 * 4 * 4
    assert found.rule.code == "organ-pet-too-small-to-erode"
    assert "10 mm" in found.rule.sentence("en")


def test_an_organ_outside_the_pet_has_no_uptake() -> None:
    labels = np.zeros(CT_GRID.shape, dtype=np.uint8)
    labels[2:6, 2:10, 2:10] = 1
    far = Grid((12, 10, 12), (500.0, 0.0, 0.0), (4.0, 0.0, 0.0), (0.0, 4.0, 0.0), (0.0, 0.0, 4.0))
    assert pet_statistics(labels, plain_values([1]), CT_GRID, pet_of(far), {}) == {}


def test_slices_that_run_the_other_way_give_the_same_numbers() -> None:
    labels, pet, ct = blobs(CT_GRID.shape, 6), pet_of(PET_GRID), ct_of(CT_GRID)
    flipped = Grid(CT_GRID.shape, (-24.0, -20.0, 46.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, -2.0))
    values = plain_values(range(1, 6))
    turned = labels[::-1].copy()
    once, again = (pet_statistics(each, values, grid, pet, {}) for each, grid in ((labels, CT_GRID), (turned, flipped)))
    assert once == again
    # a map whose slices run the other way than the CT's is no other grid of places, but one of arrays
    assert not same_grid(flipped, CT_GRID)
    assert ct_statistics(turned, values, flipped, ct) == ct_statistics(labels, values, CT_GRID, ct)


def test_a_tilted_pet_is_met_where_it_lies() -> None:
    turn = math.radians(20)
    tilted = Grid(
        (12, 10, 12),
        PET_GRID.origin_mm,
        (4.0, 0.0, 0.0),
        (0.0, 4.0 * math.cos(turn), 4.0 * math.sin(turn)),
        (0.0, -4.0 * math.sin(turn), 4.0 * math.cos(turn)),
    )
    labels = np.zeros(CT_GRID.shape, dtype=np.uint8)
    labels[6:20, 8:30, 10:40] = 1
    one = np.ones(12)
    k, j, i = np.indices(tilted.shape)
    places = np.stack([i, j, k, np.ones_like(i)], axis=-1) @ tilted.index_to_mm.T
    heights = np.rint(10 * places[..., 2]).astype(np.int16)
    found = pet_statistics(labels, plain_values([1]), CT_GRID, stored(tilted, heights, one, 0 * one, "BQML"), {})[1]
    # a box from z = 11 to 39 mm
    assert found.mean / 10 == pytest.approx(25.0, abs=1.0)
    assert found.max / 10 < 39.0 + 2.0


def test_labels_outside_the_map_are_none() -> None:
    labels = np.ones(CT_GRID.shape, dtype=np.uint8)
    wider = Grid((12, 20, 20), (-60.0, -40.0, 1.0), (6.0, 0.0, 0.0), (0.0, 6.0, 0.0), (0.0, 0.0, 4.0))
    carried = nearest_labels(labels, CT_GRID, wider)
    assert carried[:, 0, 0].max() == 0
    assert carried[5, 7, 10] == 1


def test_another_unit_multiplies_every_number_but_the_voxels() -> None:
    labels = np.zeros(CT_GRID.shape, dtype=np.uint8)
    labels[4:20, 8:24, 8:24] = 1
    found = pet_statistics(labels, plain_values([1]), CT_GRID, pet_of(PET_GRID), {})[1]
    suv = found.times(0.25)
    assert (suv.mean, suv.median, suv.max) == (found.mean / 4, found.median / 4, found.max / 4)
    assert (suv.voxels, suv.rule) == (found.voxels, found.rule)
    with pytest.raises(ValueError, match="positive"):
        found.times(0.0)
    assert PetStatistics.from_json(json.loads(json.dumps(suv.to_json()))) == suv
    ct = CtStatistics(3, 0.5, None, None)
    assert CtStatistics.from_json(json.loads(json.dumps(ct.to_json()))) == ct


#: what TotalSegmentator 2.18's own get_basic_statistics says of its example, masks at the border included:
#: volume in mm3 and mean HU
BY_TOTALSEGMENTATOR = {
    "spleen": (255204.0, 32.83718),
    "kidney_right": (106569.0, 10.91133),
    "gallbladder": (35991.0, 1.51988),
    "liver": (1043118.0, 45.29106),
    "pancreas": (17388.0, -7.88665),
    "colon": (350811.0, -487.99461),
    "vertebrae_L1": (57753.0, 196.21505),
    "aorta": (26919.0, 42.27182),
    "autochthon_left": (190350.0, 25.66723),
    "rib_left_12": (3564.0, 236.33333),
}


@needs_shared_data
def test_volumes_and_hu_are_those_of_totalsegmentators_own_statistics() -> None:
    labels, grid = reference_labels("example_seg.nii.gz")
    ct = reference_ct("example_ct_sm.nii.gz")
    found = ct_statistics(labels, plain_values(range(1, len(TOTAL) + 1)), grid, ct)
    by_key = {TOTAL[number - 1].key: measured for number, measured in found.items()}
    for key, (volume_mm3, mean) in BY_TOTALSEGMENTATOR.items():
        assert by_key[key].volume_ml == pytest.approx(volume_mm3 / 1000, rel=1e-5)
        assert by_key[key].hu_mean == pytest.approx(mean, abs=1e-4)
