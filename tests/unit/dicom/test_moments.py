"""Dates and times as DICOM writes them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from totalpetview.dicom.moments import combined, date_of, moment_of, time_of

CET = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10", time(10)),
        ("1005", time(10, 5)),
        ("100530", time(10, 5, 30)),
        ("100530.25", time(10, 5, 30, 250000)),
        ("10:05:30", time(10, 5, 30)),
        ("100560", time(10, 5, 59)),
        ("250000", None),
        ("", None),
        ("abc", None),
    ],
)
def test_times(text: str, expected: time | None) -> None:
    assert time_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("20260105", date(2026, 1, 5)), ("2026.01.05", date(2026, 1, 5)), ("20261305", None), ("2026", None)],
)
def test_dates(text: str, expected: date | None) -> None:
    assert date_of(text) == expected


def test_moments_have_the_zone_that_the_header_gives() -> None:
    naive = datetime(2026, 1, 5, 10, 5, 30)  # noqa: DTZ001
    assert moment_of("20260105100530") == naive
    assert moment_of("20260105100530.000000+0100") == naive.replace(tzinfo=CET)
    assert moment_of("20260105100530", "+0100") == naive.replace(tzinfo=CET)
    assert combined("20260105", "100530", "-0500") == naive.replace(tzinfo=timezone(timedelta(hours=-5)))
    assert moment_of("20260105") is None


@given(st.text(max_size=30))
def test_any_text_is_a_moment_or_none(text: str) -> None:
    moment_of(text, text)
    combined(text, text, text)
