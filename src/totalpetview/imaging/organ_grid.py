"""An organ map carried to another grid."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from totalpetview.domain.geometry import Grid, Matrix
from totalpetview.domain.organs.organ_map import Labels, Mask
from totalpetview.imaging.organ_boxes import Box

_SAME_MM: Final = 0.01
#: one alone would lie on a border where voxels of the mask meet in the middle
_FEWEST_SAMPLES: Final = 2
_MOST_SAMPLES: Final = 9
Places = NDArray[np.intp]


def same_grid(a: Grid, b: Grid) -> bool:
    """Whether two grids have the same voxels: no corner more than a hundredth of a millimetre apart."""
    if a.shape != b.shape:
        return False
    corners = [(i, j, k, 1.0) for k, j, i in product(*((0, size - 1) for size in a.shape))]
    return bool(np.abs((a.index_to_mm - b.index_to_mm) @ np.array(corners).T).max() < _SAME_MM)


def nearest_labels(labels: Labels, grid: Grid, other: Grid, slices: slice = slice(None)) -> Labels:
    """Return the labels at the voxel centres of (some slices of) another grid; 0 where the map does not reach.

    Parameters
    ----------
    labels
        [k, j, i] on `grid`.
    slices
        Of `other`.
    """
    ks = np.arange(other.shape[0])[slices]
    carried = cast("Labels", np.zeros((len(ks), *other.shape[1:]), dtype=labels.dtype))
    matrix = grid.mm_to_index @ other.index_to_mm
    j, i = np.arange(other.shape[1], dtype=float), np.arange(other.shape[2], dtype=float)
    for n, k in enumerate(ks):
        carried[n] = _looked_up(labels, matrix, (np.array([float(k)]), j, i))[0]
    return carried


def shares(mask: Mask, box: Box, grid: Grid, other: Grid) -> Iterator[tuple[int, slice, slice, NDArray[np.float64]]]:
    """Yield (k, rows, columns, share [j, i]) of the slices of another grid: how much of each voxel lies in the mask.

    Each voxel of the other grid is sampled regularly, at least as densely as the mask's own voxels lie and at least
    twice along each axis (at most 9 times): where whole voxels of the mask fill it, each of them is met once.

    Parameters
    ----------
    mask
        [k, j, i] within `box` of `grid`.
    """
    to_box = np.eye(4)
    to_box[:3, 3] = [-box[2].start, -box[1].start, -box[0].start]
    matrix = to_box @ grid.mm_to_index @ other.index_to_mm
    ranges = _reach(mask.shape, matrix, other)
    if ranges is None:
        return
    density = np.abs(matrix[:3, :3]).sum(axis=0)  # voxels of the mask along one step of the other grid
    n_i, n_j, n_k = (min(_MOST_SAMPLES, max(_FEWEST_SAMPLES, math.ceil(voxels - 1e-6))) for voxels in density)
    (k_first, k_stop), (j_first, j_stop), (i_first, i_stop) = ranges
    j, i = _sampled(j_first, j_stop, n_j), _sampled(i_first, i_stop, n_i)
    rows, columns = slice(j_first, j_stop), slice(i_first, i_stop)
    for k in range(k_first, k_stop):
        inside = _looked_up(mask.view(np.uint8), matrix, (_sampled(k, k + 1, n_k), j, i))
        blocks = inside.reshape(n_k, j_stop - j_first, n_j, i_stop - i_first, n_i)
        yield k, rows, columns, blocks.sum(axis=(0, 2, 4), dtype=np.int32) / (n_i * n_j * n_k)


def _sampled(first: int, stop: int, samples: int) -> NDArray[np.float64]:
    """Return regular places within the voxels first..stop - 1, `samples` to each."""
    return np.arange((stop - first) * samples) / samples + (first - 0.5 + 0.5 / samples)


def _reach(shape: tuple[int, ...], to_mask: Matrix, other: Grid) -> list[tuple[int, int]] | None:
    """Return (first, stop) along k, j, i of the other grid's voxels that the mask can touch."""
    nk, nj, ni = shape
    from_mask = np.linalg.inv(to_mask)
    ends = product((-0.5, ni - 0.5), (-0.5, nj - 0.5), (-0.5, nk - 0.5))
    corners = np.array([from_mask @ (*end, 1.0) for end in ends])
    ranges = []
    for axis, size in zip((2, 1, 0), other.shape, strict=True):
        first = max(0, math.floor(float(corners[:, axis].min()) + 0.5))
        stop = min(size, math.floor(float(corners[:, axis].max()) + 0.5) + 1)
        if stop <= first:
            return None
        ranges.append((first, stop))
    return ranges


def _looked_up(
    labels: Labels, matrix: Matrix, places: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]
) -> Labels:
    """Return the nearest voxel at each point of the product of three lists (k, j, i) of places; 0 outside.

    Parameters
    ----------
    matrix
        From the places' (i, j, k, 1) to the labels' (i, j, k, 1).
    """
    k, j, i = places
    if _axes_agree(matrix):
        found = cast("Labels", np.zeros((len(k), len(j), len(i)), dtype=labels.dtype))
        along = [
            _whole(matrix[axis, axis] * at + matrix[axis, 3], size)
            for axis, at, size in zip((2, 1, 0), places, labels.shape, strict=True)
        ]
        (k_in, k_at), (j_in, j_at), (i_in, i_at) = along
        found[np.ix_(k_in, j_in, i_in)] = labels[np.ix_(k_at, j_at, i_at)]
        return found
    index = [
        matrix[axis, 0] * i + matrix[axis, 1] * j[:, None] + (matrix[axis, 2] * k + matrix[axis, 3])[:, None, None]
        for axis in range(3)
    ]
    i_at, j_at, k_at = (np.floor(each + 0.5).astype(np.intp) for each in index)
    nk, nj, ni = labels.shape
    inside = (i_at >= 0) & (i_at < ni) & (j_at >= 0) & (j_at < nj) & (k_at >= 0) & (k_at < nk)
    for each in (i_at, j_at, k_at):
        each[~inside] = 0
    return cast("Labels", np.where(inside, labels[k_at, j_at, i_at], labels.dtype.type(0)))


def _whole(index: NDArray[np.float64], size: int) -> tuple[Places, Places]:
    """Return which of the places lie within 0..size - 1 when rounded, and these."""
    rounded = np.floor(index + 0.5).astype(np.intp)
    inside = np.flatnonzero((rounded >= 0) & (rounded < size))
    return inside, rounded[inside]


def _axes_agree(matrix: Matrix) -> bool:
    linear = matrix[:3, :3]
    off = linear - np.diag(np.diag(linear))
    return bool(np.abs(off).max() < 1e-6 * np.abs(linear).max())
