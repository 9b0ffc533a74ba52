"""Writing what `domain.examinations` says of one patient's series into the tables."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from totalpetview.domain.examinations import Examination as Grouped
from totalpetview.domain.examinations import group_examinations
from totalpetview.domain.series import SeriesFacts
from totalpetview.web.archive.models import Examination, Patient, Series, SeriesRole
from totalpetview.web.archive.search_text import search_text


def patient_of(facts: SeriesFacts) -> Patient:
    """Return the patient of a series, made or brought up to date.

    Two people who were given the same patient ID differ in their date of birth; whoever has no ID is told apart by
    name as well. Merging too little shows one person twice, merging too much mixes two: the first is the lesser evil.
    """
    parts = [facts.patient_id, facts.birth_date or "", "" if facts.patient_id else facts.patient_name]
    identity = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
    patient, _ = Patient.objects.update_or_create(
        identity=identity,
        defaults={
            "patient_id": facts.patient_id[:64],
            "name": facts.patient_name[:400],
            "birth_date": (facts.birth_date or "")[:10],
            "sex": (facts.sex or "")[:16],
        },
    )
    return patient


def regroup(patient: Patient) -> None:
    """Group all understood series of a patient again; forgets a patient without series. Call in a transaction."""
    # one at a time: who does not see what the other one has just added would take it out of its examination
    if Patient.objects.select_for_update().filter(pk=patient.pk).first() is None:
        return
    rows = {row.pk: row for row in patient.series.filter(facts__isnull=False).defer("volume", "mip")}
    if not rows:
        patient.delete()
        return
    facts_of = {key: SeriesFacts.from_json(row.facts or {}) for key, row in rows.items()}
    row_of = {facts.series_uid: rows[key] for key, facts in facts_of.items()}
    grouping = group_examinations(facts_of.values())

    kept: list[str] = []
    for grouped in grouping.examinations:
        examination = _keep(patient, grouped)
        kept.append(examination.pk)
        for role, members in (
            (SeriesRole.CT, [grouped.ct]),
            (SeriesRole.PET, [grouped.pet]),
            (SeriesRole.ALTERNATIVE, grouped.alternatives),
        ):
            for member in members:
                if member is not None:
                    _place(row_of[member.series_uid], examination, role)
    # listed among the others as well, for the reason why they are not shown by themselves
    alternatives = {facts.series_uid for grouped in grouping.examinations for facts in grouped.alternatives}
    for member, problem in grouping.other_series:
        row = row_of[member.series_uid]
        if member.series_uid not in alternatives:
            _place(row, None, SeriesRole.OTHER)
        row.why_other = problem.to_json()
    Series.objects.bulk_update(rows.values(), ["examination", "role", "why_other"])
    patient.examinations.exclude(pk__in=kept).delete()
    _describe(patient, grouping.examinations, facts_of.values())


def _place(row: Series, examination: Examination | None, role: SeriesRole) -> None:
    row.examination = examination
    row.role = role
    if role != SeriesRole.OTHER:
        row.why_other = None


def _keep(patient: Patient, grouped: Grouped) -> Examination:
    # the same series under two patients (a copy with another patient ID) must not share one examination
    taken = Examination.objects.filter(pk=grouped.id).exclude(patient=patient).exists()
    own = hashlib.sha256(f"{patient.key}{grouped.id}".encode()).hexdigest()[:16] if taken else grouped.id
    examination, _ = Examination.objects.update_or_create(
        pk=own,
        defaults={
            "patient": patient,
            "acquired_at": "" if grouped.acquired_at is None else grouped.acquired_at.isoformat(),
            "frame_of_reference_uid": grouped.frame_of_reference_uid or "",
            "pet_ct_share_frame": grouped.pet_ct_share_frame,
            "problems": [problem.to_json() for problem in grouped.problems],
        },
    )
    return examination


def _describe(patient: Patient, examinations: Iterable[Grouped], series: Iterable[SeriesFacts]) -> None:
    every = list(series)
    of_examinations = [each.acquired_at.isoformat() for each in examinations if each.acquired_at is not None]
    of_series = [facts.acquired_at.isoformat() for facts in every if facts.acquired_at is not None]
    patient.newest_at = max(of_examinations or of_series, default="")
    patient.search_text = search_text(
        patient.name,
        patient.patient_id,
        dict.fromkeys([*of_series, patient.birth_date]),
        dict.fromkeys(facts.accession_number for facts in every if facts.accession_number),
    )
    patient.save(update_fields=["newest_at", "search_text"])
