"""The resolutions of a prepared volume, each made from the finer one before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from totalpetview.domain.geometry import Grid
from totalpetview.domain.volume import StoredVolume
from totalpetview.imaging.pyramid import axes_to_halve, means, rounded_means
from totalpetview.volumes.chunks import Stored, StoredType

Numbers = npt.NDArray[np.float64]
_LEAST_SLOPE = 1e-30


@dataclass(frozen=True, slots=True)
class Resolution:
    """Slices [j, i] in order of k on a grid; value = slope[k] * slices[k] + intercept[k]."""

    grid: Grid
    slices: list[Stored]
    slope: Numbers
    intercept: Numbers

    @property
    def is_coarsest(self) -> bool:
        """Whether no coarser one is made of it."""
        return axes_to_halve(self.grid.shape, self.grid.spacing_mm) is None

    @property
    def dtype(self) -> StoredType:
        """The type of the stored values."""
        return self.slices[0].dtype

    def values(self, step: int = 1) -> npt.NDArray[np.float32]:
        """Return the rescaled values of every step-th row and column [k, j, i]."""
        stored = np.stack([each[::step, ::step] for each in self.slices]).astype(np.float32)
        stored *= self.slope.astype(np.float32)[:, np.newaxis, np.newaxis]
        stored += self.intercept.astype(np.float32)[:, np.newaxis, np.newaxis]
        return stored

    def range(self) -> tuple[float, float]:
        """Return the least and the greatest value."""
        ends = np.array([[each.min(), each.max()] for each in self.slices], dtype=np.float64)
        values = ends * self.slope[:, np.newaxis] + self.intercept[:, np.newaxis]
        return float(values.min()), float(values.max())


def finest(volume: StoredVolume) -> Resolution:
    """Return the volume itself."""
    return Resolution(volume.grid, list(volume.stored), volume.slope, volume.intercept)


def resolutions(volume: StoredVolume) -> Iterator[Resolution]:
    """Yield the volume itself and then coarser ones, until rows and columns are at most 128."""
    level = finest(volume)
    yield level
    while (halved := axes_to_halve(level.grid.shape, level.grid.spacing_mm)) is not None:
        level = coarser(level, halved)
        yield level


def coarser(fine: Resolution, halved: tuple[bool, bool, bool]) -> Resolution:
    """Return the means over blocks of two along each of the chosen axes (i, j, k)."""
    i, j, k = halved
    step = 2 if k else 1
    firsts = range(0, len(fine.slices), step)
    slope, intercept = np.empty(len(firsts)), np.empty(len(firsts))
    slices: list[Stored] = []
    for number, first in enumerate(firsts):
        second = first + 1 if k and first + 1 < len(fine.slices) else first
        if fine.slope[first] == fine.slope[second] and fine.intercept[first] == fine.intercept[second]:
            other = None if second == first else fine.slices[second]
            slices.append(cast("Stored", rounded_means(fine.slices[first], other, i=i, j=j).astype(fine.dtype)))
            slope[number], intercept[number] = fine.slope[first], fine.intercept[first]
        else:  # a PET scanner may choose another factor for every slice: average what it measured
            two = (_values(fine, first), _values(fine, second))
            stored, slope[number], intercept[number] = _stored(means(*two, i=i, j=j), fine.dtype)
            slices.append(stored)
    return Resolution(fine.grid.halved(i=i, j=j, k=k), slices, slope, intercept)


def _values(level: Resolution, k: int) -> Numbers:
    values: Numbers = level.slices[k] * level.slope[k] + level.intercept[k]
    return values


def _stored(values: Numbers, dtype: StoredType) -> tuple[Stored, float, float]:
    """Return 16-bit numbers with slope and intercept of their own, within half a step; 0 stays exactly 0."""
    greatest = np.iinfo(dtype).max
    low, high = float(values.min()), float(values.max())
    intercept = low if dtype == np.uint16 and low < 0 else 0.0
    slope = max(high - intercept, intercept - low, _LEAST_SLOPE) / greatest
    return cast("Stored", np.rint((values - intercept) / slope).astype(dtype)), slope, intercept
