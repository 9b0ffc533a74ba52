"""Decay within and between pictures, and the nuclides that headers name."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from totalpetview.domain.suv.decay import FrameTime, average_count_rate_s, back_computed, folded, remaining
from totalpetview.domain.suv.nuclides import by_code, by_name

START = datetime(2026, 1, 5, 10, 0)  # noqa: DTZ001
HALF_LIFE_S = 6000.0


def test_half_is_left_after_a_half_life() -> None:
    assert remaining(400.0, 6000.0, 6000.0) == 200.0
    assert remaining(400.0, -6000.0, 6000.0) == 800.0


def test_the_average_count_rate_of_a_short_picture_is_that_of_its_middle() -> None:
    assert average_count_rate_s(1.0, HALF_LIFE_S) == pytest.approx(0.5, abs=1e-4)
    # 603 s of 18F, of the reference object with frame reference times: 450 s before 11:07:30 is 11:00
    assert average_count_rate_s(603.0, 6586.2) == pytest.approx(299.9, abs=0.05)
    assert average_count_rate_s(600.0, HALF_LIFE_S) == pytest.approx(298.2672, abs=1e-3)


def test_agreeing_frame_reference_times_tell_the_scan_start() -> None:
    # a bed of 60 s is averaged a little before its middle (30 s), the second bed began 180 s after the scan start
    frames = [FrameTime(START + timedelta(seconds=s), s + 29.97, 60.0) for s in (180.0, 240.0)]
    found = back_computed(frames, HALF_LIFE_S)
    assert found is not None
    assert abs((found - START).total_seconds()) < 0.1


@pytest.mark.parametrize(
    "frames",
    [
        # every bed carries the start of the whole scan as its acquisition time, as some scanners write it
        [FrameTime(START, s + 30.0, 60.0) for s in (0.0, 60.0, 120.0)],
        [FrameTime(START, 0.0, 60.0)],
        [FrameTime(START, None, 60.0)],
        [FrameTime(START, 30.0, None)],
        [FrameTime(None, 30.0, 60.0)],
        [FrameTime(START, -30.0, 60.0)],
        [FrameTime(START, 1e18, 60.0)],
        [],
    ],
)
def test_frame_reference_times_that_disagree_or_are_missing_are_not_used(frames: list[FrameTime]) -> None:
    assert back_computed(frames, HALF_LIFE_S) is None


def test_pictures_without_decay_correction_are_corrected_to_the_start_of_the_first() -> None:
    frames = [FrameTime(START + timedelta(seconds=6000), None, 600.0), FrameTime(START, None, 600.0)]
    found = folded(frames, HALF_LIFE_S)
    assert found is not None
    assert found.moment == START
    # 0.1 ln 2 / (1 - 2^-0.1) = 1.03505768, one half-life later twice that
    assert found.factors == pytest.approx((2 * 1.03505768, 1.03505768), rel=1e-7)


@pytest.mark.parametrize("frame", [FrameTime(START), FrameTime(None, None, 600.0), FrameTime(START, None, -1.0)])
def test_a_picture_without_time_or_duration_cannot_be_corrected(frame: FrameTime) -> None:
    assert folded([FrameTime(START, None, 600.0), frame], HALF_LIFE_S) is None
    assert folded([FrameTime(START, None, 600.0)], None) is None


@pytest.mark.parametrize(
    ("code", "name"),
    [("C-111A1", "18F"), ("77004003", "18F"), ("C-131A3", "68Ga"), ("C-168A4", "89Zr"), ("x", None), (None, None)],
)
def test_a_nuclide_by_its_code(code: str | None, name: str | None) -> None:
    found = by_code(code)
    assert (None if found is None else found.name) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("^18^Fluorine", "18F"), ("18F", "18F"), ("F-18", "18F"), ("Fluorine F^18^", "18F"), ("^68^Gallium", "68Ga"),
        ("Ga68", "68Ga"), ("^94m^Technetium", "94mTc"), ("FDG", None), ("^99^Fluorine", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_a_nuclide_by_its_name(text: str | None, name: str | None) -> None:
    found = by_name(text)
    assert (None if found is None else found.name) == name


def test_half_lives_are_those_of_the_manual_s_table() -> None:
    # truncated half-lives of 3,433 real series (table 10 of the manual); 68Ge in days
    for name, seconds in (("13N", 598), ("11C", 1223), ("68Ga", 4057), ("18F", 6586), ("68Ge", 23_400_000)):
        found = by_name(name)
        assert found is not None
        assert found.half_life_s == pytest.approx(seconds, rel=2e-3)
