"""TotalSegmentator's own download at first use, from a release page that stands on this machine."""

from __future__ import annotations

import http.server
import io
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.totalsegmentator import STANDIN_WEIGHTS, totalsegmentator_venv

from totalpetview.domain.geometry import Grid
from totalpetview.domain.problem import Refusal
from totalpetview.segmentation.places import Places
from totalpetview.segmentation.port import Cancelled, Progress, Request
from totalpetview.segmentation.total_segmentator import TotalSegmentator

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

FASTEST = Request("total", "fastest", "cpu")
FOLDER = "Dataset298_TotalSegmentator_total_6mm_1559subj"
#: as TotalSegmentator 2.18 has it in map_tasks_config.py
RELEASE = f"/wasserth/TotalSegmentator/releases/download/v2.0.0-weights/{FOLDER}.zip"
#: in front of TotalSegmentator's own `requests.get`
REDIRECT = """
import requests
_get = requests.get
def get(url, **more):
    return _get(url.replace("https://github.com", "{there}"), **more)
requests.get = get
"""


@dataclass
class ReleasePage:
    """Sends `sent` bytes of the archive and says that all are coming; waits before the last one while `held`."""

    archive: bytes
    sent: int
    asked: list[str] = field(default_factory=list)
    held: threading.Event = field(default_factory=threading.Event)
    begun: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def page() -> ReleasePage:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for file in sorted((STANDIN_WEIGHTS / FOLDER).rglob("*")):
            archive.write(file, file.relative_to(STANDIN_WEIGHTS))
    whole = memory.getvalue()
    return ReleasePage(whole, len(whole))


@pytest.fixture
def address(page: ReleasePage) -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page.asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", str(len(page.archive)))
            self.end_headers()
            self.wfile.write(page.archive[: page.sent - 1])
            page.begun.set()
            if page.held.is_set():
                threading.Event().wait(60)
            self.wfile.write(page.archive[page.sent - 1 : page.sent])

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def places(tmp_path: Path, address: str) -> Places:
    """The real program, but GitHub lies elsewhere, and no weights."""
    real, venv = totalsegmentator_venv(), tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "lib").symlink_to(real / "lib")
    (tmp_path / "redirect").mkdir()
    (tmp_path / "redirect" / "sitecustomize.py").write_text(REDIRECT.format(there=address))
    python = venv / "bin" / "python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH="{tmp_path / "redirect"}" exec "{real / "bin" / "python"}" "$@"\n')
    python.chmod(0o755)
    (tmp_path / "kept").mkdir()
    return Places(venv, tmp_path / "weights", tmp_path / "home", tmp_path / "kept")


@pytest.fixture
def ct() -> tuple[NDArray[np.int16], Grid]:
    grid = Grid((20, 48, 48), (-140.0, -140.0, 0.0), (6.0, 0.0, 0.0), (0.0, 6.0, 0.0), (0.0, 0.0, 6.0))
    hu = np.full(grid.shape, -1000, dtype=np.int16)
    hu[:, 12:36, 6:42] = 40
    return hu, grid


def names_in(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_missing_weights_come_from_their_release_and_are_there_the_next_time(
    places: Places, page: ReleasePage, ct: tuple[NDArray[np.int16], Grid], tmp_path: Path
) -> None:
    told: list[Progress] = []
    segmenter = TotalSegmentator(places)
    result = segmenter.run(FASTEST, *ct, tmp_path, told.append, lambda: False)
    assert page.asked == [RELEASE]
    assert names_in(places.weights) == [FOLDER]
    assert (places.weights / FOLDER / "from-release.sha256").is_file()
    arrived = files_of(places.weights / FOLDER)
    assert {name: arrived[name] for name in files_of(STANDIN_WEIGHTS / FOLDER)} == files_of(STANDIN_WEIGHTS / FOLDER)
    assert result.labels.shape == ct[0].shape
    fractions = [each.fraction for each in told]
    assert fractions == sorted(fractions)
    segmenter.run(FASTEST, *ct, tmp_path, told.append, lambda: False)
    assert page.asked == [RELEASE]


@pytest.mark.parametrize("what", ["half an archive", "something else"])
def test_what_is_no_whole_archive_is_a_sentence_and_leaves_nothing(
    what: str, places: Places, page: ReleasePage, ct: tuple[NDArray[np.int16], Grid], tmp_path: Path
) -> None:
    if what == "half an archive":
        page.sent //= 2
    else:
        page.archive = b"<html>Please sign in to the hospital's network</html>"
        page.sent = len(page.archive)
    with pytest.raises(Refusal) as refused:
        TotalSegmentator(places).run(FASTEST, *ct, tmp_path, lambda _: None, lambda: False)
    assert refused.value.problem.code == "weights-not-downloaded"
    assert names_in(places.weights) == []


def test_a_download_that_is_cancelled_leaves_nothing(
    places: Places, page: ReleasePage, ct: tuple[NDArray[np.int16], Grid], tmp_path: Path
) -> None:
    page.held.set()
    with pytest.raises(Cancelled):
        TotalSegmentator(places).run(FASTEST, *ct, tmp_path, lambda _: None, page.begun.is_set)
    assert names_in(places.weights) == []
