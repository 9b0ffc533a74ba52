"""One child process: started in a group of its own, never outliving us, ended with all that it started itself."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Final

from totalpetview.supervision.plan import ProcessPlan

_LIBC: Final = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h
_LOG_LIMIT_BYTES: Final = 20_000_000


class Child:
    """A running process that follows a plan."""

    def __init__(self, plan: ProcessPlan, log: Path | None) -> None:
        """Start it.

        Parameters
        ----------
        plan
            What to start.
        log
            Where its output is added; None leaves it on the console.
        """
        parent = os.getpid()

        def die_with_parent() -> None:
            # in the child between fork and exec: a supervisor killed with -9 takes its children along
            _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(1)

        with contextlib.ExitStack() as files:
            output = files.enter_context(log.open("ab")) if log is not None else None
            # PLW1509: safe, since the supervisor has no other thread
            self._process = subprocess.Popen(
                plan.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output is not None else None,
                env={**os.environ, **plan.environment},
                start_new_session=True,  # the terminal's Ctrl-C reaches us only: we end them in order
                preexec_fn=die_with_parent,  # noqa: PLW1509
            )
        self.started_at = time.monotonic()

    @property
    def pid(self) -> int:
        """The process, which is also its process group."""
        return self._process.pid

    def ended(self) -> int | None:
        """Return its exit status (negative: the signal), or None while it runs."""
        return self._process.poll()

    def ask_to_end(self) -> None:
        """Ask it to finish what it does and end."""
        if self._process.poll() is None:
            self._process.terminate()

    def kill_group(self) -> None:
        """End it and everything that it started, at once. Harmless when nothing is left of it."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)


def keep_small(log: Path) -> None:
    """Move a log that has grown too long aside; the process goes on writing to the emptied file."""
    if log.exists() and log.stat().st_size > _LOG_LIMIT_BYTES:
        log.with_suffix(".log.1").write_bytes(log.read_bytes())
        os.truncate(log, 0)  # it was opened for appending, so the next line lands at the beginning
