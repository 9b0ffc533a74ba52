"""What the values of a series are, and what its header says about quantification."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Final

from totalpetview.dicom.attenuation import attenuation_corrected
from totalpetview.dicom.frames import Frame
from totalpetview.dicom.header import SeriesHeader
from totalpetview.dicom.kinds import ENHANCED_PET
from totalpetview.domain.problem import Problem
from totalpetview.domain.series import SuvResult
from totalpetview.domain.suv import PetQuantification, SuvOutcome, suv_bw

#: what must be the same in all images of a PET series for one factor to hold
_QUANTIFYING: Final = (
    "units", "corrected_image", "attenuation_method", "decay_correction", "decay_corrected_to", "weight_kg", "tracers",
    "series_at", "ge_scan_start",
)  # fmt: skip
HEAVIEST_KG: Final = 1000.0
MEGABECQUEREL_UP_TO: Final = 1e5
_RESCALED_UNITS: Final = {"BQML", "GML", "CNTS", "PROPCNTS", "CPS"}


def pet_units(header: SeriesHeader, frames: Sequence[Frame]) -> str | None:
    """Return the units: of the series (classic), else the rescale type of the frames (enhanced)."""
    if header.units:
        return header.units
    types = {frame.rescale_type for frame in frames} | {header.rescale_type}
    known = types & _RESCALED_UNITS
    return known.pop() if len(known) == 1 else None


def weight_kg(header: SeriesHeader) -> tuple[float | None, tuple[Problem, ...]]:
    """Return the weight; more than 1000 can only be grams (Vacha et al., manual on SUV)."""
    weight = header.weight_kg
    if weight is None or weight <= 0:
        return None, ()
    if weight > HEAVIEST_KG:
        return weight / 1000.0, (Problem("weight-in-grams", {"found": weight}),)
    return weight, ()


def dose_bq(header: SeriesHeader) -> float | None:
    """Return the injected dose; enhanced PET states it in MBq (PS3.3 C.8.22.6), classic PET in Bq."""
    dose = header.tracers[0].dose if header.tracers else None
    if dose is None or dose <= 0:
        return None
    return dose * 1e6 if header.sop_class == ENHANCED_PET and dose < MEGABECQUEREL_UP_TO else dose


def suv_of(header: SeriesHeader, others: Sequence[SeriesHeader], frames: Sequence[Frame]) -> SuvOutcome:
    """Return the factor to SUVbw of a PET series, or why there is none."""
    for name in (part.name for part in fields(SeriesHeader) if part.name in _QUANTIFYING):
        if any(getattr(other, name) != getattr(header, name) for other in others):
            return SuvOutcome(SuvResult(None, Problem("suv-mixed", {"attribute": name})), None)
    if len(header.tracers) > 1:
        return SuvOutcome(SuvResult(None, Problem("suv-several-tracers", {"count": len(header.tracers)})), None)
    tracer = header.tracers[0] if header.tracers else None
    weight, notes = weight_kg(header)
    outcome = suv_bw(
        PetQuantification(
            units=pet_units(header, frames),
            attenuation_corrected=attenuation_corrected(header)[0],
            decay_correction=header.decay_correction,
            weight_kg=weight,
            dose_bq=dose_bq(header),
            half_life_s=None if tracer is None else tracer.half_life_s,
            injected_at=None if tracer is None else tracer.injected_at,
            injection_time=None if tracer is None else tracer.injection_time,
            series_at=header.series_at,
            private_scan_start=header.ge_scan_start,
            decay_corrected_to=header.decay_corrected_to,
            frames=[frame.time for frame in frames],
            intercepts_are_zero=all(frame.intercept == 0 for frame in frames),
        )
    )
    return SuvOutcome(outcome.result, outcome.uptake_s, (*notes, *outcome.notes))
