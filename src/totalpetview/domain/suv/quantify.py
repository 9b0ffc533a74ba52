"""The rules themselves: from what a header says to factors, one for each normalisation, or the reason why not.

With activity A in Bq/ml, SUV_x = A * N_x / D where N_x is what `body.divisor` gives and D is the dose at the
moment to which A is decay corrected:

===================  ==========================================================================
Units (0054,1001)    rule
===================  ==========================================================================
BQML                 A is the rescaled value; D by Decay Correction: START (dose decayed from the
                     injection to scan start), ADMIN (dose), NONE (each slice was corrected to scan
                     start when it was read, see `decay.folded`; then as START)
CNTS (Philips)       SUVbw = value * (7053,1000); else A = value * (7053,1009), then as BQML
GML                  already SUV of SUV Type (0054,1006), body weight where that is empty; another
                     normalisation is value * N_x / N_type
CM2ML                already SUVbsa
others               no SUV
===================  ==========================================================================
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from totalpetview.domain.clock import seconds_between
from totalpetview.domain.problem import Problem, Refusal, refuse
from totalpetview.domain.suv import inputs
from totalpetview.domain.suv.body import (
    NEEDS_HEIGHT,
    NEEDS_SEX,
    NORMALISATIONS,
    Divisor,
    Normalisation,
    divisor,
)
from totalpetview.domain.suv.corrections import Corrections
from totalpetview.domain.suv.decay import remaining
from totalpetview.domain.suv.header import PetHeader
from totalpetview.domain.suv.provenance import Normalised, Quantification, Trail
from totalpetview.domain.suv.times import injection, reference_moment
from totalpetview.domain.suv.value_maps import ValueMap, compare

NO_CORRECTIONS: Final = inputs.NO_CORRECTIONS
_SUV_TYPES: Final[dict[str, Divisor]] = {
    "": "bw",
    "BW": "bw",
    "LBM": "lbm120",
    "LBMJAMES128": "lbmjames",
    "LBMJANMA": "lbm",
    "IBW": "ibw",
}
_DECAYS: Final = frozenset({"START", "ADMIN", "NONE"})


@dataclass(frozen=True, slots=True)
class _Base:
    """What a rescaled value is: activity in Bq/ml (`made_as` None) or an SUV of one kind, times `scale`."""

    rule: str
    scale: float = 1.0
    made_as: Divisor | None = None


def quantify(
    header: PetHeader,
    known: Corrections = NO_CORRECTIONS,
    maps: Iterable[ValueMap] = (),
    series_uid: str | None = None,
) -> Quantification:
    """Return the factors per unit of the rescaled value with their provenance; never raises.

    Parameters
    ----------
    known
        Values of a person that take the place of the header's.
    maps, series_uid
        Real world value maps of the same study to be compared with, and the series that is asked about.
    """
    trail = Trail()
    try:
        base = _base(header, known, trail)
    except Refusal as refusal:
        nothing = {name: Normalised(None, refusal.problem) for name in NORMALISATIONS}
        compare(maps, nothing, header.rescale_slope, series_uid, trail)
        return _finished("rule-none", nothing, trail, _uptake_s(header, known, Trail()))
    found = {name: _normalised(name, base, header, known, trail) for name in NORMALISATIONS}
    if base.rule == "rule-counts-suv":
        _compare_scales(header, found["bw"], trail)
    compare(maps, found, header.rescale_slope, series_uid, trail)
    rule = base.rule if any(one.factor is not None for one in found.values()) else "rule-none"
    needs_times = base.made_as is None and header.decay_correction != "ADMIN"
    return _finished(rule, found, trail, _uptake_s(header, known, Trail() if needs_times else trail))


def folds(header: PetHeader) -> bool:
    """Whether the pictures have to be corrected for decay one by one when they are read."""
    if header.decay_correction != "NONE" or header.attenuation_corrected is not True or header.refusal is not None:
        return False
    return header.units == "BQML" or (header.units == "CNTS" and not header.suv_scale and bool(header.activity_scale))


def _base(header: PetHeader, known: Corrections, trail: Trail) -> _Base:
    if header.refusal is not None:
        raise Refusal(header.refusal)
    units = header.units
    if units is None:
        raise refuse("suv-no-units")
    if units not in {"BQML", "CNTS", "GML", "CM2ML"}:
        raise refuse("suv-units", units=units)
    if header.attenuation_corrected is False:
        raise refuse("suv-not-attenuation-corrected")
    if header.attenuation_corrected is None:
        raise refuse("suv-attenuation-unknown")
    if not header.intercepts_are_zero:
        raise refuse("suv-intercept")
    trail.use("units", units)
    if units in {"GML", "CM2ML"}:
        return _normalised_by_scanner(units, header, trail)
    if units == "CNTS":
        return _counts(header, known, trail)
    return _Base(f"rule-activity-{_decay(header, trail)}")


def _normalised_by_scanner(units: str, header: PetHeader, trail: Trail) -> _Base:
    written = (header.suv_type or "").upper()
    if written:
        trail.use("suv_type", written)
    if units == "CM2ML":
        if written not in {"", "BSA"}:
            raise refuse("suv-type", found=written, units=units)
        return _Base("rule-normalised", made_as="bsa")
    made_as = _SUV_TYPES.get(written)
    if made_as is None:
        raise refuse("suv-type", found=written, units=units)
    if not written:
        trail.assume("suv-type-bw")
    return _Base("rule-normalised", made_as=made_as)


def _counts(header: PetHeader, known: Corrections, trail: Trail) -> _Base:
    corrected = known.weight_kg is not None or known.changes_dose
    unfolded = header.decay_correction == "NONE" and header.decay_folded_to is None
    if header.suv_scale and (not corrected or not header.activity_scale or unfolded):
        _check_scale(header.suv_scale)
        trail.use("suv_scale", header.suv_scale)
        return _Base("rule-counts-suv", header.suv_scale, "bw")
    if header.activity_scale:
        _check_scale(header.activity_scale)
        trail.use("activity_scale", header.activity_scale)
        return _Base(f"rule-counts-{_decay(header, trail)}", header.activity_scale)
    raise refuse("suv-counts-without-factor")


def _check_scale(scale: float) -> None:
    if not scale > 0:
        raise refuse("suv-scale", found=scale)


def _decay(header: PetHeader, trail: Trail) -> str:
    """Return the kind of decay correction in small letters."""
    decay = header.decay_correction
    if decay is None:
        raise refuse("suv-no-decay-correction")
    if decay not in _DECAYS:
        raise refuse("suv-decay-correction", found=decay)
    trail.use("decay_correction", decay)
    listed = "DECY" in header.corrected_image
    if header.corrected_image and listed == (decay == "NONE"):
        trail.warn("suv-decay-contradiction", found=decay, listed="\\".join(header.corrected_image))
    if decay == "NONE":
        if header.decay_folded_to is None:
            raise refuse("suv-no-decay-frames")
        trail.assume("suv-decay-folded", moment=header.decay_folded_to.strftime("%H:%M:%S"))
    return decay.lower()


def _normalised(name: Normalisation, base: _Base, header: PetHeader, known: Corrections, trail: Trail) -> Normalised:
    try:
        factor = _factor(name, base, header, known, trail)
    except Refusal as refusal:
        return Normalised(None, refusal.problem)
    except (OverflowError, ZeroDivisionError):
        return Normalised(None, Problem("suv-overflow"))
    if not 0.0 < factor < float("inf"):
        return Normalised(None, Problem("suv-overflow"))
    return Normalised(factor)


def _factor(name: Normalisation, base: _Base, header: PetHeader, known: Corrections, trail: Trail) -> float:
    if base.made_as is None:
        return base.scale * _divisor(name, header, known, trail) / _dose_at_reference_bq(header, known, trail)
    factor = base.scale
    about_body = known.weight_kg is not None or known.height_m is not None or known.sex is not None
    if name != base.made_as or about_body:
        factor *= _divisor(name, header, known, trail) / _divisor_of_scanner(base.made_as, header, known)
    if known.changes_dose:
        factor *= _dose_of_scanner_bq(header, known) / _dose_at_reference_bq(header, known, trail)
    return factor


def _divisor(kind: Divisor, header: PetHeader, known: Corrections, trail: Trail) -> float:
    weight_kg = inputs.weight_kg(header, known, trail)
    height_m = inputs.height_m(header, known, trail) if kind in NEEDS_HEIGHT else 0.0
    sex = inputs.sex(header, known, trail) if kind in NEEDS_SEX else "O"
    return divisor(kind, weight_kg, height_m, sex)


def _divisor_of_scanner(kind: Divisor, header: PetHeader, known: Corrections) -> float:
    """Return what the scanner divided by: the header's values, corrected ones only where the header has none."""
    try:
        return _divisor(kind, header, NO_CORRECTIONS, Trail())
    except Refusal:
        return _divisor(kind, header, known, Trail())


