"""Whether the archive answers, asked at most once in two seconds."""

from __future__ import annotations

import threading
import time

import httpx
from django.conf import settings

_KEPT_S = 2.0
_PATIENCE_S = 1.0

_lock = threading.Lock()
_last: tuple[float, bool] | None = None


def archive_is_up() -> bool:
    """Return whether the archive answered when it was last asked, at most two seconds ago."""
    global _last  # noqa: PLW0603 - the one thing this module remembers
    with _lock:
        if _last is None or time.monotonic() - _last[0] > _KEPT_S:
            _last = (time.monotonic(), _answers())
        return _last[1]


def forget() -> None:
    """Ask anew next time."""
    global _last  # noqa: PLW0603
    with _lock:
        _last = None


def _answers() -> bool:
    orthanc = settings.DATA_FOLDER.orthanc
    try:
        answer = httpx.get(f"{orthanc.url}/system", auth=(orthanc.user, orthanc.password), timeout=_PATIENCE_S)
    except httpx.HTTPError:
        return False
    return answer.status_code == httpx.codes.OK
