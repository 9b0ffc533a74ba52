from __future__ import annotations

import json

import numpy as np
import pytest

from totalpetview.domain.geometry import Grid
from totalpetview.domain.organs.geometry import OrganGeometry
from totalpetview.imaging.organ_geometry import organ_geometry

GRID = Grid((20, 30, 40), (-40.0, -30.0, 100.0), (2.0, 0.0, 0.0), (0.0, 2.0, 0.0), (0.0, 0.0, 3.0))
PLAIN = ((), (1,), (2,), (3,))


def test_a_box_has_the_volume_the_centre_and_the_ends_of_a_box() -> None:
    labels = np.zeros(GRID.shape, dtype=np.uint8)
    labels[5:15, 10:14, 20:26] = 1
    found = organ_geometry(labels, PLAIN, GRID)[1]
    assert found.voxels == 240
    assert found.volume_ml == pytest.approx(240 * 12 / 1000)
    assert found.centroid_mm == pytest.approx((-40 + 2 * 22.5, -30 + 2 * 11.5, 100 + 3 * 9.5))
    assert (found.first, found.last) == ((20, 10, 5), (25, 13, 14))
    assert found.bottom_mm == pytest.approx((5.0, -7.0, 100 + 3 * 5.5))  # two slices of 3 mm
    assert found.top_mm == pytest.approx((5.0, -7.0, 100 + 3 * 13.5))
    assert found.components == 1
    assert not found.cut


def test_the_place_to_go_to_lies_inside_a_bent_organ() -> None:
    labels = np.zeros(GRID.shape, dtype=np.uint8)
    labels[3, 5:25, 5:35] = 1
    labels[3, 5:20, 8:32] = 0
    found = organ_geometry(labels, PLAIN, GRID)[1]
    i, j, k = (round(n) for n in GRID.index_of(found.inside_mm))
    assert labels[k, j, i] == 1
    i, j, k = (round(n) for n in GRID.index_of(found.centroid_mm))
    assert labels[k, j, i] == 0


def test_parts_are_counted_and_the_largest_one_gives_the_landmarks() -> None:
    labels = np.zeros(GRID.shape, dtype=np.uint8)
    labels[2:6, 2:6, 2:6] = 2
    labels[15, 20, 30] = 2
    labels[6, 6, 6] = 2  # touches at a corner
    found = organ_geometry(labels, PLAIN, GRID)[2]
    assert found.components == 2
    assert found.largest_share == pytest.approx(65 / 66)
    assert found.top_mm[2] == pytest.approx(100 + 3 * 5.5, abs=2)
    assert found.centroid_mm != found.main_centroid_mm


def test_overlapping_segments_are_measured_each_as_a_whole() -> None:
    labels = np.zeros(GRID.shape, dtype=np.uint8)
    labels[4, 4, 4:8] = 1
    labels[4, 4, 8:10] = 2
    found = organ_geometry(labels, ((), (1,), (1, 2)), GRID)
    assert found[1].voxels == 6
    assert found[2].voxels == 2


def test_what_has_no_voxel_is_not_in_the_answer() -> None:
    assert organ_geometry(np.zeros(GRID.shape, dtype=np.uint8), PLAIN, GRID) == {}


@pytest.mark.parametrize(
    ("place", "side"),
    [
        (np.s_[5, 5, 39], "left"),
        (np.s_[5, 5, 0], "right"),
        (np.s_[5, 29, 5], "back"),
        (np.s_[5, 0, 5], "front"),
        (np.s_[19, 5, 5], "head"),
        (np.s_[0, 5, 5], "feet"),
    ],
)
def test_an_organ_at_the_border_says_on_which_side_of_the_patient(place: tuple[int, int, int], side: str) -> None:
    labels = np.zeros(GRID.shape, dtype=np.uint8)
    labels[place] = 3
    assert organ_geometry(labels, PLAIN, GRID)[3].cut == {side}


def test_sides_are_the_patients_also_when_slices_run_towards_the_feet() -> None:
    flipped = Grid(GRID.shape, (40.0, 30.0, 160.0), (-2.0, 0.0, 0.0), (0.0, -2.0, 0.0), (0.0, 0.0, -3.0))
    labels = np.zeros(GRID.shape, dtype=np.uint8)
    labels[0, 0, 0] = 1
    assert organ_geometry(labels, PLAIN, flipped)[1].cut == {"left", "back", "head"}


def test_geometry_survives_json() -> None:
    labels = np.zeros(GRID.shape, dtype=np.uint8)
    labels[0:4, 7, 9] = 1
    found = organ_geometry(labels, PLAIN, GRID)[1]
    assert OrganGeometry.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_a_crumb_at_the_border_does_not_cut_an_organ() -> None:
    labels = np.zeros(GRID.shape, dtype=np.uint8)
    labels[5:15, 10:20, 10:20] = 1
    labels[0, 0, 0] = 1
    assert not organ_geometry(labels, PLAIN, GRID)[1].cut
    labels[0, :10, :30] = 1  # a fifth of it
    assert organ_geometry(labels, PLAIN, GRID)[1].cut == {"feet", "right", "front"}
