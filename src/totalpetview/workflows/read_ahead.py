"""Read images while their series is still arriving, so that only building is left to do after the last one.

This is nothing but a head start, kept in memory: what is not here, or no longer, is read when the volume is built.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from totalpetview.domain.problem import Refusal
from totalpetview.pacs.archive import Archive
from totalpetview.workflows.read_series import SeriesImages

_log = logging.getLogger(__name__)

#: two large CTs, or a dozen of the usual PET/CTs
_HELD_BYTES: Final = 1_000_000_000
_KEPT_S: Final = 20.0
_THREADS: Final = 2


@dataclass(slots=True, eq=False)
class _Held:
    """The images of one series: asked for, read, and whether somebody builds from them at the moment."""

    touched_s: float
    images: SeriesImages = field(default_factory=SeriesImages)
    asked: set[str] = field(default_factory=set)
    being_read: int = 0
    is_lent: bool = False


class ReadAhead:
    """Holds series that are arriving, all of them together in bounded memory. Safe to use from several threads."""

    def __init__(
        self, archive: Archive, limit_bytes: int = _HELD_BYTES, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._archive, self._limit_bytes, self._clock = archive, limit_bytes, clock
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="ahead")
        self._held: dict[str, _Held] = {}
        self._changed = threading.Condition()

    def read(self, series_id: str, arrived: AbstractSet[str]) -> None:
        """Begin to read images that have just arrived.

        One that was read before has been deleted and sent again: then nothing is held of its series any longer.
        """
        with self._changed:
            held = self._held.get(series_id)
            if held is not None and not held.asked.isdisjoint(arrived):
                del self._held[series_id]
                return
            if not arrived or (held is not None and held.is_lent):
                return
            held = held or self._held.setdefault(series_id, _Held(self._clock()))
            held.touched_s = self._clock()
            held.asked |= arrived
        for each in sorted(arrived):
            self._threads.submit(self._fetch, held, each)

    @contextmanager
    def lent(self, series_id: str, instance_ids: Sequence[str]) -> Iterator[SeriesImages]:
        """Give what was read of exactly these images, for one thread alone; nothing is added to it meanwhile.

        It comes back, complete, for images that may still arrive.
        """
        with self._changed:
            held = self._held.get(series_id)
            if held is None or held.is_lent:
                held = self._held[series_id] = _Held(self._clock())
            held.is_lent = True
            self._changed.wait_for(lambda: held.being_read == 0)
            if not held.images.ids <= set(instance_ids):
                held.images = SeriesImages()  # some were deleted since
            images = held.images
        try:
            yield images
        finally:
            with self._changed:
                held.is_lent = False
                held.asked = set(images.ids)
                held.touched_s = self._clock()

    def forget(self, series_id: str) -> None:
        """Hold nothing of a series any longer: its volume is made, or there will be none."""
        with self._changed:
            self._held.pop(series_id, None)

    def forget_silent(self) -> None:
        """Hold nothing of series that nobody has sent to or built from for a while."""
        with self._changed:
            oldest_s = self._clock() - _KEPT_S
            silent = [each for each, held in self._held.items() if held.touched_s < oldest_s and not held.is_lent]
            for each in silent:
                del self._held[each]

    def close(self) -> None:
        """Read nothing more."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _fetch(self, held: _Held, instance_id: str) -> None:
        with self._changed:
            full = sum(each.images.reader.held_bytes for each in self._held.values()) >= self._limit_bytes
            if held.is_lent or full or held not in self._held.values():
                return
            held.being_read += 1
        try:
            held.images.add(instance_id, self._archive.instance_file(instance_id))
        except Refusal:
            pass  # whoever builds the volume reads it, or says what is wrong
        except Exception:  # noqa: BLE001 - it is logged
            _log.exception("reading ahead")
        finally:
            with self._changed:
                held.being_read -= 1
                self._changed.notify_all()
