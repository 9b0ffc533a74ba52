"""From the tables to what the study list and the patient page show."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any, cast

from totalpetview.domain.problem import Problem
from totalpetview.domain.series import SeriesFacts
from totalpetview.web.archive.catalogue import progress_of
from totalpetview.web.archive.models import Examination, Patient, Series, SeriesRole
from totalpetview.web.language import Language
from totalpetview.web.studies.organ_maps import said_of_organ_maps
from totalpetview.web.studies.schemas import (
    ExaminationSummary,
    Notice,
    OtherSeries,
    PatientSummary,
    SeriesStateName,
    SeriesSummary,
    State,
)
from totalpetview.web.suv.thumbnails import corrected_series, thumbnail_url

#: an examination is as far as its slowest series; a failure comes first because somebody must look
_ORDER: tuple[State, ...] = ("failed", "arriving", "waiting", "preparing", "ready")


def notices(problems: Iterable[Mapping[str, Any]], language: Language) -> list[Notice]:
    """Return problems (as JSON) as sentences, each once."""
    every = dict.fromkeys(map(Problem.from_json, problems))
    return [Notice(code=problem.code, text=problem.sentence(language)) for problem in every]


def problems_of(row: Series) -> list[Mapping[str, Any]]:
    """Return what is wrong with a series: its geometry, and why its preparation failed."""
    found: list[Mapping[str, Any]] = list((row.facts or {}).get("problems", ()))
    if row.problem is not None:
        found.append(row.problem)
    return found


def patient_summary(patient: Patient, language: Language) -> PatientSummary:
    """Return a patient whose examinations and series are prefetched."""
    every = patient.examinations.all()
    corrected = corrected_series(every)
    return PatientSummary(
        key=patient.key,
        id=patient.patient_id,
        name=patient.name,
        birth_date=patient.birth_date or None,
        sex=patient.sex or None,
        examinations=[
            examination_summary(examination, language, corrected)
            for examination in sorted(every, key=lambda each: (each.acquired_at, each.pk))
        ],
    )


def examination_summary(
    examination: Examination, language: Language, corrected: Container[str] = ()
) -> ExaminationSummary:
    """Return an examination whose series are prefetched; `corrected` are the UIDs of series with corrections."""
    rows = examination.series.all()
    ct, pet = member(rows, SeriesRole.CT), member(rows, SeriesRole.PET)
    chosen = [row for row in (ct, pet) if row is not None]
    facts = (pet.facts if pet else None) or (ct.facts if ct else None) or {}
    return ExaminationSummary(
        id=examination.pk,
        acquired_at=examination.acquired_at or None,
        description=facts.get("study_description") or facts.get("description") or "",
        tracer=(pet.facts or {}).get("tracer") if pet else None,
        ct=None if ct is None else series_summary(ct, language),
        pet=None if pet is None else series_summary(pet, language),
        thumbnail_url=thumbnail_url(pet, corrected),
        state=state_of(chosen),
        progress=overall_progress(chosen),
        problems=notices(examination.problems, language),
    )


def series_summary(row: Series, language: Language) -> SeriesSummary:
    """Return one series."""
    facts = SeriesFacts.from_json(row.facts or {})
    return SeriesSummary(
        key=row.key,
        modality=facts.modality,
        description=facts.description,
        images=row.images,
        spacing_mm=None if facts.grid is None else facts.grid.spacing_mm,
        units=facts.units,
        attenuation_corrected=facts.attenuation_corrected,
        state=cast("SeriesStateName", row.state),
        progress=progress_of(row),
        problems=notices(problems_of(row), language),
    )


def other_series(patient: Patient, language: Language) -> list[OtherSeries]:
    """Return every series that is neither the CT nor the PET of an examination, oldest first."""
    rows = [row for row in patient.series.all() if row.role not in {SeriesRole.CT, SeriesRole.PET} and row.facts]
    maps = said_of_organ_maps((row.orthanc_id for row in rows), language)
    found = [
        _other(row, SeriesFacts.from_json(row.facts or {}), maps.get(row.orthanc_id, ""), language) for row in rows
    ]
    return sorted(found, key=lambda each: (each.acquired_at or "", each.series))


def _other(row: Series, facts: SeriesFacts, of_maps: str, language: Language) -> OtherSeries:
    problem = Problem.from_json(row.why_other) if row.why_other else facts.why_other
    why = problem.sentence(language) if problem else " ".join(each.text for each in notices(problems_of(row), language))
    return OtherSeries(
        series=row.key,
        modality=facts.modality,
        description=facts.description,
        acquired_at=None if facts.acquired_at is None else facts.acquired_at.isoformat(),
        images=row.images,
        why=f"{why} {of_maps}".strip(),
        state=cast("SeriesStateName", row.state),
        examination=row.examination_id,
    )


def member(rows: Iterable[Series], role: SeriesRole) -> Series | None:
    """Return the series of a role."""
    return next((row for row in rows if row.role == role), None)


def state_of(rows: Sequence[Series]) -> State:
    """Return the state of an examination from those of its CT and PET."""
    states = {str(row.state) for row in rows}
    return next((state for state in _ORDER if state in states), "ready")


def overall_progress(rows: Sequence[Series]) -> float:
    """Return how far the CT and the PET are together, 0..1."""
    return round(sum(progress_of(row) for row in rows) / len(rows), 3) if rows else 1.0
