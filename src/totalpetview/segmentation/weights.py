"""Which weights are on this machine, and whether they are TotalSegmentator's own."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from totalpetview.segmentation.datasets import Dataset, datasets
from totalpetview.segmentation.port import WeightsKind
from totalpetview.segmentation.training_record import LEAST_EPOCHS, trained_epochs

CHECKPOINT: Final = "checkpoint_final.pth"
#: SHA-256 of checkpoints that are known to be stand-ins, though nothing in their folder says so
_STAND_INS: Final = frozenset({"22739a5f639150b912fb20aa24c6d9c4c7f64446a6249dae6f858b32c90a70c7"})
#: the smallest network for CT that TotalSegmentator released has 16 million parameters, 66 MB
_SMALLEST_BYTES: Final = 20_000_000
#: beside a network that was downloaded from its release: the digest of its files then
_FROM_RELEASE: Final = "from-release.sha256"
_WORST_FIRST: Final[tuple[WeightsKind, ...]] = ("missing", "stand-in", "unverified")


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
        return Installed(dataset, folder, self._kind(dataset, folder), is_complete(folder), size)

    def all_installed(self) -> tuple[Installed, ...]:
        """Return what is there, in order of numbers."""
        found = (self.installed(number) for number in sorted(datasets()))
        return tuple(one for one in found if one.kind != "missing")

    def kind(self, numbers: Iterable[int]) -> WeightsKind:
        """Return the worst of several: "missing", "stand-in", "unverified", "released"."""
        kinds = {self.installed(number).kind for number in numbers}
        return next((kind for kind in _WORST_FIRST if kind in kinds), "released")

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

    def vouch(self, number: int) -> None:
        """Note beside a network that it, as it is now, came from TotalSegmentator's release."""
        (self.folder / datasets()[number].folder / _FROM_RELEASE).write_text(self.digest((number,)), encoding="utf-8")

    def _kind(self, dataset: Dataset, folder: Path) -> WeightsKind:
        if self._is_stand_in(folder):
            return "stand-in"
        checkpoints = list(folder.rglob(CHECKPOINT))
        if checkpoints and all(self._is_released(dataset, checkpoint) for checkpoint in checkpoints):
            return "released"
        note = folder / _FROM_RELEASE
        vouched = note.is_file() and note.read_text(encoding="utf-8") == self.digest((dataset.number,))
        return "released" if vouched else "unverified"

    def _is_released(self, dataset: Dataset, checkpoint: Path) -> bool:
        """Whether a check sum is known, or the training of which a checkpoint tells is one of TotalSegmentator's."""
        if self._sha256(checkpoint) == dataset.checkpoint_sha256:
            return True
        return int(self._fact("epochs ", checkpoint, lambda file: str(trained_epochs(file)))) >= LEAST_EPOCHS

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
        return self._fact("", file, _sha256)

    def _fact(self, what: str, file: Path, find: Callable[[Path], str]) -> str:
        """Return something about a file that takes a while to find; once for each state of it."""
        state = file.stat()
        key = f"{what}{file} {state.st_size} {state.st_mtime_ns}"
        with self._lock:
            known = self._remembered()
            if key not in known:
                known[key] = find(file)
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


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _deciding(folder: Path) -> list[Path]:
    names = {"plans.json", "dataset.json", CHECKPOINT}
    return sorted(file for file in folder.rglob("*") if file.name in names)


def is_complete(folder: Path) -> bool:
    """Whether a dataset's folder holds plans, labels and at least one fold of some network."""
    return any(
        (network / "dataset.json").is_file() and any(network.glob(f"fold_*/{CHECKPOINT}"))
        for network in (plans.parent for plans in folder.glob("*/plans.json"))
    )
