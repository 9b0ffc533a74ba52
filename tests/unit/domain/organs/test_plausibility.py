from __future__ import annotations

import dataclasses
import math
from typing import Any

import pytest
from tests.unit.domain.organs.maps_of_boxes import map_of, measured

from totalpetview.domain.organs.geometry import OrganGeometry
from totalpetview.domain.organs.plausibility import check, misplaced
from totalpetview.domain.organs.plausible_volumes import REASONS, VOLUME_ML, volume_bounds_ml

#: a body in patient coordinates: x towards the left, z towards the head; rough centres in mm, volumes in ml
BODY: dict[str, OrganGeometry | None] = {
    "brain": measured((0, -20, 700), 1400),
    "thyroid_gland": measured((0, -30, 520), 20),
    "heart": measured((20, -30, 390), 700),
    "lung_upper_lobe_left": measured((80, 0, 440), 1000),
    "lung_upper_lobe_right": measured((-80, 0, 440), 1000),
    "liver": measured((-70, -10, 290), 1500),
    "spleen": measured((100, 30, 295), 180),
    "kidney_left": measured((60, 40, 240), 160),
    "kidney_right": measured((-60, 40, 230), 160),
    "hip_left": measured((90, 10, 60), 350),
    "hip_right": measured((-90, 10, 60), 350),
    "femur_left": measured((90, 0, -50), 400),
    "femur_right": measured((-90, 0, -50), 400),
    "urinary_bladder": measured((0, -30, 30), 200),
    "vertebrae_T12": measured((0, 60, 270), 45),
    "vertebrae_L1": measured((0, 60, 240), 55),
    "vertebrae_L2": measured((0, 60, 205), 60),
    "rib_left_9": measured((110, 30, 320), 10),
    "rib_left_10": measured((110, 40, 290), 10),
}


def codes(places: dict[str, OrganGeometry | None]) -> dict[str, list[str]]:
    segments, geometry = map_of(places)
    said = check(segments, geometry).of_segments
    return {segment.structure.key: [p.code for p in said.get(segment.number, ())] for segment in segments}


def moved(geometry: OrganGeometry | None, sign: tuple[int, int, int]) -> OrganGeometry:
    assert geometry is not None
    turned: dict[str, Any] = {
        name: tuple(a * b for a, b in zip(getattr(geometry, name), sign, strict=True))
        for name in ("centroid_mm", "inside_mm", "main_centroid_mm", "bottom_mm", "top_mm")
    }
    if sign[2] < 0:
        turned["bottom_mm"], turned["top_mm"] = turned["top_mm"], turned["bottom_mm"]
    return dataclasses.replace(geometry, **turned)


def test_nothing_is_said_about_a_body_as_it_is() -> None:
    segments, geometry = map_of(BODY)
    said = check(segments, geometry)
    assert said.of_map == ()
    assert said.of_segments == {}


def test_in_a_mirrored_map_every_paired_organ_is_named_and_those_of_one_side() -> None:
    mirrored = {key: moved(geometry, (-1, 1, 1)) for key, geometry in BODY.items()}
    said = codes(dict(mirrored))
    for key in BODY:
        if key.replace("left", "right") in BODY and key.replace("right", "left") in BODY and "_" in key:
            paired = key.endswith(("_left", "_right"))
            assert ("organ-swapped-sides" in said[key]) == paired, key
    for key in ("liver", "spleen", "heart", "rib_left_9"):
        assert "organ-wrong-side" in said[key], key
    segments, geometry = map_of(dict(mirrored))
    assert [p.code for p in check(segments, geometry).of_map] == ["organs-mirrored"]


def test_in_a_map_upside_down_the_order_is_wrong_and_the_sides_are_right() -> None:
    turned = {key: moved(geometry, (1, 1, -1)) for key, geometry in BODY.items()}
    said = codes(dict(turned))
    assert "organ-too-low" in said["brain"]
    assert "organ-too-high" in said["femur_left"]
    assert "organ-vertebra-below" in said["vertebrae_T12"]
    assert said["vertebrae_L1"] == ["organ-vertebra-above", "organ-vertebra-below"]
    assert "organ-rib-below" in said["rib_left_9"]
    assert not any("side" in code for each in said.values() for code in each)
    segments, geometry = map_of(dict(turned))
    assert [p.code for p in check(segments, geometry).of_map] == ["organs-upside-down"]


