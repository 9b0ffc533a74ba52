"""Draws shapes into CT voxels, labels and a coarser lattice of uptake, a few slices at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from totalpetview.demo.motion import Motion
from totalpetview.demo.noise import noise
from totalpetview.demo.points import Points, Values
from totalpetview.demo.shapes import COARSE_MM, Layer, Piece, Shape
from totalpetview.domain.geometry import Grid

_MARGIN_MM = 4.0
_FAR_MM = np.float32(1e3)


@dataclass(frozen=True, slots=True)
class Slab:
    """A few slices, drawn.

    Attributes
    ----------
    first
        Index of the first slice.
    hu, labels
        [slices, rows, columns].
    suv
        [slices, rows / stride + 1, columns / stride + 1], at every `stride`-th row and column.
    """

    first: int
    hu: Values
    labels: Values
    suv: Values


@dataclass(frozen=True, slots=True)
class Nodes:
    """Where a shape is evaluated: its distance and the model's points at every `stride`-th voxel from `corner`."""

    distance: Values
    points: Points
    corner: tuple[int, int, int]
    stride: int


def upsampled(nodes: Values, factor: int) -> Values:
    """Interpolate [k, m, n] linearly to [k, (m-1)*factor+1, (n-1)*factor+1]."""
    if factor == 1:
        return nodes
    for axis in (1, 2):
        shape = list(nodes.shape)
        shape[axis] = (shape[axis] - 1) * factor + 1
        finer = np.empty(shape, dtype=nodes.dtype)
        start = nodes[:, :-1] if axis == 1 else nodes[:, :, :-1]
        step = np.diff(nodes, axis=axis) * nodes.dtype.type(1 / factor)
        into = (lambda at: (slice(None), at)) if axis == 1 else (lambda at: (slice(None), slice(None), at))
        finer[into(slice(None, None, factor))] = nodes
        for n in range(1, factor):
            finer[into(slice(n, None, factor))] = start + step * nodes.dtype.type(n)
        nodes = finer
    return nodes


