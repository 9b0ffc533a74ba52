"""Smooth surfaces of organs, with few enough triangles to turn a hundred of them at once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import fast_simplification
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from skimage.measure import marching_cubes

from totalpetview.domain.geometry import Grid
from totalpetview.domain.organs.organ_map import Labels
from totalpetview.imaging.organ_boxes import segment_boxes
from totalpetview.imaging.surface_mesh import SurfaceMesh

#: what remains to be seen of an organ after decimation needs no finer sampling than this
_SAMPLES: Final = 120_000
_COARSEST_MM: Final = 4.0
#: just enough to take away the stairs of the voxels
_SMOOTH_SAMPLES: Final = 0.8
_PADDING: Final = 3
_MOST_TRIANGLES: Final = 3500
_FEWEST_TRIANGLES: Final = 200
#: mean area of a triangle; small organs get fewer
_TRIANGLE_MM2: Final = 16.0
#: where a surface is laid in what is smoothed; in thin plates the middle is all of one height: stay below it
_THICK_LEVEL: Final = 0.5
_LEAST_LEVEL: Final = 0.05
_MOST_LEVEL: Final = 0.75
_GROWTH_ROUNDS: Final = 3
_LARGEST_STEP_MM: Final = 1.5


@dataclass(frozen=True, slots=True)
class OrganSurface:
    """The surface of one segment."""

    number: int
    mesh: SurfaceMesh


def organ_surfaces(labels: Labels, values: Sequence[Sequence[int]], grid: Grid) -> Iterator[OrganSurface]:
    """Yield the surface of each segment that has a voxel, in order of number.

    The segment's mask is averaged over blocks of a few voxels, smoothed a little, and the surface laid where it
    encloses the volume of the voxels; decimation may change that volume by a little, which is undone by moving the
    surface along its normals. Surfaces are closed, also at the border of the image.

    Parameters
    ----------
    labels
        [k, j, i] on `grid`, which may be oblique.
    values
        As `OrganMap.values`.
    """
    for segment in segment_boxes(labels, values):
        mask = segment.mask(labels)
        k, j, i = (each.start for each in segment.box)
        mesh = _surface(mask, (i, j, k), grid)
        if mesh is not None:
            yield OrganSurface(segment.number, mesh)


def _surface(mask: NDArray[np.bool_], first: tuple[int, int, int], grid: Grid) -> SurfaceMesh | None:
    factors = _factors(mask.shape, grid)
    share = _shares(mask, factors)
    volume_ml = float(np.count_nonzero(mask)) * grid.voxel_volume_ml
    smooth = ndimage.gaussian_filter(share, _SMOOTH_SAMPLES)
    level = _level(smooth, float(share.sum()))
    if not float(smooth.min()) < level < float(smooth.max()):
        return None
    found: tuple[NDArray[np.float32], NDArray[np.int32], *tuple[NDArray[np.float32], ...]]
    found = marching_cubes(smooth, level)  # type: ignore[no-untyped-call]
    corners, triangles = found[0], found[1]
    # from samples [k, j, i] (some are padding on each side) to voxels (i, j, k) and to millimetres
    sizes = np.array(factors, dtype=np.float64)
    index = ((corners - _PADDING) * sizes + (sizes - 1.0) / 2.0)[:, ::-1] + first
    places = index @ grid.index_to_mm[:3, :3].T + grid.index_to_mm[:3, 3]
    mesh = SurfaceMesh(places, triangles.astype(np.int32))
    if mesh.volume_ml < 0:
        mesh = mesh.turned_over()
    return _of_volume(_decimated(mesh), volume_ml)


def _factors(shape: tuple[int, ...], grid: Grid) -> tuple[int, int, int]:
    """Return how many voxels (k, j, i) are averaged, so that samples are cubes and not too many."""
    spacing = grid.spacing_mm[::-1]
    extent = math.prod(size * step for size, step in zip(shape, spacing, strict=True))
    wanted = min(_COARSEST_MM, max(*spacing, (extent / _SAMPLES) ** (1 / 3)))
    k, j, i = (max(1, round(wanted / step)) for step in spacing)
    return (k, j, i)


def _shares(mask: NDArray[np.bool_], factors: tuple[int, int, int]) -> NDArray[np.float32]:
    """Return the mean of the mask over blocks, with blocks of nothing around that leave room for smoothing."""
    padding = [(0, -size % factor) for size, factor in zip(mask.shape, factors, strict=True)]
    total = np.pad(mask, padding).astype(np.uint16)
    for axis, factor in enumerate(factors):
        if factor > 1:
            total = np.add.reduceat(total, np.arange(0, total.shape[axis], factor), axis=axis)
    shares: NDArray[np.float32] = np.pad(total.astype(np.float32) / np.float32(math.prod(factors)), _PADDING)
    return shares


def _level(smooth: NDArray[np.float32], samples: float) -> float:
    """Return the level above which there is as much volume as there are voxels, at about a half in thick organs."""
    count = min(smooth.size - 1, max(1, round(samples)))
    level = float(np.partition(smooth.reshape(-1), smooth.size - count)[smooth.size - count])
    highest = float(smooth.max())
    return min(_THICK_LEVEL, _MOST_LEVEL * highest, max(_LEAST_LEVEL * highest, level))


def _decimated(mesh: SurfaceMesh) -> SurfaceMesh:
    count = len(mesh.triangles)
    wanted = min(_MOST_TRIANGLES, max(_FEWEST_TRIANGLES, round(mesh.area_mm2 / _TRIANGLE_MM2)))
    if count <= wanted:
        return mesh
    vertices, triangles = fast_simplification.simplify(
        mesh.vertices_mm.astype(np.float32), mesh.triangles, target_count=wanted
    )
    if len(triangles) == 0:
        return mesh
    return SurfaceMesh(vertices.astype(np.float64), triangles.astype(np.int32))


def _of_volume(mesh: SurfaceMesh, volume_ml: float) -> SurfaceMesh:
    """Return the surface moved along its normals until it encloses a volume, as far as that goes without harm."""
    for _ in range(_GROWTH_ROUNDS):
        area = mesh.area_mm2
        if area <= 0:
            return mesh
        step_mm = 1000.0 * (volume_ml - mesh.volume_ml) / area
        mesh = mesh.outwards(max(-_LARGEST_STEP_MM, min(_LARGEST_STEP_MM, step_mm)))
    return mesh
