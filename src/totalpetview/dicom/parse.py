"""Bytes or a file become a parsed header, and the place where its pixel data lie.

Headers are read with pydicom without the pixel data (which stay a view of the bytes read); nothing that pydicom
raises for a malformed object leaves this module as anything but a Refusal.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from pydicom import config, dcmread
from pydicom.dataset import FileDataset
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian

from totalpetview.domain.problem import refuse

# Real headers break the rules of their value representations all the time; what matters is checked here.
config.settings.reading_validation_mode = config.IGNORE
# Said once and for the whole process: changing the filters around each read is not safe between threads.
warnings.filterwarnings("ignore", module=r"pydicom\.")

PIXEL_DATA: Final = (0x7FE0, 0x0010)
PIXEL_ELEMENTS: Final = {0x0008, 0x0009, 0x0010}
UNDEFINED: Final = 0xFFFFFFFF
#: a file without preamble is only tried if it starts with a group that DICOM starts with
FIRST_GROUPS: Final = {b"\x02\x00", b"\x08\x00", b"\x00\x08"}


@dataclass(frozen=True, slots=True)
class PixelPlace:
    """Where the pixel data element starts in the file.

    Attributes
    ----------
    offset
        Of the first byte of the value.
    size
        Announced length of the value in bytes, None for encapsulated (undefined length).
    available
        Bytes that are there behind `offset`.
    """

    element: int
    offset: int
    size: int | None
    available: int


@dataclass(frozen=True, slots=True)
class ParsedObject:
    """One SOP instance: header, transfer syntax, place of the pixel data, and all bytes if they were kept."""

    header: FileDataset
    transfer_syntax: str
    little_endian: bool
    pixels: PixelPlace | None
    data: bytes | None


def parse(source: bytes | Path | BinaryIO, *, keep_bytes: bool) -> ParsedObject:
    """Read one DICOM object.

    Parameters
    ----------
    source
        The bytes of a DICOM file, its path, or an open seekable file.
    keep_bytes
        Whether pixels will be decoded from the result.

    Raises
    ------
    Refusal
        "not-dicom", "empty-file", "file-unreadable" or "dicom-damaged".
    """
    try:
        if isinstance(source, bytes):
            return _parse(io.BytesIO(source), source)
        if isinstance(source, Path):
            if keep_bytes:
                data = source.read_bytes()
                return _parse(io.BytesIO(data), data)
            with source.open("rb") as file:
                return _parse(file, None)
        if keep_bytes:
            data = source.read()
            return _parse(io.BytesIO(data), data)
        return _parse(source, None)
    except OSError as error:
        raise refuse("file-unreadable", reason=error.strerror or type(error).__name__) from error


def _parse(file: BinaryIO, data: bytes | None) -> ParsedObject:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    start = file.read(132)
    file.seek(0)
    if not start:
        raise refuse("empty-file")
    if start[128:] != b"DICM" and start[:2] not in FIRST_GROUPS:
        raise refuse("not-dicom")
    header = _header(file)
    if len(header) == 0:
        raise refuse("dicom-damaged" if start[128:] == b"DICM" else "not-dicom", reason="no elements")
    implicit, little = _encoding(header)
    syntax = _transfer_syntax(header)
    pixels = None
    if syntax != DeflatedExplicitVRLittleEndian:
        pixels = _pixel_place(file, size, implicit=implicit, little=little)
    return ParsedObject(header, syntax, little, pixels, data)


def _header(file: BinaryIO) -> FileDataset:
    try:
        return dcmread(file, stop_before_pixels=True, force=True)
    except Exception as error:
        # pydicom raises nearly anything on malformed input; each is the same to a reader
        raise refuse("dicom-damaged", reason=_reason(error)) from error


def _reason(error: Exception) -> str:
    first = str(error).strip().split("\n")[0].rstrip(".")
    return first[:160] or type(error).__name__


def _encoding(header: FileDataset) -> tuple[bool, bool]:
    implicit, little = header.original_encoding
    return bool(implicit), little is not False


def _transfer_syntax(header: FileDataset) -> str:
    meta: Any = getattr(header, "file_meta", None)
    try:
        return str(meta.TransferSyntaxUID).strip("\0 ") if meta is not None and "TransferSyntaxUID" in meta else ""
    except Exception:  # noqa: BLE001 - a garbled meta header has no transfer syntax
        return ""


def _pixel_place(file: BinaryIO, size: int, *, implicit: bool, little: bool) -> PixelPlace | None:
    """Read the element header at which pydicom stopped."""
    at = file.tell()
    head = file.read(12)
    order: Any = "little" if little else "big"
    if len(head) < 8:  # noqa: PLR2004 - tag and length
        return None
    group, element = int.from_bytes(head[0:2], order), int.from_bytes(head[2:4], order)
    if group != PIXEL_DATA[0] or element not in PIXEL_ELEMENTS:
        return None
    if implicit:
        length, offset = int.from_bytes(head[4:8], order), at + 8
    elif head[4:6] in {b"OB", b"OW", b"UN", b"OF", b"OD"}:
        length, offset = int.from_bytes(head[8:12], order), at + 12
    else:
        length, offset = int.from_bytes(head[6:8], order), at + 8
    return PixelPlace(element, offset, None if length == UNDEFINED else length, max(0, size - offset))


def is_big_endian(parsed: ParsedObject) -> bool:
    """Whether the values are stored most significant byte first."""
    return not parsed.little_endian or parsed.transfer_syntax == ExplicitVRBigEndian
