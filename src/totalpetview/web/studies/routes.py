"""The study list, the page of one patient, and preparing a series again."""

from __future__ import annotations

from typing import Annotated

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Status

from totalpetview.web.answers import ApiRefusal
from totalpetview.web.archive.models import Patient, Series, SeriesState
from totalpetview.web.compression import compressed_json
from totalpetview.web.language import language_of
from totalpetview.web.refusals import REFUSALS
from totalpetview.web.studies.preparing import cancel_requests, request_preparation
from totalpetview.web.studies.schemas import PatientList, PatientPage, SeriesSummary
from totalpetview.web.studies.search import found_patients, with_examinations
from totalpetview.web.studies.summaries import other_series, patient_summary, series_summary

router = Router(tags=["studies"])


@router.get("/studies", response={200: PatientList, **REFUSALS}, url_name="studies", summary="Search patients")
def list_patients(
    request: HttpRequest,
    search: Annotated[str, Field(max_length=200)] = "",
    limit: Annotated[int, Field(ge=1, le=500)] = 50,
    offset: Annotated[int, Field(ge=0)] = 0,
) -> HttpResponse:
    """Every word of `search` must occur in name, patient ID, a date (2026-03, 05.03.2026) or an accession number.

    Patients with the newest examination come first.
    """
    language = language_of(request)
    found = found_patients(search)
    page = with_examinations(found)[offset : offset + limit]
    listed = PatientList(patients=[patient_summary(patient, language) for patient in page], total=found.count())
    return compressed_json(request, listed.model_dump(mode="json"))  # checked once is enough, while somebody types


@router.get("/patients/{key}", response={200: PatientPage, **REFUSALS}, url_name="patient", summary="One patient")
def read_patient(request: HttpRequest, key: str) -> PatientPage:
    """All examinations, and every series that belongs to none, with the reason."""
    language = language_of(request)
    others = Prefetch("series", Series.objects.defer("volume", "mip"))
    patient = with_examinations(Patient.objects.filter(key=key)).prefetch_related(others).first()
    if patient is None:
        raise ApiRefusal(404, "no-such-patient")
    summary = patient_summary(patient, language)
    return PatientPage(**summary.dict(), other_series=other_series(patient, language))


@router.post(
    "/series/{key}/prepare", response={202: SeriesSummary, **REFUSALS}, url_name="prepare", summary="Prepare again"
)
def prepare_again(request: HttpRequest, key: str) -> Status[SeriesSummary]:
    """Ask the worker to prepare a series again, for example one that failed."""
    row = _series(key)
    request_preparation(row.orthanc_id)
    if row.state == SeriesState.FAILED:
        row.state = SeriesState.WAITING
        row.save(update_fields=["state"])
    return Status(202, series_summary(row, language_of(request)))


@router.delete("/series/{key}/prepare", response={202: SeriesSummary, **REFUSALS}, url_name="prepare", summary="Cancel")
def cancel_preparation(request: HttpRequest, key: str) -> Status[SeriesSummary]:
    """Cancel what is under way for a series, from its next step on."""
    row = _series(key)
    cancel_requests(row.orthanc_id)
    return Status(202, series_summary(row, language_of(request)))


def _series(key: str) -> Series:
    row = Series.objects.filter(key=key).filter(facts__isnull=False).defer("volume", "mip").first()
    if row is None:
        raise ApiRefusal(404, "no-such-series")
    return row
