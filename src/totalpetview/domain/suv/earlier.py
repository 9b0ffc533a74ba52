"""Series whose header was read by a version that kept SUVbw, weight, height, sex and dose, but no more.

The factor of another normalisation is that of SUVbw times the ratio of the body measures, whatever rule gave it; a
corrected weight or dose acts by its ratio to the one that was used. What needs times or half-life is withheld.
"""

from __future__ import annotations

from totalpetview.domain.problem import Problem, Refusal, refuse
from totalpetview.domain.suv import inputs
from totalpetview.domain.suv.body import NEEDS_HEIGHT, NEEDS_SEX, NORMALISATIONS, Normalisation, divisor
from totalpetview.domain.suv.corrections import Corrections
from totalpetview.domain.suv.header import PetHeader
from totalpetview.domain.suv.provenance import Normalised, Quantification, Trail


def of_earlier_version(
    bw: Normalised, header: PetHeader, known: Corrections, uptake_s: float | None = None
) -> Quantification:
    """Return the factors that follow from the one that is known; never raises.

    Parameters
    ----------
    bw
        SUVbw per unit as it was found then, or why there is none.
    header
        Weight, size, sex and dose as they were read then; nothing else of it is looked at.
    """
    trail = Trail()
    found = {name: _normalised(name, bw, header, known, trail) for name in NORMALISATIONS}
    there = any(one.factor is not None for one in found.values())
    if there:
        trail.warn("suv-from-earlier-version")
    used, warnings = tuple(trail.used.values()), tuple(trail.warnings)
    return Quantification(
        "rule-earlier" if there else "rule-none", found, used, tuple(trail.assumptions), warnings, uptake_s
    )


def _normalised(name: Normalisation, bw: Normalised, header: PetHeader, known: Corrections, trail: Trail) -> Normalised:
    if bw.factor is None:
        return Normalised(None, bw.refusal or Problem("suv-understood-earlier"))
    try:
        factor = _factor(name, bw.factor, header, known, trail)
    except Refusal as refusal:
        # whether the header lacks it, or that version did not keep it, cannot be told
        lacks = refusal.problem.code in {"suv-no-height", "suv-no-sex", "suv-no-weight", "suv-no-dose"}
        return Normalised(None, Problem("suv-understood-earlier") if lacks else refusal.problem)
    return Normalised(factor) if 0.0 < factor < float("inf") else Normalised(None, Problem("suv-overflow"))


def _factor(name: Normalisation, bw: float, header: PetHeader, known: Corrections, trail: Trail) -> float:
    if known.injected_at is not None or known.changes_decay:
        raise refuse("suv-understood-earlier")
    factor = bw
    if name != "bw" or known.weight_kg is not None:
        then_g = divisor("bw", inputs.weight_kg(header, inputs.NO_CORRECTIONS, Trail()), 0.0, "O")
        weight_kg = inputs.weight_kg(header, known, trail)
        height_m = inputs.height_m(header, known, trail) if name in NEEDS_HEIGHT else 0.0
        sex = inputs.sex(header, known, trail) if name in NEEDS_SEX else "O"
        factor *= divisor(name, weight_kg, height_m, sex) / then_g
    if known.dose_bq is not None:
        then_bq = inputs.dose_bq(header, inputs.NO_CORRECTIONS, Trail())
        factor *= then_bq / inputs.dose_bq(header, known, trail)
    return factor
