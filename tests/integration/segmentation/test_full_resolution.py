"""TotalSegmentator's five networks for 1.5 mm, from the archive to the archive, after a quick result at 3 mm.

The networks know nothing but Hounsfield units (`tests.standin.bands`), and the CT has a block for each class: so it is
known which number each voxel must get, and a class that came from the wrong network or under another's number is seen.
"""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from tests.hu_blocks import Blocks, blocks, write_band_weights
from tests.integration.real_orthanc import RealOrthanc
from tests.integration.workflows.worker_process import WorkerProcess
from tests.standin.hu_bands import hu_of
from tests.totalsegmentator import class_names, totalsegmentator_venv
from tests.unit.workflows.simple_dicom import image

from totalpetview.domain.problem import Refusal
from totalpetview.pacs.orthanc import Orthanc
from totalpetview.segmentation.places import Places
from totalpetview.segmentation.port import Request
from totalpetview.segmentation.total_segmentator import TotalSegmentator
from totalpetview.volumes.build_labels import read_labels
from totalpetview.volumes.store import VolumeStore
from totalpetview.workflows.import_files import store_files

pytestmark = [pytest.mark.slow, pytest.mark.orthanc, pytest.mark.timeout(400)]

_LIMIT_S: Final = 300.0
_FULL, _FAST = (291, 292, 293, 294, 295), 297
ALL: Final = set(class_names()["total"])


@dataclass
class Watched:
    """What the catalogue said while a run was under way."""

    fractions: list[float] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)
    shown_while_running: set[str] = field(default_factory=set)
    run: dict[str, Any] = field(default_factory=dict)
    maps: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_band_weights(tmp_path_factory.mktemp("bands"), (*_FULL, _FAST, 298, 913))


def _files(ct: Blocks) -> Iterator[tuple[str, io.BytesIO]]:
    x, y, z = ct.grid.origin_mm
    spacing = ct.grid.step_i_mm[0]
    for k, plane in enumerate(ct.hu):
        made = image(1, k, rows=plane.shape[0])
        made.ImagePositionPatient, made.PixelSpacing = [x, y, z + k * spacing], [spacing, spacing]
        made.SliceThickness, made.PixelData = spacing, (plane + 1024).astype(np.int16).tobytes()
        written = io.BytesIO()
        made.save_as(written, enforce_file_format=True)
        yield f"{k}.dcm", io.BytesIO(written.getvalue())


def _follow(worker: WorkerProcess) -> Watched:
    watched = Watched()
    give_up_at = time.monotonic() + _LIMIT_S
    while time.monotonic() < give_up_at:
        watched.run = next(iter(worker.rows("SELECT * FROM organs_segmentationrun")), {})
        state = watched.run.get("state")
        watched.maps = worker.rows("SELECT * FROM organs_organmap ORDER BY id")
        if state == "running":
            watched.fractions.append(watched.run["fraction"])
            watched.stages.append(watched.run["stage"])
            watched.shown_while_running |= {json.loads(row["making"])["mode"] for row in watched.maps}
        if state in {"done", "failed", "cancelled"}:
            return watched
        time.sleep(0.1)
    raise AssertionError(f"no end: {watched.run}\n{(worker.data / 'worker.log').read_text()[-3000:]}")


def test_a_quick_result_is_shown_first_and_replaced_by_the_one_in_full_resolution(
    start_orthanc: Callable[[], RealOrthanc], weights: Path
) -> None:
    archive = start_orthanc()
    settings = {
        "TOTALPETVIEW_SEGMENT_ON_ARRIVAL": "full",
        "TOTALPETVIEW_SEGMENTATION_DEVICE": "cpu",
        "TOTALPETVIEW_DOWNLOAD_WEIGHTS": "false",
        "TOTALPETVIEW_TOTALSEGMENTATOR": str(totalsegmentator_venv()),
        "TOTALPETVIEW_TOTALSEGMENTATOR_WEIGHTS": str(weights),
    }
    ct = blocks({value: hu_of(_FAST, value) for value in sorted(ALL)})
    worker = WorkerProcess(archive.folder.path, settings=settings)
    worker.migrate()
    gateway = Orthanc(archive.address.url, archive.address.user, archive.address.password)
    worker.start()
    try:
        assert store_files(gateway, _files(ct)).refused == ()
        watched = _follow(worker)
        assert worker.stop() == 0
    finally:
        gateway.close()
        if worker.process is not None and worker.process.poll() is None:
            worker.kill()
    assert (watched.run["state"], watched.run["problem"]) == ("done", None)
    _is_told_as_one_run_of_two_parts(watched)
    _are_both_kept(watched, weights)
    store = VolumeStore(archive.folder.volumes)
    for row in watched.maps:
        labels, grid = read_labels(store, row["labels_id"])
        assert (labels.shape, ct.found(labels)) == (grid.shape, ALL), json.loads(row["making"])["mode"]
        assert [(each["number"], each["structure"]["key"]) for each in json.loads(row["segments"])] == sorted(
            class_names()["total"].items()
        )


def _is_told_as_one_run_of_two_parts(watched: Watched) -> None:
    assert watched.shown_while_running >= {"fast"}  # long before the end
    assert watched.fractions == sorted(watched.fractions)
    assert watched.fractions[0] < 0.2 < watched.fractions[-1] < 1
    assert set(watched.stages) >= {"predicting"}


def _are_both_kept(watched: Watched, weights: Path) -> None:
    makings = [json.loads(row["making"]) for row in watched.maps]
    assert [making["mode"] for making in makings] == ["fast", "full"]
    assert {making["weights"] for making in makings} == {"stand-in"}
    assert watched.maps[1]["rank"] > watched.maps[0]["rank"]  # the highest is shown
    places = Places(totalsegmentator_venv(), weights, weights / "home", weights / "kept")
    expected = TotalSegmentator(places, device="cpu", download=False)
    assert [row["fingerprint"] for row in watched.maps] == [
        expected.fingerprint(Request("total", mode, "cpu")) for mode in ("fast", "full")
    ]
    assert [making["weights_digest"] for making in makings] == [
        expected.weights.digest((_FAST,)),
        expected.weights.digest(_FULL),
    ]


def test_a_ct_without_lungs_is_not_searched_for_what_lies_in_them(weights: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    places = Places(totalsegmentator_venv(), weights, tmp_path / "home", tmp_path / "kept")
    ct = blocks({1: hu_of(913, 1), 2: hu_of(913, 2)})  # a finding, but no lung around it
    with pytest.raises(Refusal) as refused:
        TotalSegmentator(places, download=False).run(
            Request("lung_nodules", "full", "cpu"), ct.hu, ct.grid, tmp_path, lambda _: None, lambda: False
        )
    assert refused.value.problem.code == "segmentation-without-lungs"
    assert "keine Lunge" in refused.value.problem.sentence("de")
