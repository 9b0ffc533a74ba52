"""Points in time as DICOM headers give them: some with a time zone, most without."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime


def seconds_between(earlier: datetime, later: datetime) -> float:
    """Return `later` - `earlier` in seconds.

    Where only one of them has a zone both are taken as the wall clock of the same scanner.
    """
    if (earlier.tzinfo is None) != (later.tzinfo is None):
        earlier, later = earlier.replace(tzinfo=None), later.replace(tzinfo=None)
    return (later - earlier).total_seconds()


def wall_clock(moment: datetime) -> datetime:
    """Return the moment as the clock on the wall showed it, without a zone."""
    return moment.replace(tzinfo=None)


def earliest(moments: Iterable[datetime | None]) -> datetime | None:
    """Return the earliest of the known moments, None if none is known."""
    known = [moment for moment in moments if moment is not None]
    if not known:
        return None
    if all(moment.tzinfo is not None for moment in known):
        return min(known)
    return min(known, key=wall_clock)