def test_a_single_swapped_pair_is_found_with_its_distance() -> None:
    swapped = BODY | {"kidney_left": BODY["kidney_right"], "kidney_right": BODY["kidney_left"]}
    segments, geometry = map_of(swapped)
    said = check(segments, geometry)
    assert set(said.of_segments) == {8, 9}
    (problem,) = said.of_segments[8]
    assert problem.code == "organ-swapped-sides"
    assert problem.values == {"mm": 120}
    assert said.of_map == ()
    assert misplaced(said.of_segments[8])


def test_an_empty_segment_and_an_empty_map_are_said() -> None:
    assert codes(BODY | {"spleen": None})["spleen"] == ["organ-empty"]
    segments, _ = map_of(BODY)
    assert [p.code for p in check(segments, {}).of_map] == ["organs-none"]


@pytest.mark.parametrize(
    ("cut", "code"),
    [
        ({"head"}, "organ-cut-head"),
        ({"feet"}, "organ-cut-feet"),
        ({"head", "feet"}, "organ-cut-head-and-feet"),
        ({"left"}, "organ-cut-side"),
    ],
)
def test_what_the_edge_of_the_image_cuts_is_not_judged_by_its_volume(cut: set, code: str) -> None:
    small = measured((-70, -10, 290), 20, cut=frozenset(cut))
    assert codes(BODY | {"liver": small})["liver"] == [code]


def test_volumes_that_no_adult_has_are_said() -> None:
    said = codes(
        BODY | {"liver": measured((-70, -10, 290), 150), "kidney_left": measured((60, 40, 240), 2000, height_mm=100)}
    )
    assert said["liver"] == ["organ-too-small"]
    assert said["kidney_left"] == ["organ-too-large"]
    assert said["kidney_right"] == []


def test_an_organ_in_pieces_is_said() -> None:
    pieces = measured((-70, -10, 290), 1500, components=7, largest_share=0.6)
    segments, geometry = map_of(BODY | {"liver": pieces})
    (problem,) = check(segments, geometry).of_segments[6]
    assert (problem.code, dict(problem.values)) == ("organ-fragments", {"components": 7, "percent": 60})


def test_bounds_are_the_same_for_both_sides_and_all_vertebrae_of_a_kind() -> None:
    assert volume_bounds_ml("kidney_left", "left") == volume_bounds_ml("kidney_right", "right") == VOLUME_ML["kidney"]
    assert volume_bounds_ml("vertebrae_T12", None) == volume_bounds_ml("vertebrae_T1", None)
    assert volume_bounds_ml("colon", None) is None


def test_the_body_of_a_vertebra_alone_is_not_too_small_where_a_task_finds_only_that() -> None:
    # "A Morphometric Study of the Vertebral Body in Dry Human Typical Thoracic Vertebrae", IJAPB 1(1), 200 of them:
    # depth 20.8, width 25.5, height 17.7 mm, the smallest 12.4, 20.4 and 12.2 mm; as elliptic cylinders
    mean_ml, smallest_ml = (math.pi / 4 * a * b * c / 1000 for a, b, c in ((20.8, 25.5, 17.7), (12.4, 20.4, 12.2)))
    least, most = volume_bounds_ml("vertebrae_T5", None, "vertebrae_pp") or (0.0, 0.0)
    assert least < smallest_ml < mean_ml < most / 3
    assert smallest_ml < (volume_bounds_ml("vertebrae_T5", None, "total") or (0.0, 0.0))[0]
    one = {"vertebrae_T5": measured((0, 0, 300), smallest_ml)}
    segments, geometry = map_of(one)
    (number,) = geometry
    assert number not in check(segments, geometry, "vertebrae_pp_refined").of_segments
    assert [problem.code for problem in check(segments, geometry, "total").of_segments[number]] == ["organ-too-small"]


def test_every_bound_has_a_reason_and_holds_the_reference_adult() -> None:
    assert set(REASONS) == set(VOLUME_ML)
    # masses of ICRP 89 in g, male and female, as ml
    for key, masses in {
        "brain": (1450, 1300),
        "liver": (1800, 1400),
        "spleen": (150, 130),
        "kidney": (155, 137.5),
        "pancreas": (140, 120),
        "heart": (840, 620),
    }.items():
        least, most = VOLUME_ML[key]
        assert least < min(masses) / 1.05 / 1.5
        assert most > max(masses) * 1.3
