"""Organ maps: which voxels a segment has."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from totalpetview.domain.geometry import Grid
from totalpetview.domain.organs.organ_map import Making, OrganMap, Segment, plain_values
from totalpetview.domain.organs.structure import Structure
from totalpetview.domain.organs.total import STRUCTURES

GRID = Grid((1, 2, 4), (0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1))
LIVER, NODULE = Segment(5, STRUCTURES["liver"], "liver"), Segment(9, STRUCTURES["lung_nodules"], "nodule", "MANUAL")
#: 1 is the liver, 2 the nodule, 3 both
MAP = OrganMap(
    GRID,
    np.array([[[0, 1, 1, 1], [0, 3, 3, 2]]], np.uint8),
    ((), (5,), (9,), (5, 9)),
    (LIVER, NODULE),
    Making("program"),
)


def test_a_segment_has_the_voxels_of_all_values_that_name_it() -> None:
    assert MAP.mask(5).astype(int).tolist() == [[[0, 1, 1, 1], [0, 1, 1, 0]]]
    assert MAP.mask(9).astype(int).tolist() == [[[0, 0, 0, 0], [0, 1, 1, 1]]]
    assert MAP.mask_of([5, 9]).astype(int).tolist() == [[[0, 1, 1, 1], [0, 1, 1, 1]]]
    assert not MAP.mask(4).any()
    assert MAP.voxel_counts() == {5: 5, 9: 3}
    assert MAP.values_of([9]) == (2, 3)


def test_without_overlaps_the_smaller_structure_stays_visible() -> None:
    plain = MAP.without_overlaps()
    assert plain.labels.tolist() == [[[0, 5, 5, 5], [0, 9, 9, 9]]]
    assert plain.values == plain_values([5, 9])
    assert not plain.overlapping
    assert MAP.overlapping


def test_segments_are_found_by_number_and_structure() -> None:
    assert MAP.segment(9) == NODULE
    assert MAP.segment(1) is None
    assert MAP.numbers_of("liver") == (5,)
    assert MAP.numbers_of("spleen") == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("labels", np.zeros((1, 2, 3), np.uint8)),
        ("labels", np.zeros((1, 2, 4), np.int32)),
        ("values", ((5,), (9,))),
        ("values", ((), (7,))),
        ("segments", (LIVER, replace(NODULE, number=5))),
        ("segments", (LIVER, replace(NODULE, number=0))),
    ],
)
def test_a_map_that_contradicts_itself_cannot_be_made(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"labels|numbers|values"):
        replace(MAP, **{field: value})  # type: ignore[arg-type]


def test_segments_structures_and_making_survive_json() -> None:
    making = Making(
        "TotalSegmentator", "2.18.0", "total", "fast", "stand-in", "abc", (("a", "b"),), "2026-01-01", "gpu"
    )
    assert Making.from_json(json.loads(json.dumps(making.to_json()))) == making
    assert making.stand_in
    for segment in (LIVER, NODULE, Segment(1, STRUCTURES["kidney_cyst_left"], "cyst")):
        assert Segment.from_json(json.loads(json.dumps(segment.to_json()))) == segment
    assert Structure.from_json(STRUCTURES["kidney_left"].to_json()) == STRUCTURES["kidney_left"]


def test_weights_of_an_unheard_of_kind_are_unknown() -> None:
    assert Making.from_json({"program": "x", "weights": "homemade"}).weights == "unknown"
