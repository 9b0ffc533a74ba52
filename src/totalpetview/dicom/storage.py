"""Stored values of any width become 16 bits: unchanged where they fit, else with a slope of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from totalpetview.domain.problem import refuse
from totalpetview.domain.volume import StoredSlice

_SIGNED: Final = np.iinfo(np.int16)
_UNSIGNED: Final = np.iinfo(np.uint16)


@dataclass(frozen=True, slots=True)
class Kept:
    """One frame in 16 bits: original stored value = scale * values + offset, exact where scale is 1."""

    values: StoredSlice
    scale: float = 1.0
    offset: float = 0.0

    @property
    def exact(self) -> bool:
        """Whether the values are those of the object."""
        return self.scale == 1.0 and self.offset == 0.0


def keep(frame: NDArray[Any], label: str) -> Kept:
    """Return a frame in 16 bits; at most half a step of 1/65535 of its own range is lost."""
    if frame.dtype.kind in "iu" and frame.dtype.itemsize <= 2:  # noqa: PLR2004 - bytes
        wide = np.int16 if frame.dtype.kind == "i" else np.uint16
        return Kept(cast("StoredSlice", frame.astype(wide, copy=False)))
    if frame.dtype.kind == "f" and not bool(np.isfinite(frame).all()):
        raise refuse("pixel-format", image=label, found="NaN")
    low, high = float(frame.min()), float(frame.max())
    if frame.dtype.kind in "iu":
        if _SIGNED.min <= low and high <= _SIGNED.max:
            return Kept(frame.astype(np.int16))
        if low >= 0 and high <= _UNSIGNED.max:
            return Kept(frame.astype(np.uint16))
    step = (high - low) / _UNSIGNED.max or 1.0
    values = np.rint((frame.astype(np.float64) - low) / step).astype(np.uint16)
    return Kept(values, step, low)


def of_one_type(frames: Sequence[StoredSlice]) -> list[StoredSlice]:
    """Return all frames as int16 or all as uint16; raises Refusal if their values fit into neither."""
    if len({frame.dtype for frame in frames}) <= 1:
        return list(frames)
    if all(frame.dtype == np.int16 or int(frame.max()) <= _SIGNED.max for frame in frames):
        return [frame.astype(np.int16, copy=False) for frame in frames]
    if all(frame.dtype == np.uint16 or int(frame.min()) >= 0 for frame in frames):
        return [frame.astype(np.uint16, copy=False) for frame in frames]
    raise refuse("mixed-pixel-formats")
