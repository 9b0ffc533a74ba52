"""What organ maps cost: computed beside TotalSegmentator's own command line, and brought onto the screen."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import numpy as np
import pydicom
from numpy.typing import NDArray
from playwright.sync_api import Browser

from tests.bench.comparison_in_browser import open_cold, signed_in_context
from tests.bench.organs_in_browser import hiding_an_organ, organs_appear, organs_found, scrolled_with_and_without
from tests.bench.report import Report, Row
from tests.organ_maps import ct_images, demo_labels, segmentation, store
from tests.running_server import RunningServer
from tests.totalsegmentator import STANDIN_WEIGHTS, cached_venv

_PATIENCE_S: Final = 900.0
_POLL_S: Final = 0.1
ALL_CLASSES: Final = 117


@dataclass(frozen=True, slots=True)
class Truth:
    """The demo patient's images and, in a folder of the same names, her true organs: the latter are no DICOM."""

    images: Path
    labels: Path

    def maps(self) -> Iterator[tuple[list[pydicom.Dataset], NDArray[np.uint8]]]:
        """Yield CT slices and all classes of each examination, in order of time."""
        for folder in sorted(self.labels.iterdir()):
            yield ct_images(self.images / folder.name), demo_labels(folder, all_of_them=True)


def set_apart(demo: Path, labels: Path) -> Path:
    """Move the label files out of the folders that are imported; return where they lie."""
    for file in demo.glob("*/labels.npz"):
        (labels / file.parent.name).mkdir(parents=True)
        file.rename(labels / file.parent.name / file.name)
    return labels


def settings() -> str:
    """Return the lines of settings.toml that let the product find the program and the stand-in weights."""
    return f'totalsegmentator = "{cached_venv()}"\ntotalsegmentator_weights = "{STANDIN_WEIGHTS}"\n'


def measure_segmentation(
    report: Report, browser: Browser, server: RunningServer, examination: str, *, ct_folder: Path, work: Path
) -> None:
    """From the button to the organs on the screen, against TotalSegmentator's command line on the same CT (6 mm)."""
    baseline_s = _command_line_s(ct_folder, work)
    context = signed_in_context(browser, server, 1366, 768)
    page = context.new_page()
    open_cold(page, f"{server.url}/compare?e={examination}")
    found = organs_found(page)
    context.close()
    report.detail("organs computed (stand-in weights)", {"command_line_s": baseline_s, "product": found})
    report.add(
        Row("organs: from the button to the screen / TotalSegmentator alone", found["seconds"] / baseline_s, "", 1.1)
    )


def measure_organs(report: Report, browser: Browser, server: RunningServer, truth: Truth, ids: list[str]) -> None:
    """All 117 classes in four examinations, stored by another program: on the screen, hidden, scrolled."""
    with server.signed_in() as client:
        for images, labels in truth.maps():
            store(client, segmentation(images, labels))
        maps = _wait_for_maps(client, ids, origin="imported")
        binary = _binary_over_dicomweb(client, *next(truth.maps()))
        labels_s, labels_mb = _timed(lambda: _fetch_labels(client, maps[:1]))
    report.detail("one map of 117 organs", binary | {"own_labels_s": labels_s, "own_labels_mb": labels_mb / 1e6})
    context = signed_in_context(browser, server, 1920, 1080)
    page = context.new_page()
    opened = open_cold(page, f"{server.url}/compare?" + "&".join(f"e={one}" for one in ids))
    appeared = organs_appear(page)
    hidden = hiding_an_organ(page)
    scrolled = scrolled_with_and_without(page)
    context.close()
    report.detail("organs on the screen", appeared | hidden | scrolled | {"opened": opened})
    if min(appeared["drawn"]) < ALL_CLASSES:
        raise RuntimeError(f"not all organs were drawn: {appeared}")
    report.add(Row("117 organs of four examinations on the screen after the button", appeared["visible_s"], "s", 1.0))
    report.add(Row("frames until a hidden organ has gone", hidden["frames_until_drawn"], "frames", 1))
    report.add(Row("scrolling with organs / without", scrolled["ratio"], "", 0.8, at_most=False))
    report.add(Row("one map: own label volume / binary segments over DICOMweb", labels_s / binary["dicomweb_s"], "", 1))


def _command_line_s(ct_folder: Path, work: Path) -> float:
    home = work / "totalsegmentator-home"
    home.mkdir(parents=True)
    (home / "config.json").write_text('{"send_usage_stats": false, "prediction_counter": 0}')
    environment = os.environ | {"TOTALSEG_HOME_DIR": str(home), "TOTALSEG_WEIGHTS_PATH": str(STANDIN_WEIGHTS)}
    command = [cached_venv() / "bin" / "TotalSegmentator", "-i", ct_folder, "-o", work / "organs.nii.gz"]
    began = time.monotonic()
    subprocess.run(
        [*map(str, command), "--ml", "--fastest", "-d", "cpu", "--nr_thr_saving", "1"],
        env=environment,
        check=True,
        capture_output=True,
    )
    seconds = time.monotonic() - began
    shutil.rmtree(home)
    return seconds


def _wait_for_maps(client: httpx.Client, ids: list[str], origin: str = "") -> list[dict[str, Any]]:
    """Return the map that is shown for each examination."""
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        points = client.get("/api/organs", params=[("examination", one) for one in ids]).json()["time_points"]
        failed = [point["run"] for point in points if point["run"] and point["run"]["state"] == "failed"]
        if failed:
            raise RuntimeError(f"no organs: {failed}")
        maps = [next((one for one in point["maps"] if one["key"] == point["shown"]), None) for point in points]
        shown = [one for one in maps if one is not None and origin in {"", one["origin"]}]
        if len(shown) == len(ids):
            return shown
        time.sleep(_POLL_S)
    raise TimeoutError("the organ maps were never there")


def _fetch_labels(client: httpx.Client, maps: list[dict[str, Any]]) -> int:
    """Fetch the whole label volumes; return the bytes that came over the line."""
    came = 0
    for one in maps:
        level = one["labels"]["levels"][0]
        for slab in range(level["slabs"]):
            with client.stream("GET", level["url"].format(slab=slab)) as answer:
                answer.raise_for_status()
                for _ in answer.iter_bytes():
                    pass
                came += answer.num_bytes_downloaded
    return came


def _timed(work: Any) -> tuple[float, Any]:
    began = time.monotonic()
    result = work()
    return time.monotonic() - began, result


def _binary_over_dicomweb(client: httpx.Client, images: list[pydicom.Dataset], labels: Any) -> dict[str, float]:
    """Store the same organs as 117 binary segments, and get them back as a viewer without label volumes does."""
    written = segmentation(images, labels, "BINARY")
    store(client, written)
    header = pydicom.dcmread(pydicom.filebase.DicomBytesIO(written), stop_before_pixels=True)
    address = f"/dicom-web/studies/{header.StudyInstanceUID}/series/{header.SeriesInstanceUID}"

    def fetch() -> int:
        client.get(f"{address}/metadata", headers={"Accept": "application/dicom+json"}).raise_for_status()
        accepted = {"Accept": 'multipart/related; type="application/dicom"'}
        answer = client.get(address, headers=accepted)
        answer.raise_for_status()
        return len(answer.content)

    seconds, size = _timed(fetch)
    return {"dicomweb_s": seconds, "dicomweb_mb": size / 1e6}
