"""The real TotalSegmentator with stand-in weights on the demo patient: from DICOM to organs, killed, and refused."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nibabel
import numpy as np
import psutil
import pytest
from numpy.typing import NDArray
from pydicom import dcmread
from tests.totalsegmentator import STANDIN_WEIGHTS, totalsegmentator_venv
from tests.unit.dicom.multi_frame import multi_frame
from tests.unit.dicom.objects import written

from totalpetview.cli import main
from totalpetview.demo.labels import LABELS
from totalpetview.demo.size import DemoSize
from totalpetview.demo.write import examination_folder, write_examination
from totalpetview.dicom.segmentation.read import read_seg
from totalpetview.domain.geometry import Grid
from totalpetview.domain.problem import Refusal
from totalpetview.segmentation.places import Places
from totalpetview.segmentation.port import Cancelled, Request
from totalpetview.segmentation.total_segmentator import TotalSegmentator

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

FASTEST = Request("total", "fastest", "cpu")
_PAIRS = (
    "kidney",
    "lung_upper_lobe",
    "lung_lower_lobe",
    "hip",
    "femur",
    "humerus",
    "scapula",
    "gluteus_maximus",
    "autochthon",
)


@dataclass(frozen=True)
class Segmented:
    report: dict[str, Any]
    output: Path
    ct_folder: Path
    truth: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    affine: NDArray[np.float64]
    seconds: float


def _places(folder: Path) -> Places:
    places = Places(totalsegmentator_venv(), STANDIN_WEIGHTS, folder / "home", folder / "kept")
    places.kept.mkdir(parents=True)
    return places


def _phantom() -> tuple[NDArray[np.int16], Grid]:
    grid = Grid((60, 96, 96), (-190.0, -190.0, 0.0), (4.0, 0.0, 0.0), (0.0, 4.0, 0.0), (0.0, 0.0, 6.0))
    hu = np.full(grid.shape, -1000, dtype=np.int16)
    hu[:, 24:72, 12:84] = 40
    return hu, grid


def _segment(ct_folder: Path, output: Path) -> dict[str, Any]:
    """Run `totalpetview segment` and return what it reports."""
    environment = {
        "TOTALPETVIEW_DATA": str(output.with_name("data")),
        "TOTALPETVIEW_TOTALSEGMENTATOR": str(totalsegmentator_venv()),
        "TOTALPETVIEW_TOTALSEGMENTATOR_WEIGHTS": str(STANDIN_WEIGHTS),
        "TOTALPETVIEW_DOWNLOAD_WEIGHTS": "false",
    }
    done = subprocess.run(
        [
            *(sys.executable, "-m", "totalpetview.cli", "segment", str(ct_folder)),
            *("--task", "total", "--fastest", "--device", "cpu", "--output", str(output), "--json"),
        ],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


@pytest.fixture(scope="session")
def segmented(tmp_path_factory: pytest.TempPathFactory) -> Segmented:
    """Run `totalpetview segment` on the first examination of the small demo patient."""
    folder = tmp_path_factory.mktemp("segmented")
    write_examination(folder, 0, DemoSize.SMALL, labels=True)
    examination = examination_folder(folder, 0)
    began = time.monotonic()
    report = _segment(examination / "CT", folder / "out")
    seconds = time.monotonic() - began
    image: Any = nibabel.load(folder / "out" / "labels.nii.gz")
    return Segmented(
        report,
        folder / "out",
        examination / "CT",
        np.load(examination / "labels.npz")["labels"],
        np.asarray(image.dataobj).transpose(2, 1, 0),
        np.asarray(image.affine),
        seconds,
    )


def _dice(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    return 2 * float((one & other).sum()) / float(one.sum() + other.sum())


def test_large_organs_are_where_the_patient_has_them(segmented: Segmented) -> None:
    names = ["liver", "spleen", "heart", "brain", "lung_upper_lobe_left", "lung_lower_lobe_left"]
    names += ["lung_upper_lobe_right", "lung_lower_lobe_right", "hip_left", "hip_right", "urinary_bladder"]
    dice = {name: _dice(segmented.labels == LABELS[name], segmented.truth == LABELS[name]) for name in names}
    assert min(dice.values()) > 0.5, dice


def test_left_is_left_in_nibabels_coordinates(segmented: Segmented) -> None:
    for pair in _PAIRS:
        x_mm = {}
        for side in ("left", "right"):
            k, j, i = np.nonzero(segmented.labels == LABELS[f"{pair}_{side}"])
            assert len(i) > 0, pair
            x_mm[side] = float((segmented.affine @ [i.mean(), j.mean(), k.mean(), 1.0])[0])
        assert x_mm["left"] < x_mm["right"], pair  # NIfTI: x grows towards the patient's right


def test_everything_that_was_written_says_that_the_weights_are_stand_ins(segmented: Segmented) -> None:
    report = segmented.report
    assert report["stand_in"] is True
    assert any("stand-in" in notice for notice in report["notices"])
    assert json.loads((segmented.output / "labels.json").read_text(encoding="utf-8"))["stand_in"] is True
    assert json.loads((segmented.output / "statistics.json").read_text(encoding="utf-8"))["stand_in"] is True
    assert (segmented.output / "statistics.csv").read_text(encoding="utf-8").count("yes") == len(report["segments"])


def test_the_dicom_segmentation_holds_the_same_voxels_and_the_mark(segmented: Segmented) -> None:
    organ_map = read_seg(segmented.output / "organs.dcm")
    assert organ_map.making.stand_in
    for segment in organ_map.segments:
        assert organ_map.mask(segment.number).sum() == (segmented.labels == LABELS[segment.structure.key]).sum()


def test_the_same_ct_as_one_multi_frame_object_gives_identical_organs(segmented: Segmented, tmp_path: Path) -> None:
    slices = [dcmread(file) for file in sorted(segmented.ct_folder.rglob("*.dcm"))]
    (tmp_path / "ct").mkdir()
    (tmp_path / "ct" / "one.dcm").write_bytes(written(multi_frame(slices[::-1], "1.2.3.4")))
    report = _segment(tmp_path / "ct", tmp_path / "out")
    assert report["segments"] == segmented.report["segments"]
    read, other = read_seg(tmp_path / "out" / "organs.dcm"), read_seg(segmented.output / "organs.dcm")
    assert np.array_equal(read.labels, other.labels)
    assert (read.grid, read.source_series_uid) == (other.grid, other.source_series_uid)
    assert read.source_instance_uids == ("1.2.3.4",)


def test_volumes_are_those_of_the_voxels(segmented: Segmented) -> None:
    voxel_ml = abs(np.linalg.det(segmented.affine[:3, :3])) / 1000
    liver = next(one for one in segmented.report["segments"] if one["key"] == "liver")
    assert liver["volume_ml"] == pytest.approx((segmented.labels == LABELS["liver"]).sum() * voxel_ml)


def test_totalsegmentators_own_command_line_finds_identical_voxels(segmented: Segmented, tmp_path: Path) -> None:
    import pydicom

    slices = sorted(
        (pydicom.dcmread(file) for file in segmented.ct_folder.glob("*.dcm")),
        key=lambda one: one.ImagePositionPatient[2],
    )
    values = np.stack([one.pixel_array * one.RescaleSlope + one.RescaleIntercept for one in slices])
    dy, dx = slices[0].PixelSpacing
    dz = slices[1].ImagePositionPatient[2] - slices[0].ImagePositionPatient[2]
    x, y, z = slices[0].ImagePositionPatient
    affine = np.array([[-dx, 0, 0, -x], [0, -dy, 0, -y], [0, 0, dz, z], [0, 0, 0, 1]], dtype=np.float64)
    image: Any = nibabel.Nifti1Image(values.transpose(2, 1, 0).astype(np.int16), affine)  # type: ignore[no-untyped-call]
    nibabel.save(image, tmp_path / "ct.nii")
    (tmp_path / "home").mkdir()
    configuration = {"totalseg_id": "tests", "send_usage_stats": False, "prediction_counter": 0}
    (tmp_path / "home" / "config.json").write_text(json.dumps(configuration), encoding="utf-8")
    command = [str(totalsegmentator_venv() / "bin" / "TotalSegmentator"), "-i", "ct.nii", "-o", "seg.nii.gz", "--ml"]
    subprocess.run(
        [*command, "--fastest", "-d", "cpu", "--nr_thr_saving", "1"],
        cwd=tmp_path,
        env={**os.environ, "TOTALSEG_HOME_DIR": str(tmp_path / "home"), "TOTALSEG_WEIGHTS_PATH": str(STANDIN_WEIGHTS)},
        check=True,
        capture_output=True,
        timeout=300,
    )
    theirs: Any = nibabel.load(tmp_path / "seg.nii.gz")
    np.testing.assert_array_equal(np.asarray(theirs.dataobj).transpose(2, 1, 0), segmented.labels)


def test_cancelling_ends_the_program_and_whatever_it_started(tmp_path: Path) -> None:
    hu, grid = _phantom()
    stages: list[str] = []
    others = set(psutil.Process().children(recursive=True))  # an archive that other tests use
    children: set[psutil.Process] = set()

    def cancelled() -> bool:
        if "loading" in stages and not children:
            children.update(set(psutil.Process().children(recursive=True)) - others)
        return bool(children)

    with pytest.raises(Cancelled):
        TotalSegmentator(_places(tmp_path)).run(
            FASTEST, hu, grid, tmp_path, lambda progress: stages.append(progress.stage), cancelled
        )
    assert children
    _, left = psutil.wait_procs(children, timeout=30)
    assert not left


def test_the_program_dies_with_its_parent(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; import tests.integration.segmentation.test_real_program as t\n"
        "hu, grid = t._phantom(); folder = Path(sys.argv[1])\n"
        "t.TotalSegmentator(t._places(folder)).run(t.FASTEST, hu, grid, folder, lambda p: None, lambda: False)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], cwd=Path(__file__).parents[3])
    children: list[psutil.Process] = []
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not any("in_its_venv" in " ".join(child.cmdline()) for child in children):
        time.sleep(0.2)
        children = psutil.Process(parent.pid).children(recursive=True)
    time.sleep(1)  # the program has begun to import what it needs
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    _, alive = psutil.wait_procs(children, timeout=5)
    assert children
    assert not alive


def test_damaged_weights_are_a_sentence(tmp_path: Path) -> None:
    places = _places(tmp_path)
    weights = tmp_path / "weights"
    shutil.copytree(STANDIN_WEIGHTS, weights)
    for checkpoint in weights.rglob("*.pth"):
        checkpoint.write_bytes(checkpoint.read_bytes()[:50_000])
    hu, grid = _phantom()
    damaged = TotalSegmentator(Places(places.venv, weights, places.home, places.kept))
    with pytest.raises(Refusal) as refused:
        damaged.run(FASTEST, hu, grid, tmp_path, lambda _: None, lambda: False)
    assert refused.value.problem.code == "weights-unusable"
    assert "RuntimeError" not in refused.value.problem.sentence("en")


def test_without_internet_missing_weights_are_the_sentence_with_both_ways(tmp_path: Path) -> None:
    places = _places(tmp_path)
    hu, grid = _phantom()
    empty = Places(places.venv, tmp_path / "weights", places.home, places.kept)
    os.environ["HTTPS_PROXY"] = "http://127.0.0.1:9"  # nobody listens there
    try:
        with pytest.raises(Refusal) as refused:
            TotalSegmentator(empty).run(FASTEST, hu, grid, tmp_path, lambda _: None, lambda: False)
    finally:
        del os.environ["HTTPS_PROXY"]
    sentence = refused.value.problem.sentence("de")
    assert refused.value.problem.code == "weights-not-downloaded"
    assert "totalpetview weights install" in sentence
    assert list((tmp_path / "weights").iterdir()) == []


def test_the_command_refuses_in_words_with_status_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOTALPETVIEW_TOTALSEGMENTATOR", str(tmp_path / "nowhere"))
    words = ["segment", str(tmp_path), "--output", str(tmp_path / "out"), "--data", str(tmp_path / "data"), "--json"]
    assert main([*words, "--language", "de"]) == 3
    report = json.loads(capsys.readouterr().out)
    assert report["segments"] is None
    assert "nicht installiert" in report["why"]
