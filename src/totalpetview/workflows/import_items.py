"""What is to be imported, one file after the other: files, whole folders, and what ZIP archives hold."""

from __future__ import annotations

import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

from totalpetview.domain.problem import Problem, Refusal, refuse

_ZIP_MAGIC: Final = b"PK\x03\x04"
_GIGABYTE: Final = 1_000_000_000
_BLOCK_BYTES: Final = 1 << 20
_SPOOL_BYTES: Final = 64 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file and one ZIP archive may hold: an archive of a few bytes can unpack to anything."""

    file_bytes: int = 4 * _GIGABYTE
    zip_bytes: int = 200 * _GIGABYTE
    zip_files: int = 500_000


@dataclass(frozen=True, slots=True)
class Item:
    """One file: its content, or why there is none."""

    name: str
    content: bytes
    problem: Problem | None = None


def items_of_paths(paths: Sequence[Path]) -> Iterator[tuple[str, BinaryIO | Problem]]:
    """Yield all files, and all files below folders, in order of their names; what cannot be opened with the reason."""
    for path in paths:
        files: Iterable[Path] = _below(path) if path.is_dir() else (path,)
        for file in files:
            try:
                stream = file.open("rb")
            except OSError as error:
                yield str(file), Problem("file-unreadable", {"reason": error.strerror or type(error).__name__})
                continue
            with stream:
                yield str(file), stream


def contents(named: Iterable[tuple[str, BinaryIO | Problem]], limits: Limits) -> Iterator[Item]:
    """Yield the content of every file; ZIP archives (by content, not by name) are unpacked, one level deep."""
    for name, stream in named:
        if isinstance(stream, Problem):
            yield Item(name, b"", stream)
            continue
        try:
            start = stream.read(len(_ZIP_MAGIC))
            if start == _ZIP_MAGIC:
                with _seekable(start, stream) as seekable:
                    yield from _unpacked(name, seekable, limits)
            else:
                yield Item(name, start + _read(stream, limits))
        except Refusal as refusal:
            yield Item(name, b"", refusal.problem)
        except OSError as error:
            yield Item(name, b"", Problem("file-unreadable", {"reason": error.strerror or type(error).__name__}))


def _below(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            path = Path(parent) / name
            if path.is_file():  # no pipes, no sockets: reading one would never end
                yield path


def _read(stream: IO[bytes], limits: Limits) -> bytes:
    read = stream.read(limits.file_bytes + 1)
    if len(read) > limits.file_bytes:
        raise refuse("file-too-large", limit_gb=limits.file_bytes / _GIGABYTE)
    return read


@contextmanager
def _seekable(start: bytes, stream: BinaryIO) -> Iterator[BinaryIO]:
    """Give the same stream from its beginning."""
    if stream.seekable():
        stream.seek(0)
        yield stream
        return
    with tempfile.SpooledTemporaryFile(max_size=_SPOOL_BYTES) as spooled:
        spooled.write(start)
        while block := stream.read(_BLOCK_BYTES):
            spooled.write(block)
        spooled.seek(0)
        yield cast("BinaryIO", spooled)


def _unpacked(name: str, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise refuse("zip-damaged") from error
    with archive:
        files, total_bytes = 0, 0
        for member in archive.infolist():
            if member.is_dir():
                continue
            item = _member(archive, member, f"{name}/{member.filename}", limits)
            # what was really unpacked counts, not what the archive says of itself
            files, total_bytes = files + 1, total_bytes + len(item.content)
            if files > limits.zip_files or total_bytes > limits.zip_bytes:
                raise refuse("zip-too-large", limit_files=limits.zip_files, limit_gb=limits.zip_bytes / _GIGABYTE)
            yield item


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, limits: Limits) -> Item:
    if member.flag_bits & 1:
        return Item(name, b"", Problem("zip-encrypted"))
    try:
        with archive.open(member) as stream:
            return Item(name, _read(stream, limits))
    except Refusal as refusal:
        return Item(name, b"", refusal.problem)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError):
        return Item(name, b"", Problem("zip-damaged"))
