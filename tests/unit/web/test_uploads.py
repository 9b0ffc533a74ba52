from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.unit.web.conftest import make_account, signed_in

from totalpetview.domain.problem import refuse
from totalpetview.pacs.archive import ArchiveUnavailable, Stored
from totalpetview.pacs.patience import Patience
from totalpetview.web.archive import gateway

pytestmark = pytest.mark.django_db

PART10 = b"\0" * 128 + b"DICM"


class ArchiveOnPaper:
    def __init__(self) -> None:
        self.kept: set[bytes] = set()
        self.down = False

    def store(self, dicom: bytes) -> Stored:
        if self.down:
            raise ArchiveUnavailable
        if b"broken" in dicom:
            raise refuse("dicom-damaged")
        there = dicom in self.kept
        self.kept.add(dicom)
        return Stored("already-there" if there else "stored", "i", "s", "t")


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> ArchiveOnPaper:
    archive = ArchiveOnPaper()
    monkeypatch.setattr(gateway, "archive", lambda: archive)
    monkeypatch.setattr(
        "totalpetview.web.uploads.storing.PATIENCE", Patience(give_up_after_s=0.0, sleep=lambda _: None)
    )
    monkeypatch.setattr("totalpetview.workflows.import_files.as_part10", lambda content: content)
    return archive


def upload(client: Client, *files: tuple[str, bytes]) -> Any:
    return client.post("/api/uploads", {"files": [SimpleUploadedFile(name, content) for name, content in files]})


def test_one_bad_file_never_stops_the_others_and_is_named(uploading: Client, paper: ArchiveOnPaper) -> None:
    answer = upload(uploading, ("1.dcm", PART10 + b"1"), ("bad.dcm", PART10 + b"broken"), ("2", PART10 + b"2"))
    assert answer.status_code == 200
    assert (answer.json()["stored"], answer.json()["already_there"]) == (2, 0)
    (refused,) = answer.json()["refused"]
    assert refused["name"] == "bad.dcm"
    assert len(refused["why"]) > 10
    again = upload(uploading, ("1.dcm", PART10 + b"1")).json()
    assert (again["stored"], again["already_there"]) == (0, 1)


def test_the_reason_is_given_in_the_language_of_the_account(paper: ArchiveOnPaper, uploading: Client) -> None:
    german = signed_in(make_account("dora", "Uploaders", language="de"))
    bad = ("bad.dcm", PART10 + b"broken")
    assert upload(german, bad).json()["refused"][0]["why"] != upload(uploading, bad).json()["refused"][0]["why"]


def test_a_zip_is_unpacked(uploading: Client, paper: ArchiveOnPaper) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a/1", PART10 + b"1")
        archive.writestr("a/2", PART10 + b"2")
        archive.writestr("a/3", PART10 + b"broken")
    answer = upload(uploading, ("images.zip", packed.getvalue())).json()
    assert answer["stored"] == 2
    assert answer["refused"][0]["name"] == "images.zip/a/3"


def test_an_archive_that_is_down_refuses_every_file_by_name(uploading: Client, paper: ArchiveOnPaper) -> None:
    paper.down = True
    answer = upload(uploading, ("1.dcm", PART10 + b"1"), ("2.dcm", PART10 + b"2")).json()
    assert answer["stored"] == 0
    assert [each["name"] for each in answer["refused"]] == ["1.dcm", "2.dcm"]


def test_hundreds_of_files_in_one_request(uploading: Client, paper: ArchiveOnPaper) -> None:
    files = [(f"{number}.dcm", PART10 + str(number).encode()) for number in range(400)]
    assert upload(uploading, *files).json()["stored"] == 400


def test_nothing_stays_behind(uploading: Client, paper: ArchiveOnPaper) -> None:
    upload(uploading, ("1.dcm", PART10 + b"1"), ("2.dcm", PART10 + b"2"))
    assert list(settings.UPLOAD_FOLDER.iterdir()) == []


def test_too_large_an_upload_is_refused_before_it_is_read(
    uploading: Client, paper: ArchiveOnPaper, settings: Any
) -> None:
    settings.UPLOAD_MAX_BYTES = 100
    answer = upload(uploading, ("1.dcm", b"x" * 1000))
    assert answer.status_code == 413
    assert answer.json()["code"] == "too-large"
    assert paper.kept == set()


def test_an_upload_without_files_is_refused(uploading: Client, paper: ArchiveOnPaper) -> None:
    assert uploading.post("/api/uploads", {}).status_code == 422
