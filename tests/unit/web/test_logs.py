"""No patient data in the log, whatever goes wrong."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from totalpetview.web.logs import WithoutPatientData

pytestmark = pytest.mark.django_db

NAME = "Sorgfalt"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that any logger writes, through our formatter."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(WithoutPatientData("%(levelname)s %(name)s: %(message)s"))
    loggers = [logging.getLogger(), logging.getLogger("django")]
    for logger in loggers:
        logger.addHandler(handler)
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.INFO)
    return_to = list(zip(loggers, levels, strict=True))
    yield stream
    for logger, level in return_to:
        logger.removeHandler(handler)
        logger.setLevel(level)


def test_searches_and_unknown_addresses_leave_no_name(reading: Client, written: io.StringIO) -> None:
    reading.get("/api/studies", {"search": NAME})
    reading.get(f"/{NAME}", {"PatientName": NAME})
    reading.get(f"/api/patients/{NAME}")
    reading.get(f"/dicom-web/{NAME}")
    reading.get("/api/studies", {"limit": NAME})
    Client(enforce_csrf_checks=True).post(f"/api/session?{NAME}", {"name": NAME})
    text = written.getvalue()
    assert NAME not in text
    assert "GET /api/studies 200" in text
    assert "GET /api/patients/<key> 404" in text


def test_a_failure_is_logged_by_place_not_by_what_it_failed_on(
    reading: Client, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(typed: str) -> None:
        raise ValueError(f"cannot search for {typed}")

    monkeypatch.setattr("totalpetview.web.studies.routes.found_patients", broken)
    answer = reading.get("/api/studies", {"search": NAME})
    assert answer.status_code == 500
    assert answer.json()["code"] == "server-error"
    assert NAME.encode() not in answer.content
    text = written.getvalue()
    assert NAME not in text
    assert "ValueError raised at" in text
    assert "in list_patients" in text


def test_a_failure_outside_the_api_is_answered_and_logged_in_the_same_way(
    reading: Client, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def thumbnail_file(self, volume: str) -> None:
            raise RuntimeError(NAME)

    monkeypatch.setattr("totalpetview.web.volumes.views.prepared_volumes", Broken)
    reading.raise_request_exception = False
    answer = reading.get(f"/volumes/{'ab' * 16}/thumbnail.png")
    assert answer.status_code == 500
    assert answer.json()["code"] == "server-error"
    assert NAME not in written.getvalue()
    assert "RuntimeError raised at" in written.getvalue()
