"""The values of a header that a person or a scanner may have got wrong, judged one by one.

Each function returns the value in the unit that it names, notes on the trail where it came from, and raises
Refusal where it is missing or cannot be right. The ranges: what a PET/CT can examine (weight, height), and the
manual of Vacha et al. for values in other units (weight in grams above 1000, doses in MBq).
"""

from __future__ import annotations

from typing import Final

from totalpetview.domain.problem import Refusal, refuse
from totalpetview.domain.suv.body import Sex
from totalpetview.domain.suv.corrections import DOSE_BQ, HALF_LIFE_S, HEIGHT_M, WEIGHT_KG, Corrections
from totalpetview.domain.suv.header import PetHeader
from totalpetview.domain.suv.nuclides import Nuclide, by_code, by_name
from totalpetview.domain.suv.provenance import Trail

HEAVIEST_KG: Final = 1000.0
#: Patient's Size above this is no metre
_TALLEST_M: Final = 3.0
_HEIGHT_CM: Final = (50.0, 250.0)
#: in MBq only: 1 to 30 could be mCi as well (10 mCi = 370 MBq)
_DOSE_MBQ: Final = (30.0, 3000.0)
_BQ_PER_MBQ: Final = 1e6
NO_CORRECTIONS: Final = Corrections()
#: names under which a moment of injection is noted
INJECTIONS: Final = ("injected_at", "injection_time", "ge_injected_at")
#: doses and half-lives may differ by this part from what else is known before it is said
TOLERANCE: Final = 0.01
#: beyond this a half-life is another unit or another nuclide
_OTHER_HALF_LIFE: Final = 0.1


def weight_kg(header: PetHeader, known: Corrections, trail: Trail) -> float:
    """Return Patient's Weight; more than 1000 can only be grams."""
    if known.weight_kg is not None:
        trail.use("weight_kg", known.weight_kg, "correction")
        return known.weight_kg
    weight = header.weight
    if not weight:
        size = header.size
        if size is not None and size > _TALLEST_M:
            trail.warn("suv-weight-in-size", found=size)
        raise refuse("suv-no-weight")
    kg = weight
    if weight > HEAVIEST_KG:
        kg = weight / 1000.0
        trail.warn("weight-in-grams", found=weight)
    if not WEIGHT_KG[0] <= kg <= WEIGHT_KG[1]:
        raise refuse("suv-weight", weight_kg=weight)
    trail.use("weight_kg", kg)
    return kg


def height_m(header: PetHeader, known: Corrections, trail: Trail) -> float:
    """Return Patient's Size; 50 to 250 can only be centimetres."""
    if known.height_m is not None:
        trail.use("height_m", known.height_m, "correction")
        return known.height_m
    size = header.size
    if not size:
        raise refuse("suv-no-height")
    metres = size
    if _HEIGHT_CM[0] <= size <= _HEIGHT_CM[1]:
        metres = size / 100.0
        trail.warn("height-in-cm", found=size)
    if not HEIGHT_M[0] <= metres <= HEIGHT_M[1]:
        raise refuse("suv-height", height_m=size)
    trail.use("height_m", metres)
    return metres


def sex(header: PetHeader, known: Corrections, trail: Trail) -> Sex:
    """Return Patient's Sex: M, F or O (other)."""
    if known.sex is not None:
        found: Sex = known.sex
        trail.use("sex", found, "correction")
    elif header.sex in {"M", "F", "O"}:
        found = "M" if header.sex == "M" else "F" if header.sex == "F" else "O"
        trail.use("sex", found)
    elif not header.sex:
        raise refuse("suv-no-sex")
    else:
        raise refuse("suv-sex", found=header.sex[:16])
    if found == "O":
        trail.assume("suv-sex-other")
    return found


