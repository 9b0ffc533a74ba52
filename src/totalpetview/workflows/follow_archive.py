"""Follow the archive's change feed: every series whose images are all there is prepared, none is forgotten.

What is worked off is remembered by number, but never beyond the oldest series that is still arriving: a restart
reads again what was not yet handed on. Handing on twice is one piece of work (see `durable_work`).
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from totalpetview.pacs.archive import Archive, ArchivedSeries, ArchiveUnavailable
from totalpetview.workflows.arrivals import Arrivals
from totalpetview.workflows.catalogue import Catalogue
from totalpetview.workflows.read_ahead import ReadAhead
from totalpetview.workflows.series_digest import digest_of

_log = logging.getLogger(__name__)

#: an archive that was killed forgets to say that a series is stable; then this much quiet must do
_QUIET_S: Final = 5.0
#: until it is certain that no more images come, the time is used to build, not yet to show; if they do come,
#: the next attempt waits twice as long: a slow sender must not have a volume built for every image
_EARLY_QUIET_S: Final = 0.25
_POLL_BUSY_S: Final = 0.1
_POLL_IDLE_S: Final = 0.4
_LONGEST_WAIT_S: Final = 5.0
_COMPARE_EVERY_S: Final = 30.0
_HEARTBEAT_EVERY_S: Final = 2.0
_ANNOUNCE_EVERY_S: Final = 0.5


class PreparationQueue(Protocol):
    """Where series are handed on to."""

    def request(self, orthanc_id: str, digest: str, last_update: str, *, anew: bool) -> None:
        """Prepare a series, unless this very request was made before; `anew`: also if that one is finished."""


@dataclass(slots=True)
class _Unsettled:
    first_change: int
    told_stable: bool = False
    early_after_s: float = _EARLY_QUIET_S
    early_update: tuple[str, int] = ("", 0)
    requested: tuple[str, str] = ("", "")
    announced_images: int = 0
    announced_s: float = 0.0


class ArchiveFollower:
    """Reads the feed, waits until series are settled and hands them on."""

    def __init__(
        self,
        archive: Archive,
        catalogue: Catalogue,
        queue: PreparationQueue,
        *,
        ahead: ReadAhead,
        arrivals: Arrivals,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._archive, self._catalogue, self._queue, self._clock = archive, catalogue, queue, clock
        self._ahead, self._arrivals = ahead, arrivals
        self._position = self._recorded = catalogue.last_change()
        self._unsettled: dict[str, _Unsettled] = {}
        self._new_instances: set[str] = set()  # of which the series is not yet looked at
        self._compared_s: float | None = None
        self._beaten_s: float | None = None

    def run(self, stop: threading.Event) -> None:
        """Follow until `stop` is set. An archive that is down is waited for; nothing else ends this either."""
        wait_s = _POLL_IDLE_S
        while not stop.is_set():
            try:
                self.beat()
                self.follow()
                wait_s = _POLL_BUSY_S if self._unsettled else _POLL_IDLE_S
            except ArchiveUnavailable:
                self._compared_s = None  # when it is back, it may be another one
                wait_s = min(_LONGEST_WAIT_S, 2 * wait_s)
            except Exception:  # noqa: BLE001 - it is logged, and following must not end
                # a database that is locked or restarts: nothing was recorded, so nothing is lost by trying again
                _log.exception("following the archive")
                wait_s = min(_LONGEST_WAIT_S, 2 * wait_s)
            stop.wait(min(wait_s, _HEARTBEAT_EVERY_S))

    def beat(self) -> None:
        """Say that we are alive, now and then."""
        now = self._clock()
        if self._beaten_s is None or now - self._beaten_s >= _HEARTBEAT_EVERY_S:
            self._catalogue.heartbeat()
            self._beaten_s = now

    def follow(self) -> None:
        """Read what is new, hand on what is settled, and remember how far that was."""
        if self._compared_s is None or self._clock() - self._compared_s >= _COMPARE_EVERY_S:
            self._compare()
            self._compared_s = self._clock()
        self._ahead.forget_silent()
        self._read_feed()
        for series_id in list(self._unsettled):
            self._look_at(series_id)
        while self._new_instances:  # late images of series that were settled before
            instance = next(iter(self._new_instances))
            series_id = self._archive.series_of_instance(instance) or ""
            if series_id:
                self._unsettled.setdefault(series_id, _Unsettled(self._recorded + 1))
                self._look_at(series_id)
            self._new_instances.discard(instance)
        self._record()

    def _read_feed(self) -> None:
        while True:
            read = self._archive.changes(self._position)
            for change in read.changes:
                if change.kind == "NewInstance":
                    self._new_instances.add(change.id)
                elif change.kind in {"NewSeries", "StableSeries"}:
                    entry = self._unsettled.setdefault(change.id, _Unsettled(change.number))
                    entry.told_stable = change.kind == "StableSeries"
            if read.changes:
                self._position = read.last
            if read.done:
                return

    def _look_at(self, series_id: str) -> None:
        """Hand a series on if it is settled, else read what came of it."""
        series = self._archive.series(series_id)
        if series is None:
            del self._unsettled[series_id]  # deleted meanwhile
            self._ahead.forget(series_id)
            return
        entry, quiet = self._unsettled[series_id], self._arrivals.look(series)
        told = series.is_stable and (entry.told_stable or quiet.for_s >= _QUIET_S)
        if not told:
            self._ahead.read(series.id, self._new_instances.intersection(series.instance_ids))
        self._new_instances.difference_update(series.instance_ids)
        settled = told or quiet.is_long
        begins = settled or quiet.for_s >= entry.early_after_s
        if self._is_news(series, entry, begins=begins):
            self._catalogue.series_arriving(series.id, series.series_uid, len(series.instance_ids))
            entry.announced_images, entry.announced_s = len(series.instance_ids), self._clock()
        if settled:
            self._hand_on(series, entry)
        elif begins:
            self._begin_early(series, entry)

    def _is_news(self, series: ArchivedSeries, entry: _Unsettled, *, begins: bool) -> bool:
        """Return whether the catalogue should hear how many images there are: never after work on them began."""
        if series.is_stable:
            return not entry.announced_images and series.id not in self._catalogue.known_series()
        if len(series.instance_ids) == entry.announced_images:
            return False
        return begins or not entry.announced_images or self._clock() - entry.announced_s >= _ANNOUNCE_EVERY_S

    def _begin_early(self, series: ArchivedSeries, entry: _Unsettled) -> None:
        """Have the volume built while images may still come; the work itself waits before it shows anything."""
        update = (series.last_update, len(series.instance_ids))
        if update == entry.early_update:
            return
        entry.early_update, entry.early_after_s = update, 2 * entry.early_after_s
        self._request(series, entry)

    def _hand_on(self, series: ArchivedSeries, entry: _Unsettled) -> None:
        self._request(series, entry)
        del self._unsettled[series.id]

    def _request(self, series: ArchivedSeries, entry: _Unsettled) -> None:
        digest = digest_of(each.sop_instance_uid for each in self._archive.instances(series.id))
        wanted = (digest, series.last_update)
        if wanted != entry.requested:
            # a series that was said to be arriving waits for the end of work, also if the same was done before
            self._queue.request(series.id, *wanted, anew=entry.announced_images > 0)
            entry.requested = wanted

    def _record(self) -> None:
        worked_off = min([self._position, *(entry.first_change - 1 for entry in self._unsettled.values())])
        if worked_off != self._recorded:
            self._catalogue.record_change(worked_off)
            self._recorded = worked_off

    def _compare(self) -> None:
        """Find what the feed does not tell: deletions, an archive that was replaced, a catalogue that was lost."""
        if self._archive.last_change() < self._position:
            _log.warning("the archive's feed begins again: another archive, or an older state of it")
            self._position = 0
            self._unsettled.clear()
        there, known = self._archive.series_ids(), self._catalogue.known_series()
        for series_id in known - there:
            self._catalogue.series_deleted(series_id)
            self._unsettled.pop(series_id, None)
        if self._position > 0:
            for series_id in there - known - self._unsettled.keys():
                self._unsettled[series_id] = _Unsettled(self._position + 1)
