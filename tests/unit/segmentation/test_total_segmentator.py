"""TotalSegmentator behind the port, with a program that only pretends."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.unit.segmentation.pretended_program import FINDS_SIDES, pretended_places, pretended_weights, seen_job

from totalpetview.domain.geometry import Grid, cross, scale
from totalpetview.domain.problem import Refusal
from totalpetview.segmentation.configuration import keep_licence
from totalpetview.segmentation.places import Places
from totalpetview.segmentation.port import Cancelled, Progress, Request, Result, Segmenter
from totalpetview.segmentation.total_segmentator import TotalSegmentator

FASTEST = Request("total", "fastest")
DATASET_6MM = "Dataset298_TotalSegmentator_total_6mm_1559subj"
AXIAL = Grid((6, 8, 10), (-9.0, 5.0, 100.0), (2.0, 0.0, 0.0), (0.0, 2.0, 0.0), (0.0, 0.0, 3.0))


def _places(tmp_path: Path, behaviour: str, middle_mm: float = 0.0) -> Places:
    places = pretended_places(tmp_path, behaviour.replace("MIDDLE", repr(-middle_mm)))
    pretended_weights(places.weights, DATASET_6MM)
    return places


def _ct(grid: Grid) -> NDArray[np.int16]:
    hu = np.full(grid.shape, -1000, dtype=np.int16)
    hu[1:-1, 1:-1, 1:-1] = 40
    return hu


def _run(places: Places, grid: Grid, folder: Path, told: list[Progress] | None = None) -> Result:
    folder.mkdir(exist_ok=True)
    progress = [] if told is None else told
    return TotalSegmentator(places).run(FASTEST, _ct(grid), grid, folder, progress.append, lambda: False)


def _refused(places: Places, folder: Path) -> Refusal:
    with pytest.raises(Refusal) as refused:
        _run(places, AXIAL, folder)
    return refused.value


def _turned(degrees: float) -> Grid:
    c, s = float(np.cos(np.deg2rad(degrees))), float(np.sin(np.deg2rad(degrees)))
    i, j = (2 * c, 2 * s, 0.0), (-2 * s, 2 * c, 0.0)
    return Grid((6, 8, 10), (-9.0, 5.0, 100.0), i, j, scale(cross(i, j), 0.75))


GRIDS = {
    "axial": AXIAL,
    "columns from left to right": Grid((6, 8, 10), (9.0, 5.0, 0.0), (-2.0, 0.0, 0.0), (0.0, 2.0, 0.0), (0.0, 0.0, 3.0)),
    "slices from head to feet": Grid((6, 8, 10), (-9.0, 5.0, 0.0), (2.0, 0.0, 0.0), (0.0, 2.0, 0.0), (0.0, 0.0, -3.0)),
    "prone": Grid((6, 8, 10), (9.0, 5.0, 0.0), (-2.0, 0.0, 0.0), (0.0, -2.0, 0.0), (0.0, 0.0, 3.0)),
    "sagittal": Grid((6, 8, 10), (-9.0, 0.0, 0.0), (0.0, 2.0, 0.0), (0.0, 0.0, -2.0), (3.0, 0.0, 0.0)),
    "turned by 7 degrees": _turned(7.0),
    "turned by -12 degrees": _turned(-12.0),
    "tilted gantry": Grid((6, 8, 10), (-9.0, 5.0, 0.0), (2.0, 0.0, 0.0), (0.0, 2.0, 0.0), (0.0, 0.9, 3.0)),
}


@pytest.mark.parametrize("name", GRIDS)
def test_left_stays_left_on_every_grid(name: str, tmp_path: Path) -> None:
    grid = GRIDS[name]
    result = _run(_places(tmp_path, FINDS_SIDES, grid.centre_mm[0]), grid, tmp_path / "run")
    found = {key: np.argwhere(result.labels == value) for value, key in result.names.items()}
    x_mm = {
        key: np.mean([grid.point_mm(float(i), float(j), float(k))[0] for k, j, i in places])
        for key, places in found.items()
    }
    assert result.labels.shape == grid.shape
    # DICOM: x grows towards the patient's left
    assert x_mm["kidney_left"] > grid.centre_mm[0] + 1 > grid.centre_mm[0] - 1 > x_mm["kidney_right"]


def test_labels_are_where_the_dense_voxels_are(tmp_path: Path) -> None:
    result = _run(_places(tmp_path, FINDS_SIDES), AXIAL, tmp_path / "run")
    np.testing.assert_array_equal(result.labels > 0, _ct(AXIAL) > -300)


def test_a_result_says_where_it_comes_from_and_that_its_weights_are_stand_ins(tmp_path: Path) -> None:
    making = _run(_places(tmp_path, FINDS_SIDES), AXIAL, tmp_path / "run").making
    assert (making.program, making.version, making.task, making.mode) == (
        "TotalSegmentator",
        "2.18.0",
        "total",
        "fastest",
    )
    assert making.weights == "stand-in"
    assert making.stand_in
    assert len(making.weights_digest) == 64
    assert ("torch", "2.13.0+cpu") in making.settings


def test_progress_never_goes_back_and_files_on_the_way_are_removed(tmp_path: Path) -> None:
    told: list[Progress] = []
    _run(_places(tmp_path, FINDS_SIDES), AXIAL, tmp_path / "run", told)
    fractions = [one.fraction for one in told]
    assert fractions == sorted(fractions)
    assert told[-1].stage == "predicting"
    assert fractions[-1] > 0.8
    assert list((tmp_path / "run").iterdir()) == []


def test_the_program_is_told_to_send_no_statistics_and_gets_none_of_our_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    monkeypatch.setenv("TOTALPETVIEW_SECRET", "x")
    places = _places(tmp_path, FINDS_SIDES)
    _run(places, AXIAL, tmp_path / "run")
    job = seen_job(places)
    environment = job["environment"]
    assert isinstance(environment, dict)
    assert not {"PYTHONPATH", "TOTALPETVIEW_SECRET"} & set(environment)
    assert '"send_usage_stats": false' in (places.home / "config.json").read_text(encoding="utf-8")
    assert job["home"] == str(places.home)
    assert job["missing"] == []


def test_cancelling_kills_the_program_and_what_it_started_within_two_seconds(tmp_path: Path) -> None:
    behaviour = """
