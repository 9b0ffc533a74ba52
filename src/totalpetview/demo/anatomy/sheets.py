"""Curved plates of bone: a surface through a net of knots, with a thickness at each place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.interpolate import RectBivariateSpline
from scipy.spatial import cKDTree

from totalpetview.demo.points import Points, Values
from totalpetview.demo.shapes import Piece

_REACH_MM = 12.0


def sheet(net: Sequence[Sequence[Sequence[float]]], samples: tuple[int, int] = (60, 60), *, mirror: bool = False) -> Piece:
    """Return the plate through `net[row][column]` = (x, y, z, half thickness)."""
    knots = np.array(net, dtype=np.float64)
    if mirror:
        knots[..., 0] *= -1.0
    rows, columns = np.arange(knots.shape[0]), np.arange(knots.shape[1])
    fine = (np.linspace(0, rows[-1], samples[0]), np.linspace(0, columns[-1], samples[1]))
    degrees = {"kx": min(2, len(rows) - 1), "ky": min(3, len(columns) - 1)}
    cloud = np.stack([RectBivariateSpline(rows, columns, knots[..., n], **degrees)(*fine) for n in range(4)], axis=-1).reshape(-1, 4)
    tree = cKDTree(cloud[:, :3])
    half = np.append(cloud[:, 3], 0.0).astype(np.float32)
    reach = float(half.max()) + _REACH_MM

    def distance(p: Points) -> Values:
        flat = np.stack([axis.ravel() for axis in p], axis=-1)
        away, which = tree.query(flat, distance_upper_bound=reach)
        away = np.where(np.isinf(away), reach + 1, away).astype(np.float32)
        return (away - half[which]).reshape(p.x.shape)

    thick = float(half.max())
    low, high = cloud[:, :3].min(0) - thick, cloud[:, :3].max(0) + thick
    return Piece((low[0], low[1], low[2]), (high[0], high[1], high[2]), distance)
