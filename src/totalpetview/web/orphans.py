"""A web process whose parent was killed must not keep the port."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1  # prctl(2)


def die_with_parent() -> None:
    """Let Linux end this process when the one that started it ends; elsewhere nothing happens."""
    if not sys.platform.startswith("linux") or "TOTALPETVIEW_WEB_PARENT" not in os.environ:
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.environ["TOTALPETVIEW_WEB_PARENT"] != str(os.getppid()):  # it ended before we asked
        os.kill(os.getpid(), signal.SIGKILL)
