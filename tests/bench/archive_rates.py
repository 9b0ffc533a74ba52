"""How fast images come in: `totalpetview import` against plain sequential POSTs, and preparing against reading."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pydicom

from tests.running_server import RunningServer


def sequential_posts(server: RunningServer, files: list[Path]) -> float:
    """Return the seconds of one POST after another, straight to Orthanc, over one connection."""
    with httpx.Client(base_url=server.orthanc_url, auth=server.orthanc_login(), timeout=60) as client:
        started = time.perf_counter()
        for path in files:
            client.post("/instances", content=path.read_bytes()).raise_for_status()
        return time.perf_counter() - started


def product_import(server: RunningServer, folders: list[Path]) -> float:
    """Return the seconds of `totalpetview import FOLDER...`, the start of the program included."""
    started = time.perf_counter()
    server.run("import", *folders)
    return time.perf_counter() - started


def pydicom_reads_pixels(files: list[Path]) -> float:
    """Return the seconds that pydicom in one process needs to read these files with their pixels."""
    started = time.perf_counter()
    for path in files:
        _ = pydicom.dcmread(path).pixel_array.shape
    return time.perf_counter() - started


def arrival_to_prepared(server: RunningServer, client: httpx.Client, folder: Path, series: int) -> dict[str, float]:
    """Import one examination; return the seconds from its last image until it can be opened, and until its MIP."""
    server.run("import", folder)
    arrived = time.perf_counter()
    opened: float | None = None
    while True:
        patients = client.get("/api/studies", params={"limit": 100}).json()["patients"]
        found = [one for patient in patients for one in patient["examinations"] if one["ct"] and one["pet"]]
        states = [one[kind]["state"] for one in found for kind in ("ct", "pet")]
        if opened is None and len(states) == series and set(states) == {"ready"}:
            opened = time.perf_counter() - arrived
        if opened is not None and all(one["thumbnail_url"] for one in found):
            return {"volumes_s": opened, "mip_s": time.perf_counter() - arrived}
        time.sleep(0.05)
