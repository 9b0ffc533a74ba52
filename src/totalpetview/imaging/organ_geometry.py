"""Size and place of each segment of an organ map."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from totalpetview.domain.geometry import Grid, Vector
from totalpetview.domain.organs.geometry import DIRECTIONS, Direction, OrganGeometry
from totalpetview.domain.organs.organ_map import Labels, Mask
from totalpetview.imaging.organ_boxes import Box, SegmentBox, segment_boxes

_END_MM: Final = 5.0
#: a part with less than this share of the voxels does not make an organ cut when it touches the border
_CRUMB: Final = 0.05
_TOUCHING: Final = np.ones((3, 3, 3), dtype=np.bool_)
Points = NDArray[np.float64]


def organ_geometry(labels: Labels, values: Sequence[Sequence[int]], grid: Grid) -> dict[int, OrganGeometry]:
    """Return number -> geometry of each segment that has a voxel; what is missing in the answer is empty.

    Parameters
    ----------
    labels
        [k, j, i] on `grid`.
    values
        As `OrganMap.values`.
    """
    return {each.number: _measured(labels, each, grid) for each in segment_boxes(labels, values)}


def _measured(labels: Labels, segment: SegmentBox, grid: Grid) -> OrganGeometry:
    mask = segment.mask(labels)
    voxels = int(np.count_nonzero(mask))
    main, components, sides = _parts(mask, segment.box, grid)
    first = (segment.box[2].start, segment.box[1].start, segment.box[0].start)
    main_points = np.argwhere(main)[:, ::-1] + first
    main_centroid = main_points.mean(axis=0)
    centroid = main_centroid if components == 1 else np.argwhere(mask)[:, ::-1].mean(axis=0) + first
    bottom, top = _ends(main_points, grid)
    return OrganGeometry(
        voxels=voxels,
        volume_ml=voxels * grid.voxel_volume_ml,
        centroid_mm=_place(grid, centroid),
        inside_mm=_place(grid, _nearest(main_points, main_centroid, grid)),
        first=first,
        last=(segment.box[2].stop - 1, segment.box[1].stop - 1, segment.box[0].stop - 1),
        cut=sides,
        components=components,
        largest_share=len(main_points) / voxels,
        main_centroid_mm=_place(grid, main_centroid),
        bottom_mm=_place(grid, bottom),
        top_mm=_place(grid, top),
    )


def _parts(mask: Mask, box: Box, grid: Grid) -> tuple[Mask, int, frozenset[Direction]]:
    """Return the largest connected part, the number of parts, and where parts worth mentioning touch the border."""
    parts, found = ndimage.label(mask, structure=_TOUCHING)
    if found == 1:
        return mask, 1, _cut(box, grid)
    sizes = np.bincount(parts.reshape(-1))
    sizes[0] = 0
    sides: frozenset[Direction] = frozenset()
    for size, inner in zip(sizes[1:], ndimage.find_objects(parts), strict=True):
        if size >= _CRUMB * sizes.sum():
            k, j, i = (slice(o.start + n.start, o.start + n.stop) for o, n in zip(box, inner, strict=True))
            sides |= _cut((k, j, i), grid)
    largest: Mask = parts == int(sizes.argmax())
    return largest, int(found), sides


def _nearest(points: NDArray[np.intp], to: Points, grid: Grid) -> Points:
    """Return the index point nearest to another one, by millimetres."""
    rounded = np.floor(to + 0.5).astype(np.intp)
    if (points == rounded).all(axis=1).any():
        return rounded.astype(np.float64)
    off_mm = (points - to) @ grid.index_to_mm[:3, :3].T
    nearest: Points = points[int(np.argmin(np.einsum("nd,nd->n", off_mm, off_mm)))].astype(np.float64)
    return nearest


def _ends(points: NDArray[np.intp], grid: Grid) -> tuple[Points, Points]:
    """Return the mean index points of the lowest and the highest few millimetres."""
    heights = points @ grid.index_to_mm[2, :3]
    # a whole slice at least: a thinner end would hold voxels of one slice of an oblique image only by chance
    thick = max(_END_MM, 1.001 * float(np.abs(grid.index_to_mm[2, :3]).max()))
    bottom = points[heights < heights.min() + thick].mean(axis=0)
    top = points[heights > heights.max() - thick].mean(axis=0)
    return bottom, top


def _cut(box: Box, grid: Grid) -> frozenset[Direction]:
    sides: set[Direction] = set()
    steps = (grid.step_k_mm, grid.step_j_mm, grid.step_i_mm)
    for along, size, step in zip(box, grid.shape, steps, strict=True):
        if along.start == 0:
            sides.add(_side(step, towards_last=False))
        if along.stop == size:
            sides.add(_side(step, towards_last=True))
    return frozenset(sides)


def _side(step_mm: Vector, *, towards_last: bool) -> Direction:
    """Return the side of the patient to which an axis of the grid points best; LPS as everywhere."""
    axis = max(range(3), key=lambda n: math.fabs(step_mm[n]))
    grows = (step_mm[axis] > 0) == towards_last
    return DIRECTIONS[2 * axis + (0 if grows else 1)]


def _place(grid: Grid, index: Any) -> Vector:  # noqa: ANN401 - an index point
    i, j, k = (float(number) for number in index)
    return grid.point_mm(i, j, k)
