"""The outlines of a mask in one plane, along the edges of its pixels: they hold exactly the area of the pixels.

Vertices are corners of pixels: (i, j) index points with .5, so no pixel's centre ever lies on an outline and every
reader that asks which centres are inside finds the same pixels. A hole is joined to what surrounds it by a channel
of no width ("keyhole", PS3.3 C.8.8.6.3), which both a standard reader and one that fills by even and odd
understands.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Corner = tuple[int, int]  # column, row of a pixel's upper left corner
Loop = list[Corner]


def outlines(mask: NDArray[np.bool_]) -> list[NDArray[np.float64]]:
    """Return closed polygons [vertex, (i, j)] in index points, one for each connected part of a mask [j, i]."""
    loops = _loops(mask)
    outer = [loop for loop in loops if mask[loop[0][1], loop[0][0]]]
    holes = [loop for loop in loops if not mask[loop[0][1], loop[0][0]]]
    for hole in sorted(holes, key=lambda loop: loop[0]):
        _join(outer, hole, mask)
    return [np.array(loop, dtype=np.float64) - 0.5 for loop in outer]


def _loops(mask: NDArray[np.bool_]) -> list[Loop]:
    """Return the closed outlines, each from its leftmost, there uppermost, corner on.

    A pixel right of and below that corner is inside of the outline: set for an outer one, empty for a hole.
    """
    padded = np.pad(mask, 1).astype(np.int8)
    around = padded[:-1, :-1] + padded[:-1, 1:] + padded[1:, :-1] + padded[1:, 1:]
    crossing = (around == 2) & (padded[:-1, :-1] == padded[1:, 1:])  # noqa: PLR2004 - two of four, diagonal
    rows, columns = np.nonzero(around % 2 == 1)
    twice_rows, twice_columns = np.nonzero(crossing)  # two outlines touch here
    row = np.concatenate([rows, twice_rows, twice_rows])
    column = np.concatenate([columns, twice_columns, twice_columns])
    # corners of one line bound its edges in pairs
    beside = _partners(np.lexsort((column, row)))
    below = _partners(np.lexsort((row, column)))
    corners = list(zip(column.tolist(), row.tolist(), strict=True))
    left = [True] * len(corners)
    loops = []
    for start in np.lexsort((row, column)).tolist():
        if not left[start]:
            continue
        loop: Loop = []
        at = start
        while left[at]:
            loop.append(corners[at])
            left[at] = False
            at = beside[at]
            loop.append(corners[at])
            left[at] = False
            at = below[at]
        loops.append(loop)
    return loops


def _partners(order: NDArray[np.int64]) -> list[int]:
    partners = np.empty(len(order), dtype=np.int64)
    partners[order[0::2]], partners[order[1::2]] = order[1::2], order[0::2]
    found: list[int] = partners.tolist()
    return found


def _join(outer: list[Loop], hole: Loop, mask: NDArray[np.bool_]) -> None:
    """Put a hole into the outline that lies left of its leftmost corner."""
    column, row = hole[0]
    meet = column
    while meet > 0 and mask[row, meet - 1] and mask[row - 1, meet - 1]:
        meet -= 1
    for loop in outer:
        place = _place(loop, (meet, row))
        if place is not None:
            # against the direction of what surrounds it: a reader that counts windings sees a hole, too
            loop[place:place] = [(meet, row), hole[0], *hole[:0:-1], hole[0], (meet, row)]
            return


def _place(loop: Loop, corner: Corner) -> int | None:
    """Return before which vertex of a loop a point of its outline belongs; None if it is not on it."""
    column, row = corner
    for index, (one_column, one_row) in enumerate(loop):
        other_column, other_row = loop[index - 1]
        across = one_column == other_column == column and min(one_row, other_row) <= row <= max(one_row, other_row)
        along = one_row == other_row == row and min(one_column, other_column) <= column <= max(one_column, other_column)
        if across or along:
            return index
    return None
