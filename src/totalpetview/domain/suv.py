"""The factor from stored activity to SUVbw, for the plain case; a refusal with its reason for all others.

SUVbw = activity [Bq/ml] * weight [g] / (dose [Bq] * 2^(-(scan start - injection) / half-life)). The plain case
is attenuation-corrected activity in Bq/ml, decay corrected to the start of the scan (Units = BQML, Decay
Correction = START; PS3.3 C.8.9.1). The order of the sources of the scan start follows Vacha et al.,
"Comprehensive Manual for SUV Computation": Series Date/Time unless later than the first acquisition, else the
GE scan time, else back-computed from frame reference times, else the earliest acquisition.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from totalpetview.domain.clock import earliest, seconds_between, wall_clock
from totalpetview.domain.problem import Problem, Refusal, refuse
from totalpetview.domain.series import SuvResult

WEIGHT_KG: Final = (1.0, 500.0)
DOSE_BQ: Final = (1e6, 2e9)
LONGEST_UPTAKE_S: Final = 6 * 3600.0
SAME_MOMENT_S: Final = 1.0
#: frames of one acquisition must tell the same scan start to be believed
AGREEMENT_S: Final = 10.0
DAY_S: Final = 86400.0


@dataclass(frozen=True, slots=True)
class FrameTime:
    """When one PET picture was acquired.

    Attributes
    ----------
    reference_s
        Frame Reference Time (0054,1300) in seconds.
    duration_s
        Actual Frame Duration (0018,1242) in seconds.
    """

    acquired_at: datetime | None
    reference_s: float | None = None
    duration_s: float | None = None


@dataclass(frozen=True, slots=True)
class PetQuantification:
    """What the header of a PET series says about its quantification; None where it says nothing.

    Attributes
    ----------
    decay_corrected_to
        The moment itself where the header gives it (Decay Correction Date Time of enhanced PET, 0018,9701).
    injected_at, injection_time
        Radiopharmaceutical Start DateTime (0018,1078), and Start Time (0018,1072) which has no date.
    private_scan_start
        PET scan_datetime of GE (0009,100D).
    intercepts_are_zero
        PET has no offset (PS3.3 C.8.9.4.1.2); another value means that something else changed the series.
    """

    units: str | None
    attenuation_corrected: bool | None
    decay_correction: str | None
    weight_kg: float | None
    dose_bq: float | None
    half_life_s: float | None
    injected_at: datetime | None
    injection_time: time | None
    series_at: datetime | None
    private_scan_start: datetime | None
    decay_corrected_to: datetime | None
    frames: Sequence[FrameTime]
    intercepts_are_zero: bool = True


@dataclass(frozen=True, slots=True)
class SuvOutcome:
    """The result, the uptake time as far as it is known, and what a reader should be told."""

    result: SuvResult
    uptake_s: float | None
    notes: tuple[Problem, ...] = ()


def suv_bw(pet: PetQuantification) -> SuvOutcome:
    """Return the factor SUVbw per Bq/ml or the reason why there is none; never raises."""
    notes: list[Problem] = []
    uptake_s: float | None = None
    try:
        uptake_s = _uptake_s(pet, notes)
        refusal: Problem | None = None
    except Refusal as refused:
        refusal = refused.problem
    try:
        _check_units(pet)
        weight_kg = _weight_kg(pet)
        dose_bq = _dose_bq(pet)
        half_life_s = _half_life_s(pet)
    except Refusal as refused:
        return SuvOutcome(SuvResult(None, refused.problem), uptake_s)
    if uptake_s is None:
        return SuvOutcome(SuvResult(None, refusal), None)
    remaining_bq = dose_bq * 2.0 ** (-uptake_s / half_life_s)
    return SuvOutcome(SuvResult(weight_kg * 1000.0 / remaining_bq, None), uptake_s, tuple(notes))


def _check_units(pet: PetQuantification) -> None:
    if pet.units is None:
        raise refuse("suv-no-units")
    if pet.units != "BQML":
        raise refuse("suv-units", units=pet.units)
    if pet.attenuation_corrected is False:
        raise refuse("suv-not-attenuation-corrected")
    if pet.attenuation_corrected is None:
        raise refuse("suv-attenuation-unknown")
    if pet.decay_correction is None:
        raise refuse("suv-no-decay-correction")
    if pet.decay_correction != "START":
        raise refuse("suv-decay-correction", found=pet.decay_correction)
    if not pet.intercepts_are_zero:
        raise refuse("suv-intercept")


def _weight_kg(pet: PetQuantification) -> float:
    if not pet.weight_kg:
        raise refuse("suv-no-weight")
    if not WEIGHT_KG[0] <= pet.weight_kg <= WEIGHT_KG[1]:
        raise refuse("suv-weight", weight_kg=pet.weight_kg)
    return pet.weight_kg


def _dose_bq(pet: PetQuantification) -> float:
    if not pet.dose_bq:
        raise refuse("suv-no-dose")
    if not DOSE_BQ[0] <= pet.dose_bq <= DOSE_BQ[1]:
        raise refuse("suv-dose", dose_mbq=pet.dose_bq / 1e6)
    return pet.dose_bq


def _half_life_s(pet: PetQuantification) -> float:
    if not pet.half_life_s or not pet.half_life_s > 0:
        raise refuse("suv-no-half-life")
    return pet.half_life_s


def _uptake_s(pet: PetQuantification, notes: list[Problem]) -> float:
    start = _scan_start(pet, notes)
    injected = _injected_at(pet, start, notes)
    uptake_s = seconds_between(injected, start)
    if not 0 <= uptake_s <= _longest_uptake_s(pet):
        raise refuse("suv-uptake", uptake_min=round(uptake_s / 60.0, 1))
    return uptake_s


def _longest_uptake_s(pet: PetQuantification) -> float:
    """Days are plausible for long-lived nuclides (Zr-89, I-124, Cu-64) only."""
    half_life_s = pet.half_life_s or 0.0
    return LONGEST_UPTAKE_S if half_life_s < LONGEST_UPTAKE_S else 5 * half_life_s


def _scan_start(pet: PetQuantification, notes: list[Problem]) -> datetime:
    if pet.decay_corrected_to is not None:
        return pet.decay_corrected_to
    first = earliest(frame.acquired_at for frame in pet.frames)
    if first is None:
        raise refuse("suv-no-acquisition-time")
    if pet.series_at is not None and 0 <= seconds_between(pet.series_at, first) + SAME_MOMENT_S <= DAY_S:
        return pet.series_at
    private = pet.private_scan_start
    # de-identification often leaves private dates on another day: then it is not this scan's
    if private is not None and 0 <= seconds_between(private, first) + SAME_MOMENT_S <= DAY_S:
        notes.append(Problem("suv-scan-start-private"))
        return private
    computed = _back_computed(pet)
    notes.append(Problem("suv-scan-start-acquisition" if computed is None else "suv-scan-start-frame-reference"))
    return first if computed is None else computed


def _back_computed(pet: PetQuantification) -> datetime | None:
    """Return acquisition + time of the average count rate - frame reference time, if all frames agree."""
    half_life_s = pet.half_life_s
    if not half_life_s or not half_life_s > 0:
        return None
    decay = math.log(2.0) / half_life_s
    starts: list[datetime] = []
    for frame in pet.frames:
        if frame.acquired_at is None or not frame.reference_s or not frame.duration_s:
            return None
        if not (frame.reference_s > 0 and frame.duration_s > 0):
            return None
        decayed = decay * frame.duration_s
        average_s = math.log(decayed / -math.expm1(-decayed)) / decay
        try:
            starts.append(frame.acquired_at + timedelta(seconds=average_s - frame.reference_s))
        except OverflowError:
            return None
    starts.sort(key=wall_clock)
    if not starts or seconds_between(starts[0], starts[-1]) > AGREEMENT_S:
        return None
    return starts[len(starts) // 2]


def _injected_at(pet: PetQuantification, start: datetime, notes: list[Problem]) -> datetime:
    from_time = None if pet.injection_time is None else _on_day_of(start, pet.injection_time)
    if pet.injected_at is None:
        if from_time is None:
            raise refuse("suv-no-injection-time")
        return from_time
    plausible = 0 <= seconds_between(pet.injected_at, start) <= _longest_uptake_s(pet)
    if plausible or from_time is None:
        return pet.injected_at
    same_clock = abs(seconds_between(pet.injected_at, from_time) % DAY_S) < SAME_MOMENT_S
    if same_clock and 0 <= seconds_between(from_time, start) <= _longest_uptake_s(pet):
        # the date alone is wrong, as de-identification leaves it
        notes.append(Problem("suv-injection-date", {"found": pet.injected_at.date().isoformat()}))
        return from_time
    return pet.injected_at


def _on_day_of(start: datetime, injection: time) -> datetime:
    """Return the last moment not after `start` with this time of day: injections happen across midnight."""
    injected = datetime.combine(start.date(), injection, tzinfo=start.tzinfo)
    return injected if injected <= start else injected - timedelta(days=1)
