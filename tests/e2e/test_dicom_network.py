"""Images come in by C-STORE and STOW-RS, and go out by QIDO-RS and WADO-RS, of the whole running product."""

from __future__ import annotations

import io
from collections.abc import Sequence
from email.parser import BytesParser
from pathlib import Path

import httpx
import pydicom
import pytest
from pydicom.dataset import FileDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, PositronEmissionTomographyImageStorage
from pynetdicom import AE

from tests.e2e.conftest import KNOWN_PEER
from tests.e2e.renamed_examination import renamed, tiny_demo
from tests.running_server import RunningServer

JSON = {"Accept": "application/dicom+json"}


@pytest.fixture(scope="module")
def examinations(tmp_path_factory: pytest.TempPathFactory) -> list[list[Path]]:
    """Return the files of CT and PET of each tiny examination."""
    folders = tiny_demo(tmp_path_factory.mktemp("tiny"))
    return [sorted(path for path in folder.rglob("*.dcm") if path.parent.name != "SCOUT") for folder in folders]


def send(server: RunningServer, images: Sequence[FileDataset], calling: str, called: str) -> list[int] | None:
    """Send by C-STORE; return the statuses, or None when the association was refused."""
    node = AE(ae_title=calling)
    for storage in (CTImageStorage, PositronEmissionTomographyImageStorage):
        node.add_requested_context(storage, ExplicitVRLittleEndian)
    port = int(server.environment["TOTALPETVIEW_DICOM_PORT"])
    association = node.associate("127.0.0.1", port, ae_title=called)
    if not association.is_established:
        return None
    try:
        return [association.send_c_store(image).Status for image in images]
    finally:
        association.release()


def listed(client: httpx.Client, patient_id: str) -> list[str]:
    answer = client.get("/api/studies", params={"search": patient_id}).json()
    return [patient["id"] for patient in answer["patients"]]


def stow_body(images: Sequence[FileDataset]) -> tuple[bytes, dict[str, str]]:
    parts = b""
    for image in images:
        written = io.BytesIO()
        image.save_as(written, enforce_file_format=True)
        parts += b"--x\r\nContent-Type: application/dicom\r\n\r\n" + written.getvalue() + b"\r\n"
    return parts + b"--x--\r\n", {"Content-Type": 'multipart/related; type="application/dicom"; boundary=x', **JSON}


def parts_of(answer: httpx.Response) -> list[bytes]:
    """Return the bodies of a multipart answer."""
    whole = b"Content-Type: " + answer.headers["Content-Type"].encode() + b"\r\n\r\n" + answer.content
    message = BytesParser().parsebytes(whole)
    return [part.get_payload(decode=True) for part in message.get_payload()]  # type: ignore[union-attr, misc]


def test_what_a_known_scanner_sends_is_prepared_and_listed(
    server: RunningServer, client: httpx.Client, examinations: list[list[Path]]
) -> None:
    images = renamed(examinations[0], "TPV-NET-1", "Network^Store")
    assert set(send(server, images, KNOWN_PEER, "TOTALPETVIEW") or []) == {0}
    (examination,) = server.prepared_examinations(client, 1, patient="TPV-NET-1")
    assert examination["ct"]["images"] == sum(image.Modality == "CT" for image in images)
    assert examination["pet"]["images"] == sum(image.Modality == "PT" for image in images)
    assert listed(client, "Network, Store") == ["TPV-NET-1"]


@pytest.mark.parametrize(
    ("calling", "called"), [("STRANGER", "TOTALPETVIEW"), (KNOWN_PEER, "ANOTHERNODE")], ids=["caller", "called name"]
)
def test_a_stranger_or_a_wrong_name_is_refused_by_dicom(
    server: RunningServer, client: httpx.Client, examinations: list[list[Path]], calling: str, called: str
) -> None:
    images = renamed(examinations[0][:1], "TPV-NET-2", "Network^Stranger")
    assert send(server, images, calling, called) is None
    stored = client.get("/dicom-web/studies", params={"PatientID": "TPV-NET-2"}, headers=JSON)
    assert stored.status_code == httpx.codes.NO_CONTENT or stored.json() == []


def test_stow_needs_a_session_and_its_token(
    server: RunningServer, client: httpx.Client, examinations: list[list[Path]]
) -> None:
    body, headers = stow_body(renamed(examinations[1][:1], "TPV-NET-3", "Network^Nobody"))
    with httpx.Client(base_url=server.url, timeout=60) as stranger:
        assert stranger.post("/dicom-web/studies", content=body, headers=headers).status_code in {401, 403}
        stranger.cookies.update(client.cookies)
        without_token = stranger.post("/dicom-web/studies", content=body, headers=headers)
        assert without_token.status_code == httpx.codes.FORBIDDEN
    assert listed(client, "TPV-NET-3") == []


def test_what_stow_stores_comes_back_by_qido_and_wado_with_the_same_pixels(
    server: RunningServer, client: httpx.Client, examinations: list[list[Path]]
) -> None:
    images = renamed(examinations[1], "TPV-NET-4", "Network^Stow")
    body, headers = stow_body(images)
    stored = client.post("/dicom-web/studies", content=body, headers=headers)
    assert stored.status_code == httpx.codes.OK
    assert len(stored.json()["00081199"]["Value"]) == len(images)
    study = str(images[0].StudyInstanceUID)

    found = client.get("/dicom-web/studies", params={"PatientID": "TPV-NET-4"}, headers=JSON).json()
    assert [one["0020000D"]["Value"] for one in found] == [[study]]
    series = client.get(f"/dicom-web/studies/{study}/series", headers=JSON).json()
    assert {one["0020000E"]["Value"][0] for one in series} == {str(image.SeriesInstanceUID) for image in images}

    sent = {str(image.SOPInstanceUID): image for image in images}
    kept_syntax = {"Accept": 'multipart/related; type="application/dicom"; transfer-syntax=*'}
    answer = client.get(f"/dicom-web/studies/{study}", headers=kept_syntax)
    retrieved = [pydicom.dcmread(io.BytesIO(part)) for part in parts_of(answer)]
    assert {str(image.SOPInstanceUID) for image in retrieved} == set(sent)
    for image in retrieved:
        assert image.PixelData == sent[str(image.SOPInstanceUID)].PixelData

    one = images[0]
    address = f"/dicom-web/studies/{study}/series/{one.SeriesInstanceUID}/instances/{one.SOPInstanceUID}"
    frames = {"Accept": 'multipart/related; type="application/octet-stream"'}
    (frame,) = parts_of(client.get(f"{address}/frames/1", headers=frames))
    assert frame.startswith(one.PixelData[:64])
    assert frame[: len(one.PixelData)] == one.PixelData

    (examination,) = server.prepared_examinations(client, 1, patient="TPV-NET-4")
    assert examination["state"] == "ready"
