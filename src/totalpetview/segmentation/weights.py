"""Which weights are on this machine, and whether they are TotalSegmentator's own."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from totalpetview.segmentation.datasets import Dataset, datasets
from totalpetview.segmentation.port import WeightsKind

CHECKPOINT: Final = "checkpoint_final.pth"
#: SHA-256 of checkpoints that are known to be stand-ins, though nothing in their folder says so
_STAND_INS: Final = frozenset({"22739a5f639150b912fb20aa24c6d9c4c7f64446a6249dae6f858b32c90a70c7"})
#: the smallest network that TotalSegmentator ever released has 16 million parameters, 66 MB
_SMALLEST_BYTES: Final = 20_000_000


@dataclass(frozen=True, slots=True)
class Installed:
    """The weights of one network on this machine.

    Attributes
    ----------
    folder
        The dataset's folder.
    kind
        "missing" where there is no folder.
    complete
        Whether a network can be loaded from it, as far as the files tell.
    size_bytes
        Of all its files.
    """

    dataset: Dataset
    folder: Path
    kind: WeightsKind
    complete: bool
    size_bytes: int


class Weights:
    """The folder of all weights. Check sums are computed once for each state of a file and remembered in `memory`."""

    def __init__(self, folder: Path, memory: Path) -> None:
        self.folder = folder
        self._memory = memory
        self._lock = threading.Lock()
        self._digests: dict[str, str] | None = None

    def installed(self, number: int) -> Installed:
        """Return what is there of a dataset."""
        dataset = datasets()[number]
        folder = self.folder / dataset.folder
        if not folder.is_dir():
            return Installed(dataset, folder, "missing", complete=False, size_bytes=0)
        files = [file for file in folder.rglob("*") if file.is_file()]
        size = sum(file.stat().st_size for file in files)
        stand_in = self._is_stand_in(folder)
        return Installed(dataset, folder, "stand-in" if stand_in else "released", is_complete(folder), size)

    def all_installed(self) -> tuple[Installed, ...]:
        """Return what is there, in order of numbers."""
        found = (self.installed(number) for number in sorted(datasets()))
        return tuple(one for one in found if one.kind != "missing")

    def kind(self, numbers: Iterable[int]) -> WeightsKind:
        """Return "missing" if any is, else "stand-in" if any is, else "released"."""
        kinds = {self.installed(number).kind for number in numbers}
        if "missing" in kinds:
            return "missing"
        return "stand-in" if "stand-in" in kinds else "released"

    def missing(self, numbers: Iterable[int]) -> tuple[Dataset, ...]:
        """Return those that are not there."""
        return tuple(datasets()[n] for n in dict.fromkeys(numbers) if self.installed(n).kind == "missing")

    def digest(self, numbers: Iterable[int]) -> str:
        """Return one SHA-256 over the files that decide about the results of some networks; "" if any is missing."""
        whole = hashlib.sha256()
        for number in sorted(set(numbers)):
            folder = self.folder / datasets()[number].folder
            if not folder.is_dir():
                return ""
            for file in _deciding(folder):
                whole.update(f"{number} {file.relative_to(folder)} {self._sha256(file)}\n".encode())
        return whole.hexdigest()

    def _is_stand_in(self, folder: Path) -> bool:
        """Whether it says so itself, is known to be, or is far too small to be anything else."""
        for file in folder.rglob("dataset.json"):
            try:
                if json.loads(file.read_text(encoding="utf-8")).get("stand_in"):
                    return True
            except (OSError, ValueError, AttributeError):
                continue
        checkpoints = list(folder.rglob(CHECKPOINT))
        return any(file.stat().st_size < _SMALLEST_BYTES or self._sha256(file) in _STAND_INS for file in checkpoints)

    def _sha256(self, file: Path) -> str:
        state = file.stat()
        key = f"{file} {state.st_size} {state.st_mtime_ns}"
        with self._lock:
            known = self._remembered()
            if key not in known:
                with file.open("rb") as opened:
                    known[key] = hashlib.file_digest(opened, "sha256").hexdigest()
                self._remember(known)
            return known[key]

    def _remembered(self) -> dict[str, str]:
        if self._digests is None:
            try:
                read: Any = json.loads(self._memory.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                read = {}
            self._digests = {str(key): str(value) for key, value in read.items()} if isinstance(read, dict) else {}
        return self._digests

    def _remember(self, known: dict[str, str]) -> None:
        self._memory.parent.mkdir(parents=True, exist_ok=True)
        beside = self._memory.with_suffix(f".{os.getpid()}")
        beside.write_text(json.dumps(known, indent=0), encoding="utf-8")
        beside.replace(self._memory)


def _deciding(folder: Path) -> list[Path]:
    names = {"plans.json", "dataset.json", CHECKPOINT}
    return sorted(file for file in folder.rglob("*") if file.name in names)


def is_complete(folder: Path) -> bool:
    """Whether a dataset's folder holds plans, labels and at least one fold of some network."""
    return any(
        (network / "dataset.json").is_file() and any(network.glob(f"fold_*/{CHECKPOINT}"))
        for network in (plans.parent for plans in folder.glob("*/plans.json"))
    )
