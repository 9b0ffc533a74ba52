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
from totalpetview.workflows.catalogue import Catalogue
from totalpetview.workflows.series_digest import digest_of

_log = logging.getLogger(__name__)

#: an archive that was killed forgets to say that a series is stable; then this much quiet must do
_QUIET_S: Final = 5.0
#: the archive says "stable" seconds after the last image: that time is used to build, not yet to show
_EARLY_QUIET_S: Final = 0.4
_EARLY_AT_MOST: Final = 2
_POLL_BUSY_S: Final = 0.15
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
    last_update: str = ""
    images: int = 0
    unchanged_since_s: float = 0.0
    told_stable: bool = False
    early_digest: str = ""
    announced_images: int = 0
    announced_s: float = 0.0


class ArchiveFollower:
    """Reads the feed, waits until series are settled and hands them on."""

    def __init__(
        self,
        archive: Archive,
        catalogue: Catalogue,
        queue: PreparationQueue,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._archive, self._catalogue, self._queue, self._clock = archive, catalogue, queue, clock
        self._position = self._recorded = catalogue.last_change()
        self._unsettled: dict[str, _Unsettled] = {}
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
        new_instances = self._read_feed()
        for series_id in list(self._unsettled):
            new_instances.difference_update(self._look_at(series_id))
        while new_instances:  # late images of series that were settled before
            instance = new_instances.pop()
            series_id = self._archive.series_of_instance(instance) or ""
            if series_id:
                self._unsettled.setdefault(series_id, _Unsettled(self._recorded + 1))
                new_instances.difference_update(self._look_at(series_id))
        self._record()

    def _read_feed(self) -> set[str]:
        new_instances: set[str] = set()
        while True:
            read = self._archive.changes(self._position)
            for change in read.changes:
                if change.kind == "NewInstance":
                    new_instances.add(change.id)
                elif change.kind in {"NewSeries", "StableSeries"}:
                    entry = self._unsettled.setdefault(change.id, _Unsettled(change.number))
                    entry.told_stable = change.kind == "StableSeries"
            if read.changes:
                self._position = read.last
            if read.done:
                return new_instances

    def _look_at(self, series_id: str) -> tuple[str, ...]:
        """Hand a series on if it is settled; returns its images."""
        series = self._archive.series(series_id)
        if series is None:
            del self._unsettled[series_id]  # deleted meanwhile
            return ()
        entry, now = self._unsettled[series_id], self._clock()
        images = len(series.instance_ids)
        if (entry.last_update, entry.images) != (series.last_update, images):
            entry.last_update, entry.images, entry.unchanged_since_s = series.last_update, images, now
        settled = series.is_stable and (entry.told_stable or now - entry.unchanged_since_s >= _QUIET_S)
        if self._is_news(series, entry, now):
            self._catalogue.series_arriving(series.id, series.series_uid, len(series.instance_ids))
            entry.announced_images, entry.announced_s = len(series.instance_ids), now
        if settled:
            self._hand_on(series, entry)
        elif now - entry.unchanged_since_s >= _EARLY_QUIET_S and len(self._unsettled) <= _EARLY_AT_MOST:
            self._begin_early(series, entry)
        return series.instance_ids

    def _is_news(self, series: ArchivedSeries, entry: _Unsettled, now: float) -> bool:
        """Return whether the catalogue should hear how many images there are."""
        if series.is_stable:
            return not entry.announced_images and series.id not in self._catalogue.known_series()
        if not entry.announced_images:
            return True
        return len(series.instance_ids) != entry.announced_images and now - entry.announced_s >= _ANNOUNCE_EVERY_S

    def _begin_early(self, series: ArchivedSeries, entry: _Unsettled) -> None:
        """Have the volume built while the archive still waits; the work itself waits before it shows anything."""
        digest = digest_of(each.sop_instance_uid for each in self._archive.instances(series.id))
        if digest != entry.early_digest:
            entry.early_digest = digest
            self._queue.request(series.id, digest, series.last_update, anew=False)

    def _hand_on(self, series: ArchivedSeries, entry: _Unsettled) -> None:
        digest = digest_of(each.sop_instance_uid for each in self._archive.instances(series.id))
        if digest != entry.early_digest:
            self._queue.request(series.id, digest, series.last_update, anew=entry.announced_images > 0)
        del self._unsettled[series.id]

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
