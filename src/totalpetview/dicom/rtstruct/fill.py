"""Which pixel centres lie inside of closed polygons, by the rule of even and odd, or on them.

Many programs draw contours through the centres of the outermost pixels. If a centre on a contour were not counted, or
only on one side, their structures would shrink and move by half a pixel.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

#: of a pixel: coordinates are written with few digits
_ON: Final = 0.01


def filled(polygons: Sequence[Floats], rows: int, columns: int) -> tuple[int, int, NDArray[np.bool_]] | None:
    """Return (first row, first column, inside [j, i]) of the part of an image that polygons touch.

    Parameters
    ----------
    polygons
        [vertex, (i, j)] in index points; the last vertex is joined to the first. Where several overlap, a centre is
        inside if it is within an odd number of them: an inner contour is a hole.
    rows, columns
        Of the image.

    Returns
    -------
    None where no centre is inside.
    """
    if not polygons:
        return None
    edges = [(polygon, np.roll(polygon, -1, axis=0)) for polygon in polygons]
    starts, ends = (np.concatenate([edge[end] for edge in edges]) for end in (0, 1))
    line, column = _crossings(starts, ends, rows, columns)
    on_line, on_column = _on_outline(starts, ends, rows, columns)
    touched, reached = np.concatenate([line, on_line]), np.concatenate([column, on_column])
    if not len(touched):
        return None
    top, left = int(touched.min()), int(reached.min())
    height, width = int(touched.max()) + 1 - top, int(reached.max()) + 2 - left
    toggles = np.bincount((line - top) * width + column - left, minlength=height * width)
    inside = np.cumsum(toggles.reshape(height, width), axis=1) % 2 == 1
    inside[on_line - top, on_column - left] = True
    inside = inside[:, : columns - left]  # a crossing may lie behind the last column
    return (top, left, inside) if inside.any() else None


def _crossings(starts: Floats, ends: Floats, rows: int, columns: int) -> tuple[Whole, Whole]:
    """Return (row, first column behind) wherever an edge crosses a row of centres.

    Vertices on a row count once, level edges never: a row y is crossed if low <= y < high.
    """
    low, high = np.minimum(starts[:, 1], ends[:, 1]), np.maximum(starts[:, 1], ends[:, 1])
    first, last = np.maximum(np.ceil(low), 0).astype(np.int64), np.minimum(np.ceil(high), rows).astype(np.int64)
    edge, line = _spread(first, last)
    crossing = _at(starts[edge], ends[edge], line)
    return line, np.clip(np.ceil(crossing), 0, columns).astype(np.int64)


def _on_outline(starts: Floats, ends: Floats, rows: int, columns: int) -> tuple[Whole, Whole]:
    """Return (row, column) of the centres that lie on an edge."""
    low, high = np.minimum(starts, ends), np.maximum(starts, ends)
    level = high[:, 1] - low[:, 1] < _ON
    first, last = np.ceil(low - _ON).astype(np.int64), np.floor(high + _ON).astype(np.int64) + 1
    edge, line = _spread(np.where(level, 0, first[:, 1]), np.where(level, 0, last[:, 1]))
    crossing = np.clip(_at(starts[edge], ends[edge], line), low[edge, 0], high[edge, 0])
    near = np.abs(crossing - np.round(crossing)) < _ON
    on_row = level & (last[:, 1] > first[:, 1])
    flat, column = _spread(np.where(on_row, first[:, 0], 0), np.where(on_row, last[:, 0], 0))
    lines = np.concatenate([line[near], first[flat, 1]])
    found = np.concatenate([np.round(crossing[near]).astype(np.int64), column])
    within = (lines >= 0) & (lines < rows) & (found >= 0) & (found < columns)
    return lines[within], found[within]


def _spread(first: Whole, last: Whole) -> tuple[Whole, Whole]:
    """Return (edge, number) for all whole numbers first <= number < last of each edge."""
    count = np.maximum(last - first, 0)
    edge = np.repeat(np.arange(len(count)), count)
    return edge, first[edge] + np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)


def _at(starts: Floats, ends: Floats, line: Whole) -> Floats:
    """Return i where edges reach a row j; level edges are not asked for."""
    share = (line - starts[:, 1]) / (ends[:, 1] - starts[:, 1])
    return starts[:, 0] + share * (ends[:, 0] - starts[:, 0])
