"""Import files into the archive: one reads, a few send, and one bad file never stops the others."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import BinaryIO, Final

from totalpetview.domain.problem import Problem, Refusal
from totalpetview.pacs.archive import Archive, ArchiveUnavailable, Outcome
from totalpetview.pacs.patience import Patience
from totalpetview.workflows.import_items import Item, Limits, contents
from totalpetview.workflows.part10 import as_part10

_CONNECTIONS: Final = 3
#: read ahead of the archive: enough to keep it busy, little enough for any memory
_AHEAD_FILES: Final = 12
_AHEAD_BYTES: Final = 128_000_000


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of the files; only what the archive acknowledged counts as stored or already there."""

    stored: int
    already_there: int
    refused: tuple[tuple[str, Problem], ...]


def store_files(
    archive: Archive,
    items: Iterable[tuple[str, BinaryIO | Problem]],
    *,
    patience: Patience | None = None,
    limits: Limits | None = None,
    progress: Callable[[int], None] = lambda _done: None,
) -> ImportReport:
    """Store all files (and the files within ZIP archives) in the archive.

    Parameters
    ----------
    items
        Names, for the report, with streams that are read once, one after the other; or with why there is none.
    patience
        How long an archive that is down is waited for, for each file. After that the file, and then every
        further one, is refused with "archive-unavailable".
    progress
        Told how many files are done, from this thread.
    """
    sending = _Sending(archive, patience or Patience())
    pending: deque[tuple[Future[Outcome | Problem], int]] = deque()
    counts = {"stored": 0, "already-there": 0}
    refused: list[tuple[int, str, Problem]] = []
    names: dict[Future[Outcome | Problem], tuple[int, str]] = {}

    def settle(done: Iterable[Future[Outcome | Problem]]) -> None:
        for each in done:
            outcome = each.result()
            number, name = names.pop(each)
            if isinstance(outcome, Problem):
                refused.append((number, name, outcome))
            else:
                counts[outcome] += 1
            progress(sum(counts.values()) + len(refused))

    with ThreadPoolExecutor(_CONNECTIONS, thread_name_prefix="store") as threads:
        for number, item in enumerate(contents(items, limits or Limits())):
            sent = threads.submit(sending.store, item)
            names[sent] = (number, item.name)
            pending.append((sent, len(item.content)))
            while len(pending) > _AHEAD_FILES or sum(size for _, size in pending) > _AHEAD_BYTES:
                done, _ = wait([each for each, _ in pending], return_when=FIRST_COMPLETED)
                settle(done)
                pending = deque(each for each in pending if each[0] not in done)
        settle(each for each, _ in pending)
    refused.sort(key=lambda each: each[0])
    return ImportReport(
        counts["stored"], counts["already-there"], tuple((name, problem) for _, name, problem in refused)
    )


class _Sending:
    """Stores one file at a time, from any thread; after the archive was given up, no thread waits for it again."""

    def __init__(self, archive: Archive, patience: Patience) -> None:
        self._archive, self._patience = archive, patience
        self._given_up = threading.Event()

    def store(self, item: Item) -> Outcome | Problem:
        if item.problem is not None:
            return item.problem
        if self._given_up.is_set():
            return ArchiveUnavailable().problem
        try:
            file = as_part10(item.content)
            # storing the same image again changes nothing: it may be repeated when the answer was lost
            return self._patience(lambda: self._archive.store(file)).outcome
        except ArchiveUnavailable as refusal:
            self._given_up.set()
            return refusal.problem
        except Refusal as refusal:
            return refusal.problem
