"""Values that a scanner has normalised or scaled itself, and the measures of a body; numbers worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import Any

import pytest

from totalpetview.domain.problem import Refusal
from totalpetview.domain.suv.body import Divisor, Sex, divisor
from totalpetview.domain.suv.corrections import Corrections
from totalpetview.domain.suv.header import PetHeader
from totalpetview.domain.suv.provenance import Quantification
from totalpetview.domain.suv.quantify import folds, quantify
from totalpetview.domain.suv.value_maps import ValueMap

START = datetime(2026, 1, 5, 10, 0)  # noqa: DTZ001
#: a man of 80 kg and 200 cm: every measure comes out round; 200 MBq of 400 are left at the start of the scan
PLAIN = PetHeader(
    units="GML",
    attenuation_corrected=True,
    decay_correction="START",
    weight=80.0,
    size=2.0,
    sex="M",
    dose=400e6,
    half_life_s=6000.0,
    injection_time=time(8, 20),
    series_at=START,
    first_acquired_at=START,
)
JAMES_KG = 67.52  # 1.10 * 80 - 128 * (80 / 200)^2
IDEAL_KG = 98.88  # 48 + 1.06 * (200 - 152)
JANMA_KG = 67.41818181818182  # BMI 20: 9270 * 80 / (6680 + 216 * 20) = 741600 / 11000


def _codes(found: Quantification) -> set[str]:
    return {one.code for one in (*found.assumptions, *found.warnings)}


@pytest.mark.parametrize(
    ("kind", "sex", "grams"),
    [
        ("bw", "M", 80_000.0),
        ("lbm", "M", JANMA_KG * 1000),
        ("lbm", "F", 741_600 / 13_660 * 1000),  # 8780 + 244 * 20
        ("lbmjames", "M", JAMES_KG * 1000),
        ("lbmjames", "F", 61_920.0),  # 1.07 * 80 - 148 * 0.16
        ("lbm120", "M", 68_800.0),  # 1.10 * 80 - 120 * 0.16
        ("lbm120", "F", 61_920.0),
        ("ibw", "M", IDEAL_KG * 1000),
        ("ibw", "F", 89_180.0),  # 45.5 + 0.91 * 48
        ("ibw", "O", 94_030.0),  # the mean of both
        ("lbmjames", "O", 64_720.0),
    ],
)
def test_measures_of_the_body(kind: Divisor, sex: Sex, grams: float) -> None:
    assert divisor(kind, 80.0, 2.0, sex) == pytest.approx(grams, rel=1e-12)


def test_the_surface_of_the_body_is_that_of_du_bois_s_table() -> None:
    # Du Bois and Du Bois 1916: 70 kg and 170 cm have 1.81 m2; both sexes alike
    assert divisor("bsa", 70.0, 1.70, "M") == pytest.approx(18_100, abs=50)
    assert divisor("bsa", 70.0, 1.70, "F") == divisor("bsa", 70.0, 1.70, "M")


@pytest.mark.parametrize(("kind", "height_m"), [("lbmjames", 0.8), ("ibw", 0.9)])
def test_a_formula_outside_of_its_range_is_refused(kind: Divisor, height_m: float) -> None:
    with pytest.raises(Refusal) as refused:
        divisor(kind, 80.0, height_m, "M")
    assert refused.value.problem.code == "suv-body-measure"


@pytest.mark.parametrize(
    ("suv_type", "units", "per_kg_of_bw"),
    [
        (None, "GML", 80.0),
        ("BW", "GML", 80.0),
        ("LBM", "GML", 68.8),
        ("LBMJAMES128", "GML", JAMES_KG),
        ("LBMJANMA", "GML", JANMA_KG),
        ("IBW", "GML", IDEAL_KG),
    ],
)
def test_a_stored_suv_becomes_the_others_by_the_ratio_of_the_measures(
    suv_type: str | None, units: str, per_kg_of_bw: float
) -> None:
    found = quantify(replace(PLAIN, units=units, suv_type=suv_type))
    assert found.rule == "rule-normalised"
    assert found.bw.factor == pytest.approx(80.0 / per_kg_of_bw, rel=1e-12)
    assert found.normalised["lbm"].factor == pytest.approx(JANMA_KG / per_kg_of_bw, rel=1e-12)
    assert found.normalised["ibw"].factor == pytest.approx(IDEAL_KG / per_kg_of_bw, rel=1e-12)
    assert ("suv-type-bw" in _codes(found)) == (suv_type is None)


def test_a_stored_suv_of_body_surface() -> None:
    found = quantify(replace(PLAIN, units="CM2ML", suv_type="BSA"))
    assert found.normalised["bsa"].factor == 1.0
    assert found.bw.factor == pytest.approx(80_000 / divisor("bsa", 80.0, 2.0, "M"), rel=1e-12)
    assert quantify(replace(PLAIN, units="CM2ML")).normalised["bsa"].factor == 1.0


@pytest.mark.parametrize(("units", "suv_type"), [("GML", "BSA"), ("GML", "SUVMAX"), ("CM2ML", "BW")])
def test_a_type_that_does_not_fit_the_units_is_refused(units: str, suv_type: str) -> None:
    refusal = quantify(replace(PLAIN, units=units, suv_type=suv_type)).bw.refusal
    assert refusal is not None
    assert refusal.code == "suv-type"


def test_a_stored_suv_of_body_weight_needs_nothing_else() -> None:
    bare = PetHeader(units="GML", attenuation_corrected=True)
    found = quantify(bare)
    assert found.bw.factor == 1.0
    assert found.normalised["lbm"].refusal is not None
    assert found.normalised["lbm"].refusal.code == "suv-no-weight"
    assert found.uptake_s is None


@pytest.mark.parametrize(
    ("change", "name", "code"),
    [
        ({"size": None}, "lbm", "suv-no-height"),
        ({"size": 0.0}, "bsa", "suv-no-height"),
        ({"size": 17.5}, "ibw", "suv-height"),
        ({"sex": None}, "lbm", "suv-no-sex"),
        ({"sex": ""}, "ibw", "suv-no-sex"),
        ({"sex": "W"}, "lbmjames", "suv-sex"),
    ],
)
def test_what_is_missing_withholds_only_what_needs_it(change: dict[str, Any], name: Any, code: str) -> None:
    found = quantify(replace(PLAIN, units="BQML", **change))
    refusal = found.normalised[name].refusal
    assert refusal is not None
    assert refusal.code == code
    assert found.bw.factor == pytest.approx(0.0004)


def test_body_surface_does_not_need_the_sex() -> None:
    assert quantify(replace(PLAIN, units="BQML", sex=None)).normalised["bsa"].factor is not None


def test_a_height_in_centimetres_is_taken_as_such_and_said() -> None:
    found = quantify(replace(PLAIN, units="BQML", size=200.0))
    assert found.normalised["ibw"].factor == pytest.approx(IDEAL_KG * 1000 / 2e8)
    assert "height-in-cm" in _codes(found)


def test_counts_of_philips_with_the_suv_factor() -> None:
    found = quantify(PetHeader(units="CNTS", attenuation_corrected=True, suv_scale=0.000728))
    assert (found.bw.factor, found.rule) == (0.000728, "rule-counts-suv")


def test_counts_of_philips_with_the_activity_factor() -> None:
    found = quantify(replace(PLAIN, units="CNTS", suv_scale=0.0, activity_scale=2.5))
    assert found.bw.factor == pytest.approx(2.5 * 0.0004)
    assert found.rule == "rule-counts-start"


def test_the_suv_factor_of_philips_comes_first_and_a_contradiction_is_said() -> None:
    fitting = quantify(replace(PLAIN, units="CNTS", suv_scale=0.001, activity_scale=2.5))
    assert (fitting.bw.factor, _codes(fitting)) == (0.001, set())
    contradicting = quantify(replace(PLAIN, units="CNTS", suv_scale=0.0011, activity_scale=2.5))
    assert (contradicting.bw.factor, _codes(contradicting)) == (0.0011, {"suv-scales-disagree"})


def test_the_factors_of_philips_do_not_count_for_other_units() -> None:
    assert quantify(replace(PLAIN, units="BQML", suv_scale=0.1, activity_scale=2.5)).bw.factor == pytest.approx(0.0004)


@pytest.mark.parametrize("scales", [{"suv_scale": -0.1}, {"suv_scale": 0.0, "activity_scale": 0.0}, {}])
def test_counts_without_a_usable_factor_are_refused(scales: dict[str, Any]) -> None:
    assert quantify(replace(PLAIN, units="CNTS", **scales)).bw.factor is None


def test_only_activity_without_decay_correction_is_corrected_when_read() -> None:
    none = replace(PLAIN, units="BQML", decay_correction="NONE")
    assert folds(none)
    assert folds(replace(none, units="CNTS", activity_scale=2.0))
    changes: list[dict[str, Any]] = [
        {"decay_correction": "START"},
        {"units": "GML"},
        {"units": "CNTS", "suv_scale": 0.1, "activity_scale": 2.0},
        {"attenuation_corrected": False},
    ]
    for change in changes:
        assert not folds(replace(none, **change))


def test_a_correction_takes_the_place_of_the_header() -> None:
    found = quantify(replace(PLAIN, units="BQML", weight=None), Corrections(weight_kg=60.0))
    assert found.bw.factor == pytest.approx(60_000 / 2e8)
    assert [one.source for one in found.used if one.name == "weight_kg"] == ["correction"]
    # two half-lives, and half the dose
    injected = datetime(2026, 1, 5, 6, 40)  # noqa: DTZ001
    found = quantify(replace(PLAIN, units="BQML"), Corrections(dose_bq=200e6, injected_at=injected))
    assert found.bw.factor == pytest.approx(80_000 / 50e6)
    assert found.uptake_s == 12_000.0


def test_a_corrected_weight_changes_a_stored_suv_against_the_weight_that_the_scanner_used() -> None:
    found = quantify(PLAIN, Corrections(weight_kg=60.0))
    assert found.bw.factor == pytest.approx(60 / 80)
    # without a weight in the header the scanner's own stays what it is
    assert quantify(replace(PLAIN, weight=None), Corrections(weight_kg=60.0)).bw.factor == pytest.approx(1.0)


def test_a_corrected_dose_changes_a_stored_suv_against_the_dose_that_the_scanner_used() -> None:
    assert quantify(PLAIN, Corrections(dose_bq=200e6)).bw.factor == pytest.approx(2.0)
    refusal = quantify(replace(PLAIN, dose=None), Corrections(dose_bq=200e6)).bw.refusal
    assert refusal is not None
    assert refusal.code == "suv-scanner-normalised"


def test_a_correction_makes_the_activity_factor_of_philips_count() -> None:
    found = quantify(replace(PLAIN, units="CNTS", suv_scale=0.001, activity_scale=2.5), Corrections(weight_kg=40.0))
    assert found.bw.factor == pytest.approx(0.0005)


def test_corrections_that_cannot_be_right_are_refused() -> None:
    for wrong in (Corrections(weight_kg=0.0), Corrections(height_m=175.0), Corrections(dose_bq=400.0)):
        with pytest.raises(Refusal):
            wrong.checked()
    right = Corrections(weight_kg=80.0, sex="F", injected_at=START)
    assert Corrections.from_json(right.checked().to_json()) == right


@pytest.mark.parametrize(
    ("value_map", "code"),
    [
        (ValueMap("1", "{SUVbw}g/ml", 0.0004), "suv-map-agrees"),
        (ValueMap("1", "{SUVbw}g/ml", 0.0008), "suv-map-agrees"),  # of stored values: rescale slope 2
        (ValueMap("1", "{SUVbw}g/ml", 0.0004039), "suv-map-agrees"),
        (ValueMap("1", "{SUVbw}g/ml", 0.0004041), "suv-map-disagrees"),
        (ValueMap("1", "{SUVbw}g/ml", 4e-7), "suv-map-disagrees"),
        (ValueMap("1", "{SUVbw}g/ml", 0.0004, 3.0), "suv-map-disagrees"),
        (ValueMap("1", "{SUVlbm}g/ml", JAMES_KG * 1000 / 2e8), "suv-map-agrees"),
        (ValueMap("1", "{SUVlbm}g/ml", JANMA_KG * 1000 / 2e8), "suv-map-agrees"),
        (ValueMap("2", "{SUVbw}g/ml", 4e-7), "suv-map-of-other-series"),
    ],
)
def test_value_maps_are_compared_and_never_used(value_map: ValueMap, code: str) -> None:
    found = quantify(replace(PLAIN, units="BQML", rescale_slope=2.0), maps=[value_map], series_uid="1")
    assert found.bw.factor == pytest.approx(0.0004)
    assert _codes(found) == {code}
    told = next(one for one in (*found.assumptions, *found.warnings))
    if code != "suv-map-agrees":
        assert told.values["found"] == value_map.slope
        assert told.values["own"] == pytest.approx(0.0004)


def test_a_map_of_another_quantity_is_none_of_our_business() -> None:
    assert _codes(quantify(PLAIN, maps=[ValueMap("1", "Bq/ml", 5.0)], series_uid="1")) == {"suv-type-bw"}


def test_a_map_for_values_without_suv_is_not_believed() -> None:
    found = quantify(replace(PLAIN, units="PROPCNTS"), maps=[ValueMap("1", "{SUVbw}g/ml", 0.1)], series_uid="1")
    assert found.bw.factor is None
    assert _codes(found) == {"suv-map-without-own"}
