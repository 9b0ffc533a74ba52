from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from tests.unit.web.conftest import understand
from tests.unit.web.one_patient import facts

from totalpetview import __version__
from totalpetview.web.archive import gateway
from totalpetview.web.archive.catalogue import DjangoCatalogue
from totalpetview.web.archive.models import Heartbeat, Series
from totalpetview.web.status.archive_probe import probe

pytestmark = pytest.mark.django_db


class Living:
    def __init__(self, alive: bool) -> None:
        self.alive = alive
        self.asked = 0

    def is_alive(self) -> bool:
        self.asked += 1
        return self.alive


@pytest.fixture(autouse=True)
def _ask_anew() -> Iterator[None]:
    probe.forget()
    yield
    probe.forget()


def test_all_is_well(followed: DjangoCatalogue, reading: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    living = Living(alive=True)
    monkeypatch.setattr(gateway, "archive", lambda: living)
    followed.heartbeat()
    node = {"aet": settings.DATA_FOLDER.settings.aet, "port": settings.DATA_FOLDER.settings.dicom_port}
    well: dict[str, Any] = {"archive": "up", "worker": "up", "arriving": 0, "preparing": []}
    expected = {**well, "dicom": node, "version": __version__}
    assert reading.get("/api/status").json() == expected
    assert reading.get("/api/status").json() == expected
    assert living.asked == 1


def test_what_is_down_is_said_to_be_down(
    catalogue: DjangoCatalogue, reading: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "archive", lambda: Living(alive=False))
    assert reading.get("/api/status").json()["worker"] == "down"
    catalogue.heartbeat()
    Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=1))
    answer = reading.get("/api/status").json()
    assert (answer["archive"], answer["worker"]) == ("down", "down")


def test_what_is_on_its_way(followed: DjangoCatalogue, reading: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "archive", lambda: Living(alive=True))
    followed.series_arriving("new", "9.9", 3)
    understand(followed, facts("ct", 4))
    followed.series_progress("1.2.0.1", "building", 0.25)
    answer = reading.get("/api/status").json()
    assert answer["arriving"] == 2
    key = Series.objects.get(series_uid="1.2.0.1").key
    assert answer["preparing"] == [{"series": key, "stage": "building", "fraction": 0.25}]


def test_it_names_the_dicom_node_that_scanners_send_to(reading: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "archive", lambda: Living(alive=True))
    folder = settings.DATA_FOLDER
    chosen = replace(folder.settings, aet="READING_ROOM", dicom_port=10104)
    monkeypatch.setattr(settings, "DATA_FOLDER", replace(folder, settings=chosen))
    assert reading.get("/api/status").json()["dicom"] == {"aet": "READING_ROOM", "port": 10104}
    monkeypatch.setattr(settings, "DATA_FOLDER", replace(folder, settings=replace(chosen, dicom_port=0)))
    assert reading.get("/api/status").json()["dicom"] is None
