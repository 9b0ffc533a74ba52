"""What a checkpoint of nnU-Net says about its own training; read without torch, and without running anything in it.

nnU-Net's `nnUNetTrainer.save_checkpoint` and `on_train_end` (version 2) write into `checkpoint_final.pth` the number of
epochs, the log of all of them and the state of the optimiser. TotalSegmentator's script for publishing networks
(resources/anonymise_nnunet_pkl_v2.py) removes files beside it and leaves it as it is; the released one for 3 mm has
165 MB, more than twice its weights. A network that somebody only made up has none of this.
"""

from __future__ import annotations

import pickletools
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

#: no trainer that TotalSegmentator's tasks use trains fewer (`num_epochs` of nnU-Net's and of its own)
LEAST_EPOCHS: Final = 1000
_LARGEST_RECORD_BYTES: Final = 100_000_000
#: what zipfile and pickletools raise for damaged, encrypted or oddly compressed files
_UNREADABLE: Final = (
    OSError, ValueError, KeyError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError,
)  # fmt: skip
_KEYS: Final = ("optimizer_state", "logging", "current_epoch")
_REMEMBERING: Final = {"PUT", "BINPUT", "LONG_BINPUT", "MEMOIZE"}


def trained_epochs(checkpoint: Path) -> int:
    """Return after how many epochs a training ended; 0 where the file says nothing of one or cannot be read."""
    try:
        found = dict(_values(_record(checkpoint)))
    except _UNREADABLE:
        return 0
    name, epochs = found.get("current_epoch", ("", 0))
    trained = all(found.get(key, ("NONE", None))[0] in {"EMPTY_DICT", "GLOBAL", "STACK_GLOBAL"} for key in _KEYS[:2])
    return int(epochs) if trained and name in {"BININT", "BININT1", "BININT2"} else 0


def _record(checkpoint: Path) -> bytes:
    """Return the pickle of a checkpoint: everything in it but the tensors' numbers."""
    with zipfile.ZipFile(checkpoint) as opened:
        inside = next((one for one in opened.infolist() if one.filename.endswith("/data.pkl")), None)
        if inside is None or inside.file_size > _LARGEST_RECORD_BYTES:
            raise ValueError("no record")
        return opened.read(inside)


def _values(record: bytes) -> Iterator[tuple[str, tuple[str, Any]]]:
    """Yield each key that is looked for with the operation that begins its value."""
    key = ""
    for operation, argument, _ in pickletools.genops(record):
        if key and operation.name not in _REMEMBERING:
            yield key, (operation.name, argument)
            key = ""
        if isinstance(argument, str) and argument in _KEYS:
            key = argument
