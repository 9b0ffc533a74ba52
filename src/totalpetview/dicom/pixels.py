"""The stored pixel values of one SOP instance, as arrays [row, column], one per frame.

Uncompressed values stay a view of the bytes that were read; only compressed ones are copied. Stored values are
returned as the header defines them (sign, bits stored), padding values included.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.encaps import generate_frames
from pydicom.filebase import DicomBytesIO
from pydicom.pixels.decoders.base import get_decoder
from pydicom.uid import UID, DeflatedExplicitVRLittleEndian, JPEGTransferSyntaxes, RLELossless

from totalpetview.dicom import elements
from totalpetview.dicom.parse import ParsedObject, PixelPlace, is_big_endian
from totalpetview.domain.problem import Refusal, refuse

WHOLE_NUMBERS: Final = 0x0010
FLOATS: Final = {0x0008: (4, "f4"), 0x0009: (8, "f8")}
END_OF_IMAGE: Final = b"\xff\xd9"

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class PixelFormat:
    """How the pixels of an object are stored (PS3.3 C.7.6.3)."""

    rows: int
    columns: int
    frames: int
    bits_allocated: int
    bits_stored: int
    high_bit: int
    signed: bool
    samples: int
    padding: int | None

    @property
    def frame_pixels(self) -> int:
        """Pixels of one frame."""
        return self.rows * self.columns


def pixel_format(header: Dataset, label: str) -> PixelFormat:
    """Read the format; raises Refusal for anything but one whole or real number per pixel."""

    def whole(keyword: str, default: int) -> int:
        found = elements.whole(header, keyword)
        return default if found is None else found

    allocated = whole("BitsAllocated", 0)
    stored = whole("BitsStored", allocated)
    padding = elements.whole(header, "PixelPaddingValue")
    found = PixelFormat(
        rows=whole("Rows", 0),
        columns=whole("Columns", 0),
        frames=max(1, whole("NumberOfFrames", 1)),
        bits_allocated=allocated,
        bits_stored=stored,
        high_bit=whole("HighBit", stored - 1),
        signed=whole("PixelRepresentation", 0) == 1,
        samples=whole("SamplesPerPixel", 1),
        padding=padding,
    )
    good = found.samples == 1 and allocated in {8, 16, 32, 64} and found.rows > 0 and found.columns > 0
    if not good or not 0 < stored <= allocated or found.high_bit != stored - 1:
        described = f"{stored}/{allocated} bit, high bit {found.high_bit}, {found.samples} x"
        raise refuse("pixel-format", image=label, found=described)
    return found


def check_pixels(parsed: ParsedObject, label: str) -> None:
    """Refuse an object whose pixel data are missing or cut off, as far as that shows without decoding."""
    shape = pixel_format(parsed.header, label)
    place = parsed.pixels
    if place is None:
        if parsed.transfer_syntax == DeflatedExplicitVRLittleEndian:
            return
        raise refuse("pixel-data-missing", image=label)
    if place.size is None:
        if not place.available:
            raise refuse("pixel-data-missing", image=label)
        return
    expected = shape.frames * shape.frame_pixels * _item_bytes(place, shape)
    if place.available < place.size or place.size < expected:
        raise refuse("pixel-data-truncated", image=label, expected=expected, found=min(place.available, place.size))


def check_announced(parsed: ParsedObject, label: str) -> None:
    """Refuse any object whose last element announces more bytes than there are."""
    place = parsed.pixels
    if place is not None and place.size is not None and place.available < place.size:
        raise refuse("pixel-data-truncated", image=label, expected=place.size, found=place.available)


def decode_frames(parsed: ParsedObject, label: str) -> list[Array]:
    """Return one array [row, column] per frame: whole numbers as stored, or the floats of float pixel data.

    Raises
    ------
    Refusal
        For missing, cut-off or undecodable pixel data, an unknown transfer syntax, an unsupported format.
    """
    shape = pixel_format(parsed.header, label)
    check_pixels(parsed, label)
    place = parsed.pixels
    if place is not None and place.size is not None and parsed.data is not None:
        return _native(parsed, place, shape)
    return _decoded(parsed, shape, label)


def _item_bytes(place: PixelPlace, shape: PixelFormat) -> int:
    return FLOATS[place.element][0] if place.element in FLOATS else shape.bits_allocated // 8


def _native(parsed: ParsedObject, place: PixelPlace, shape: PixelFormat) -> list[Array]:
    order = ">" if is_big_endian(parsed) else "<"
    if place.element in FLOATS:
        kind = FLOATS[place.element][1]
    else:
        kind = f"{'i' if shape.signed else 'u'}{shape.bits_allocated // 8}"
    count = shape.frames * shape.frame_pixels
    flat: Array = np.frombuffer(parsed.data or b"", dtype=np.dtype(order + kind), count=count, offset=place.offset)
    frames = flat.reshape(shape.frames, shape.rows, shape.columns)
    if place.element in FLOATS:
        return list(frames)
    return [_significant(frame, shape) for frame in frames]


def _decoded(parsed: ParsedObject, shape: PixelFormat, label: str) -> list[Array]:
    syntax = parsed.transfer_syntax
    name = UID(syntax).name if syntax else "?"
    _check_decoder(syntax, name, label)
    try:
        header = dcmread(DicomBytesIO(parsed.data or b""), force=True)
        _check_complete(header, syntax, shape, name, label)
        array: Array = header.pixel_array
    except Refusal:
        raise
    except Exception as error:
        # the decoders raise nearly anything on malformed streams
        reason = str(error).strip().split("\n")[0][:160] or type(error).__name__
        raise refuse("pixel-data-undecodable", image=label, syntax=name, reason=reason) from error
    if array.size != shape.frames * shape.frame_pixels:
        raise refuse("frames-missing", image=label, expected=shape.frames, found=array.size // shape.frame_pixels)
    frames = array.reshape(shape.frames, shape.rows, shape.columns)
    return [_significant(frame, shape) for frame in frames]


def _check_decoder(syntax: str, name: str, label: str) -> None:
    try:
        available = get_decoder(UID(syntax)).is_available or not UID(syntax).is_compressed
    except (NotImplementedError, ValueError):
        available = False
    if not available:
        raise refuse("decoder-missing", image=label, syntax=f"{name} ({syntax})" if name != syntax else syntax)


def _check_complete(header: Dataset, syntax: str, shape: PixelFormat, name: str, label: str) -> None:
    """Decoders fill a cut-off stream up silently: count the frames and look for their end marks."""
    if "PixelData" not in header:
        raise refuse("pixel-data-missing", image=label)
    if not UID(syntax).is_encapsulated or syntax == RLELossless:
        return
    frames = list(generate_frames(header.PixelData, number_of_frames=shape.frames))
    if len(frames) < shape.frames:
        raise refuse("frames-missing", image=label, expected=shape.frames, found=len(frames))
    if syntax in JPEGTransferSyntaxes or UID(syntax).name.startswith(("JPEG", "High-Throughput")):
        for index, frame in enumerate(frames):
            if END_OF_IMAGE not in frame[-16:]:
                raise refuse("compressed-data-truncated", image=label, syntax=name, frame=index + 1)


def _significant(frame: Array, shape: PixelFormat) -> Array:
    """Return the stored values: other bits (old overlays, a sign not extended) are cleared where there are any."""
    if shape.bits_stored == shape.bits_allocated:
        return frame
    low = -(1 << (shape.bits_stored - 1)) if shape.signed else 0
    high = (1 << (shape.bits_stored - 1)) - 1 if shape.signed else (1 << shape.bits_stored) - 1
    outside = (frame < low) | (frame > high)
    if not outside.any():
        return frame
    if shape.padding is not None and bool((frame[outside] == frame.dtype.type(0) + shape.padding).all()):
        return frame
    spare = frame.dtype.itemsize * 8 - shape.bits_stored
    native = frame.astype(frame.dtype.newbyteorder("="))
    shifted: Array = np.right_shift(np.left_shift(native, spare), spare)
    return shifted
