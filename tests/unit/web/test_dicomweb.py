from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from totalpetview.pacs.archive import ArchiveUnavailable, PassedThrough
from totalpetview.web.archive import gateway
from totalpetview.web.dicomweb.addresses import may_be_passed_on

pytestmark = pytest.mark.django_db


class ArchiveOnPaper:
    """Writes down what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str, dict[str, str]]] = []
        self.received = b""
        self.down = False

    def pass_through(self, method: str, path: str, query: str, headers: Mapping[str, str], body: Any) -> PassedThrough:
        if self.down:
            raise ArchiveUnavailable
        self.asked.append((method, path, query, dict(headers)))
        if body is not None:
            self.received = b"".join(body)
        back = (("Content-Type", "application/dicom+json"), ("Set-Cookie", "x=1"), ("Content-Length", "4"))
        return PassedThrough(200, back, iter([b"[", b"{}", b"]"]))


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> ArchiveOnPaper:
    archive = ArchiveOnPaper()
    monkeypatch.setattr(gateway, "archive", lambda: archive)
    return archive


def test_a_search_is_passed_on_and_its_answer_streamed_back(reading: Client, paper: ArchiveOnPaper) -> None:
    answer = reading.get(
        "/dicom-web/studies?PatientName=M%C3%BCller*&limit=5",
        headers={"Accept": "application/dicom+json", "X-Other": "1", "Forwarded": "host=evil.example"},
    )
    assert answer.status_code == 200
    assert answer.streaming
    assert b"".join(answer) == b"[{}]"
    assert answer["Content-Type"] == "application/dicom+json"
    assert "Set-Cookie" not in answer.headers
    method, path, query, headers = paper.asked[0]
    assert (method, path, query) == ("GET", "/dicom-web/studies", "PatientName=M%C3%BCller*&limit=5")
    assert headers["Accept"] == "application/dicom+json"
    assert headers["Forwarded"] == "host=testserver;proto=http"
    assert set(headers) <= {"Accept", "Forwarded"}


def test_images_that_are_stored_are_streamed(uploading: Client, reading: Client, paper: ArchiveOnPaper) -> None:
    kind = 'multipart/related; type="application/dicom"; boundary=x'
    body = bytes(range(256)) * 5000
    assert reading.generic("POST", "/dicom-web/studies", body, content_type=kind).status_code == 403
    assert uploading.generic("POST", "/dicom-web/studies", body, content_type=kind).status_code == 200
    assert paper.received == body
    headers = paper.asked[0][3]
    assert headers["Content-Type"] == kind
    assert headers["Content-Length"] == str(len(body))
    assert "Cookie" not in headers


def test_too_large_a_body_is_refused_at_once(uploading: Client, paper: ArchiveOnPaper, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 10
    answer = uploading.generic("POST", "/dicom-web/studies", b"x" * 11, content_type="multipart/related")
    assert answer.status_code == 413
    assert paper.asked == []


def test_an_archive_that_is_down_is_said_so(reading: Client, paper: ArchiveOnPaper) -> None:
    paper.down = True
    answer = reading.get("/dicom-web/studies")
    assert answer.status_code == 503
    assert answer.json()["code"] == "archive-down"


STUDY = "studies/1.2.3"
SERIES = f"{STUDY}/series/1.2.4"
INSTANCE = f"{SERIES}/instances/1.2.5"


@pytest.mark.parametrize(
    "address",
    [
        "studies", "series", "instances", STUDY, f"{STUDY}/metadata", f"{STUDY}/series", f"{STUDY}/instances", SERIES,
        f"{SERIES}/metadata", f"{SERIES}/instances", INSTANCE, f"{INSTANCE}/metadata", f"{INSTANCE}/rendered",
        f"{INSTANCE}/frames/1", f"{INSTANCE}/frames/1,2,3", f"{INSTANCE}/frames/1/rendered",
        f"{INSTANCE}/bulk/00420011",
        f"{INSTANCE}/bulk/00081140/1/00420011",
    ],
)  # fmt: skip
def test_what_the_standard_names_is_passed_on(address: str) -> None:
    assert may_be_passed_on("GET", address)
    assert may_be_passed_on("POST", address) is (address in {"studies", STUDY})


@pytest.mark.parametrize(
    "address",
    [
        "", "servers", "servers/other/stow", "../system", "studies/../../system", "info", "app/viewer", "studies/",
        "studies/x", f"{STUDY}/archive", "studies/1.2.3\n/x", f"{INSTANCE}/frames/a", f"{INSTANCE}/bulk/../../x",
    ],
)  # fmt: skip
def test_nothing_else_of_the_archive_can_be_reached(address: str, reading: Client, paper: ArchiveOnPaper) -> None:
    for method in ("GET", "POST", "PUT", "DELETE"):
        assert not may_be_passed_on(method, address)
    assert reading.get(f"/dicom-web/{address}").status_code == 404
    assert paper.asked == []


def test_a_line_break_at_the_end_of_an_address_is_noticed() -> None:
    assert not may_be_passed_on("GET", "studies/1.2.3\n")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_the_archive_is_not_changed_by_other_methods(method: str, uploading: Client, paper: ArchiveOnPaper) -> None:
    assert uploading.generic(method, f"/dicom-web/{STUDY}").status_code == 404
    assert paper.asked == []
