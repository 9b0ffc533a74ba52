"""The frames of a segmentation object, one after the other, without unpacking more than is looked at."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.uid import DeflatedExplicitVRLittleEndian

from totalpetview.dicom import elements
from totalpetview.dicom.parse import ParsedObject, is_big_endian
from totalpetview.dicom.pixels import decode_frames
from totalpetview.domain.problem import refuse

Array = NDArray[Any]
_BYTE: Final = 8
_OBJECT: Final = "1"


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a frame that is not empty: `inside` begins at this row and column."""

    row: int
    column: int
    inside: NDArray[np.bool_]


def frame_count(header: Dataset) -> int:
    """Return how many frames an object announces."""
    return max(1, elements.whole(header, "NumberOfFrames") or 1)


def numbers(parsed: ParsedObject) -> list[Array]:
    """Return the frames [row, column] of whole numbers; raises Refusal where they cannot be read."""
    return decode_frames(parsed, _OBJECT)


def windows(parsed: ParsedObject, least: float) -> Iterator[Window | None]:
    """Return for each frame of bits, or of fractions not less than `least`, the part that is not empty.

    Most frames of an organ are nearly empty: of frames of bits only the rows that are not are unpacked.

    Raises
    ------
    Refusal
        For missing, cut-off or undecodable pixels, and formats that no segmentation has.
    """
    if elements.whole(parsed.header, "BitsAllocated") != 1:
        return (_cropped(frame >= least) for frame in numbers(parsed))
    rows, columns = elements.whole(parsed.header, "Rows") or 0, elements.whole(parsed.header, "Columns") or 0
    if rows < 1 or columns < 1 or is_big_endian(parsed):
        raise refuse("pixel-format", image=_OBJECT, found="1 bit")
    if parsed.pixels is None and parsed.transfer_syntax != DeflatedExplicitVRLittleEndian:
        raise refuse("pixel-data-missing", image=_OBJECT)
    if parsed.pixels is None or parsed.pixels.size is None or parsed.data is None:
        return (_cropped(frame) for frame in _decoded(parsed, rows, columns))
    packed = _packed(parsed, rows * columns)
    if columns % _BYTE:
        return (_cropped(frame) for frame in _unpacked(packed, frame_count(parsed.header), rows, columns))
    return (_window(lines) for lines in packed.reshape(-1, rows, columns // _BYTE))


def _packed(parsed: ParsedObject, pixels: int) -> NDArray[np.uint8]:
    """Return the bytes of all frames, eight pixels each, least significant bit first (PS3.5 section 8.2)."""
    place = parsed.pixels
    if place is None or place.size is None or parsed.data is None:
        raise refuse("pixel-data-missing", image=_OBJECT)
    needed = -(-frame_count(parsed.header) * pixels // _BYTE)
    there = min(place.available, place.size)
    if there < needed:
        raise refuse("pixel-data-truncated", image=_OBJECT, expected=needed, found=there)
    return np.frombuffer(parsed.data, np.uint8, needed, place.offset)


def _window(lines: NDArray[np.uint8]) -> Window | None:
    filled = np.flatnonzero(lines.any(axis=1))
    if not len(filled):
        return None
    top, bottom = int(filled[0]), int(filled[-1]) + 1
    across = np.flatnonzero(lines[top:bottom].any(axis=0))
    left, right = int(across[0]), int(across[-1]) + 1
    bits = np.unpackbits(lines[top:bottom, left:right], axis=1, bitorder="little")
    return Window(top, left * _BYTE, bits.view(np.bool_))


def _unpacked(packed: NDArray[np.uint8], count: int, rows: int, columns: int) -> Iterator[NDArray[np.bool_]]:
    """Frames follow each other without a gap, so one may begin within a byte."""
    for index in range(count):
        begin = index * rows * columns
        part = packed[begin // _BYTE : -(-(begin + rows * columns) // _BYTE)]
        bits = np.unpackbits(part, bitorder="little")[begin % _BYTE :][: rows * columns]
        yield bits.view(np.bool_).reshape(rows, columns)


def _decoded(parsed: ParsedObject, rows: int, columns: int) -> NDArray[np.bool_]:
    """Return compressed frames of bits."""
    count = frame_count(parsed.header)
    try:
        array: Array = dcmread(io.BytesIO(parsed.data or b""), force=True).pixel_array
    except Exception as error:
        # pydicom and its decoders raise nearly anything on malformed input
        raise refuse(
            "pixel-data-undecodable", image=_OBJECT, syntax=parsed.transfer_syntax, reason=type(error).__name__
        ) from error
    if array.size != count * rows * columns:
        raise refuse("frames-missing", image=_OBJECT, expected=count, found=array.size // (rows * columns))
    return np.not_equal(array.reshape(count, rows, columns), 0)


def _cropped(inside: NDArray[np.bool_]) -> Window | None:
    rows = np.flatnonzero(inside.any(axis=1))
    if not len(rows):
        return None
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    across = np.flatnonzero(inside[top:bottom].any(axis=0))
    left, right = int(across[0]), int(across[-1]) + 1
    return Window(top, left, inside[top:bottom, left:right])
