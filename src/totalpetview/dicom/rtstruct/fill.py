"""Which pixel centres lie inside of closed polygons, by the rule of even and odd."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def filled(
    polygons: Sequence[NDArray[np.float64]], rows: int, columns: int
) -> tuple[int, int, NDArray[np.bool_]] | None:
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
    None where no row of centres is touched.
    """
    lines, crossings = [], []
    for polygon in polygons:
        i, j = polygon[:, 0], polygon[:, 1]
        next_i, next_j = np.roll(i, -1), np.roll(j, -1)
        # a centre row y is crossed if low <= y < high: vertices on it count once, level edges never
        first = np.maximum(np.ceil(np.minimum(j, next_j)), 0).astype(np.int64)
        last = np.minimum(np.ceil(np.maximum(j, next_j)), rows).astype(np.int64)
        count = np.maximum(last - first, 0)
        edge = np.repeat(np.arange(len(i)), count)
        if not len(edge):
            continue
        line = first[edge] + np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
        slope = (next_i[edge] - i[edge]) / (next_j[edge] - j[edge])
        lines.append(line)
        crossings.append(i[edge] + (line - j[edge]) * slope)
    if not lines:
        return None
    line, crossing = np.concatenate(lines), np.concatenate(crossings)
    column = np.clip(np.ceil(crossing), 0, columns).astype(np.int64)
    top, bottom = int(line.min()), int(line.max()) + 1
    left, right = int(column.min()), int(column.max())
    if left >= right:
        return None
    width = right - left + 1
    toggles = np.bincount((line - top) * width + column - left, minlength=(bottom - top) * width)
    inside = np.cumsum(toggles.reshape(bottom - top, width), axis=1)[:, :-1] % 2 == 1
    return top, left, inside
