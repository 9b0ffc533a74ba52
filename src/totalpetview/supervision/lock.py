"""One installation is served once: a lock on its data folder, which the system lets go when its holder dies."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator

from totalpetview.installation.folder import DataFolder
from totalpetview.installation.language import said


class AlreadyServed(Exception):
    """Another `totalpetview serve` uses this data folder; the message says so."""


@contextlib.contextmanager
def served_by_us(folder: DataFolder) -> Iterator[None]:
    """Hold the lock while the block runs.

    Raises
    ------
    AlreadyServed
        Another process holds it.
    """
    with (folder.path / "serve.lock").open("w", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyServed(
                said(
                    f"Another `totalpetview serve` uses {folder.path} already.",
                    f"Ein anderes `totalpetview serve` benutzt {folder.path} bereits.",
                )
            ) from error
        yield
