"""Putting TotalSegmentator's weights in their place from release archives or folders: wholly or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from totalpetview.domain.problem import refuse
from totalpetview.segmentation.datasets import Dataset, dataset_of_folder
from totalpetview.segmentation.weights import is_complete

_GB: Final = 1_000_000_000
LIMIT_GB: Final = 20
LIMIT_FILES: Final = 2000
_SHA256: Final = re.compile(r"\b[0-9a-fA-F]{64}\b")


def install(source: Path, weights: Path, *, sha256: str | None = None) -> tuple[Dataset, ...]:
    """Install a release archive (.zip), a folder that holds such archives, or unpacked weights.

    Parameters
    ----------
    source
        `Dataset297_....zip`, `Dataset297_.../`, or a folder with several of either.
    weights
        Where they belong; made if it is not there. What is there already is replaced.
    sha256
        The archive's check sum where one is known; a file `<archive>.sha256` beside it is also believed, and without
        either the check sum of the release, where we know it.

    Returns
    -------
    What was installed, in order of names.

    Raises
    ------
    Refusal
        "weights-archive-unreadable", "weights-archive-unsafe", "weights-archive-too-large",
        "weights-check-sum-differs", "weights-no-room". Nothing of the refused archive is left behind.
    """
    weights.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = list(_sources(source))
    if not found:
        raise refuse("weights-archive-unreadable", file=source.name, reason="no Dataset...zip")
    return tuple(dataset for one in found for dataset in _install_one(one, weights, sha256))


def _sources(source: Path) -> Iterator[Path]:
    if source.is_file() or dataset_of_folder(source.name) is not None:
        yield source
    elif source.is_dir():
        for inner in sorted(source.iterdir()):
            name = inner.stem if inner.suffix == ".zip" else inner.name
            if dataset_of_folder(name) is not None:
                yield inner


def _install_one(source: Path, weights: Path, sha256: str | None) -> tuple[Dataset, ...]:
    with tempfile.TemporaryDirectory(dir=weights, prefix=".install-") as temporary:
        unpacked = Path(temporary) / "new"
        if source.is_dir():
            _check_room(source.name, [file.stat().st_size for file in source.rglob("*") if file.is_file()], weights)
            shutil.copytree(source, unpacked / source.name, ignore=_only_plain)
        else:
            _check_sum(source, sha256)
            _unzip(source, unpacked, weights)
        folders = [folder for folder in sorted(unpacked.rglob("Dataset*")) if dataset_of_folder(folder.name)]
        folders = [folder for folder in folders if folder.is_dir() and is_complete(folder)]
        if not folders:
            raise refuse("weights-archive-unreadable", file=source.name, reason="no complete network")
        return tuple(_put(folder, weights, Path(temporary)) for folder in folders)


def _put(folder: Path, weights: Path, temporary: Path) -> Dataset:
    target = weights / folder.name
    if target.exists():
        target.rename(temporary / f"old-{folder.name}")
    folder.rename(target)
    dataset = dataset_of_folder(folder.name)
    if dataset is None:  # it was looked up before
        raise LookupError(folder.name)
    return dataset


def _check_sum(archive: Path, sha256: str | None) -> None:
    beside = archive.with_name(archive.name + ".sha256")
    wanted = sha256
    if wanted is None and beside.is_file():
        written = _SHA256.search(beside.read_text(encoding="utf-8", errors="replace"))
        wanted = written.group() if written else ""
    if wanted is None:
        known = dataset_of_folder(archive.stem)
        wanted = known.archive_sha256 if known else None
    if wanted is None:
        return
    with archive.open("rb") as opened:
        if hashlib.file_digest(opened, "sha256").hexdigest() != wanted.strip().lower():
            raise refuse("weights-check-sum-differs", file=archive.name)


def _check_room(name: str, sizes: Iterable[int], weights: Path) -> None:
    counted = list(sizes)
    needed = sum(counted)
    if needed > LIMIT_GB * _GB or len(counted) > LIMIT_FILES:
        raise refuse("weights-archive-too-large", file=name, limit_gb=LIMIT_GB, limit_files=LIMIT_FILES)
    if needed > shutil.disk_usage(weights).free:
        raise refuse("weights-no-room", needed_gb=round(needed / _GB, 1))


def _unzip(archive: Path, target: Path, weights: Path) -> None:
    try:
        with zipfile.ZipFile(archive) as opened:
            members = opened.infolist()
            _check_room(archive.name, [member.file_size for member in members], weights)
            for member in members:
                path = PurePosixPath(member.filename.replace("\\", "/"))
                link = stat.S_ISLNK(member.external_attr >> 16)
                if path.is_absolute() or ".." in path.parts or ":" in member.filename or link:
                    raise refuse("weights-archive-unsafe", file=archive.name)
                if not member.is_dir():
                    _write(opened, member, target.joinpath(*path.parts))
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise refuse("weights-archive-unreadable", file=archive.name, reason=type(error).__name__) from error


def _write(opened: zipfile.ZipFile, member: zipfile.ZipInfo, file: Path) -> None:
    """Unpack one file; reading to its end checks its CRC, and never more is written than was announced."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with opened.open(member) as packed, file.open("wb") as out:
        shutil.copyfileobj(packed, out, 1 << 20)
        out.flush()
        os.fsync(out.fileno())


def _only_plain(folder: str, names: list[str]) -> set[str]:
    """Leave links out when a folder is copied: they could show anything."""
    return {name for name in names if (Path(folder) / name).is_symlink()}
