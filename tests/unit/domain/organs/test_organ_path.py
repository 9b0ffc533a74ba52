from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.domain.organs.maps_of_boxes import map_of, measured

from totalpetview.demo.examination import build_examination
from totalpetview.demo.size import DemoSize
from totalpetview.demo.truth import demo_truth
from totalpetview.domain.geometry import Vector, vector
from totalpetview.domain.organs.body_landmarks import Landmark, body_landmarks
from totalpetview.domain.organs.organ_map import Segment, plain_values
from totalpetview.domain.organs.organ_path import OrganPath, organ_path
from totalpetview.domain.organs.plausibility import check
from totalpetview.domain.organs.total import TOTAL
from totalpetview.domain.problem import Problem
from totalpetview.imaging.organ_geometry import organ_geometry

BODY = [Landmark(f"vertebrae_{n}", "centre", (3.0 * math.sin(n), 60.0, 20.0 * n), 4.0) for n in range(30)]


def moved(by: Vector, scale: float = 1.0) -> list[Landmark]:
    """The body as another examination shows it: here = scale * common - by."""
    return [
        Landmark(each.key, each.part, vector([scale * c - b for c, b in zip(each.place_mm, by, strict=True)]), 4.0)
        for each in BODY
    ]


def here_heights(path: OrganPath) -> np.ndarray:
    heights: np.ndarray = np.array(path.at_z_mm) - np.array(path.shift_mm)[:, 2]
    return heights


def distance(a: Vector, b: Vector) -> float:
    return math.dist(a, b)


def test_identical_maps_give_no_shift() -> None:
    path = organ_path(BODY, BODY)
    assert path is not None
    assert np.abs(path.shift_mm).max() < 1e-6
    assert path.quality.worst_mm == pytest.approx(0.0, abs=1e-6)
    assert path.landmarks == path.quality.checked == 30


@given(by=st.tuples(*(st.floats(-900, 900),) * 3), scale=st.floats(0.93, 1.07))
@settings(deadline=None, max_examples=40)
def test_a_known_shift_and_scale_are_found_again(by: Vector, scale: float) -> None:
    path = organ_path(BODY, moved(by, scale))
    assert path is not None
    for each, there in zip(moved(by, scale), BODY, strict=True):
        # a shift that depends on the height cannot scale x and y: what it may do wrong is 7 % of at most 60 mm
        assert path.to_common(each.place_mm)[2] == pytest.approx(there.place_mm[2], abs=1.5)
        assert distance(path.to_common(each.place_mm), there.place_mm) < 3.0


@given(
    places=st.lists(
        st.tuples(st.integers(0, 29), *(st.floats(-400, 400),) * 3, st.floats(2, 20)),
        max_size=30,
        unique_by=lambda each: each[0],
    )
)
@settings(deadline=None, max_examples=150)
def test_whatever_the_maps_say_the_path_rises_and_goes_back_where_it_came_from(places: list) -> None:
    other = [Landmark(BODY[n].key, "centre", (x, y, z), spread) for n, x, y, z, spread in places]
    path = organ_path(BODY, other)
    if path is None:
        return
    assert np.all(np.diff(path.at_z_mm) > 0)
    assert np.all(np.diff(here_heights(path)) > 0)
    for z in (-1000.0, *path.at_z_mm[::7], 333.3, 2000.0):
        there = (1.0, 2.0, z)
        assert path.to_common(path.to_here(there)) == pytest.approx(there, abs=1e-6)


@given(kept=st.sets(st.integers(0, 29), min_size=3))
@settings(deadline=None, max_examples=40)
def test_structures_that_only_one_map_has_do_no_harm(kept: set[int]) -> None:
    here = [each for n, each in enumerate(moved((12.0, -30.0, 200.0))) if n in kept]
    path = organ_path(BODY, here)
    assert path is not None
    assert path.landmarks == len(kept)
    assert path.shift_at(300.0) == pytest.approx((12.0, -30.0, 200.0), abs=0.5)


