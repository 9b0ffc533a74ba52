"""The archive and the worker are killed while images come in: the page says so, and nothing acknowledged is lost."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx
import pydicom
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.renamed_examination import tiny_demo
from tests.running_server import NEW_PASSWORD, TOTALPETVIEW, RunningServer, running_server

PATIENCE_S: Final = 120.0
KILLED: Final = ("archive", "worker")
BANNER: Final = "The archive and the worker are not running at the moment."


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Return an installation of its own: its processes are going to be killed."""
    with running_server(tmp_path_factory.mktemp("killed") / "data") as started:
        yield started


@pytest.fixture(scope="module")
def reader(served: RunningServer) -> Iterator[httpx.Client]:
    """Return a signed-in client."""
    with served.signed_in() as client:
        yield client


@pytest.fixture(scope="module")
def studies_page(browser: Browser, served: RunningServer, reader: httpx.Client) -> Iterator[Page]:
    """Return the list of patients, open before anything happens."""
    assert reader.get("/api/status").json()["archive"] == "up"
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(served.url)
    page.get_by_label("Name").fill("admin")
    page.get_by_label("Password", exact=True).fill(NEW_PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Patients")).to_be_visible()
    yield page
    context.close()


@dataclass
class Killer:
    """Kills the archive and the worker with SIGKILL, whenever they run, until it is told to let them live."""

    state_file: Path
    killed: dict[str, set[int]] = field(default_factory=lambda: {name: set() for name in KILLED})
    _over: threading.Event = field(default_factory=threading.Event)

    def pids(self) -> dict[str, int | None]:
        processes = json.loads(self.state_file.read_text())["processes"]
        return {name: processes[name]["pid"] for name in KILLED}

    def kill_once(self) -> None:
        for name, pid in self.pids().items():
            if pid is not None and pid not in self.killed[name]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                self.killed[name].add(pid)

    @contextlib.contextmanager
    def killing(self) -> Iterator[None]:
        def again_and_again() -> None:
            while not self._over.wait(0.05):
                self.kill_once()

        thread = threading.Thread(target=again_and_again)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()


def wait_until(happened: Callable[[], bool], what: str) -> None:
    give_up_at = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < give_up_at, what
        time.sleep(0.1)


def stored_images(served: RunningServer) -> list[str]:
    """Return the identifiers of the images in the archive, asked of the archive itself."""
    user, password = served.orthanc_login()
    with httpx.Client(base_url=served.orthanc_url, auth=(user, password), timeout=30) as archive:
        found = archive.post("/tools/find", json={"Level": "Instance", "Query": {}, "Expand": True}).json()
    return sorted(image["MainDicomTags"]["SOPInstanceUID"] for image in found)


def test_nothing_acknowledged_is_lost_and_the_page_says_what_is_down(
    served: RunningServer, reader: httpx.Client, studies_page: Page, tmp_path: Path
) -> None:
    folders = tiny_demo(tmp_path)
    sent = sorted(
        str(pydicom.dcmread(path, stop_before_pixels=True).SOPInstanceUID)
        for folder in folders
        for path in folder.rglob("*.dcm")
    )
    killer = Killer(served.data / "processes.json")
    importing = subprocess.Popen(
        [TOTALPETVIEW, "import", "--json", *folders],
        env=served.environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        # in the middle: some images are acknowledged, others not
        wait_until(lambda: len(stored_images(served)) >= 20, "images arrive")
        with killer.killing():

            def both_down() -> bool:
                status = reader.get("/api/status").json()
                return (status["archive"], status["worker"]) == ("down", "down")

            wait_until(both_down, "the status says that both are down")
            assert importing.poll() is None, "the import was over before anything was killed"
            expect(studies_page.get_by_text(BANNER)).to_be_visible(timeout=20_000)

        said, complained = importing.communicate(timeout=PATIENCE_S)
    finally:
        importing.kill()
    report: dict[str, Any] = json.loads(said)
    assert importing.returncode == 0, complained
    assert report["refused"] == []
    # an image whose acknowledgement was lost with the archive is sent again and is then already there
    assert report["stored"] + report["already_there"] == len(sent)
    assert "waiting" in complained

    wait_until(lambda: all(pid not in killer.killed[name] for name, pid in killer.pids().items()), "they came back")
    assert stored_images(served) == sent
    counts = [(len(list((folder / "CT").iterdir())), len(list((folder / "PET").iterdir()))) for folder in folders]

    def prepared_counts() -> list[tuple[int, int]]:
        examinations = served.prepared_examinations(reader, len(folders))
        return [(one["ct"]["images"], one["pet"]["images"]) for one in examinations if one["ct"] and one["pet"]]

    wait_until(lambda: prepared_counts() == counts, "every image is in a prepared examination")
    assert min(len(pids) for pids in killer.killed.values()) >= 1
    status = reader.get("/api/status").json()
    assert (status["archive"], status["worker"]) == ("up", "up")
    expect(studies_page.get_by_text(BANNER)).to_be_hidden(timeout=20_000)
    expect(studies_page.get_by_role("link", name="Demo, Anna")).to_be_visible(timeout=20_000)


def test_what_was_prepared_between_the_deaths_has_every_voxel(served: RunningServer, reader: httpx.Client) -> None:
    examinations = served.prepared_examinations(reader, 4)
    asked = [("examination", examination["id"]) for examination in examinations]
    comparison = reader.get("/api/comparisons", params=asked).json()
    for time_point in comparison["time_points"]:
        for volume in (time_point["ct"], time_point["pet"]):
            level = volume["levels"][0]
            rows, columns = level["shape"][1:]
            for slab in range(level["slabs"]):
                chunk = reader.get(level["url"].format(slab=slab))
                assert chunk.status_code == httpx.codes.OK
                assert len(chunk.content) == level["slab_slices"] * rows * columns * 2
