"""Where the frames of a segmentation lie, and the grid on which they are read.

Frames lie on the grid of the image when their pixels are its voxels: whatever the order of the frames, the
direction of rows and columns, and however much of the image they cover. Otherwise the frames span a grid of their
own: the planes between two frames that carry nothing are empty, not missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from totalpetview.dicom import elements
from totalpetview.domain.geometry import Grid, vector
from totalpetview.domain.problem import refuse

Floats = NDArray[np.float64]

#: of a voxel: positions written with few digits still are the same place
_SAME_PLACE: Final = 0.1
#: of a voxel, over the whole width: directions and spacings that differ by less are the same
_SAME_STEP: Final = 0.25
#: planes nearer than this are one plane
_ONE_PLANE_MM: Final = 0.01
_PARALLEL: Final = 1e-3
#: of an own grid: a damaged header must not ask for all memory
_MOST_PLANES: Final = 4096
_MOST_VOXELS: Final = 1 << 31


@dataclass(frozen=True, slots=True)
class Planes:
    """The frames of an object in the patient.

    Attributes
    ----------
    rows, columns
        Of each frame.
    origins_mm
        [frame, 3]: centre of the first pixel.
    step_i_mm, step_j_mm
        From one pixel to the next along a row, and along a column.
    spacing_mm
        Between planes as the object says; None if it does not.
    thickness_mm
        Of a plane as the object says; None if it does not.
    """

    rows: int
    columns: int
    origins_mm: Floats
    step_i_mm: Floats
    step_j_mm: Floats
    spacing_mm: float | None
    thickness_mm: float | None

    @property
    def normal(self) -> Floats:
        """Unit vector across the planes."""
        normal = np.cross(self.step_i_mm, self.step_j_mm)
        return normal / np.linalg.norm(normal)


@dataclass(frozen=True, slots=True)
class Placement:
    """Which voxels of a grid the frames are.

    Attributes
    ----------
    grid
        Of the result.
    axes
        axes[n]: the axis of the result's array [k, j, i] along which planes (n = 0), rows (1), columns (2) grow.
    signs
        1, or -1 where they grow against the result's indices.
    starts
        [frame, 3]: index [k, j, i] of each frame's first pixel.
    """

    grid: Grid
    axes: tuple[int, int, int]
    signs: tuple[int, int, int]
    starts: NDArray[np.int64]

    def part(self, frame: int, row: int, column: int, values: NDArray[Any]) -> Part | None:
        """Return where a piece of a frame lies in the grid's array; None where all of it lies outside.

        Parameters
        ----------
        frame
            Which one, from 0.
        row, column
            Where in the frame the piece begins.
        values
            The piece [row, column].
        """
        start = self.starts[frame]
        plane = int(start[self.axes[0]])
        if not 0 <= plane < self.grid.shape[self.axes[0]]:
            return None
        place: list[slice | int] = [plane, plane, plane]
        cut = False
        for dimension, first in enumerate((row, column)):
            axis, sign = self.axes[dimension + 1], self.signs[dimension + 1]
            length = values.shape[dimension]
            low = int(start[axis]) + sign * first
            if sign < 0:
                low -= length - 1
                values = np.flip(values, dimension)
            inner_low, inner_high = max(0, low), min(self.grid.shape[axis], low + length)
            if inner_low >= inner_high:
                return None
            cut = cut or inner_high - inner_low < length
            kept = slice(inner_low - low, inner_high - low)
            values = values[kept] if dimension == 0 else values[:, kept]
            place[axis] = slice(inner_low, inner_high)
        order = (0, 1) if self.axes[1] < self.axes[2] else (1, 0)
        return Part((place[0], place[1], place[2]), order, values, cut)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a frame in the grid's array.

    Attributes
    ----------
    place
        Which part of the array [k, j, i].
    order
        How the axes of that part are to be transposed to be those of `values`.
    values
        [row, column], in the direction of the array's indices.
    cut
        Whether something of the piece lies outside of the grid.
    """

    place: tuple[slice | int, ...]
    order: tuple[int, int]
    values: NDArray[Any]
    cut: bool


def planes_of(header: Dataset, frames: int) -> Planes:
    """Return where the frames lie.

    Raises
    ------
    Refusal
        "organ-map-no-geometry" when anything is missing, "organ-map-orientations" when frames differ in it.
    """
    groups = elements.items(header, "PerFrameFunctionalGroupsSequence")
    shared = elements.items(header, "SharedFunctionalGroupsSequence")[:1]
    if len(groups) != frames:
        raise refuse("organ-map-damaged", reason="PerFrameFunctionalGroupsSequence")
    rows, columns = elements.whole(header, "Rows") or 0, elements.whole(header, "Columns") or 0
    directions = _same(groups, shared, "PlaneOrientationSequence", "ImageOrientationPatient", 6)
    spacing = _same(groups, shared, "PixelMeasuresSequence", "PixelSpacing", 2)
    along_i, along_j = directions[:3], directions[3:]
    lengths = np.array([np.linalg.norm(along_i), np.linalg.norm(along_j)])
    crooked = float(np.abs(lengths - 1.0).max()) > _PARALLEL or abs(float(along_i @ along_j)) > _PARALLEL
    if crooked or float(spacing.min()) <= 0 or min(rows, columns) < 1:
        raise refuse("organ-map-no-geometry", attribute="ImageOrientationPatient" if crooked else "PixelSpacing")
    origins = [_numbers((group, *shared), "PlanePositionSequence", "ImagePositionPatient", 3) for group in groups]
    return Planes(
        rows=rows,
        columns=columns,
        origins_mm=np.array(origins).reshape(-1, 3),
        step_i_mm=along_i * spacing[1],
        step_j_mm=along_j * spacing[0],
        spacing_mm=_measure(groups, shared, "SpacingBetweenSlices"),
        thickness_mm=_measure(groups, shared, "SliceThickness"),
    )