def _dose_of_scanner_bq(header: PetHeader, known: Corrections) -> float:
    """Return the dose that the scanner divided by; the entered half-life only where the header has none."""
    decay = Corrections(nuclide=known.nuclide, half_life_s=known.half_life_s)
    missing = inputs.usable_half_life_s(header) is None
    try:
        return _dose_at_reference_bq(header, decay if missing else NO_CORRECTIONS, Trail())
    except Refusal as refusal:
        raise refuse("suv-scanner-normalised") from refusal


def _dose_at_reference_bq(header: PetHeader, known: Corrections, trail: Trail) -> float:
    dose_bq = inputs.dose_bq(header, known, trail)
    if header.decay_correction == "ADMIN":
        return dose_bq
    half_life_s = inputs.half_life_s(header, known, trail)
    reference = reference_moment(header, trail)
    injected = injection(header, known, reference, half_life_s, trail)
    return remaining(dose_bq, seconds_between(injected, reference), half_life_s)


def _uptake_s(header: PetHeader, known: Corrections, trail: Trail) -> float | None:
    """Return the uptake time, also where no factor depends on it; then it is only said that it is implausible."""
    aside = Trail()
    try:
        reference: datetime = reference_moment(header, aside)
        injected = injection(header, known, reference, inputs.usable_half_life_s(header, known), aside)
    except Refusal as refusal:
        problem = refusal.problem
        if problem.code == "suv-uptake":
            trail.warn("suv-uptake-doubtful", minutes=problem.values["uptake_min"])
        elif problem.code == "suv-injection-after-scan":
            trail.warn("suv-uptake-doubtful", minutes=-float(problem.values["minutes"]))
        return None
    return seconds_between(injected, reference)


def _compare_scales(header: PetHeader, found: Normalised, trail: Trail) -> None:
    """Say it where the two factors of Philips contradict each other by more than 1 %."""
    if not header.activity_scale or found.factor is None or header.suv_scale != found.factor:
        return
    try:
        weight_g = _divisor("bw", header, NO_CORRECTIONS, Trail())
        own = header.activity_scale * weight_g / _dose_at_reference_bq(header, NO_CORRECTIONS, Trail())
    except Refusal:
        return
    if abs(own / found.factor - 1.0) > inputs.TOLERANCE:
        trail.warn("suv-scales-disagree", suv=found.factor, activity=own)


def _finished(
    rule: str, found: dict[Normalisation, Normalised], trail: Trail, uptake_s: float | None
) -> Quantification:
    return Quantification(
        rule, found, tuple(trail.used.values()), tuple(trail.assumptions), tuple(trail.warnings), uptake_s
    )
