"""Who works at the same database: every worker says every few seconds that it is there."""

from __future__ import annotations

import socket
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol


def _this_start() -> str:
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class EnrolledWorker:
    """One start of a worker.

    Attributes
    ----------
    executor
        Its name, see `work_names.executor_of`: the same after a restart.
    queues
        What it takes work from.
    host
        The machine on which it runs.
    instance
        Of this start alone.
    """

    executor: str
    queues: Sequence[str]
    host: str = field(default_factory=socket.gethostname)
    instance: str = field(default_factory=_this_start)


class WorkerRegister(Protocol):
    """Times are those of the database: the clocks of the machines may differ."""

    def is_taken(self, worker: EnrolledWorker, within_s: float) -> bool:
        """Return whether a worker of that name on another machine was heard of within so many seconds."""

    def enrol(self, worker: EnrolledWorker) -> None:
        """Say that this start of the worker has the name from now on."""

    def beat(self, worker: EnrolledWorker) -> bool:
        """Say that it is there; False: it was given up, or another start has its name. Then it must end."""

    def silent(self, silent_s: float) -> tuple[str, ...]:
        """Return the names of the workers that were not heard of for so many seconds."""

    def give_up(self, executor: str, silent_s: float, then: Callable[[], None]) -> bool:
        """Give up a worker that is still silent, and do `then` before it can be enrolled again.

        Should it be alive after all, its next beat tells it to end.
        """