def _numbers(places: Sequence[Dataset], sequence: str, keyword: str, count: int) -> tuple[float, ...]:
    for place in places:
        for item in elements.items(place, sequence)[:1]:
            found = elements.numbers(item, keyword)
            if found is not None and len(found) == count:
                return found
    raise refuse("organ-map-no-geometry", attribute=keyword)


def _same(groups: Sequence[Dataset], shared: Sequence[Dataset], sequence: str, keyword: str, count: int) -> Floats:
    """Return the value that all frames share."""
    if any(sequence in place for place in shared):
        return np.array(_numbers(shared, sequence, keyword, count))
    found = [_numbers((group,), sequence, keyword, count) for group in groups]
    if not found:
        raise refuse("organ-map-no-geometry", attribute=keyword)
    if float(np.abs(np.array(found) - np.array(found[0])).max()) > _PARALLEL:
        raise refuse("organ-map-orientations")
    return np.array(found[0])


def _measure(groups: Sequence[Dataset], shared: Sequence[Dataset], keyword: str) -> float | None:
    for place in (*shared, *groups[:1]):
        for item in elements.items(place, "PixelMeasuresSequence")[:1]:
            found = elements.number(item, keyword)
            if found is not None and found > 0:
                return found
    return None


def on_image(planes: Planes, grid: Grid) -> Placement | None:
    """Return the placement on the grid of an image; None unless the frames' pixels are voxels of it."""
    to_index = grid.mm_to_index[:3, :3]
    steps = np.stack([to_index @ planes.step_j_mm, to_index @ planes.step_i_mm])[:, ::-1]  # rows, columns; as [k, j, i]
    whole = np.round(steps)
    width = np.array([[planes.rows], [planes.columns]])
    unit = np.abs(whole).sum(axis=1) == 1
    if not unit.all() or float((np.abs(steps - whole) * width).max()) > _SAME_STEP:
        return None
    row_axis, column_axis = (int(np.abs(each).argmax()) for each in whole)
    if row_axis == column_axis:
        return None
    starts = ((planes.origins_mm - np.array(grid.origin_mm)) @ to_index.T)[:, ::-1]
    rounded = np.round(starts)
    if starts.size and float(np.abs(starts - rounded).max()) > _SAME_PLACE:
        return None
    axes = (3 - row_axis - column_axis, row_axis, column_axis)
    signs = (1, int(whole[0, row_axis]), int(whole[1, column_axis]))
    return Placement(grid, axes, signs, rounded.astype(np.int64))


def on_own_grid(planes: Planes) -> Placement:
    """Return the placement on the grid that the frames span.

    Raises
    ------
    Refusal
        "organ-map-no-frames" without frames, "organ-map-uneven" when planes do not lie evenly, one behind the other.
    """
    if not len(planes.origins_mm):
        raise refuse("organ-map-no-frames")
    heights = planes.origins_mm @ planes.normal
    order = np.argsort(heights, kind="stable")
    apart = np.diff(heights[order])
    gaps = apart[apart > _ONE_PLANE_MM]
    spacing = _spacing(planes, gaps)
    indices = np.round((heights - heights[order[0]]) / spacing).astype(np.int64)
    first, last = planes.origins_mm[order[0]], planes.origins_mm[order[-1]]
    count = int(indices.max()) + 1
    if count > _MOST_PLANES:
        raise refuse("organ-map-uneven")
    if count * planes.rows * planes.columns > _MOST_VOXELS:
        raise refuse("organ-map-damaged", reason="Rows, Columns")
    step_k = (last - first) / (count - 1) if count > 1 else planes.normal * spacing
    beside = np.linalg.norm(planes.origins_mm - (first + indices[:, None] * step_k), axis=1)
    pixel = min(float(np.linalg.norm(planes.step_i_mm)), float(np.linalg.norm(planes.step_j_mm)), spacing)
    if float(beside.max()) > _SAME_PLACE * pixel + _ONE_PLANE_MM:
        raise refuse("organ-map-uneven")
    grid = Grid(
        (count, planes.rows, planes.columns),
        vector(list(first)),
        vector(list(planes.step_i_mm)),
        vector(list(planes.step_j_mm)),
        vector(list(step_k)),
    )
    starts = np.zeros((len(indices), 3), dtype=np.int64)
    starts[:, 0] = indices
    return Placement(grid, (0, 1, 2), (1, 1, 1), starts)


def _spacing(planes: Planes, gaps: Floats) -> float:
    """Return the distance of which all gaps are multiples: what the object says, else the smallest gap."""
    if not len(gaps):
        return planes.spacing_mm or planes.thickness_mm or 1.0
    smallest = float(gaps.min())
    for candidate in (planes.spacing_mm, planes.thickness_mm, smallest):
        if candidate is not None and candidate <= smallest * (1 + _SAME_PLACE):
            multiples = gaps / candidate
            if float(np.abs(multiples - np.round(multiples)).max()) <= _SAME_PLACE:
                return candidate
    raise refuse("organ-map-uneven")
