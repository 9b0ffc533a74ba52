from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.web.conftest import make_account, signed_in, understand
from tests.unit.web.one_patient import facts

from totalpetview.domain.problem import Problem
from totalpetview.web.archive.catalogue import DjangoCatalogue
from totalpetview.web.archive.models import Series
from totalpetview.web.archive.search_text import dates_written, search_text, search_words


def matches(typed: str, text: str) -> bool:
    return all(any(form in text for form in forms) for forms in search_words(typed))


MUELLER = search_text("Müller^Anna-Lena", "P-4711", ["2026-03-05T10:00:00", "1956-02-29"], ["ACC 77/b"])


@pytest.mark.parametrize(
    "typed",
    [
        "Müller", "müll", "MUELLER", "muller", "ller", "Anna", "lena müller", "Müller, Anna", "Müller^Anna",
        "p-4711", "4711", "2026", "2026-03", "2026-03-05", "20260305", "05.03.2026", "5.3.2026", "05.03.", "5.3.",
        "03.2026", "acc", "77/b", "müller 2026-03", "1956", "", "   ",
    ],
)  # fmt: skip
def test_what_a_person_types_finds_the_patient(typed: str) -> None:
    assert matches(typed, MUELLER)


@pytest.mark.parametrize("typed", ["Maier", "2026-04", "06.03.2026", "anna maier", "müller 2027", "lenap", "%", "_"])
def test_what_is_not_there_is_not_found(typed: str) -> None:
    assert not matches(typed, MUELLER)


def test_a_transcribed_name_is_found_by_its_umlaut() -> None:
    text = search_text("Mueller^Joerg", "", [], [])
    assert matches("Müller", text)
    assert matches("jörg", text)
    assert matches("uelle", text)


@given(st.text(st.characters(exclude_characters="|"), min_size=1, max_size=20))
def test_every_name_is_found_by_itself_in_upper_and_lower_case(name: str) -> None:
    text = search_text(name, "", [], [])
    assert matches(name, text)
    assert matches(name.casefold(), text)


@given(st.dates())
def test_every_date_is_found_in_both_ways_of_writing(day: Any) -> None:
    text = search_text("", "", [day.isoformat()], [])
    assert matches(day.strftime("%d.%m.") + f"{day.year:04d}", text)
    assert matches(day.isoformat(), text)
    assert matches(day.isoformat()[:7], text)


@pytest.mark.parametrize("text", ["", "yesterday", "2026", "05.03.2026"])
def test_what_is_no_iso_date_is_written_in_no_way(text: str) -> None:
    assert dates_written(text) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("simple_grouping")
def test_the_list_begins_with_the_newest_examination(catalogue: DjangoCatalogue, reading: Client) -> None:
    understand(catalogue, facts("ct", 1, patient_id="A", patient_name="Alt"))
    understand(catalogue, facts("ct", 3, patient_id="N", patient_name="Neu"))
    understand(catalogue, facts("ct", 0, patient_id="N", patient_name="Neu"))
    understand(catalogue, facts("ct", 2, patient_id="M", patient_name="Mitte"))
    answer = reading.get("/api/studies").json()
    assert [patient["name"] for patient in answer["patients"]] == ["Neu", "Mitte", "Alt"]
    assert answer["total"] == 3
    assert [each["acquired_at"][:10] for each in answer["patients"][0]["examinations"]] == ["2026-01-05", "2026-07-04"]
    second = reading.get("/api/studies", {"limit": 1, "offset": 1}).json()
    assert [patient["name"] for patient in second["patients"]] == ["Mitte"]
    assert second["total"] == 3


@pytest.mark.django_db
def test_searching_in_the_list(followed: DjangoCatalogue, reading: Client) -> None:
    for typed, found in (("mueller", 1), ("ACC2", 1), ("05.05.2026", 1), ("05.06.2026", 0), ("100%", 0), ("'; --", 0)):
        assert reading.get("/api/studies", {"search": typed}).json()["total"] == found, typed
    assert reading.get("/api/studies", {"limit": 0}).status_code == 422


@pytest.mark.django_db
def test_an_examination_in_the_list(followed: DjangoCatalogue, reading: Client) -> None:
    patient = reading.get("/api/studies").json()["patients"][0]
    assert (patient["id"], patient["name"], patient["birth_date"]) == ("P-4711", "Müller^Anna-Lena", "1956-02-29")
    first = patient["examinations"][0]
    assert first["state"] == "ready"
    assert first["progress"] == 1.0
    assert first["thumbnail_url"] == f"/volumes/{'20' * 16}/thumbnail.png"
    assert first["tracer"] == "FDG"
    assert first["ct"]["spacing_mm"] == [1.0, 1.0, 3.0]
    assert first["pet"]["units"] == "BQML"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "why"), [("en", "The series has no images."), ("de", "Die Serie enthält keine Bilder.")]
)
def test_the_page_of_a_patient_says_why_a_series_is_in_no_examination(
    followed: DjangoCatalogue, language: str, why: str
) -> None:
    understand(followed, facts("pet", 0, series_uid="1.2.0.3", attenuation_corrected=False))
    understand(followed, facts("scout", 0, series_uid="1.2.0.4", grid=None, why_other=Problem("no-images")))
    client = signed_in(make_account("anna", "Readers", language=language))
    key = client.get("/api/studies").json()["patients"][0]["key"]
    page = client.get(f"/api/patients/{key}").json()
    assert len(page["examinations"]) == 4
    others = {each["state"]: each for each in page["other_series"]}
    assert others["not-an-image-volume"]["why"] == why
    assert others["not-an-image-volume"]["examination"] is None
    assert others["waiting"]["examination"] == page["examinations"][0]["id"]
    assert client.get("/api/patients/0000000000000000").status_code == 404


@pytest.mark.django_db
def test_a_failed_series_shows_its_reason_and_can_be_tried_again(
    followed: DjangoCatalogue, reading: Client, uploading: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_of_the_worker: list[str] = []
    monkeypatch.setattr("totalpetview.web.studies.routes.request_preparation", asked_of_the_worker.append)
    followed.series_failed("1.2.0.1", "orthanc-P-4711-1.2.0.1", Problem("no-images"))
    examination = reading.get("/api/studies").json()["patients"][0]["examinations"][0]
    assert examination["state"] == "failed"
    assert examination["ct"]["problems"] == [{"code": "no-images", "text": "The series has no images."}]
    address = f"/api/series/{examination['ct']['key']}/prepare"
    assert reading.post(address).status_code == 403
    asked = uploading.post(address)
    assert asked.status_code == 202
    assert asked.json()["state"] == "waiting"
    assert asked_of_the_worker == ["orthanc-P-4711-1.2.0.1"]
    assert uploading.post("/api/series/0000000000000000/prepare").status_code == 404
    assert Series.objects.get(series_uid="1.2.0.1").state == "waiting"


@pytest.mark.django_db
def test_a_worker_that_takes_no_requests_is_said_so(
    followed: DjangoCatalogue, uploading: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_database() -> None:
        raise OSError("no such table")

    monkeypatch.setattr("totalpetview.web.studies.preparing._requests", no_database)
    key = Series.objects.get(series_uid="1.2.0.1").key
    for answer in (uploading.post(f"/api/series/{key}/prepare"), uploading.delete(f"/api/series/{key}/prepare")):
        assert answer.status_code == 503
        assert answer.json()["code"] == "worker-down"
