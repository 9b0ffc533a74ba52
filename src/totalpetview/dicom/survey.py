"""Everything that lies in a folder, a file or a zip file: series, and what cannot be read. Headers only."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from totalpetview.dicom import elements
from totalpetview.dicom.parse import parse
from totalpetview.dicom.series import SeriesReader
from totalpetview.domain.problem import Problem, Refusal, refuse
from totalpetview.domain.series import SeriesFacts

DICOMDIR: Final = "1.2.840.10008.1.3.10"
ZIP_START: Final = b"PK\x03\x04"
LARGEST_ENTRY_BYTES: Final = 2 << 30
MEGABYTE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found; `unreadable` names files (an entry of a zip file as "file.zip/entry") and why."""

    series: tuple[SeriesFacts, ...]
    unreadable: tuple[tuple[str, Problem], ...]


@dataclass(slots=True)
class _Collection:
    readers: dict[str, SeriesReader] = field(default_factory=dict)
    unreadable: list[tuple[str, Problem]] = field(default_factory=list)

    def take(self, name: str, source: bytes | Path) -> None:
        """Give one DICOM object to the reader of its series."""
        try:
            parsed = parse(source, keep_bytes=False)
            if _is_directory(parsed.header):
                return
            uid = elements.text(parsed.header, "SeriesInstanceUID")
            if not uid:
                raise refuse("no-series-uid")
            self.readers.setdefault(uid, SeriesReader(keep_pixels=False)).add_parsed(parsed)
        except Refusal as refusal:
            self.unreadable.append((name, refusal.problem))


def survey(path: Path) -> Survey:
    """Look at a file, a zip file, or a folder and all that is in it; never raises for what lies there."""
    found = _Collection()
    if not path.exists():
        return Survey((), ((str(path), Problem("path-missing")),))
    for file in _files(path, found):
        if _is_zip(file):
            _survey_zip(file, found)
        else:
            found.take(str(file), file)
    series = [reader.facts() for reader in found.readers.values() if reader.has_instances]
    series.sort(key=lambda facts: (facts.patient_id, facts.series_uid))
    return Survey(tuple(series), tuple(found.unreadable))


def _is_directory(header: object) -> bool:
    meta = getattr(header, "file_meta", None)
    return meta is not None and elements.text(meta, "MediaStorageSOPClassUID") == DICOMDIR


def _files(path: Path, found: _Collection) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return

    def unreadable(error: OSError) -> None:
        reason = {"reason": error.strerror or type(error).__name__}
        found.unreadable.append((str(error.filename), Problem("file-unreadable", reason)))

    for folder, folders, names in os.walk(path, onerror=unreadable):
        folders.sort()
        for name in sorted(names):
            file = Path(folder, name)
            if file.is_file():
                yield file


def _is_zip(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(4) == ZIP_START
    except OSError:
        return False  # reading it as DICOM will say why it cannot be read


def _survey_zip(file: Path, found: _Collection) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            for entry in sorted(archive.infolist(), key=lambda one: one.filename):
                if entry.is_dir():
                    continue
                name = f"{file}/{entry.filename}"
                try:
                    data = _unpacked(archive, entry)
                except Refusal as refusal:
                    found.unreadable.append((name, refusal.problem))
                    continue
                found.take(name, data)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        found.unreadable.append((str(file), Problem("zip-damaged", {"reason": str(error) or type(error).__name__})))


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return an entry's bytes; what its header announces is not believed."""
    if entry.flag_bits & 1:
        raise refuse("zip-encrypted")
    try:
        with archive.open(entry) as opened:
            data = opened.read(LARGEST_ENTRY_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise refuse("zip-damaged", reason=str(error) or type(error).__name__) from error
    if len(data) > LARGEST_ENTRY_BYTES:
        limit = LARGEST_ENTRY_BYTES // MEGABYTE
        raise refuse("zip-entry-too-large", megabytes=max(entry.file_size // MEGABYTE, limit), limit=limit)
    return data
