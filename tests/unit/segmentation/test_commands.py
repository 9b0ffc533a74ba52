"""The command line around TotalSegmentator, without it."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from tests.unit.segmentation.pretended_program import TRAINED, pretended_places, pretended_weights

from totalpetview.cli import main
from totalpetview.segmentation.checks import check_program, check_weights
from totalpetview.segmentation.datasets import datasets

NAME = datasets()[298].folder


@pytest.fixture(autouse=True)
def _own_data(data_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOTALPETVIEW_DATA", str(data_path))


def test_weights_are_listed_for_each_task_with_the_address_of_what_is_missing(
    data_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pretended_weights(data_path / "totalsegmentator" / "weights", NAME)
    assert main(["weights", "list", "--json"]) == 0
    tasks = {one["task"]: one for one in json.loads(capsys.readouterr().out)["tasks"]}
    assert tasks["total"]["modes"]["fastest"]["weights"] == "stand-in"
    assert tasks["total"]["modes"]["fast"]["weights"] == "missing"
    assert tasks["total"]["modes"]["fast"]["archives"][0]["url"].endswith(
        "Dataset297_TotalSegmentator_total_3mm_1559subj.zip"
    )
    assert main(["weights", "list"]) == 0
    assert "STAND-IN" in capsys.readouterr().out


def test_weights_are_installed_into_the_data_folder(
    data_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = pretended_weights(tmp_path, NAME)
    assert main(["weights", "install", str(source)]) == 0
    assert NAME in capsys.readouterr().out
    assert (data_path / "totalsegmentator" / "weights" / NAME).is_dir()


def test_what_is_no_archive_is_refused_with_status_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "holiday.zip"
    with zipfile.ZipFile(wrong, "w") as archive:
        archive.writestr("picture.jpg", "x")
    assert main(["weights", "install", str(wrong)]) == 3
    assert "holiday.zip" in capsys.readouterr().err


def test_the_doctor_says_what_is_there(tmp_path: Path) -> None:
    places = pretended_places(tmp_path, "")
    assert check_program(places, "en").verdict == "good"
    assert "2.18.0" in check_program(places, "en").found
    assert check_weights(places).verdict == "poor"
    pretended_weights(places.weights, NAME)
    assert "STAND-IN" in check_weights(places).found
    for number in (291, 292, 293, 294, 295, 297):
        pretended_weights(places.weights, datasets()[number].folder, size=66_000_000, stand_in=False, record=TRAINED)
    (next((places.weights / NAME).rglob("dataset.json"))).write_text("{}", encoding="utf-8")
    with next((places.weights / NAME).rglob("*.pth")).open("wb") as checkpoint:
        checkpoint.truncate(66_000_000)
    assert "NOT VERIFIED" in check_weights(places).found
    shutil.rmtree(places.weights / NAME)
    pretended_weights(places.weights, NAME, size=66_000_000, stand_in=False, record=TRAINED)
    assert check_weights(places).verdict == "good"