child = subprocess.Popen(["sleep", "600"])
with open(os.path.join(here, "pids"), "w") as kept:
    kept.write(f"{os.getpid()} {child.pid}")
tell("stage", stage="loading")
time.sleep(600)
"""
    places = _places(tmp_path, behaviour)
    pids = places.venv / "bin" / "pids"
    asked: list[float] = []

    def cancelled() -> bool:
        if pids.exists() and pids.read_text(encoding="utf-8").count(" "):
            asked.append(time.monotonic())
        return bool(asked)

    (tmp_path / "run").mkdir()
    with pytest.raises(Cancelled):
        TotalSegmentator(places).run(FASTEST, _ct(AXIAL), AXIAL, tmp_path / "run", lambda _: None, cancelled)
    ended = time.monotonic()
    assert ended - asked[0] < 2
    assert list((tmp_path / "run").iterdir()) == []
    for pid in pids.read_text(encoding="utf-8").split():
        assert _gone(int(pid))


def _gone(pid: int) -> bool:
    for _ in range(20):
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        ('tell("failed", code="segmentation-out-of-memory")', "segmentation-out-of-memory"),
        ("import signal; os.kill(os.getpid(), signal.SIGKILL)", "segmentation-out-of-memory"),
        ('tell("failed", code="weights-not-downloaded")', "weights-not-downloaded"),
        ('print("no JSON"); print("[1]"); sys.exit(5)', "segmentation-failed"),
        ("", "segmentation-failed"),
    ],
)
def test_each_failure_is_a_sentence_in_both_languages(behaviour: str, code: str, tmp_path: Path) -> None:
    problem = _refused(_places(tmp_path, behaviour), tmp_path / "run").problem
    assert problem.code == code
    for language in ("en", "de"):
        sentence = problem.sentence(language)
        assert "?" not in sentence
        assert "Traceback" not in sentence


def test_the_last_words_of_a_failed_program_are_kept_for_the_owner_only(tmp_path: Path) -> None:
    places = _places(tmp_path, 'print("why", file=sys.stderr, flush=True); sys.exit(1)')
    _refused(places, tmp_path / "run")
    kept = places.kept / "last-failure.txt"
    assert kept.read_text(encoding="utf-8") == "why\n"
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_result_on_another_grid_is_thrown_away(tmp_path: Path) -> None:
    moved = FINDS_SIDES.replace(
        "nibabel.Nifti1Image(labels, ct.affine)", "nibabel.Nifti1Image(labels, ct.affine * 1.1)"
    )
    assert _refused(_places(tmp_path, moved), tmp_path / "run").problem.code == "segmentation-result-elsewhere"


def test_without_the_program_or_with_an_old_one_nothing_is_available(tmp_path: Path) -> None:
    nothing = Places(tmp_path / "a", tmp_path / "b", tmp_path / "c", tmp_path / "d")
    problem = TotalSegmentator(nothing).available()
    assert problem is not None
    assert problem.code == "segmentation-not-installed"
    old = pretended_places(tmp_path / "old", "", version="2.12.1")
    problem = TotalSegmentator(old).available()
    assert problem is not None
    assert "2.12.1" in problem.sentence("en")


def test_missing_weights_are_said_with_both_ways_before_anything_starts(tmp_path: Path) -> None:
    places = _places(tmp_path, "sys.exit(1)")
    segmenter = TotalSegmentator(places, download=False)
    with pytest.raises(Refusal) as refused:
        segmenter.run(Request("total", "fast"), _ct(AXIAL), AXIAL, tmp_path, lambda _: None, lambda: False)
    sentence = refused.value.problem.sentence("en")
    assert "download_weights" in sentence
    assert "totalpetview weights install" in sentence
    assert "Dataset297_TotalSegmentator_total_3mm_1559subj.zip" in sentence


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (Request("no_such_task", "full"), "segmentation-unknown-task"),
        (Request("lung_nodules", "fast"), "segmentation-unknown-mode"),
        (Request("face", "full"), "segmentation-needs-licence"),
        (Request("brain_aneurysm", "full"), "segmentation-needs-mr"),
    ],
)
def test_what_cannot_be_run_is_refused(request_: Request, code: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        TotalSegmentator(_places(tmp_path, "")).run(request_, _ct(AXIAL), AXIAL, tmp_path, print, lambda: False)
    assert refused.value.problem.code == code


def test_tasks_that_need_a_key_can_be_used_once_an_administrator_entered_one(tmp_path: Path) -> None:
    places = _places(tmp_path, "")
    segmenter: Segmenter = TotalSegmentator(places)
    before = {task.key: task for task in segmenter.tasks()}
    assert before["face"].licence == "key"
    assert before["face"].why_not is not None
    assert before["total"].why_not is None
    assert before["brain_aneurysm"].licence == "non-commercial"
    keep_licence(places.home, "aca_ABCDEFGH123456")
    after = {task.key: task for task in segmenter.tasks()}
    assert after["face"].why_not is None
    assert (places.home / "config.json").stat().st_mode & 0o777 == 0o600


def test_tasks_have_names_in_both_languages_and_say_which_weights_are_there(tmp_path: Path) -> None:
    tasks = {task.key: task for task in TotalSegmentator(_places(tmp_path, "")).tasks()}
    assert {mode.mode: mode.weights for mode in tasks["total"].modes} == {
        "fastest": "stand-in",
        "fast": "missing",
        "full": "missing",
    }
    assert all(task.english and task.german for task in tasks.values())
    assert tasks["liver_segments"].name("de") == "Lebersegmente"


def test_the_fingerprint_changes_with_weights_and_mode_but_not_with_the_device(tmp_path: Path) -> None:
    places = _places(tmp_path, "")
    segmenter = TotalSegmentator(places)
    first = segmenter.fingerprint(FASTEST)
    assert segmenter.fingerprint(Request("total", "fastest", "cpu")) == first
    assert segmenter.fingerprint(Request("total", "fast")) != first
    checkpoint = next(places.weights.rglob("*.pth"))
    checkpoint.write_bytes(b"other weights")
    os.utime(checkpoint, ns=(1, 1))
    assert TotalSegmentator(places).fingerprint(FASTEST) != first


def test_the_time_of_a_run_corrects_the_next_estimate(tmp_path: Path) -> None:
    places = _places(tmp_path, FINDS_SIDES)
    segmenter = TotalSegmentator(places)
    before = segmenter.estimate_s(FASTEST, AXIAL)
    result = _run(places, AXIAL, tmp_path / "run")
    after = segmenter.estimate_s(FASTEST, AXIAL)
    assert before is not None
    assert after is not None
    assert after == pytest.approx(result.seconds)
    assert after < before


def test_an_empty_ct_is_refused(tmp_path: Path) -> None:
    hu = np.zeros(AXIAL.shape, dtype=np.int16)
    with pytest.raises(Refusal) as refused:
        TotalSegmentator(_places(tmp_path, "")).run(FASTEST, hu, AXIAL, tmp_path, print, lambda: False)
    assert refused.value.problem.code == "segmentation-ct-without-contrast"