def test_with_fewer_than_three_structures_there_is_no_path() -> None:
    assert organ_path(BODY, moved((0.0, 0.0, 50.0))[:2]) is None
    assert organ_path(BODY, []) is None
    # three places of one structure are no more than one
    parts: list[Landmark] = [Landmark("liver", part, (0.0, 0.0, 10.0), 5.0) for part in ("centre", "top", "bottom")]
    assert organ_path(parts, parts) is None


def test_a_few_wrong_places_are_found_and_not_followed() -> None:
    here = moved((0.0, 10.0, 80.0))
    for n, (dx, dy, dz) in {4: (0.0, 0.0, 150.0), 11: (90.0, 0.0, -60.0), 23: (0.0, -70.0, 0.0)}.items():
        x, y, z = here[n].place_mm
        here[n] = Landmark(here[n].key, "centre", (x + dx, y + dy, z + dz), 4.0)
    path = organ_path(BODY, here)
    assert path is not None
    assert path.landmarks == 27
    assert path.quality.checked == 30
    assert path.quality.worst_mm == pytest.approx(150.0, abs=5)
    for z in np.linspace(0, 580, 30):
        assert path.shift_at(float(z)) == pytest.approx((0.0, 10.0, 80.0), abs=1.0)


def test_maps_that_contradict_each_other_everywhere_give_no_path() -> None:
    random = np.random.default_rng(7)
    here = [Landmark(e.key, "centre", tuple(random.uniform(-300, 300, 3)), 4.0) for e in BODY]
    assert organ_path(BODY, here) is None


def test_a_local_bend_is_followed() -> None:
    here = [
        Landmark(
            e.key, "centre", (e.place_mm[0], e.place_mm[1] - (15.0 if e.place_mm[2] > 300 else 0.0), e.place_mm[2]), 4.0
        )
        for e in BODY
    ]
    path = organ_path(BODY, here)
    assert path is not None
    assert path.shift_at(100.0)[1] == pytest.approx(0.0, abs=2)
    assert path.shift_at(500.0)[1] == pytest.approx(15.0, abs=2)


def test_a_path_survives_json() -> None:
    path = organ_path(BODY, moved((1.0, 2.0, 3.0)))
    assert path is not None
    written = json.loads(json.dumps(path.to_json()))
    assert OrganPath.from_json(written) == path
    assert set(written) == {"at_z_mm", "shift_mm", "landmarks", "quality"}


def test_what_is_cut_broken_or_misplaced_is_no_landmark() -> None:
    segments, geometry = map_of(
        {
            "liver": measured((-70, 0, 300), 1500, cut=frozenset({"feet"})),
            "spleen": measured((90, 0, 300), 180),
            "kidney_left": measured((60, 0, 240), 150, components=3, largest_share=0.5),
            "urinary_bladder": measured((0, 0, 20), 150),
            "colon": measured((0, 0, 150), 800),
            "rib_left_4": measured((110, 0, 400), 0.1),
        }
    )
    swapped = {4: [Problem("organ-swapped-sides", {"mm": 3})]}
    assert [(e.key, e.part) for e in body_landmarks(segments, geometry, swapped)] == [
        ("liver", "top"),
        ("spleen", "centre"),
        ("spleen", "top"),
    ]


def demo_landmarks(index: int) -> tuple[Landmark, ...]:
    drawn = build_examination(index, DemoSize.SMALL)
    segments = [Segment(number, structure, structure.key) for number, structure in enumerate(TOTAL, start=1)]
    geometry = organ_geometry(drawn.labels, plain_values(range(1, len(TOTAL) + 1)), drawn.ct_grid)
    return body_landmarks(segments, geometry, check(segments, geometry).of_segments)


@pytest.mark.slow
def test_with_the_demo_patients_own_maps_known_places_are_met_within_10_mm() -> None:
    truth = demo_truth(DemoSize.SMALL).examinations
    first = demo_landmarks(0)
    for index in (1, 2, 3):
        path = organ_path(first, demo_landmarks(index))
        assert path is not None
        errors = [
            distance(path.to_common(here), truth[0].landmarks_mm[name])
            for name, here in truth[index].landmarks_mm.items()
        ]
        assert np.median(errors) < 5.0
        assert np.percentile(errors, 90) < 10.0
        assert path.quality.median_mm is not None
        assert path.quality.median_mm < 10.0
