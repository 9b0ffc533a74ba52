"""What the values of a series are, and what its header says about quantification."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Final

from totalpetview.dicom.attenuation import attenuation_corrected
from totalpetview.dicom.frames import Frame
from totalpetview.dicom.header import Radiotracer, SeriesHeader
from totalpetview.dicom.kinds import ENHANCED_PET
from totalpetview.domain.clock import earliest
from totalpetview.domain.problem import Problem, Refusal
from totalpetview.domain.suv import inputs
from totalpetview.domain.suv.decay import back_computed, folded
from totalpetview.domain.suv.header import PetHeader
from totalpetview.domain.suv.provenance import Trail
from totalpetview.domain.suv.quantify import NO_CORRECTIONS, folds

#: what must be the same in all images of a PET series for one factor to hold
_QUANTIFYING: Final = (
    "units", "corrected_image", "attenuation_method", "decay_correction", "decay_corrected_to", "weight_kg", "tracers",
    "series_at", "ge_scan_start", "suv_type", "philips_suv_scale", "philips_activity_scale",
)  # fmt: skip
_RESCALED_UNITS: Final = {"BQML", "GML", "CM2ML", "CNTS", "PROPCNTS", "CPS"}
_NO_TRACER: Final = Radiotracer(None, None, None, None, None)


def pet_units(header: SeriesHeader, frames: Sequence[Frame]) -> str | None:
    """Return the units: of the series (classic), else the rescale type of the frames (enhanced)."""
    if header.units:
        return header.units
    types = {frame.rescale_type for frame in frames} | {header.rescale_type}
    known = types & _RESCALED_UNITS
    return known.pop() if len(known) == 1 else None


def pet_header(header: SeriesHeader, others: Sequence[SeriesHeader], frames: Sequence[Frame]) -> PetHeader:
    """Return what the rules need of a PET series.

    Parameters
    ----------
    header, others
        The usual header, and every one that occurs in the series.
    frames
        All of its pictures.
    """
    tracer = header.tracers[0] if header.tracers else _NO_TRACER
    times = [frame.time for frame in frames]
    slopes = {frame.slope for frame in frames}
    found = PetHeader(
        units=pet_units(header, frames),
        suv_type=header.suv_type,
        attenuation_corrected=attenuation_corrected(header)[0],
        decay_correction=header.decay_correction,
        corrected_image=header.corrected_image,
        weight=header.weight_kg,
        size=header.height_m if all(other.height_m == header.height_m for other in others) else None,
        sex=header.sex if all(other.sex == header.sex for other in others) else None,
        dose=tracer.dose,
        dose_in_mbq=header.sop_class == ENHANCED_PET,
        half_life_s=tracer.half_life_s,
        nuclide_code=tracer.nuclide_code,
        nuclide_name=tracer.nuclide_name,
        injected_at=tracer.injected_at,
        injection_time=tracer.injection_time,
        private_injected_at=header.ge_injected_at,
        series_at=header.series_at,
        ge_scan_start=header.ge_scan_start,
        siemens_decay_corrected_to=(
            header.siemens_decay_corrected_to
            if all(other.siemens_decay_corrected_to == header.siemens_decay_corrected_to for other in others)
            else None
        ),
        decay_corrected_to=header.decay_corrected_to,
        first_acquired_at=earliest(time.acquired_at for time in times),
        suv_scale=header.philips_suv_scale,
        activity_scale=header.philips_activity_scale,
        rescale_slope=next(iter(slopes)) if len(slopes) == 1 else None,
        intercepts_are_zero=all(frame.intercept == 0 for frame in frames),
        refusal=_refusal(header, others),
    )
    half_life_s = inputs.usable_half_life_s(found)
    folding = folded(times, half_life_s) if folds(found) else None
    return replace(
        found,
        back_computed_at=back_computed(times, half_life_s),
        decay_folded_to=None if folding is None else folding.moment,
    )


def decay_factors(pet: PetHeader | None, ordered: Sequence[Frame]) -> tuple[float, ...]:
    """Return by what the slope of each picture is multiplied: 1 unless the series is not decay corrected."""
    if pet is not None and pet.decay_folded_to is not None:
        folding = folded([frame.time for frame in ordered], inputs.usable_half_life_s(pet))
        if folding is not None and folding.moment == pet.decay_folded_to:
            return folding.factors
        raise Refusal(Problem("suv-no-decay-frames"))  # the facts promised it: another volume would be wrong
    return (1.0,) * len(ordered)


def plausible_weight_kg(pet: PetHeader) -> float | None:
    """Return the weight where it can be right."""
    try:
        return inputs.weight_kg(pet, NO_CORRECTIONS, Trail())
    except Refusal:
        return None


def plausible_dose_bq(pet: PetHeader) -> float | None:
    """Return the injected dose where it can be right."""
    try:
        return inputs.dose_bq(pet, NO_CORRECTIONS, Trail())
    except Refusal:
        return None


def _refusal(header: SeriesHeader, others: Sequence[SeriesHeader]) -> Problem | None:
    for name in (part.name for part in fields(SeriesHeader) if part.name in _QUANTIFYING):
        if any(getattr(other, name) != getattr(header, name) for other in others):
            return Problem("suv-mixed", {"attribute": name})
    if len(header.tracers) > 1:
        return Problem("suv-several-tracers", {"count": len(header.tracers)})
    return None
