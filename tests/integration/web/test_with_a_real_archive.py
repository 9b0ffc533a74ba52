"""The web server as it is started in earnest, in front of a real Orthanc."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np
import psutil
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, generate_uid
from tests.integration.real_orthanc import RealOrthanc, free_port

pytestmark = pytest.mark.orthanc

TOTALPETVIEW = Path(sys.executable).with_name("totalpetview")
NEW_PASSWORD = "four-examinations-in-step"
PATIENCE_S = 60.0


@dataclass
class Web:
    process: subprocess.Popen[bytes]
    client: httpx.Client
    url: str
    log: Path


def a_ct_slice(study: str, series: str, number: int) -> bytes:
    image = Dataset()
    image.file_meta = FileMetaDataset()
    image.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    image.SOPClassUID, image.SOPInstanceUID = CTImageStorage, generate_uid()
    image.PatientID, image.PatientName = "P1", "Sorgfalt^Anna"
    image.StudyInstanceUID, image.SeriesInstanceUID = study, series
    image.StudyDate, image.Modality, image.InstanceNumber = "20260305", "CT", number
    image.Rows = image.Columns = 64
    image.BitsAllocated, image.BitsStored, image.HighBit, image.PixelRepresentation = 16, 12, 11, 0
    image.SamplesPerPixel, image.PhotometricInterpretation = 1, "MONOCHROME2"
    image.PixelData = np.full((64, 64), number, np.uint16).tobytes()
    written = io.BytesIO()
    image.save_as(written, enforce_file_format=True)
    return written.getvalue()


def in_one_body(images: list[bytes]) -> tuple[bytes, dict[str, str]]:
    parts = b"".join(b"--x\r\nContent-Type: application/dicom\r\n\r\n" + image + b"\r\n" for image in images)
    kind = 'multipart/related; type="application/dicom"; boundary=x'
    return parts + b"--x--\r\n", {"Content-Type": kind, "Accept": "application/dicom+json"}


@pytest.fixture
def web(orthanc: RealOrthanc, tmp_path: Path) -> Iterator[Web]:
    environment = {**os.environ, "TOTALPETVIEW_DATA": str(orthanc.folder.path)}
    (orthanc.folder.path / "totalpetview.sqlite3").unlink(missing_ok=True)
    added = subprocess.run(
        [TOTALPETVIEW, "account", "add", "anna"], env=environment, capture_output=True, text=True, check=True
    )
    url, log = f"http://127.0.0.1:{free_port()}", tmp_path / "web.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [TOTALPETVIEW, "web", "--port", url.rpartition(":")[2]], env=environment, stdout=file, stderr=file
        )
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        try:
            wait_until(lambda: _answers(client), "the web server starts")
            _sign_in(client, added.stdout.strip())
            yield Web(process, client, url, log)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)


def wait_until(happened: Callable[[], bool], what: str) -> None:
    give_up_at = time.monotonic() + PATIENCE_S
    while not happened():
        if time.monotonic() > give_up_at:
            raise TimeoutError(what)
        time.sleep(0.1)


def _answers(client: httpx.Client) -> bool:
    try:
        client.get("/api/session")
    except httpx.TransportError:
        return False
    return True


def _sign_in(client: httpx.Client, one_time: str) -> None:
    for address, body in (
        ("/api/session", {"name": "anna", "password": one_time}),
        ("/api/session/password", {"old": one_time, "new": NEW_PASSWORD}),
    ):
        client.headers["X-CSRFToken"] = client.get("/api/session").json()["csrf_token"]
        assert client.post(address, json=body).status_code == 200
    client.headers["X-CSRFToken"] = client.get("/api/session").json()["csrf_token"]


def test_images_go_in_by_upload_and_by_stow_and_come_out_as_they_were(web: Web, orthanc: RealOrthanc) -> None:
    study, series = generate_uid(), generate_uid()
    images = [a_ct_slice(study, series, number) for number in range(6)]

    files = [("files", (f"{number}.dcm", image)) for number, image in enumerate(images[:3])]
    uploaded = web.client.post("/api/uploads", files=[*files, ("files", ("notes.txt", b"no image"))]).json()
    assert (uploaded["stored"], uploaded["already_there"]) == (3, 0)
    assert [refused["name"] for refused in uploaded["refused"]] == ["notes.txt"]

    body, headers = in_one_body(images[2:])
    assert web.client.post("/dicom-web/studies", content=body, headers=headers).status_code == 200
    # a body of unknown length: sent in pieces
    assert web.client.post("/dicom-web/studies", content=iter([body[:999], body[999:]]), headers=headers).is_success
    assert len(orthanc.get("/instances")) == 6

    found = web.client.get(
        "/dicom-web/series", params={"PatientID": "P1"}, headers={"Accept": "application/dicom+json"}
    )
    assert [each["0020000E"]["Value"] for each in found.json()] == [[series]]
    assert found.json()[0]["00081190"]["Value"] == [f"{web.url}/dicom-web/studies/{study}/series/{series}"]

    accept = {"Accept": 'multipart/related; type="application/dicom"; transfer-syntax=*'}
    retrieved = web.client.get(f"/dicom-web/studies/{study}", headers=accept).content
    assert all(image[132:] in retrieved for image in images)

    answers = web.log.read_text()
    assert "Sorgfalt" not in answers
    assert study not in answers
    assert "P1" not in answers


def test_a_killed_archive_is_said_to_be_down_and_comes_back(web: Web, orthanc: RealOrthanc) -> None:
    def archive() -> str:
        return str(web.client.get("/api/status").json()["archive"])

    assert archive() == "up"
    orthanc.kill()
    assert web.client.get("/dicom-web/studies").status_code == 503
    wait_until(lambda: archive() == "down", "the page says that the archive is down")
    orthanc.start()
    wait_until(lambda: archive() == "up", "the page says that the archive is back")


def test_a_killed_web_server_leaves_nobody_on_its_port(web: Web) -> None:
    (serving,) = psutil.Process(web.process.pid).children()
    web.process.kill()
    web.process.wait()
    _, alive = psutil.wait_procs([serving], timeout=10)
    assert alive == []
