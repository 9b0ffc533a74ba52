"""The supervisor: starts processes in order, starts dead ones again, and ends all of them in reverse order.

It is one loop in one thread, woken by signals. Nothing here knows what the processes do.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import select
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Final

from totalpetview.installation.language import said
from totalpetview.supervision.child import Child, keep_small
from totalpetview.supervision.plan import ProcessPlan
from totalpetview.supervision.state import Condition, ProcessState, SupervisorState, write_state

_LOOK_EVERY_S: Final = 0.2
_FIRST_PAUSE_S: Final = 0.25
_LONGEST_PAUSE_S: Final = 30.0
#: a process that ran this long was healthy: its next death is the first one again
_HEALTHY_AFTER_S: Final = 60.0
_TRIES_OF_ONE_SHOT: Final = 3
#: a process that answers nothing counts as running once it has not failed at once
_SETTLED_AFTER_S: Final = 1.5
#: a hospital's proxy must not be asked for addresses on this machine
_NO_PROXY: Final = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass
class _Watched:
    plan: ProcessPlan
    log: Path | None
    child: Child | None = None
    condition: Condition = "stopped"
    restarts: int = 0
    deaths_in_a_row: int = 0
    start_again_at: float = field(default=0.0)


class Supervisor:
    """Keeps processes running until it is told to stop."""

    def __init__(
        self,
        plans: Sequence[ProcessPlan],
        *,
        state_file: Path,
        logs: Path,
        say: Callable[[str], None] = print,
        when_ready: Callable[[], None] | None = None,
    ) -> None:
        """Take the plans in the order in which they are to start.

        Parameters
        ----------
        plans
            The processes; those with `once` start when all others are ready.
        state_file, logs
            Where the state is told, and the folder for one log a process.
        say
            Puts one line on the console.
        when_ready
            Called once, when all processes are ready for the first time.
        """
        self._watched = [_Watched(plan, None if plan.once else logs / f"{plan.name}.log") for plan in plans]
        self._state_file = state_file
        self._say = say
        self._when_ready = when_ready
        self._told: SupervisorState | None = None
        self._signals = 0

    def run(self) -> None:
        """Run until SIGINT, SIGTERM or SIGHUP; returns when every process has ended."""
        with self._woken_by_signals() as wake:
            try:
                while not self._signals:
                    for watched in self._watched:
                        self._look_after(watched)
                    self._announce()
                    self._tell()
                    select.select([wake], [], [], _LOOK_EVERY_S)
                    _drain(wake)
            finally:
                self._stop_all()

    def _look_after(self, watched: _Watched) -> None:
        if watched.condition in {"done", "failed"}:
            return
        if watched.child is None:
            others_ready = all(other.condition == "running" for other in self._watched if not other.plan.once)
            if time.monotonic() >= watched.start_again_at and (others_ready or not watched.plan.once):
                if watched.log is not None:
                    keep_small(watched.log)
                watched.child = Child(watched.plan, watched.log)
                watched.condition = "starting"
            return
        status = watched.child.ended()
        if status is not None:
            self._has_ended(watched, watched.child, status)
        elif watched.condition == "starting" and _is_ready(watched.plan, watched.child):
            watched.condition = "running"
            if watched.restarts:
                self._say(said(f"{watched.plan.name}: running again", f"{watched.plan.name}: läuft wieder"))

    def _has_ended(self, watched: _Watched, child: Child, status: int) -> None:
        child.kill_group()  # what it started must not hold its port
        watched.child = None
        name = watched.plan.name
        if watched.plan.once and status == 0:
            watched.condition = "done"
            return
        lived_s = time.monotonic() - child.started_at
        watched.deaths_in_a_row = 1 if lived_s > _HEALTHY_AFTER_S else watched.deaths_in_a_row + 1
        if watched.plan.once and watched.deaths_in_a_row >= _TRIES_OF_ONE_SHOT:
            watched.condition = "failed"
            self._say(said(f"{name}: failed (status {status})", f"{name}: fehlgeschlagen (Status {status})"))
            return
        pause_s = min(_FIRST_PAUSE_S * 2 ** (watched.deaths_in_a_row - 1), _LONGEST_PAUSE_S)
        watched.start_again_at = time.monotonic() + pause_s
        watched.condition = "waiting"
        watched.restarts += 1
        where = f" ({watched.log})" if watched.log is not None else ""
        self._say(
            said(
                f"{name}: ended (status {status}), starting it again in {pause_s:g} s{where}",
                f"{name}: beendet (Status {status}), Neustart in {pause_s:g} s{where}",
            )
        )

    def _announce(self) -> None:
        if self._when_ready and all(
            watched.condition == "running" for watched in self._watched if not watched.plan.once
        ):
            ready, self._when_ready = self._when_ready, None
            ready()

    def _tell(self) -> None:
        state = SupervisorState(
            supervisor_pid=os.getpid(),
            processes={
                watched.plan.name: ProcessState(
                    condition=watched.condition,
                    pid=watched.child.pid if watched.child else None,
                    restarts=watched.restarts,
                )
                for watched in self._watched
            },
        )
        if state != self._told:
            write_state(self._state_file, state)
            self._told = state

    def _stop_all(self) -> None:
        """End them, last started first; a second Ctrl-C does not wait for anybody."""
        asked_before = self._signals
        for watched in reversed(self._watched):
            if watched.child is None:
                continue
            watched.child.ask_to_end()
            give_up_at = time.monotonic() + watched.plan.stop_limit_s
            while watched.child.ended() is None and time.monotonic() < give_up_at and self._signals == asked_before:
                time.sleep(0.02)
            if watched.child.ended() is None:
                self._say(said(f"{watched.plan.name}: killed", f"{watched.plan.name}: abgebrochen"))
            watched.child.kill_group()
            watched.child = None
            watched.condition = "stopped"
        self._state_file.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _woken_by_signals(self) -> Iterator[socket.socket]:
        wake, written = socket.socketpair()
        wake.settimeout(0)
        written.settimeout(0)
        stopping = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {number: signal.signal(number, self._heard) for number in stopping}
        before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, _only_wake)
        wakeup_before = signal.set_wakeup_fd(written.fileno(), warn_on_full_buffer=False)
        try:
            yield wake
        finally:
            signal.set_wakeup_fd(wakeup_before)
            for number, handler in before.items():
                signal.signal(number, handler)
            wake.close()
            written.close()

    def _heard(self, _number: int, _frame: FrameType | None) -> None:
        self._signals += 1


def _only_wake(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: a child has ended, and the loop is awake now."""


def _drain(wake: socket.socket) -> None:
    with contextlib.suppress(BlockingIOError):
        while wake.recv(4096):
            pass


def _is_ready(plan: ProcessPlan, child: Child) -> bool:
    if plan.ready_url is None:
        return time.monotonic() - child.started_at > _SETTLED_AFTER_S
    return _answers(plan.ready_url)


def _answers(url: str) -> bool:
    try:
        with _NO_PROXY.open(url, timeout=3):
            return True
    except urllib.error.HTTPError:
        return True  # it refuses us, so it is there
    except (OSError, http.client.HTTPException):
        return False
