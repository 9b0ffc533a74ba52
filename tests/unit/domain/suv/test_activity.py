"""Activity in Bq/ml: factors worked out by hand, and everything that must be refused or said."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from totalpetview.domain.suv.header import PetHeader
from totalpetview.domain.suv.quantify import quantify

START = datetime(2026, 1, 5, 10, 0)  # noqa: DTZ001 - scanners give local time without a zone
HALF_LIFE_S = 6000.0
#: injected exactly one half-life before the start: 200 MBq of 400 are left, 80 kg: 80000 g / 2e8 Bq
FACTOR = 0.0004
PLAIN = PetHeader(
    units="BQML",
    attenuation_corrected=True,
    decay_correction="START",
    weight=80.0,
    dose=400e6,
    half_life_s=HALF_LIFE_S,
    injection_time=time(8, 20),
    series_at=START,
    first_acquired_at=START,
)


def _warned(header: PetHeader) -> list[str]:
    return [note.code for note in quantify(header).warnings]


def test_the_plain_case() -> None:
    found = quantify(PLAIN)
    assert found.bw.factor == pytest.approx(FACTOR, rel=1e-12)
    assert found.bw.refusal is None
    assert found.rule == "rule-activity-start"
    assert found.uptake_s == HALF_LIFE_S
    assert found.warnings == ()
    assert found.assumptions == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"units": None}, "suv-no-units"),
        ({"units": "PROPCNTS"}, "suv-units"),
        ({"units": "PROPCPS"}, "suv-units"),
        ({"units": "CPS"}, "suv-units"),
        ({"units": "1CM"}, "suv-units"),
        ({"units": "CNTS"}, "suv-counts-without-factor"),
        ({"attenuation_corrected": False}, "suv-not-attenuation-corrected"),
        ({"attenuation_corrected": None}, "suv-attenuation-unknown"),
        ({"decay_correction": None}, "suv-no-decay-correction"),
        ({"decay_correction": "NONE"}, "suv-no-decay-frames"),
        ({"decay_correction": "SOMETIMES"}, "suv-decay-correction"),
        ({"weight": None}, "suv-no-weight"),
        ({"weight": 0.0}, "suv-no-weight"),
        ({"weight": 0.08}, "suv-weight"),
        ({"weight": -70.0}, "suv-weight"),
        ({"dose": None}, "suv-no-dose"),
        ({"dose": 0.0}, "suv-no-dose"),
        ({"dose": 4.0}, "suv-dose-unit"),
        ({"dose": 10.0}, "suv-dose-unit"),
        ({"dose": 4e5}, "suv-dose"),
        ({"dose": 4e12}, "suv-dose"),
        ({"dose": -4e8}, "suv-dose"),
        ({"half_life_s": None}, "suv-no-half-life"),
        ({"half_life_s": -1.0}, "suv-half-life"),
        ({"half_life_s": 109.8, "nuclide_name": "^18^Fluorine"}, "suv-half-life-contradiction"),
        ({"injection_time": None}, "suv-no-injection-time"),
        ({"injection_time": time(10, 1)}, "suv-injection-after-scan"),
        ({"injection_time": time(3, 0)}, "suv-uptake"),
        ({"injection_time": time(1, 0)}, "suv-uptake"),
        ({"injected_at": START + timedelta(minutes=5), "injection_time": None}, "suv-injection-after-scan"),
        ({"first_acquired_at": None}, "suv-no-acquisition-time"),
        ({"intercepts_are_zero": False}, "suv-intercept"),
    ],
)
def test_anything_else_is_refused_with_its_reason(change: dict[str, Any], code: str) -> None:
    found = quantify(replace(PLAIN, **change))
    assert found.bw.factor is None
    assert found.bw.refusal is not None
    assert found.bw.refusal.code == code
    assert found.rule == "rule-none"


def test_a_dose_that_can_only_be_megabecquerel_is_taken_as_such_and_said() -> None:
    found = quantify(replace(PLAIN, dose=400.0))
    assert found.bw.factor == pytest.approx(FACTOR, rel=1e-12)
    assert [note.code for note in found.warnings] == ["dose-in-mbq"]
    assert found.value("dose_bq") == 400e6


def test_a_weight_that_can_only_be_grams_is_taken_as_such_and_said() -> None:
    found = quantify(replace(PLAIN, weight=80_000.0))
    assert found.bw.factor == pytest.approx(FACTOR, rel=1e-12)
    assert [note.code for note in found.warnings] == ["weight-in-grams"]


def test_a_weight_in_the_place_of_the_height_is_pointed_out_but_not_used() -> None:
    found = quantify(replace(PLAIN, weight=None, size=81.0))
    assert found.bw.factor is None
    assert [note.code for note in found.warnings] == ["suv-weight-in-size"]


def test_activity_corrected_to_the_injection_is_divided_by_the_whole_dose() -> None:
    found = quantify(replace(PLAIN, decay_correction="ADMIN", half_life_s=None, injection_time=None))
    assert found.bw.factor == pytest.approx(80_000.0 / 400e6, rel=1e-12)
    assert found.rule == "rule-activity-admin"


def test_an_implausible_uptake_is_marked_where_the_factor_does_not_depend_on_it() -> None:
    assert _warned(replace(PLAIN, decay_correction="ADMIN", injection_time=time(1, 0))) == ["suv-uptake-doubtful"]


def test_a_decay_correction_that_the_list_of_corrections_contradicts_is_marked() -> None:
    assert _warned(replace(PLAIN, corrected_image=("ATTN", "SCAT"))) == ["suv-decay-contradiction"]
    assert _warned(replace(PLAIN, corrected_image=("ATTN", "DECY"))) == []


def test_the_half_life_of_the_named_nuclide_stands_in_for_a_missing_one_and_is_said() -> None:
    # 68Ga: 67.71 minutes; 100 minutes after the injection 2^(-100/67.71) of 400 MBq are left
    found = quantify(replace(PLAIN, half_life_s=None, nuclide_code="C-131A3"))
    assert found.bw.factor == pytest.approx(80_000.0 / (400e6 * 2 ** (-100 / 67.71)), rel=1e-4)
    assert [note.code for note in found.warnings] == ["half-life-from-table"]


def test_a_half_life_somewhat_off_that_of_the_nuclide_is_used_and_said() -> None:
    assert _warned(replace(PLAIN, nuclide_name="18F", half_life_s=6480.0)) == ["half-life-differs"]
    assert _warned(replace(PLAIN, nuclide_name="18F", half_life_s=6588.0)) == []


def test_an_injection_before_midnight_belongs_to_the_day_before() -> None:
    midnight = datetime(2026, 1, 5, 0, 40)  # noqa: DTZ001
    found = quantify(replace(PLAIN, series_at=midnight, first_acquired_at=midnight, injection_time=time(23, 0)))
    assert found.uptake_s == 6000.0
    assert found.bw.factor == pytest.approx(FACTOR, rel=1e-12)
    assert [note.code for note in found.assumptions] == ["suv-injected-the-day-before"]


def test_the_date_and_time_of_the_injection_win_over_the_time_alone() -> None:
    injected = START - timedelta(seconds=HALF_LIFE_S)
    assert quantify(replace(PLAIN, injected_at=injected, injection_time=time(7, 0))).uptake_s == HALF_LIFE_S


def test_a_wrong_date_with_the_right_time_of_day_is_said() -> None:
    wrong = replace(PLAIN, injected_at=datetime(1999, 3, 1, 8, 20))  # noqa: DTZ001
    assert quantify(wrong).uptake_s == HALF_LIFE_S
    assert _warned(wrong) == ["suv-injection-date"]


def test_the_scanner_s_own_entry_stands_in_for_a_missing_injection_time() -> None:
    private = replace(PLAIN, injection_time=None, private_injected_at=START - timedelta(seconds=HALF_LIFE_S))
    assert quantify(private).uptake_s == HALF_LIFE_S
    assert _warned(private) == ["suv-injection-private"]


def test_a_series_time_some_microseconds_late_is_not_late() -> None:
    found = quantify(replace(PLAIN, first_acquired_at=START - timedelta(microseconds=5)))
    assert found.uptake_s == HALF_LIFE_S
    assert found.warnings == ()


@pytest.mark.parametrize("private", [{"ge_scan_start": START}, {"siemens_decay_corrected_to": START}])
def test_a_late_series_time_gives_way_to_the_scanner_s_own_entry(private: dict[str, Any]) -> None:
    late = replace(PLAIN, series_at=START + timedelta(hours=2), **private)
    assert quantify(late).uptake_s == HALF_LIFE_S
    assert _warned(late) == ["suv-scan-start-private"]


@pytest.mark.parametrize("private", [{"ge_scan_start": START}, {"siemens_decay_corrected_to": START}])
def test_the_scanner_s_own_entry_is_preferred_to_a_series_time_before_the_acquisition(private: dict[str, Any]) -> None:
    both = replace(PLAIN, series_at=START - timedelta(minutes=10), **private)
    assert quantify(both).uptake_s == HALF_LIFE_S
    assert _warned(both) == ["suv-scan-start-private-differs"]
    assert _warned(replace(PLAIN, **private)) == []


def test_a_private_entry_of_another_day_is_not_believed() -> None:
    late = replace(PLAIN, series_at=START + timedelta(hours=2), ge_scan_start=START - timedelta(days=30))
    assert _warned(late) == ["suv-scan-start-acquisition"]
    assert quantify(late).uptake_s == HALF_LIFE_S


def test_a_late_or_missing_series_time_gives_way_to_the_frame_reference_times() -> None:
    for series_at in (START + timedelta(hours=2), None):
        computed = replace(
            PLAIN, series_at=series_at, back_computed_at=START, first_acquired_at=START + timedelta(minutes=3)
        )
        assert quantify(computed).uptake_s == HALF_LIFE_S
        assert _warned(computed) == ["suv-scan-start-frame-reference"]


def test_frame_reference_times_that_contradict_the_series_time_are_pointed_out() -> None:
    # more than 1 % of SUV for a half-life of 6000 s: more than 87 s
    assert _warned(replace(PLAIN, back_computed_at=START - timedelta(seconds=80))) == []
    assert _warned(replace(PLAIN, back_computed_at=START - timedelta(seconds=95))) == ["suv-scan-start-disagrees"]


def test_the_moment_of_decay_correction_of_an_enhanced_object_wins() -> None:
    found = quantify(replace(PLAIN, decay_corrected_to=START, series_at=START + timedelta(hours=3)))
    assert found.uptake_s == HALF_LIFE_S


def test_days_of_uptake_are_plausible_for_long_lived_nuclides_only() -> None:
    injected = START - timedelta(days=4)
    zirconium = replace(PLAIN, half_life_s=282_240.0, injected_at=injected, injection_time=None, dose=50e6)
    assert quantify(zirconium).uptake_s == 4 * 86400.0
    # 282240 s are 3.26667 days: 50 MBq * 2^(-4 / 3.26667) are left
    assert quantify(zirconium).bw.factor == pytest.approx(80_000.0 / (50e6 * 2 ** (-4 / 3.266_666_667)), rel=1e-9)
    assert quantify(replace(zirconium, half_life_s=6588.0)).bw.factor is None


def test_a_time_of_day_alone_does_not_tell_the_day_of_a_long_lived_nuclide() -> None:
    refusal = quantify(replace(PLAIN, half_life_s=282_240.0)).bw.refusal
    assert refusal is not None
    assert refusal.code == "suv-injection-day-unknown"
