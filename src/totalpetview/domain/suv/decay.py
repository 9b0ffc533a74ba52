"""Radioactive decay within one picture and between pictures.

While a picture is taken the activity falls; its mean is that of one moment, the average count rate time
T_ave = ln(lambda T / (1 - exp(-lambda T))) / lambda after the start of a picture of duration T (Vacha et al.).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from totalpetview.domain.clock import earliest, seconds_between, wall_clock

#: frames of one acquisition must tell the same scan start to be believed
AGREEMENT_S: Final = 10.0


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
class Folding:
    """Factors that correct each picture of a series for decay, to one moment for all.

    Attributes
    ----------
    moment
        The start of the earliest picture.
    factors
        One per picture, in their order: corrected = factor * stored.
    """

    moment: datetime
    factors: tuple[float, ...]


def remaining(activity_bq: float, elapsed_s: float, half_life_s: float) -> float:
    """Return what is left of an activity after some time."""
    return activity_bq * math.pow(2.0, -elapsed_s / half_life_s)


def average_count_rate_s(duration_s: float, half_life_s: float) -> float:
    """Return T_ave in seconds after the start of a picture."""
    decay = math.log(2.0) / half_life_s
    decayed = decay * duration_s
    return math.log(decayed / -math.expm1(-decayed)) / decay


def back_computed(frames: Sequence[FrameTime], half_life_s: float | None) -> datetime | None:
    """Return acquisition + T_ave - frame reference time, if all frames tell the same moment.

    None where one lacks a time, or the frames disagree (some scanners write the start of the whole scan as the
    acquisition time of every bed position), or a reference time is 0 (scanners that do not set it).
    """
    if not half_life_s or not half_life_s > 0:
        return None
    starts: list[datetime] = []
    for frame in frames:
        if frame.acquired_at is None or not frame.reference_s or not frame.duration_s:
            return None
        if not (frame.reference_s > 0 and frame.duration_s > 0):
            return None
        try:
            average_s = average_count_rate_s(frame.duration_s, half_life_s)
            starts.append(frame.acquired_at + timedelta(seconds=average_s - frame.reference_s))
        except (OverflowError, ValueError, ZeroDivisionError):
            return None
    starts.sort(key=wall_clock)
    if not starts or seconds_between(starts[0], starts[-1]) > AGREEMENT_S:
        return None
    return starts[len(starts) // 2]


def folded(frames: Sequence[FrameTime], half_life_s: float | None) -> Folding | None:
    """Return the factors that correct pictures without decay correction to the start of the earliest one.

    factor = lambda T / (1 - exp(-lambda T)) * exp(lambda (t_acq - t_earliest)); the manual's formula for Decay
    Correction = NONE, less the part from injection to `moment` which belongs to the dose.
    None where a picture lacks its time or duration.
    """
    moment = earliest(frame.acquired_at for frame in frames)
    if moment is None or not half_life_s or not half_life_s > 0:
        return None
    factors: list[float] = []
    for frame in frames:
        if frame.acquired_at is None or not frame.duration_s or not frame.duration_s > 0:
            return None
        try:
            elapsed_s = seconds_between(moment, frame.acquired_at) + average_count_rate_s(frame.duration_s, half_life_s)
            factor = 2.0 ** (elapsed_s / half_life_s)
        except (OverflowError, ValueError, ZeroDivisionError):
            return None
        if not math.isfinite(factor):
            return None
        factors.append(factor)
    return Folding(moment, tuple(factors))