class Renderer:
    """Draws the shapes of a model, as they lie in one examination, on an axial grid."""

    def __init__(self, grid: Grid, motion: Motion, shapes: Sequence[Shape], contrast: float, air: Values) -> None:
        spacing = grid.spacing_mm
        self._grid, self._motion, self._contrast, self._air = grid, motion, contrast, air
        self._spacing_mm = spacing[0]
        self.stride = max(s for s in (4, 2, 1) if s == 1 or s * spacing[0] <= COARSE_MM * 1.6)
        self._edge_mm = np.float32(max(1.4, spacing[0]))
        self._suv_edge_mm = np.float32(max(4.0, spacing[0]))
        self._shapes = [s for s in shapes if s.thickness_mm >= 0.55 * min(spacing[0], spacing[2])]
        self._boxes = self._piece_boxes()

    def _piece_boxes(self) -> list[Values]:
        """Return, for each shape, an array (pieces, 3, 2) of index bounds along (k, j, i)."""
        corners = np.array(
            [
                corner
                for s in self._shapes
                for p in s.pieces
                for corner in product(*zip(p.low_mm, p.high_mm, strict=True))
            ]
        )
        here = self._motion.from_model(Points.of(corners)).stacked()
        index = (here - np.asarray(self._grid.origin_mm)) / np.asarray(self._grid.spacing_mm)
        index = index.reshape(-1, 8, 3)[..., ::-1]
        margin = _MARGIN_MM / np.asarray(self._grid.spacing_mm)[::-1]
        bounds = np.stack([np.floor(index.min(1) - margin), np.ceil(index.max(1) + margin) + 1], axis=-1)
        bounds = bounds.astype(np.int64)
        splits = np.cumsum([len(s.pieces) for s in self._shapes])[:-1]
        return np.split(bounds, splits)

    def slabs(self, voxels: int = 2_100_000) -> Iterator[Slab]:
        """Draw all slices, as many at a time as make about `voxels`; always an even number but at the end."""
        thickness = max(2, voxels // (self._grid.shape[1] * self._grid.shape[2]) // 2 * 2)
        for first in range(0, self._grid.shape[0], thickness):
            yield self._slab(first, min(thickness, self._grid.shape[0] - first))

    def _slab(self, first: int, count: int) -> Slab:
        _, nj, ni = self._grid.shape
        lattice = self._lattice(first, count)
        hu = np.repeat(self._air[None], count, axis=0)
        slab = Slab(first, hu, np.zeros((count, nj, ni), np.uint8), np.zeros(lattice.x.shape, np.float32))
        for drawn, boxes in zip(self._shapes, self._boxes, strict=True):
            touching = (boxes[:, 0, 0] < first + count) & (boxes[:, 0, 1] > first)
            if touching.any():
                self._draw(slab, lattice, drawn, np.flatnonzero(touching), boxes)
        return slab

    def _lattice(self, first: int, count: int) -> Points:
        _, nj, ni = self._grid.shape
        s = self.stride
        ox, oy, oz = (np.float32(v) for v in self._grid.origin_mm)
        dx, dy, dz = (np.float32(v) for v in self._grid.spacing_mm)
        x = ox + dx * np.arange(0, ni + 1, s, dtype=np.float32)
        y = oy + dy * np.arange(0, nj + 1, s, dtype=np.float32)
        z = oz + dz * np.arange(first, first + count, dtype=np.float32)
        here = np.meshgrid(z, y, x, indexing="ij")
        return self._motion.to_model(Points(here[2], here[1], here[0]))

    def _draw(self, slab: Slab, lattice: Points, drawn: Shape, touching: Values, boxes: Values) -> None:
        """Evaluate the distance on nodes in the box of the shape, then paint its layers."""
        coarse = self.stride
        wanted_mm = drawn.fineness_mm * 1.6
        stride = max(s for s in (4, 2, 1) if s <= coarse and (s == 1 or s * self._spacing_mm <= wanted_mm))
        ratio = coarse // stride
        limits = (slab.hu.shape[0], lattice.x.shape[1], lattice.x.shape[2])
        scale, offset = np.array([1, coarse, coarse]), np.array([slab.first, 0, 0])
        low = np.maximum((boxes[touching, :, 0] - offset) // scale, 0)
        high = np.minimum(-(-(boxes[touching, :, 1] - offset) // scale) + 1, limits)
        inside = (high - low > 0).all(axis=1) & (high[:, 1:] - low[:, 1:] > 1).all(axis=1)
        if not inside.any():
            return
        start, stop = low[inside].min(0), high[inside].max(0)
        view = lattice.box(slice(start[1], stop[1]), slice(start[2], stop[2]), slice(start[0], stop[0]))
        points = Points(*(upsampled(axis, ratio) for axis in view))
        pieces = [drawn.pieces[n] for n in touching[inside]]
        distance = _joined(pieces, points, low[inside] - start, high[inside] - start, ratio)
        near = distance < self._edge_mm + np.float32(stride * self._spacing_mm) + self._suv_edge_mm / 2
        if not near.any():
            return
        at = _cut(near, ratio)
        points = Points(*(axis[at] for axis in points))
        k, j, i = (int(n) for n in start)
        corner = (k + at[0].start, j * coarse + at[1].start * stride, i * coarse + at[2].start * stride)
        for layer in drawn.layers:
            self._paint(slab, layer, Nodes(distance[at], points, corner, stride))

    def _paint(self, slab: Slab, layer: Layer, nodes: Nodes) -> None:
        """Blend a tissue into HU and uptake; each soft edge is as wide as its voxels."""
        inset = layer.inset_mm(nodes.points) if callable(layer.inset_mm) else np.float32(layer.inset_mm)
        distance = (nodes.distance + inset).astype(np.float32, copy=False)
        k, j, i = nodes.corner
        _, nj, ni = self._grid.shape
        fine = upsampled(distance, nodes.stride)[:, : nj - j, : ni - i]
        at = (slice(k, k + fine.shape[0]), slice(j, j + fine.shape[1]), slice(i, i + fine.shape[2]))
        if layer.label is not None:
            np.copyto(slab.labels[at], np.uint8(layer.label), where=fine < 0)
        tissue = layer.tissue
        if tissue is None:
            return
        ripple = noise(nodes.points, tissue.texture_mm) if tissue.texture_hu or tissue.texture_suv else None
        hu: Values | np.float32 = np.float32(tissue.hu + self._contrast * (tissue.contrast_hu - tissue.hu))
        if ripple is not None and tissue.texture_hu:
            hu = hu + ripple * np.float32(tissue.texture_hu)
        if layer.shade_hu is not None:
            hu = hu + layer.shade_hu(nodes.points)
        if isinstance(hu, np.ndarray):
            hu = upsampled(hu, nodes.stride)[:, : nj - j, : ni - i]
        _blend(slab.hu[at], fine, hu, self._edge_mm)
        ratio = self.stride // nodes.stride
        coarse = distance[:, ::ratio, ::ratio]
        j, i = j // self.stride, i // self.stride
        at = (at[0], slice(j, j + coarse.shape[1]), slice(i, i + coarse.shape[2]))
        uptake: Values | np.float32 = np.float32(tissue.suv * layer.suv_factor)
        if ripple is not None and tissue.texture_suv:
            uptake = uptake * (1 + np.float32(tissue.texture_suv) * ripple[:, ::ratio, ::ratio])
        _blend(slab.suv[at], coarse, uptake, self._suv_edge_mm)


def _joined(pieces: Sequence[Piece], points: Points, low: Values, high: Values, ratio: int) -> Values:
    """Return the distance to the nearest of the pieces, each evaluated in its own box (of coarse nodes) only."""
    if len(pieces) == 1:
        return pieces[0].distance(points)
    distance = np.full(points.x.shape, _FAR_MM, np.float32)
    for each, a, b in zip(pieces, low, high, strict=True):
        at = (
            slice(a[0], b[0]),
            slice(a[1] * ratio, (b[1] - 1) * ratio + 1),
            slice(a[2] * ratio, (b[2] - 1) * ratio + 1),
        )
        part = each.distance(Points(*(axis[at] for axis in points)))
        np.minimum(distance[at], part, out=distance[at])
    return distance


def _cut(near: Values, ratio: int) -> tuple[slice, slice, slice]:
    """Return the smallest box around the nodes that are near, from one coarse node to another."""
    cut = []
    for axis, step in enumerate((1, ratio, ratio)):
        hit = np.flatnonzero(near.any(axis=tuple(other for other in range(3) if other != axis)))
        a, b = int(hit[0]) // step * step, -(-int(hit[-1]) // step) * step
        if axis and a == b:
            a, b = (a, b + step) if b + step < near.shape[axis] else (a - step, b)
        cut.append(slice(a, b + 1))
    return (cut[0], cut[1], cut[2])


def _blend(picture: Values, distance: Values, value: Values | np.float32, edge_mm: np.float32) -> None:
    share = np.clip(np.float32(0.5) - distance * (1 / edge_mm), np.float32(0), np.float32(1))
    picture += share * (value - picture)
