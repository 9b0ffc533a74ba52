"""Whether the archive answers, asked at most once in two seconds however many pages are open."""

from __future__ import annotations

import threading
import time

from totalpetview.web.archive import gateway

KEPT_S = 2.0


class ArchiveProbe:
    """Remembers the last answer. Safe from several threads: whoever comes while one asks waits for that answer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked_at: float | None = None
        self._was_up = False

    def is_up(self) -> bool:
        """Return whether the archive answered when it was last asked."""
        with self._lock:
            if self._asked_at is None or time.monotonic() - self._asked_at > KEPT_S:
                self._was_up = gateway.archive().is_alive()
                self._asked_at = time.monotonic()
            return self._was_up

    def forget(self) -> None:
        """Ask anew next time."""
        with self._lock:
            self._asked_at = None


probe = ArchiveProbe()
