"""Saying that this worker is there, and looking after the work of those who are not any more.

A machine that dies never says so: what its worker had begun would seem to be under way for ever. So whoever is alive
puts the work of a silent worker back into its queue. It may be that the silent one lives and only its network is
gone: its first beat afterwards tells it so and it ends, and the durable work takes no result of it meanwhile.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from totalpetview.workflows.worker_register import EnrolledWorker, WorkerRegister

_log = logging.getLogger(__name__)

BEAT_EVERY_S: Final = 2.0
#: a worker on another machine that was not heard of for so long does not keep its name from a new one
NAME_IS_FREE_AFTER_S: Final = 10.0
_LOOK_EVERY_S: Final = 10.0


class NameInUse(Exception):
    """A worker of this name is at work on another machine."""


@dataclass(frozen=True, slots=True)
class Duties:
    """What is done for others.

    Attributes
    ----------
    give_on
        Called within a transaction of the register with the name of a worker that is given up.
    has_begun
        Whether a worker has begun work that is not finished.
    take_stock
        Called now and then.
    leave
        Called when this worker must end at once.
    """

    give_on: Callable[[str], None]
    has_begun: Callable[[str], bool]
    take_stock: Callable[[], None]
    leave: Callable[[], None]


def enrol(register: WorkerRegister, me: EnrolledWorker, stop: threading.Event) -> None:
    """Take a name, when nobody has it (any more) on another machine.

    Raises
    ------
    NameInUse
        Another worker goes on saying that it is there.
    """
    give_up_at = time.monotonic() + NAME_IS_FREE_AFTER_S + BEAT_EVERY_S
    while register.is_taken(me, NAME_IS_FREE_AFTER_S):
        if time.monotonic() > give_up_at:
            raise NameInUse
        if stop.wait(BEAT_EVERY_S):
            return
    register.enrol(me)


class Presence:
    """A thread of its own calls `run`."""

    def __init__(
        self,
        register: WorkerRegister,
        me: EnrolledWorker,
        duties: Duties,
        silent_after_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._register, self._me, self._duties, self._clock = register, me, duties, clock
        self._silent_after_s = silent_after_s
        self._look_every_s = min(_LOOK_EVERY_S, silent_after_s / 4)
        self._beaten_s: float | None = None
        self._listening_since_s: float | None = None
        self._looked_s: float | None = None

    def run(self, stop: threading.Event) -> None:
        """Beat and look until `stop` is set."""
        while not stop.is_set():
            self.once()
            stop.wait(min(BEAT_EVERY_S, self._look_every_s))

    def once(self) -> None:
        """Beat, and look after the others when it is time."""
        try:
            if not self._register.beat(self._me):
                self._duties.leave()
                return
            self._look(self._clock())
        except Exception:  # noqa: BLE001 - it is logged, and must not end this
            _log.exception("saying that this worker is there")

    def _look(self, now_s: float) -> None:
        # while the database is away nobody is heard of: that says nothing about the others
        was_away = self._beaten_s is None or now_s - self._beaten_s > self._silent_after_s / 2
        self._beaten_s = now_s
        if was_away or self._listening_since_s is None:
            self._listening_since_s = now_s
        if self._looked_s is not None and now_s - self._looked_s < self._look_every_s:
            return
        self._looked_s = now_s
        if now_s - self._listening_since_s >= self._silent_after_s:
            for executor in self._register.silent(self._silent_after_s):
                self._give_up(executor)
        self._duties.take_stock()

    def _give_up(self, executor: str) -> None:
        if executor == self._me.executor or not self._duties.has_begun(executor):
            return

        def give_on() -> None:
            self._duties.give_on(executor)

        if self._register.give_up(executor, self._silent_after_s, give_on):
            _log.warning("%s was not heard of for %g s: others go on with its work", executor, self._silent_after_s)
