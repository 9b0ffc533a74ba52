"""A place beside the weights for what is being downloaded, which nobody takes for weights."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_PREFIX: Final = ".download-"
#: no download takes so long: what is older was left by a machine that lost its power
_LEFT_AFTER_S: Final = 24 * 3600.0


@contextmanager
def download_room(weights: Path) -> Iterator[Path]:
    """Give an empty folder on the file system of the weights; it is gone afterwards, also when the program was killed.

    The program itself is killed when somebody cancels, so it cannot clear up behind itself. Several workers may share
    the folder of the weights: what others download is left alone.
    """
    for left in weights.glob(f"{_PREFIX}*"):
        if time.time() - left.stat().st_mtime > _LEFT_AFTER_S:
            shutil.rmtree(left, ignore_errors=True)
    room = Path(tempfile.mkdtemp(dir=weights, prefix=_PREFIX))
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)
