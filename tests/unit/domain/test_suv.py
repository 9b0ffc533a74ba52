"""The factor to SUVbw against numbers worked out by hand, and everything that must be refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from totalpetview.domain.suv import FrameTime, PetQuantification, suv_bw

START = datetime(2026, 1, 5, 10, 0)  # noqa: DTZ001 - scanners give local time without a zone
HALF_LIFE_S = 6000.0
#: injected exactly one half-life before the start: 200 MBq of 400 are left, 80 kg: 80000 g / 2e8 Bq
FACTOR = 0.0004
PLAIN = PetQuantification(
    units="BQML",
    attenuation_corrected=True,
    decay_correction="START",
    weight_kg=80.0,
    dose_bq=400e6,
    half_life_s=HALF_LIFE_S,
    injected_at=None,
    injection_time=time(8, 20),
    series_at=START,
    private_scan_start=None,
    decay_corrected_to=None,
    frames=(FrameTime(START), FrameTime(START + timedelta(minutes=3))),
)


def test_the_plain_case() -> None:
    found = suv_bw(PLAIN)
    assert found.result.factor_per_unit == pytest.approx(FACTOR, rel=1e-12)
    assert found.result.refusal is None
    assert found.uptake_s == HALF_LIFE_S
    assert found.notes == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"units": None}, "suv-no-units"),
        ({"units": "PROPCNTS"}, "suv-units"),
        ({"units": "CNTS"}, "suv-units"),
        ({"units": "GML"}, "suv-units"),
        ({"attenuation_corrected": False}, "suv-not-attenuation-corrected"),
        ({"attenuation_corrected": None}, "suv-attenuation-unknown"),
        ({"decay_correction": None}, "suv-no-decay-correction"),
        ({"decay_correction": "NONE"}, "suv-decay-correction"),
        ({"decay_correction": "ADMIN"}, "suv-decay-correction"),
        ({"weight_kg": None}, "suv-no-weight"),
        ({"weight_kg": 0.0}, "suv-no-weight"),
        ({"weight_kg": 0.08}, "suv-weight"),
        ({"dose_bq": None}, "suv-no-dose"),
        ({"dose_bq": 400.0}, "suv-dose"),
        ({"dose_bq": 4e12}, "suv-dose"),
        ({"half_life_s": None}, "suv-no-half-life"),
        ({"half_life_s": -1.0}, "suv-no-half-life"),
        ({"injection_time": None}, "suv-no-injection-time"),
        ({"injection_time": time(10, 1)}, "suv-uptake"),
        ({"injection_time": time(3, 0)}, "suv-uptake"),
        ({"injected_at": START + timedelta(minutes=5), "injection_time": None}, "suv-uptake"),
        ({"frames": (FrameTime(None),)}, "suv-no-acquisition-time"),
        ({"intercepts_are_zero": False}, "suv-intercept"),
    ],
)
def test_anything_else_is_refused_with_its_reason(change: dict[str, Any], code: str) -> None:
    found = suv_bw(replace(PLAIN, **change))
    assert found.result.factor_per_unit is None
    assert found.result.refusal is not None
    assert found.result.refusal.code == code


def test_an_injection_before_midnight_belongs_to_the_day_before() -> None:
    midnight = datetime(2026, 1, 5, 0, 40)  # noqa: DTZ001
    found = suv_bw(replace(PLAIN, series_at=midnight, frames=(FrameTime(midnight),), injection_time=time(23, 0)))
    assert found.uptake_s == 6000.0
    assert found.result.factor_per_unit == pytest.approx(FACTOR, rel=1e-12)


def test_the_date_and_time_of_the_injection_win_over_the_time_alone() -> None:
    injected = START - timedelta(seconds=HALF_LIFE_S)
    found = suv_bw(replace(PLAIN, injected_at=injected, injection_time=time(7, 0)))
    assert found.uptake_s == HALF_LIFE_S


def test_a_wrong_date_with_the_right_time_of_day_is_said() -> None:
    injected = datetime(1999, 3, 1, 8, 20)  # noqa: DTZ001
    found = suv_bw(replace(PLAIN, injected_at=injected))
    assert found.uptake_s == HALF_LIFE_S
    assert [note.code for note in found.notes] == ["suv-injection-date"]


def test_a_series_time_some_microseconds_late_is_not_late() -> None:
    found = suv_bw(replace(PLAIN, frames=(FrameTime(START - timedelta(microseconds=5)),)))
    assert found.uptake_s == HALF_LIFE_S
    assert found.notes == ()


def test_a_late_series_time_gives_way_to_the_scanner_s_own_entry() -> None:
    late = replace(PLAIN, series_at=START + timedelta(hours=2), private_scan_start=START)
    assert suv_bw(late).uptake_s == HALF_LIFE_S
    assert [note.code for note in suv_bw(late).notes] == ["suv-scan-start-private"]


def test_a_private_entry_of_another_day_is_not_believed() -> None:
    late = replace(PLAIN, series_at=START + timedelta(hours=2), private_scan_start=START - timedelta(days=30))
    assert [note.code for note in suv_bw(late).notes] == ["suv-scan-start-acquisition"]
    assert suv_bw(late).uptake_s == HALF_LIFE_S


def test_a_late_series_time_gives_way_to_agreeing_frame_reference_times() -> None:
    # a bed of 60 s is averaged a little before its middle (30 s), the second bed began 180 s after the scan start
    frames = tuple(FrameTime(START + timedelta(seconds=s), s + 29.97, 60.0) for s in (180.0, 240.0))
    found = suv_bw(replace(PLAIN, series_at=START + timedelta(hours=2), frames=frames))
    assert found.uptake_s == pytest.approx(HALF_LIFE_S, abs=0.1)
    assert [note.code for note in found.notes] == ["suv-scan-start-frame-reference"]


def test_frame_reference_times_that_disagree_are_not_used() -> None:
    # every bed carries the start of the whole scan as its acquisition time, as some scanners write it
    frames = tuple(FrameTime(START, s + 30.0, 60.0) for s in (0.0, 60.0, 120.0))
    found = suv_bw(replace(PLAIN, series_at=START + timedelta(hours=2), frames=frames))
    assert found.uptake_s == HALF_LIFE_S
    assert [note.code for note in found.notes] == ["suv-scan-start-acquisition"]


def test_the_moment_of_decay_correction_of_an_enhanced_object_wins() -> None:
    found = suv_bw(replace(PLAIN, decay_corrected_to=START, series_at=START + timedelta(hours=3)))
    assert found.uptake_s == HALF_LIFE_S


def test_days_of_uptake_are_plausible_for_long_lived_nuclides_only() -> None:
    injected = START - timedelta(days=4)
    zirconium = replace(PLAIN, half_life_s=282_240.0, injected_at=injected, injection_time=None, dose_bq=50e6)
    assert suv_bw(zirconium).uptake_s == 4 * 86400.0
    assert suv_bw(zirconium).result.refusal is None
    assert suv_bw(replace(zirconium, half_life_s=6588.0)).result.factor_per_unit is None
