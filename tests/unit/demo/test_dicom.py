import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pydicom
import pytest

from totalpetview.demo import DemoExamination, DemoTruth, examination_folder
from totalpetview.demo.dicom_header import ds
from totalpetview.domain.geometry import vector


def headers(folder: Path, series: str) -> list[pydicom.Dataset]:
    return [pydicom.dcmread(path) for path in sorted((folder / series).glob("*.dcm"))]


def test_every_examination_has_scout_ct_and_pet(written: Path, truth: DemoTruth) -> None:
    for each in truth.examinations:
        place = examination_folder(written, each.index)
        assert len(list((place / "SCOUT").iterdir())) == 1
        assert len(list((place / "CT").iterdir())) == each.ct_grid.shape[0]
        assert len(list((place / "PET").iterdir())) == each.pet_grid.shape[0]


def test_the_person_is_marked_as_synthetic(written: Path, truth: DemoTruth) -> None:
    header = headers(examination_folder(written, 0), "CT")[0]
    assert header.PatientID == "TPV-DEMO-1"
    assert str(header.PatientName).startswith("Demo^")
    assert "ynthetic" in header.PatientComments


def test_stored_values_give_back_hounsfield_units_and_suv(
    written: Path, truth: DemoTruth, tiny_examinations: list[DemoExamination]
) -> None:
    for each, known in zip(tiny_examinations, truth.examinations, strict=True):
        place = examination_folder(written, known.index)
        for series, grid, expected in (("CT", each.ct_grid, each.ct_hu), ("PET", each.pet_grid, each.pet_suv)):
            for header in headers(place, series):
                k = round(grid.index_of(vector([float(v) for v in header.ImagePositionPatient]))[2])
                stored = header.pixel_array.astype(float)
                values = stored * float(header.RescaleSlope) + float(header.RescaleIntercept)
                if series == "CT":
                    assert (values == expected[k]).all()
                else:
                    step = float(header.RescaleSlope) * known.suvbw_factor
                    assert np.abs(values * known.suvbw_factor - expected[k]).max() <= 0.51 * step + 1e-6


def test_the_suv_factor_follows_from_the_header_by_hand(written: Path, truth: DemoTruth) -> None:
    """SUVbw = activity x weight / dose left at the start of the acquisition (decay correction START)."""
    for known in truth.examinations:
        header = headers(examination_folder(written, known.index), "PET")[0]
        assert (header.Units, header.DecayCorrection) == ("BQML", "START")
        assert {"ATTN", "DECY"} <= set(header.CorrectedImage)
        item = header.RadiopharmaceuticalInformationSequence[0]

        def seconds(time: str) -> int:
            return int(time[:2]) * 3600 + int(time[2:4]) * 60 + int(time[4:6])

        waited = seconds(header.SeriesTime) - seconds(item.RadiopharmaceuticalStartTime)
        left = float(item.RadionuclideTotalDose) * 0.5 ** (waited / (109.77 * 60))
        factor = float(header.PatientWeight) * 1000 / left
        assert known.suvbw_factor == pytest.approx(factor, rel=1e-5)


def test_each_pet_slice_has_its_own_slope(written: Path) -> None:
    slopes = {header.RescaleSlope for header in headers(examination_folder(written, 0), "PET")}
    assert len(slopes) > 30


def test_uids_are_unique_and_frames_of_reference_shared_within_an_examination_only(
    written: Path, truth: DemoTruth
) -> None:
    instances: set[str] = set()
    frames: list[set[str]] = []
    count = 0
    for known in truth.examinations:
        place = examination_folder(written, known.index)
        all_headers = [*headers(place, "CT"), *headers(place, "PET"), *headers(place, "SCOUT")]
        count += len(all_headers)
        instances |= {header.SOPInstanceUID for header in all_headers}
        frames.append({header.FrameOfReferenceUID for header in all_headers})
        assert {h.SeriesInstanceUID for h in all_headers} == {
            known.ct_series_uid,
            known.pet_series_uid,
            known.scout_series_uid,
        }
    assert len(instances) == count
    assert all(len(each) == 1 for each in frames)
    assert len(set.union(*frames)) == 4
    assert all(uid.startswith("2.25.") and len(uid) <= 64 for uid in instances)


def test_the_truth_is_written_beside_the_images(written: Path, truth: DemoTruth) -> None:
    data = json.loads((written / "truth.json").read_text(encoding="utf-8"))
    assert [len(each["lesions"]) for each in data["examinations"]] == [3, 3, 3, 3]
    assert data["examinations"][2]["suvbw_factor"] == pytest.approx(truth.examinations[2].suvbw_factor)
    labels = np.load(examination_folder(written, 0) / "labels.npz")["labels"]
    assert labels.shape == truth.examinations[0].ct_grid.shape
    assert (labels == data["labels"]["liver"]).any()


@pytest.mark.skipif(shutil.which("dciodvfy") is None, reason="dciodvfy (Debian: dicom3tools) is not installed")
def test_dciodvfy_finds_no_error_in_any_series(written: Path) -> None:
    for series in sorted(written.glob("T*/*")):
        if not series.is_dir():
            continue
        files = sorted(series.glob("*.dcm"))
        for path in {files[0], files[len(files) // 2], files[-1]}:
            done = subprocess.run(["dciodvfy", str(path)], capture_output=True, text=True, check=False)
            errors = [line for line in (done.stdout + done.stderr).splitlines() if line.startswith("Error")]
            assert errors == [], path


@pytest.mark.parametrize("number", [0.0, 1 / 3, -249.51171875, 1e-12 / 7, -123456.789012345, 6.25e8 / 7])
def test_decimal_strings_fit_sixteen_characters_and_keep_their_digits(number: float) -> None:
    assert len(ds(number)) <= 16
    assert float(ds(number)) == pytest.approx(number, rel=1e-8)
