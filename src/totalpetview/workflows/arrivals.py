"""How long it has been quiet around a series: nothing in DICOM says reliably that an image was the last one."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from totalpetview.pacs.archive import ArchivedSeries

#: the archive itself waits for two seconds, whoever sends
_LEAST_QUIET_S: Final = 0.8
#: a sender that was silent before will be so again: wait for so many times its longest pause
_PAUSES: Final = 3.0
_REMEMBERED: Final = 256


@dataclass(frozen=True, slots=True)
class Quiet:
    """Since when a series has not changed, and how long it stayed unchanged before that, at most."""

    for_s: float
    longest_pause_s: float

    @property
    def is_long(self) -> bool:
        """Whether a sender of this pace is probably done. What comes later all the same is a late image."""
        return self.for_s >= max(_LEAST_QUIET_S, _PAUSES * self.longest_pause_s)


@dataclass(slots=True)
class _Seen:
    state: tuple[str, int]
    since_s: float
    longest_pause_s: float = 0.0


class Arrivals:
    """Remembers when series changed last, as far as somebody looked. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: OrderedDict[str, _Seen] = OrderedDict()

    def look(self, series: ArchivedSeries) -> Quiet:
        """Return how quiet it is; a series that was never looked at has changed just now."""
        state = (series.last_update, len(series.instance_ids))
        with self._lock:
            now = self._clock()
            seen = self._seen.setdefault(series.id, _Seen(state, now))
            self._seen.move_to_end(series.id)
            if seen.state != state:
                seen.longest_pause_s = max(seen.longest_pause_s, now - seen.since_s)
                seen.state, seen.since_s = state, now
            while len(self._seen) > _REMEMBERED:
                self._seen.popitem(last=False)
            return Quiet(now - seen.since_s, seen.longest_pause_s)

    def are_over(self, series: ArchivedSeries) -> bool:
        """Return whether the series is complete, as far as anybody can tell: the archive says so, or it is quiet."""
        return self.look(series).is_long or series.is_stable
