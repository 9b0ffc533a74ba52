from __future__ import annotations

import math

import pytest

from totalpetview.domain.organs.repeatability import BANDS, band_for


@pytest.mark.parametrize(("measure", "cv"), [("max", 0.12), ("mean", 0.10)])
def test_bands_of_tumours_follow_from_the_published_coefficient_of_variation(measure: str, cv: float) -> None:
    band = band_for(measure, "spleen")
    assert band is not None
    assert band.structure is None
    # 95 % limits of a ratio of two measurements: exp(+-1.96 * sqrt(2) * CV)
    limit = 1.96 * math.sqrt(2) * cv
    assert band.high_percent == pytest.approx(100 * (math.exp(limit) - 1), abs=1.5)
    assert band.low_percent == pytest.approx(100 * (math.exp(-limit) - 1), abs=1.5)


def test_liver_and_blood_pool_have_bands_of_their_own() -> None:
    liver, blood = band_for("mean", "liver"), band_for("mean", "aorta")
    assert liver is not None
    assert blood is not None
    assert (liver.low_percent, liver.high_percent) == (-41.0, 51.0)
    assert (blood.low_percent, blood.high_percent) == (-52.0, 58.0)


@pytest.mark.parametrize("measure", ["median", "volume_ml", "hu_mean"])
def test_where_nothing_is_published_there_is_no_band(measure: str) -> None:
    assert band_for(measure, "liver") is None


def test_every_band_names_its_source_in_both_languages() -> None:
    for band in BANDS:
        assert band.low_percent < 0 < band.high_percent
        for language in ("en", "de"):
            written = band.to_json(language)
            assert any(name in written["source"] for name in ("QIBA", "Lodge", "Boktor"))
            assert "20" in written["source"]
