"""Which series become which examinations."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from totalpetview.domain.examinations import Grouping, group_examinations
from totalpetview.domain.geometry import Grid
from totalpetview.domain.problem import Problem
from totalpetview.domain.series import SeriesFacts, SuvResult

MORNING = datetime(2026, 1, 5, 10, 0)  # noqa: DTZ001 - scanners give local time without a zone


def _grid(z_mm: float = 0.0, length_mm: float = 900.0, slice_mm: float = 3.0, pixel_mm: float = 1.0) -> Grid:
    return Grid(
        (round(length_mm / slice_mm), 500, 500),
        (-250.0, -250.0, z_mm),
        (pixel_mm, 0.0, 0.0),
        (0.0, pixel_mm, 0.0),
        (0.0, 0.0, slice_mm),
    )


def _facts(uid: str, kind: Any, minutes: float = 0.0, frame: str | None = "F1", **more: Any) -> SeriesFacts:
    grid = _grid()
    corrected = True if kind == "pet" else None
    return replace(
        SeriesFacts(
            series_uid=uid,
            study_uid="S",
            patient_id="P",
            patient_name="N",
            modality="PT" if kind == "pet" else "CT",
            kind=kind,
            images=grid.shape[0],
            frame_of_reference_uid=frame,
            acquired_at=MORNING + timedelta(minutes=minutes),
            grid=grid,
            attenuation_corrected=corrected,
        ),
        **more,
    )


def _pairs(grouping: Grouping) -> list[tuple[str | None, str | None]]:
    return [
        (one.ct.series_uid if one.ct else None, one.pet.series_uid if one.pet else None)
        for one in grouping.examinations
    ]


def _codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]


def test_a_pet_and_its_ct_are_one_examination() -> None:
    found = group_examinations([_facts("pet", "pet", 3), _facts("ct", "ct")])
    assert _pairs(found) == [("ct", "pet")]
    assert found.examinations[0].acquired_at == MORNING + timedelta(minutes=3)
    assert found.examinations[0].pet_ct_share_frame
    assert _codes(found.examinations[0].problems) == []


def test_two_days_in_one_study_are_two_examinations_in_order_of_time() -> None:
    day = 24 * 60
    found = group_examinations(
        [
            _facts("pet2", "pet", 90 * day + 3, "F2"),
            _facts("pet1", "pet", 3, "F1"),
            _facts("ct2", "ct", 90 * day, "F2"),
            _facts("ct1", "ct", 0, "F1"),
        ]
    )
    assert _pairs(found) == [("ct1", "pet1"), ("ct2", "pet2")]


def test_two_days_are_two_examinations_even_if_someone_gave_them_the_same_frame_of_reference() -> None:
    day = 24 * 60
    found = group_examinations(
        [_facts("pet2", "pet", day), _facts("pet1", "pet"), _facts("ct2", "ct", day - 2), _facts("ct1", "ct", -2)]
    )
    assert _pairs(found) == [("ct1", "pet1"), ("ct2", "pet2")]


def test_one_day_may_hold_two_examinations() -> None:
    found = group_examinations(
        [
            _facts("fdg", "pet", 2, "F1"),
            _facts("psma", "pet", 242, "F2"),
            _facts("ct-fdg", "ct", 0, "F1"),
            _facts("ct-psma", "ct", 240, "F2"),
        ]
    )
    assert _pairs(found) == [("ct-fdg", "fdg"), ("ct-psma", "psma")]


def test_a_late_second_scan_without_ct_is_an_examination_of_its_own() -> None:
    found = group_examinations([_facts("late", "pet", 90), _facts("early", "pet"), _facts("ct", "ct", -2)])
    assert _pairs(found) == [("ct", "early"), (None, "late")]
    assert _codes(found.examinations[1].problems) == ["pet-without-ct"]


def test_the_corrected_pet_is_preferred_and_the_other_offered() -> None:
    nac = _facts("a-nac", "pet", attenuation_corrected=False)
    found = group_examinations([nac, _facts("z-ac", "pet"), _facts("ct", "ct")])
    assert _pairs(found) == [("ct", "z-ac")]
    assert [one.series_uid for one in found.examinations[0].alternatives] == ["a-nac"]
    assert [(one.series_uid, why.code) for one, why in found.other_series] == [("a-nac", "alternative-not-corrected")]


def test_an_uncorrected_pet_alone_is_shown_and_said_to_be_uncorrected() -> None:
    found = group_examinations([_facts("nac", "pet", attenuation_corrected=False), _facts("ct", "ct")])
    assert _pairs(found) == [("ct", "nac")]
    assert _codes(found.examinations[0].problems) == ["only-uncorrected-pet"]


def test_a_corrected_pet_whose_values_are_known_as_suv_is_preferred() -> None:
    known = _facts("z", "pet", suv=SuvResult(0.0004, None))
    unknown = _facts("a", "pet", suv=SuvResult(None, Problem("suv-no-weight")))
    assert _pairs(group_examinations([known, unknown])) == [(None, "z")]


def test_ct_without_pet_and_pet_without_ct_are_what_they_are() -> None:
    found = group_examinations([_facts("ct", "ct", 0, "F1"), _facts("pet", "pet", 60 * 24 * 30, "F2")])
    assert _pairs(found) == [("ct", None), (None, "pet")]
    assert _codes(found.examinations[0].problems) == ["ct-without-pet"]
    assert _codes(found.examinations[1].problems) == ["pet-without-ct"]


def test_pet_and_ct_of_one_session_in_two_frames_are_paired_and_marked() -> None:
    found = group_examinations([_facts("pet", "pet", 3, "F1"), _facts("ct", "ct", 0, "F2")])
    assert _pairs(found) == [("ct", "pet")]
    assert not found.examinations[0].pet_ct_share_frame
    assert _codes(found.examinations[0].problems) == ["different-frames-of-reference"]


@pytest.mark.parametrize("minutes", [180.0, -600.0])
def test_a_ct_in_another_frame_hours_away_is_not_paired(minutes: float) -> None:
    found = group_examinations([_facts("pet", "pet", 0, "F1"), _facts("ct", "ct", minutes, "F2")])
    assert sorted(map(str, _pairs(found))) == ["('ct', None)", "(None, 'pet')"]


def test_a_ct_of_another_part_of_the_body_is_never_the_ct_of_the_pet() -> None:
    head = _facts("head", "ct", grid=_grid(2000.0, 200.0))
    found = group_examinations([_facts("pet", "pet"), head])
    assert _pairs(found) == [(None, "pet")]
    assert [one.series_uid for one in found.examinations[0].alternatives] == ["head"]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({}, {"grid": _grid(300.0, 300.0, 0.6)}),  # covers the PET, though it is coarser
        ({"grid": _grid(slice_mm=1.5)}, {"grid": _grid(slice_mm=5.0)}),
        ({"kernel": "Br38f\\3"}, {"kernel": "Bl64d\\3", "grid": _grid(slice_mm=1.0)}),
        ({"kernel": "SOFT"}, {"kernel": "LUNG", "grid": _grid(slice_mm=1.0)}),
        ({}, {"acquired_at": MORNING + timedelta(minutes=45), "grid": _grid(slice_mm=1.0)}),
        ({}, {"frame_of_reference_uid": "F9", "grid": _grid(slice_mm=1.0)}),
    ],
)
def test_the_ct_is_chosen_by_the_written_rule(better: dict[str, Any], worse: dict[str, Any]) -> None:
    found = group_examinations([_facts("pet", "pet", 2), _facts("z", "ct", **better), _facts("a", "ct", **worse)])
    assert _pairs(found)[0] == ("z", "pet")


def test_what_is_no_volume_is_kept_with_its_reason() -> None:
    scout = _facts("scout", "scout", grid=None, why_other=Problem("is-scout"))
    broken = _facts("broken", "ct", grid=None, problems=(Problem("missing-slices"),))
    found = group_examinations([scout, broken])
    assert found.examinations == ()
    assert [(one.series_uid, why.code) for one, why in found.other_series] == [
        ("broken", "missing-slices"),
        ("scout", "is-scout"),
    ]


def test_times_with_and_without_a_zone_can_be_mixed() -> None:
    zoned = MORNING.replace(tzinfo=timezone(timedelta(hours=1)))
    found = group_examinations([_facts("pet", "pet", 2), _facts("ct", "ct", acquired_at=zoned)])
    assert _pairs(found) == [("ct", "pet")]


def test_without_any_time_the_frame_of_reference_and_the_study_decide() -> None:
    found = group_examinations([_facts("pet", "pet", acquired_at=None), _facts("ct", "ct", acquired_at=None)])
    assert _pairs(found) == [("ct", "pet")]
    assert _codes(found.examinations[0].problems) == ["no-acquisition-time"]


def test_the_id_of_an_examination_stays_when_its_ct_arrives_later() -> None:
    pet = _facts("pet", "pet", 2)
    before, after = group_examinations([pet]), group_examinations([pet, _facts("ct", "ct")])
    assert before.examinations[0].id == after.examinations[0].id
    assert len(before.examinations[0].id) == 16


def test_facts_survive_json() -> None:
    facts = _facts(
        "pet", "pet", suv=SuvResult(None, Problem("suv-units", {"units": "CNTS"})), problems=(Problem("x"),),
        why_other=Problem("is-mip"), uptake_s=3600.0, units="BQML",
    )  # fmt: skip
    assert SeriesFacts.from_json(facts.to_json()) == facts
    assert SeriesFacts.from_json({**facts.to_json(), "of_a_later_version": 1}) == facts


@st.composite
def _patients(draw: Any) -> list[SeriesFacts]:
    kinds = st.sampled_from(["ct", "pet", "pet", "ct", "scout"])
    found = []
    for number in range(draw(st.integers(0, 10))):
        kind = draw(kinds)
        minutes = draw(st.sampled_from([0, 1, 5, 40, 300, 1440, 100_000]))
        found.append(
            _facts(
                f"u{number}",
                kind,
                minutes,
                draw(st.sampled_from(["F1", "F2", None])),
                grid=None if kind == "scout" else _grid(draw(st.sampled_from([0.0, 500.0, 5000.0]))),
                attenuation_corrected=draw(st.sampled_from([True, False, None])) if kind == "pet" else None,
                acquired_at=draw(st.sampled_from([None, MORNING + timedelta(minutes=minutes)])),
            )
        )
    return found


@settings(max_examples=150, deadline=None)
@given(_patients(), st.randoms(use_true_random=False))
def test_every_series_has_one_place_whatever_the_order(series: list[SeriesFacts], random: Any) -> None:
    found = group_examinations(series)
    places = [one.ct for one in found.examinations if one.ct] + [one.pet for one in found.examinations if one.pet]
    places += [facts for facts, _ in found.other_series]
    assert sorted(one.series_uid for one in places) == sorted(one.series_uid for one in series)
    assert group_examinations(random.sample(series, len(series))) == found
    times = [one.acquired_at for one in found.examinations]
    assert times == sorted(times, key=lambda moment: moment or datetime.max)  # noqa: DTZ901
    for one in found.examinations:
        corrected = [a for a in one.alternatives if a.kind == "pet" and a.attenuation_corrected]
        assert not (corrected and one.pet and one.pet.attenuation_corrected is not True)
