"""The real examination, its follow-ups, the reference objects and the malformed files of the shared data."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from pydicom import dcmread
from tests.shared_data import followups, shared

from totalpetview.cli import main
from totalpetview.dicom.series import SeriesReader
from totalpetview.dicom.survey import survey
from totalpetview.domain.problem import Problem, Refusal
from totalpetview.domain.series import SeriesFacts

pytestmark = pytest.mark.shared_data
REAL_FACTOR = 0.00042111


def _read(folder: Path, *, keep_pixels: bool = True) -> SeriesReader:
    reader = SeriesReader(keep_pixels=keep_pixels)
    for file in sorted(folder.iterdir()):
        reader.add(file)
    return reader


def _factor(facts: SeriesFacts) -> float:
    assert facts.suv is not None
    assert facts.suv.factor_per_unit is not None
    return facts.suv.factor_per_unit


def test_the_real_examination_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(shared("acrin-042")), "--json", "--language", "en"]) == 0
    report = json.loads(capsys.readouterr().out)
    [patient] = report["patients"]
    [examination] = patient["examinations"]
    assert examination["date"] == "1960-01-16T09:59:47"
    assert (examination["ct"]["slices"], examination["ct"]["problems"]) == (135, [])
    assert examination["ct"]["spacing_mm"] == pytest.approx([0.976562, 0.976562, 3.27], abs=1e-4)
    assert (examination["pet"]["slices"], examination["pet"]["problems"]) == (135, [])
    assert (examination["pet"]["units"], examination["pet"]["attenuation_corrected"]) == ("BQML", True)
    assert examination["pet"]["suvbw_factor"] == pytest.approx(REAL_FACTOR, abs=5e-9)
    assert sorted(one["modality"] for one in report["other_series"]) == ["CT", "PT", "RWV", "RWV", "RWV"] + ["SEG"] * 3
    assert [Path(one["path"]).name for one in report["unreadable"]] == ["SOURCE.txt"]


def test_the_real_uncorrected_pet_is_recognised_though_its_header_lists_the_correction() -> None:
    facts = _read(shared("acrin-042", "dicom", "PT_PET_NAC_462754"), keep_pixels=False).facts()
    assert facts.attenuation_corrected is False
    assert facts.suv is not None
    assert facts.suv.factor_per_unit is None


def test_the_real_pet_has_the_values_that_pydicom_reads() -> None:
    folder = shared("acrin-042", "dicom", "PT_PET_AC_081015")
    volume = _read(folder).volume()
    headers = sorted((dcmread(file) for file in folder.iterdir()), key=lambda one: float(one.ImagePositionPatient[2]))
    for k in (0, 60, 134):
        np.testing.assert_array_equal(volume.stored[k], headers[k].pixel_array)
        assert volume.slope[k] == float(headers[k].RescaleSlope)
    # the hottest voxel of the tumour, as truth.json of the follow-ups has it
    i, j, k = (round(one) for one in volume.grid.index_of((-39.84375, -25.78125, -98.60089111262971)))
    assert float(volume.stored[k][j, i]) * volume.slope[k] * REAL_FACTOR == pytest.approx(42.2174, abs=1e-3)


@pytest.mark.slow
def test_the_follow_ups_have_the_factors_of_their_truth() -> None:
    folder = followups()
    truth = json.loads((folder / "truth.json").read_text())
    for name in ("T2", "T3", "T4"):
        facts = _read(folder / name / "PT", keep_pixels=False).facts()
        assert (facts.kind, facts.attenuation_corrected, facts.problems) == ("pet", True, ())
        assert _factor(facts) == pytest.approx(truth[name]["suvbw_per_bqml"], rel=1e-9)
        assert facts.uptake_s == pytest.approx(truth[name]["uptake_min"] * 60, abs=1)
        assert _read(folder / name / "CT", keep_pixels=False).facts().kind == "ct"


@pytest.mark.parametrize("folder", ["bad-inputs", "seg-sr-samples", "totalsegmentator-reference", "pet-headers"])
def test_nothing_malformed_or_odd_leads_to_an_exception(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = survey(shared(folder))
    files = [file for file in shared(folder).rglob("*") if file.is_file()]
    assert {name for name, _ in found.unreadable} <= {str(file) for file in files}
    main(["inspect", str(shared(folder))])
    assert "Traceback" not in capsys.readouterr().out
    for file in files:
        problem = _problem_of(file)
        assert problem is None or problem.sentence("de").endswith(".")


def _problem_of(file: Path) -> Problem | None:
    reader = SeriesReader()
    try:
        reader.add(file)
        reader.volume()
    except Refusal as refusal:
        return refusal.problem
    return None


def test_multi_frame_samples_show_the_same_place_as_their_single_slices() -> None:
    folder = shared("seg-sr-samples", "segmentations", "23x38x3")
    single, many = _read(folder / "image").volume(), _read(folder / "multiframe").volume()
    assert many.grid.index_to_mm == pytest.approx(single.grid.index_to_mm, abs=1e-4)
    np.testing.assert_array_equal(np.stack(many.stored), np.stack(single.stored))
