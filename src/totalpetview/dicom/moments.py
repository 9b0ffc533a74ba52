"""DICOM dates and times (DA, TM, DT; PS3.5 6.2) become points in time."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final

_DATE: Final = re.compile(r"(\d{4})[.\-/]?(\d{2})[.\-/]?(\d{2})$")
_TIME: Final = re.compile(r"(\d{2}):?(\d{2})?:?(\d{2})?(?:\.(\d{1,6})\d*)?$")
_MOMENT: Final = re.compile(r"(\d{8})(\d{2,6}(?:\.\d{1,6})?)?([+-]\d{4})?$")
_ZONE: Final = re.compile(r"([+-])(\d{2})(\d{2})$")


@lru_cache(maxsize=1024)
def date_of(text: str) -> date | None:
    """Return the date of a DA value."""
    match = _DATE.match(text.strip())
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def time_of(text: str) -> time | None:
    """Return the time of a TM value; minutes and seconds may be missing."""
    match = _TIME.match(text.strip())
    if match is None:
        return None
    try:
        microseconds = int((match[4] or "0").ljust(6, "0"))
        return time(int(match[1]), int(match[2] or 0), min(int(match[3] or 0), 59), microseconds)
    except ValueError:
        return None


@lru_cache(maxsize=64)
def zone_of(text: str) -> tzinfo | None:
    """Return the zone of a Timezone Offset From UTC ("+0100")."""
    match = _ZONE.match(text.strip())
    if match is None:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3]))
    if offset >= timedelta(hours=24):
        return None
    return timezone(-offset if match[1] == "-" else offset)


@lru_cache(maxsize=2048)
def moment_of(text: str, zone: str = "") -> datetime | None:
    """Return the moment of a DT value that has at least a date and an hour; its own zone wins."""
    match = _MOMENT.match(text.strip())
    if match is None or match[2] is None:
        return None
    return combined(match[1], match[2], match[3] or zone)


@lru_cache(maxsize=2048)
def combined(day: str, clock: str, zone: str = "") -> datetime | None:
    """Return the moment of a DA and a TM value."""
    the_date, the_time = date_of(day), time_of(clock)
    if the_date is None or the_time is None:
        return None
    return datetime.combine(the_date, the_time, tzinfo=zone_of(zone))
