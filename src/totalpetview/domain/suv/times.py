"""The moment to which a PET is decay corrected, and that of the injection.

The order for Decay Correction = START follows the manual of Vacha et al. (option A, after QIBA): the scanner's
own private entry, Series Date and Time unless later than the acquisition, the moment that the frame reference
times tell, the earliest acquisition.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from totalpetview.domain.clock import seconds_between
from totalpetview.domain.problem import refuse
from totalpetview.domain.suv.corrections import Corrections
from totalpetview.domain.suv.header import PetHeader
from totalpetview.domain.suv.inputs import TOLERANCE
from totalpetview.domain.suv.provenance import Trail

LONGEST_UPTAKE_S: Final = 6 * 3600.0
SHORT_UPTAKE_S: Final = 60.0
SAME_MOMENT_S: Final = 1.0
DAY_S: Final = 86400.0
_LN2: Final = 0.6931471805599453


def reference_moment(header: PetHeader, trail: Trail) -> datetime:
    """Return the moment to which the activity is corrected (Decay Correction START, or NONE after folding)."""
    if header.decay_folded_to is not None:
        return _used("decay_folded_to", header.decay_folded_to, trail)
    if header.decay_corrected_to is not None:
        return _used("decay_corrected_to", header.decay_corrected_to, trail)
    first = header.first_acquired_at
    if first is None:
        raise refuse("suv-no-acquisition-time")
    series = header.series_at if _precedes(header.series_at, first) else None
    for name in ("ge_scan_start", "siemens_decay_corrected_to"):
        private: datetime | None = getattr(header, name)
        # de-identification often leaves private dates on another day: then it is not this scan's
        if private is None or not _precedes(private, first):
            continue
        if series is None:
            trail.warn("suv-scan-start-private")
        elif abs(seconds_between(private, series)) > SAME_MOMENT_S:
            trail.warn("suv-scan-start-private-differs", private=_clock(private), series=_clock(series))
        return _used(name, private, trail)
    if series is not None:
        _compare_with_frames(header, series, trail)
        return _used("series_at", series, trail)
    if header.back_computed_at is not None:
        trail.warn("suv-scan-start-frame-reference")
        return _used("back_computed_at", header.back_computed_at, trail)
    trail.warn("suv-scan-start-acquisition")
    return _used("first_acquired_at", first, trail)


def injection(
    header: PetHeader, known: Corrections, reference: datetime, half_life_s: float | None, trail: Trail
) -> datetime:
    """Return when it was injected; raises Refusal where that is missing, after the scan or too long before it."""
    injected = _injected_at(header, known, reference, half_life_s, trail)
    uptake_s = seconds_between(injected, reference)
    if uptake_s < 0:
        raise refuse("suv-injection-after-scan", minutes=round(-uptake_s / 60.0, 1))
    longest_s = _longest_uptake_s(half_life_s)
    if uptake_s > longest_s:
        raise refuse("suv-uptake", uptake_min=round(uptake_s / 60.0, 1), longest_min=round(longest_s / 60.0))
    if uptake_s < SHORT_UPTAKE_S:
        trail.warn("suv-uptake-short", seconds=round(uptake_s))
    return injected


def _injected_at(
    header: PetHeader, known: Corrections, reference: datetime, half_life_s: float | None, trail: Trail
) -> datetime:
    if known.injected_at is not None:
        trail.use("injected_at", known.injected_at.isoformat(), "correction")
        return known.injected_at
    from_time = None if header.injection_time is None else _on_day_of(reference, header.injection_time)
    written = header.injected_at
    if written is not None:
        from_time = _with_right_date(written, from_time, reference, half_life_s)
        if from_time is None:
            return _used("injected_at", written, trail)
        trail.warn("suv-injection-date", found=written.date().isoformat())
    if from_time is not None:
        if half_life_s and half_life_s > LONGEST_UPTAKE_S and written is None:
            raise refuse("suv-injection-day-unknown")  # such nuclides are scanned days later
        if from_time.date() != reference.date():
            trail.assume("suv-injected-the-day-before")
        return _used("injection_time", from_time, trail)
    private = header.private_injected_at
    if private is not None and _plausible(private, reference, half_life_s):
        trail.warn("suv-injection-private")
        return _used("ge_injected_at", private, trail)
    raise refuse("suv-no-injection-time")


def _with_right_date(
    written: datetime, from_time: datetime | None, reference: datetime, half_life_s: float | None
) -> datetime | None:
    """Return the time of day on the day of the scan where the date alone is wrong, as de-identification leaves it."""
    if from_time is None or _plausible(written, reference, half_life_s):
        return None
    apart_s = abs(seconds_between(written, from_time)) % DAY_S
    same_clock = min(apart_s, DAY_S - apart_s) < SAME_MOMENT_S
    return from_time if same_clock and _plausible(from_time, reference, half_life_s) else None


def _on_day_of(reference: datetime, injected: time) -> datetime:
    """Return the last moment not after `reference` with this time of day: injections happen across midnight.

    A time of day less than half a day after the scan is left there if the day before it would be too long ago.
    """
    moment = datetime.combine(reference.date(), injected, tzinfo=reference.tzinfo)
    if moment <= reference:
        return moment
    before = moment - timedelta(days=1) if moment.date().toordinal() > 1 else moment
    too_long = seconds_between(before, reference) > LONGEST_UPTAKE_S
    return moment if too_long and seconds_between(reference, moment) < DAY_S / 2 else before


def _longest_uptake_s(half_life_s: float | None) -> float:
    """Days are plausible for long-lived nuclides (Zr-89, I-124, Cu-64) only."""
    return LONGEST_UPTAKE_S if not half_life_s or half_life_s < LONGEST_UPTAKE_S else 5 * half_life_s


def _plausible(injected: datetime, reference: datetime, half_life_s: float | None) -> bool:
    return 0 <= seconds_between(injected, reference) <= _longest_uptake_s(half_life_s)


def _precedes(moment: datetime | None, first: datetime) -> bool:
    return moment is not None and 0 <= seconds_between(moment, first) + SAME_MOMENT_S <= DAY_S


def _compare_with_frames(header: PetHeader, series: datetime, trail: Trail) -> None:
    """Say it where all frames agree on another scan start and that would change the SUV by more than 1 %."""
    computed, half_life_s = header.back_computed_at, header.half_life_s
    if computed is None or not half_life_s:
        return
    if abs(seconds_between(series, computed)) * _LN2 / half_life_s > TOLERANCE:
        trail.warn("suv-scan-start-disagrees", series=_clock(series), computed=_clock(computed))


def _used(name: str, moment: datetime, trail: Trail) -> datetime:
    trail.use(name, moment.isoformat())
    return moment


def _clock(moment: datetime) -> str:
    return moment.strftime("%H:%M:%S")
