"""Published bands go only with what they were measured of."""

from __future__ import annotations

import pytest

from totalpetview.web.organs.repeatability import repeatability_of


def test_bands_of_tumours_and_of_the_structures_that_are_there_come_with_their_sources() -> None:
    found = repeatability_of(["liver", "spleen"], "SUVbw", ["Fluorodeoxyglucose", "18F-FDG"], "en")
    structures = {(each["measure"], each["structure"]) for each in found}
    assert {("mean", "liver"), ("mean", None), ("max", None)} <= structures
    assert ("mean", "aorta") not in structures
    assert all(each["source"] and each["low_percent"] < 0 < each["high_percent"] for each in found)


@pytest.mark.parametrize("tracers", [["FDG", "Ga-68 PSMA"], ["Fluorothymidine"], ["FDG", None]])
def test_no_band_is_lent_to_another_tracer(tracers: list[str | None]) -> None:
    assert repeatability_of(["liver"], "SUVbw", tracers, "de") == []


def test_no_band_goes_with_what_is_not_suv() -> None:
    assert repeatability_of(["liver"], "Bq/ml", ["FDG"], "en") == []
