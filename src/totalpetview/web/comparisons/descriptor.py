"""The descriptor of a comparison, put together from stored JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from totalpetview.web.comparisons.alignment import aligned
from totalpetview.web.comparisons.notices import notices_at, shares_frame
from totalpetview.web.comparisons.selection import Shown, ShownSeries
from totalpetview.web.language import Language
from totalpetview.web.studies.summaries import overall_progress, state_of
from totalpetview.web.suv.report import normalisations


def describe(shown: Sequence[Shown], language: Language) -> dict[str, Any]:
    """Return the JSON of `schemas.Comparison` (plain values: validating thousands of slopes takes too long here)."""
    patient = shown[0].examination.patient
    first = _day(shown[0])
    time_points = []
    for number, (each, lies) in enumerate(zip(shown, aligned(shown), strict=True), start=1):
        day = _day(each)
        rows = [member.row for member in each.chosen]
        time_points.append(
            {
                "examination": each.examination.pk,
                "label": f"T{number}",
                "acquired_at": each.examination.acquired_at or None,
                "days_since_first": None if day is None or first is None else (day - first).days,
                **_patient_then(each),
                "to_common": list(lies.transform.matrix),
                "transform_source": lies.transform.source,
                "manual_shift_mm": list(lies.shift_mm),
                "ct": None if each.ct is None else each.ct.volume,
                "pet": _pet(each.pet, language),
                "mip": None if each.pet is None else each.pet.mip,
                "pet_ct_share_frame": shares_frame(each),
                "organ_path": None if lies.organs is None else lies.organs.path.to_json(),
                "state": state_of(rows),
                "progress": overall_progress(rows),
                "notices": [notice.dict() for notice in notices_at(each, lies, language)],
            }
        )
    return {
        "patient": {
            "key": patient.key,
            "id": patient.patient_id,
            "name": patient.name,
            "birth_date": patient.birth_date or None,
            "sex": patient.sex or None,
        },
        "time_points": time_points,
    }


def _day(shown: Shown) -> date | None:
    text = shown.examination.acquired_at
    return datetime.fromisoformat(text).date() if text else None


def _patient_then(shown: Shown) -> dict[str, Any]:
    pet = shown.pet
    weight_kg = shown.ct.facts.weight_kg if shown.ct else None
    if pet is None or pet.suv is None:
        return {"weight_kg": weight_kg, "uptake_min": None, "dose_mbq": None, "tracer": None}
    dose_bq, uptake_s = pet.suv.dose_bq(pet.facts), pet.suv.result.uptake_s
    return {
        "weight_kg": pet.suv.weight_kg(pet.facts) or weight_kg,
        "uptake_min": None if uptake_s is None else uptake_s / 60.0,
        "dose_mbq": None if dose_bq is None else dose_bq / 1e6,
        "tracer": pet.facts.tracer,
    }


def _pet(pet: ShownSeries | None, language: Language) -> dict[str, Any] | None:
    if pet is None or pet.volume is None or pet.suv is None:
        return None
    refusal = pet.suv.result.bw.refusal
    return {
        **pet.volume,
        "series": pet.row.key,
        "normalisations": normalisations(pet.suv.result, language),
        "stored_unit": pet.stored_unit,
        "corrected": list(pet.suv.corrections.names),
        "suvbw_factor": pet.factor(),
        "unit": pet.unit(),
        "suv_refusal": None if refusal is None else refusal.sentence(language),
        "attenuation_corrected": pet.facts.attenuation_corrected,
    }