def dose_bq(header: PetHeader, known: Corrections, trail: Trail) -> float:
    """Return the injected dose; a number that can only be MBq is taken as MBq."""
    if known.dose_bq is not None:
        trail.use("dose_bq", known.dose_bq, "correction")
        return known.dose_bq
    dose = header.dose
    if not dose:
        raise refuse("suv-no-dose")
    if header.dose_in_mbq and 1.0 <= dose <= _DOSE_MBQ[1]:
        trail.assume("dose-enhanced-mbq", found=dose)
        dose_in_bq = dose * _BQ_PER_MBQ
    elif _DOSE_MBQ[0] <= dose <= _DOSE_MBQ[1]:
        trail.warn("dose-in-mbq", found=dose)
        dose_in_bq = dose * _BQ_PER_MBQ
    elif 1.0 <= dose < _DOSE_MBQ[0]:
        raise refuse("suv-dose-unit", found=dose)
    elif DOSE_BQ[0] <= dose <= DOSE_BQ[1]:
        dose_in_bq = dose
    else:
        raise refuse("suv-dose", found=dose)
    trail.use("dose_bq", dose_in_bq)
    return dose_in_bq


def half_life_s(header: PetHeader, known: Corrections, trail: Trail) -> float:
    """Return the half-life that a person entered, else that of the header, else that of the nuclide it names."""
    if known.changes_decay:
        return _entered_half_life_s(header, known, trail)
    nuclide = nuclide_of(header, trail)
    half_life = header.half_life_s
    if not half_life:
        if nuclide is None:
            raise refuse("suv-no-half-life")
        trail.warn("half-life-from-table", nuclide=nuclide.name, found=nuclide.half_life_s)
        trail.use("half_life_s", nuclide.half_life_s, "table")
        return nuclide.half_life_s
    if not HALF_LIFE_S[0] <= half_life <= HALF_LIFE_S[1]:
        raise refuse("suv-half-life", found=half_life)
    if nuclide is not None:
        off = abs(half_life / nuclide.half_life_s - 1.0)
        values: dict[str, str | float] = {"found": half_life, "nuclide": nuclide.name, "expected": nuclide.half_life_s}
        if off > _OTHER_HALF_LIFE:
            raise refuse("suv-half-life-contradiction", **values)
        if off > TOLERANCE:
            trail.warn("half-life-differs", **values)
    trail.use("half_life_s", half_life)
    return half_life


def usable_half_life_s(header: PetHeader, known: Corrections = NO_CORRECTIONS) -> float | None:
    """Return the half-life without noting anything; None where it is refused."""
    try:
        return half_life_s(header, known, Trail())
    except Refusal:
        return None


def _entered_half_life_s(header: PetHeader, known: Corrections, trail: Trail) -> float:
    if header.decay_folded_to is not None:
        raise refuse("suv-half-life-folded")  # the prepared voxels hold the other one
    nuclide = known.known_nuclide
    if nuclide is not None:
        trail.use("nuclide", nuclide.name, "correction")
    if known.half_life_s is not None:
        found = known.half_life_s
        trail.use("half_life_s", found, "correction")
    elif nuclide is not None:
        found = nuclide.half_life_s
        trail.use("half_life_s", found, "table")
    else:
        raise refuse("correction-nuclide", found=(known.nuclide or "")[:16])
    written = usable_half_life_s(header)
    if written is not None and abs(written / found - 1.0) > TOLERANCE:
        # between its own slices and frames the scanner has corrected with what it believed
        trail.warn("suv-half-life-of-scanner", found=written, entered=found)
    return found


def nuclide_of(header: PetHeader, trail: Trail) -> Nuclide | None:
    """Return the nuclide; None where it is unknown, or its code and its name contradict each other."""
    coded, named = by_code(header.nuclide_code), by_name(header.nuclide_name)
    if coded is not None and named is not None and coded != named:
        trail.warn("nuclide-contradiction", coded=coded.name, named=named.name)
        return None
    found = coded or named
    if found is not None:
        trail.use("nuclide", found.name)
    return found
