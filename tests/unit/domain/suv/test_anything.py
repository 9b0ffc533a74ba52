"""Whatever a header says: never an exception, never a factor without the values it needs, times to the second."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import datetime, time, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from totalpetview.domain.suv.body import NORMALISATIONS
from totalpetview.domain.suv.corrections import Corrections
from totalpetview.domain.suv.header import PetHeader
from totalpetview.domain.suv.quantify import quantify
from totalpetview.domain.suv.value_maps import ValueMap

NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from([0.0, 4.0, 80.0, 4e8, 6586.2])
ZONES = st.none() | st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.none() | st.datetimes(timezones=ZONES)
WORDS = st.none() | st.text(max_size=20)
HEADERS = st.builds(
    PetHeader,
    units=st.sampled_from(["BQML", "CNTS", "GML", "CM2ML", "PROPCNTS", "", None]) | WORDS,
    suv_type=st.sampled_from(["BW", "LBM", "LBMJAMES128", "LBMJANMA", "IBW", "BSA", None]) | WORDS,
    attenuation_corrected=st.sampled_from([True, True, True, False, None]),
    decay_correction=st.sampled_from(["START", "ADMIN", "NONE", None]) | WORDS,
    corrected_image=st.lists(st.sampled_from(["ATTN", "DECY", "SCAT"])).map(tuple),
    weight=NUMBERS,
    size=NUMBERS,
    sex=st.sampled_from(["M", "F", "O", None]) | WORDS,
    dose=NUMBERS,
    dose_in_mbq=st.booleans(),
    half_life_s=NUMBERS,
    nuclide_code=st.sampled_from(["C-111A1", "C-131A3", None]) | WORDS,
    nuclide_name=st.sampled_from(["^18^Fluorine", "Ga-68", None]) | WORDS,
    injected_at=MOMENTS,
    injection_time=st.none() | st.times(),
    private_injected_at=MOMENTS,
    series_at=MOMENTS,
    ge_scan_start=MOMENTS,
    siemens_decay_corrected_to=MOMENTS,
    decay_corrected_to=MOMENTS,
    first_acquired_at=MOMENTS,
    back_computed_at=MOMENTS,
    decay_folded_to=MOMENTS,
    suv_scale=NUMBERS,
    activity_scale=NUMBERS,
    rescale_slope=NUMBERS,
    intercepts_are_zero=st.booleans(),
)
CORRECTIONS = st.builds(
    Corrections,
    weight_kg=st.none() | st.floats(1, 500),
    height_m=st.none() | st.floats(0.3, 2.5),
    sex=st.sampled_from(["M", "F", "O", None]),
    dose_bq=st.none() | st.floats(1e6, 3e9),
    injected_at=st.none() | st.datetimes(),
)
MAPS = st.lists(
    st.builds(ValueMap, st.sampled_from(["1", "2", ""]), st.sampled_from(["{SUVbw}g/ml", "x"]), st.floats())
)


@settings(max_examples=600)
@given(HEADERS, CORRECTIONS, MAPS)
def test_any_header_has_factors_or_reasons(header: PetHeader, known: Corrections, maps: list[ValueMap]) -> None:
    found = quantify(header, known, maps, "1")
    for name in NORMALISATIONS:
        one = found.normalised[name]
        assert (one.factor is None) != (one.refusal is None)
        if one.factor is not None:
            assert math.isfinite(one.factor)
            assert one.factor > 0
    for problem in (*found.warnings, *found.assumptions, *(one.refusal for one in found.normalised.values())):
        if problem is not None:
            for language in ("en", "de"):
                assert problem.sentence(language).endswith(".")
    if header.units == "BQML" and found.bw.factor is not None:
        assert found.value("weight_kg") is not None
        assert found.value("dose_bq") is not None
    json.dumps(found.to_json("de"))
    assert PetHeader.from_json(json.loads(json.dumps(header.to_json()))) == header


SECONDS = st.floats(0, 6 * 3600 - 1).map(lambda seconds: round(seconds, 6))
STARTS = st.datetimes(datetime(1950, 1, 2), datetime(2099, 12, 30))  # noqa: DTZ001
PLAIN = PetHeader(
    units="BQML", attenuation_corrected=True, decay_correction="START", weight=80.0, dose=4e8, half_life_s=6586.2
)


def _expected(uptake_s: float) -> Any:
    return pytest.approx(80_000 / (4e8 * 0.5 ** (uptake_s / 6586.2)), rel=1e-9)


@given(STARTS, SECONDS)
def test_the_uptake_is_right_across_midnight_leap_days_and_fractions_of_a_second(
    start: datetime, uptake_s: float
) -> None:
    injected = start - timedelta(seconds=uptake_s)
    at_scan = replace(PLAIN, series_at=start, first_acquired_at=start)
    for header in (replace(at_scan, injection_time=injected.time()), replace(at_scan, injected_at=injected)):
        found = quantify(header)
        assert found.uptake_s == pytest.approx(uptake_s, abs=1e-6)
        assert found.bw.factor == _expected(uptake_s)
        assert [one.code for one in found.warnings] == (["suv-uptake-short"] if uptake_s < 60 else [])


@given(STARTS, SECONDS, st.integers(-12, 14), st.integers(-12, 14))
def test_moments_with_zones_are_compared_as_moments(start: datetime, uptake_s: float, here: int, there: int) -> None:
    scan = start.replace(tzinfo=timezone(timedelta(hours=here)))
    injected = (scan - timedelta(seconds=uptake_s)).astimezone(timezone(timedelta(hours=there)))
    found = quantify(replace(PLAIN, series_at=scan, first_acquired_at=scan, injected_at=injected))
    assert found.bw.factor == _expected(uptake_s)


@given(st.floats(1, 500), st.floats(1e6, 3e9))
def test_suv_is_proportional_to_weight_and_inverse_to_dose(weight: float, dose: float) -> None:
    start = datetime(2026, 1, 5, 10, 0)  # noqa: DTZ001
    header = replace(
        PLAIN, weight=weight, dose=dose, half_life_s=6000.0, series_at=start, first_acquired_at=start,
        injection_time=time(8, 20),
    )  # fmt: skip
    assert quantify(header).bw.factor == pytest.approx(weight * 1000 / (dose / 2), rel=1e-12)
