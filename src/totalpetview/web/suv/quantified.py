"""SUV of series in the catalogue: their headers, what people corrected, and the value maps of the same patient."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from totalpetview.domain.series import SeriesFacts
from totalpetview.domain.suv import inputs
from totalpetview.domain.suv.corrections import Corrections
from totalpetview.domain.suv.earlier import of_earlier_version
from totalpetview.domain.suv.header import PetHeader
from totalpetview.domain.suv.provenance import Normalised, Quantification, Trail
from totalpetview.domain.suv.quantify import quantify
from totalpetview.domain.suv.value_maps import ValueMap
from totalpetview.web.archive.models import Series
from totalpetview.web.suv.corrections import corrections_of


@dataclass(frozen=True, slots=True)
class Quantified:
    """What a PET series is shown in, and the corrections that went into it."""

    result: Quantification
    corrections: Corrections

    def weight_kg(self, facts: SeriesFacts) -> float | None:
        """Return the weight in force."""
        return self.corrections.weight_kg or facts.weight_kg

    def dose_bq(self, facts: SeriesFacts) -> float | None:
        """Return the injected dose in force."""
        return self.corrections.dose_bq or facts.dose_bq


def quantified(series: Mapping[str, SeriesFacts], patient_id: int | None) -> dict[str, Quantified]:
    """Return the SUV of PET series of one patient: two queries for all of them.

    Parameters
    ----------
    series
        Facts by series UID.
    patient_id
        Primary key of the patient, whose value maps are compared.
    """
    if not series:
        return {}
    corrections = corrections_of(series)
    maps = _maps_of(patient_id)
    return {
        uid: _quantified(facts, corrections.get(uid, Corrections()), maps.get(facts.study_uid, ()))
        for uid, facts in series.items()
    }


def quantified_series(row: Series, corrections: Corrections | None = None) -> Quantified:
    """Return the SUV of one series, also with other corrections than those in force."""
    facts = SeriesFacts.from_json(row.facts or {})
    if corrections is None:
        return quantified({facts.series_uid: facts}, row.patient_id)[facts.series_uid]
    return _quantified(facts, corrections, _maps_of(row.patient_id).get(facts.study_uid, ()))


def values_of_header(facts: SeriesFacts) -> dict[str, Any]:
    """Return what the header gives for each value that can be corrected, as in `Corrections.to_json`."""
    pet = facts.pet or _kept(facts)
    found = quantify(pet)
    injected = next((found.value(name) for name in inputs.INJECTIONS if found.value(name) is not None), None)
    nuclide = inputs.nuclide_of(pet, Trail())
    values = {
        "weight_kg": facts.weight_kg,
        "height_m": found.value("height_m") or facts.height_m,
        "sex": pet.sex,
        "dose_bq": facts.dose_bq,
        "injected_at": injected,
        "nuclide": None if nuclide is None else nuclide.name,
        "half_life_s": pet.half_life_s,
    }
    return {name: value for name, value in values.items() if value is not None}


def _maps_of(patient_id: int | None) -> dict[str, list[ValueMap]]:
    """Return the value maps of a patient by study."""
    found: dict[str, list[ValueMap]] = {}
    if patient_id is None:
        return found
    rows: Iterable[dict[str, Any] | None] = Series.objects.filter(
        patient_id=patient_id, facts__modality="RWV"
    ).values_list("facts", flat=True)
    for data in rows:
        facts = SeriesFacts.from_json(data or {})
        found.setdefault(facts.study_uid, []).extend(facts.value_maps)
    return found


def _quantified(facts: SeriesFacts, corrections: Corrections, maps: Iterable[ValueMap]) -> Quantified:
    if facts.pet is None:
        return Quantified(_of_earlier_version(facts, corrections), corrections)
    every = [*facts.value_maps, *maps]
    return Quantified(quantify(facts.pet, corrections, every, facts.series_uid), corrections)


def _of_earlier_version(facts: SeriesFacts, corrections: Corrections) -> Quantification:
    bw = Normalised(None) if facts.suv is None else Normalised(facts.suv.factor_per_unit, facts.suv.refusal)
    return of_earlier_version(bw, _kept(facts), corrections, facts.uptake_s)


def _kept(facts: SeriesFacts) -> PetHeader:
    """Return what an earlier version kept of a header."""
    return PetHeader(weight=facts.weight_kg, size=facts.height_m, sex=facts.sex, dose=facts.dose_bq)
