"""Folders, files and zip files, and what `totalpetview inspect` says of them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from tests.unit.dicom.objects import ct, pet, written

from totalpetview.cli import main
from totalpetview.dicom.survey import survey


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for k in range(3):
        (tmp_path / "a").mkdir(exist_ok=True)
        (tmp_path / "a" / f"ct{k}").write_bytes(written(ct(k)))
        pet_object = pet(k, SeriesInstanceUID="1.2.4", SOPInstanceUID=f"1.2.4.{k}", AcquisitionTime="100200")
        (tmp_path / f"pet{k}.dcm").write_bytes(written(pet_object))
    scout = ct(0, SeriesInstanceUID="1.2.5", ImageType=["ORIGINAL", "PRIMARY", "LOCALIZER"])
    (tmp_path / "scout").write_bytes(written(scout))
    (tmp_path / "notes.txt").write_text("no image")
    (tmp_path / "empty").write_bytes(b"")
    return tmp_path


def _inspected(path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    main(["inspect", str(path), *more])
    return capsys.readouterr().out


def test_a_folder_becomes_patients_examinations_and_the_rest(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = json.loads(_inspected(folder, capsys, "--json", "--language", "en"))
    assert set(report) == {"patients", "other_series", "unreadable"}
    [patient] = report["patients"]
    assert (patient["id"], patient["name"]) == ("P1", "Doe^Jane")
    [examination] = patient["examinations"]
    assert (examination["date"], examination["frame_of_reference"]) == ("2026-01-05T10:02:00", "1.2.9")
    assert {name: examination["ct"][name] for name in ("series_uid", "slices", "spacing_mm", "problems")} == {
        "series_uid": "1.2.3", "slices": 3, "spacing_mm": [1, 2, 3], "problems": [],
    }  # fmt: skip
    found = examination["pet"]
    assert (found["series_uid"], found["units"], found["attenuation_corrected"]) == ("1.2.4", "BQML", True)
    assert [(one["series_uid"], one["modality"], one["why"]) for one in report["other_series"]] == [
        ("1.2.5", "CT", "A scout (localizer), no volume.")
    ]
    assert {Path(one["path"]).name: one["why"] for one in report["unreadable"]} == {
        "empty": "The file is empty.",
        "notes.txt": "This is not a DICOM file.",
    }


def test_a_zip_file_is_understood_as_its_folder(folder: Path, tmp_path: Path) -> None:
    packed = tmp_path.parent / f"{tmp_path.name}.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in folder.rglob("*"):
            archive.write(file, file.relative_to(folder))
        archive.writestr("../../outside", b"no image either")
    found, expected = survey(packed), survey(folder)
    packed.unlink()
    assert found.series == expected.series
    assert f"{packed}/../../outside" in [name for name, _ in found.unreadable]
    assert not (tmp_path.parent.parent / "outside").exists()


def test_a_damaged_zip_file_is_named(tmp_path: Path) -> None:
    whole = tmp_path / "whole.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ct", written(ct()))
    (tmp_path / "cut.zip").write_bytes(whole.read_bytes()[:-30])
    damaged = bytearray(whole.read_bytes())
    damaged[60:90] = b"\xff" * 30
    (tmp_path / "garbled.zip").write_bytes(damaged)
    assert [why.code for _, why in survey(tmp_path / "cut.zip").unreadable] == ["zip-damaged"]
    assert [why.code for _, why in survey(tmp_path / "garbled.zip").unreadable] == ["zip-damaged"]


def test_people_read_it_in_their_language(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    german = _inspected(folder, capsys, "--language", "de")
    assert "Untersuchung 1: 2026-01-05 10:02:00" in german
    assert "Das ist keine DICOM-Datei." in german
    assert "Examination 1: 2026-01-05 10:02:00" in _inspected(folder, capsys, "--language", "en")


def test_a_single_file_and_no_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(folder / "a" / "ct0"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["patients"][0]["examinations"] == []
    assert main(["inspect", str(folder / "nothing"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["unreadable"][0]["why"] == "There is no such file or folder."


def test_two_persons_without_an_id_are_told_apart_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, name in enumerate(["A", "B"]):
        one = ct(0, PatientID="", PatientName=name, SeriesInstanceUID=f"1.{number}", SOPInstanceUID=f"1.{number}.1")
        (tmp_path / name).write_bytes(written(one))
    report = json.loads(_inspected(tmp_path, capsys, "--json"))
    assert [patient["name"] for patient in report["patients"]] == ["A", "B"]
