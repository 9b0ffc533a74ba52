"""From the program's events to how far a run is and how long it still takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from totalpetview.segmentation.port import Progress, Stage

#: of a run's time, what lies before the networks and after them; typical of a whole body on a CPU
_BEFORE: Final = 0.2
_AFTER: Final = 0.15
_NEARLY: Final = 0.99
#: a network that only finds the region for others, at 6 or 3 mm, beside one of those; estimated
_OF_A_REGION: Final = 0.15


class Advance:
    """Hears events and tells progress: the fraction never goes back, and 1 is left to the end itself.

    `parts` networks run one after another; the first `regions` of them only find where the others look.
    """

    def __init__(
        self,
        parts: int,
        estimate_s: float | None,
        progress: Callable[[Progress], None],
        clock: Callable[[], float] = time.monotonic,
        regions: int = 0,
    ) -> None:
        self._parts, self._estimate_s, self._progress, self._clock = max(parts, 1), estimate_s, progress, clock
        work = [_OF_A_REGION if part < regions else 1.0 for part in range(self._parts)]
        self._shares = [one / sum(work) for one in work]
        self._began = clock()
        self._stage: Stage = "starting"
        self._part, self._of_part = 0, 0.0
        self._predicting_since: float | None = None
        self._fraction = 0.0

    def hear(self, event: Mapping[str, Any] | None) -> None:
        """Take one event, or None when only time has passed."""
        if event is not None:
            self._understand(event)
        left_s = self._left_s()
        spent_s = self._clock() - self._began
        by_time = 0.0 if left_s is None else spent_s / max(spent_s + left_s, 1e-3)
        low, high = self._band()
        self._fraction = max(self._fraction, low, min(by_time, high))
        self._progress(Progress(self._stage, self._fraction, left_s))

    def _band(self) -> tuple[float, float]:
        """Return between which fractions the events alone place the run, whatever the clock says."""
        if self._stage in {"resampling", "saving"}:
            return 1 - _AFTER, _NEARLY
        if self._predicting_since is None:
            return 0.0, _BEFORE
        done = self._networks_done()
        low = _BEFORE + (1 - _BEFORE - _AFTER) * done
        return low, low + (1 - low) * (1 - done) / 2

    def _understand(self, event: Mapping[str, Any]) -> None:
        kind = event["event"]
        if kind == "part" and not event.get("download"):
            self._part, self._of_part = int(event["part"]), 0.0
        elif kind == "patches":
            self._stage = "predicting"
            total = float(event["total"])
            self._of_part = float(event["done"]) / total if total > 0 else 0.0
            self._predicting_since = self._predicting_since or self._clock()
        elif kind == "bytes":
            self._stage = "loading"
        elif kind == "stage":
            stage = str(event["stage"])
            if stage == "resampling" and self._part < self._parts:
                stage = "loading"  # the CT on its way in
            if stage == "resampling":
                self._of_part = 1.0
            self._stage = _stage(stage)

    def _networks_done(self) -> float:
        """Return how much of all networks' work is done."""
        if self._part < 1:
            return 0.0
        over, now = self._shares[: self._part - 1], self._shares[self._part - 1 : self._part]
        return min(1.0, sum(over) + sum(now) * self._of_part)

    def _by_estimate(self, spent_s: float) -> float | None:
        """Return the estimate's rest; a run that is slower than that still has the later stages before it."""
        if self._estimate_s is None:
            return None
        _, high = self._band()
        return max(self._estimate_s - spent_s, self._estimate_s * (1 - high))

    def _left_s(self) -> float | None:
        """Return what the networks' own pace says, or the estimate as long as they have not run for a while."""
        now = self._clock()
        spent_s, done = now - self._began, self._networks_done()
        by_estimate = self._by_estimate(spent_s)
        if self._predicting_since is None or done <= 0:
            return by_estimate
        pace_s = (now - self._predicting_since) / done
        tail_s = _AFTER * (self._estimate_s if self._estimate_s is not None else spent_s + pace_s * (1 - done))
        by_pace = pace_s * (1 - done) + tail_s
        if self._stage in {"resampling", "saving"}:
            return min(tail_s, by_estimate) if by_estimate is not None else tail_s
        if by_estimate is None:
            return by_pace
        return done * by_pace + (1 - done) * by_estimate


def _stage(name: str) -> Stage:
    if name == "loading":
        return "loading"
    if name == "resampling":
        return "resampling"
    return "saving" if name == "saving" else "starting"
