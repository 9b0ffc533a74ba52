"""Sessions that were let through a moment ago.

Opening a comparison asks for about a hundred chunks at once, and looking up session, account and rights costs several
times what sending a chunk does. A session that was allowed is therefore not looked up again for a few seconds: only
for chunks, and only until anybody signs out.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.signals import user_logged_out

#: how long an account that was switched off elsewhere may still fetch chunks
REMEMBERED_S: Final = 5.0
_MOST: Final = 1000


class RecentlyAllowed:
    """Remembers session keys for a few seconds. Safe from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._until: dict[str, float] = {}

    def remember(self, session_key: str) -> None:
        """Let this session through for the next seconds."""
        with self._lock:
            if len(self._until) >= _MOST:
                self._until.clear()
            self._until[session_key] = self._clock() + REMEMBERED_S

    def allows(self, session_key: str) -> bool:
        """Return whether this session was let through a moment ago."""
        return self._until.get(session_key, 0.0) > self._clock()

    def forget(self) -> None:
        """Look everybody up again."""
        with self._lock:
            self._until.clear()


recently_allowed = RecentlyAllowed()


def _somebody_signed_out(**_: Any) -> None:  # noqa: ANN401 - whatever Django tells
    recently_allowed.forget()


user_logged_out.connect(_somebody_signed_out, dispatch_uid="recently-allowed")
