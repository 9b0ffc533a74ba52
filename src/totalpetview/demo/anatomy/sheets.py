"""Curved plates of bone: a surface through a net of knots, with a thickness at each place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import ndimage
from scipy.interpolate import RectBivariateSpline
from scipy.spatial import cKDTree

from totalpetview.demo.points import Points, Values
from totalpetview.demo.shapes import Piece

_REACH_MM = 8.0


def sheet(
    net: Sequence[Sequence[Sequence[float]]], samples: tuple[int, int] = (60, 60), *, mirror: bool = False
) -> Piece:
    """Return the plate through `net[row][column]` = (x, y, z, half thickness)."""
    knots = np.array(net, dtype=np.float64)
    if mirror:
        knots[..., 0] *= -1.0
    rows, columns = np.arange(knots.shape[0]), np.arange(knots.shape[1])
    fine = (np.linspace(0, rows[-1], samples[0]), np.linspace(0, columns[-1], samples[1]))
    kx, ky = min(2, len(rows) - 1), min(3, len(columns) - 1)
    cloud = np.stack(
        [RectBivariateSpline(rows, columns, knots[..., n], kx=kx, ky=ky)(*fine) for n in range(4)], axis=-1
    ).reshape(-1, 4)
    tree = cKDTree(cloud[:, :3])
    half = np.append(cloud[:, 3], 0.0).astype(np.float32)
    reach = float(half.max()) + _REACH_MM
    # only points in or beside a cell of the plate are worth a search
    corner = cloud[:, :3].min(0) - 3 * reach
    near = np.zeros(np.ceil((cloud[:, :3].max(0) + 3 * reach - corner) / reach).astype(int) + 1, dtype=bool)
    near[tuple(((cloud[:, :3] - corner) / reach).astype(int).T)] = True
    near = ndimage.binary_dilation(near, np.ones((3, 3, 3), dtype=bool))

    def distance(p: Points) -> Values:
        cells = (
            np.clip(((axis - start) / reach).astype(np.int32), 0, count - 1)
            for axis, start, count in zip(p, corner, near.shape, strict=True)
        )
        wanted = near[tuple(cells)]
        away = np.full(p.x.shape, reach, dtype=np.float32)
        if wanted.any():
            found, which = tree.query(np.stack([axis[wanted] for axis in p], axis=-1), distance_upper_bound=reach)
            away[wanted] = np.where(np.isinf(found), reach, found - half[which])
        return away

    thick = float(half.max())
    low, high = cloud[:, :3].min(0) - thick, cloud[:, :3].max(0) + thick
    return Piece((low[0], low[1], low[2]), (high[0], high[1], high[2]), distance)
