"""Waiting for an archive that restarts."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from totalpetview.pacs.archive import ArchiveUnavailable

Result = TypeVar("Result")


def _nothing(_waits_s: float) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to try again while the archive does not answer.

    Attributes
    ----------
    give_up_after_s
        The sum of the waits after which `ArchiveUnavailable` goes on to the caller.
    on_wait
        Told how long is waited, before each wait.
    """

    give_up_after_s: float = 600.0
    first_wait_s: float = 0.25
    longest_wait_s: float = 5.0
    on_wait: Callable[[float], None] = _nothing
    sleep: Callable[[float], None] = time.sleep

    def __call__(self, action: Callable[[], Result]) -> Result:
        """Return what `action` returns; only safe for actions that may be repeated."""
        wait_s, waited_s = self.first_wait_s, 0.0
        while True:
            try:
                return action()
            except ArchiveUnavailable:
                if waited_s >= self.give_up_after_s:
                    raise
                self.on_wait(wait_s)
                self.sleep(wait_s)
                waited_s += wait_s
                wait_s = min(2 * wait_s, self.longest_wait_s)
