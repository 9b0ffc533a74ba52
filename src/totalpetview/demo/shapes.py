"""Shapes as signed distances: negative inside, in millimetres, good near the surface."""

# ruff: noqa: PLR2004 - thresholds are explained where they stand
# mypy: disable-error-code="no-any-return"
# (numpy types arithmetic of arrays with plain numbers as Any)

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.interpolate import Akima1DInterpolator, PchipInterpolator

from totalpetview.demo.points import Points, Triple, Values
from totalpetview.demo.tissues import Tissue

Distance = Callable[[Points], Values]

#: how finely a shape is evaluated before its distance is interpolated: organs, bones, vessels
COARSE_MM, MIDDLE_MM, FINE_MM = 4.0, 2.0, 1.0


@dataclass(frozen=True, slots=True)
class Layer:
    """A tissue that fills a shape from `inset_mm` below its surface inwards.

    `label` None leaves the labels alone; `tissue` None names voxels only.
    """

    tissue: Tissue | None
    inset_mm: float | Distance = 0.0
    label: int | None = None
    suv_factor: float = 1.0
    shade_hu: Distance | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A signed distance that matters inside one box of the model."""

    low_mm: Triple
    high_mm: Triple
    distance: Distance


@dataclass(frozen=True, slots=True)
class Shape:
    """Pieces joined, painted with layers one after the other.

    Attributes
    ----------
    thickness_mm
        The smallest extent that matters: much finer than a voxel, the shape is left out.
    """

    pieces: tuple[Piece, ...]
    layers: tuple[Layer, ...]
    fineness_mm: float = COARSE_MM
    thickness_mm: float = 10.0


def piece(centre: Triple, half: Triple, distance: Distance) -> Piece:
    """Return a distance within a box around a centre."""
    low = (centre[0] - half[0], centre[1] - half[1], centre[2] - half[2])
    high = (centre[0] + half[0], centre[1] + half[1], centre[2] + half[2])
    return Piece(low, high, distance)


def shape(
    parts: Piece | Iterable[Piece], *layers: Layer, fineness_mm: float = COARSE_MM, thickness_mm: float = 10.0
) -> Shape:
    """Return a shape of one or several pieces."""
    pieces = (parts,) if isinstance(parts, Piece) else tuple(parts)
    return Shape(pieces, layers, fineness_mm, thickness_mm)


def rotation(about_x_deg: float = 0.0, about_y_deg: float = 0.0, about_z_deg: float = 0.0) -> Values:
    """Return the 3x3 rotation about x, then y, then z."""
    a, b, c = np.deg2rad([about_x_deg, about_y_deg, about_z_deg])
    x = np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]])
    y = np.array([[np.cos(b), 0, np.sin(b)], [0, 1, 0], [-np.sin(b), 0, np.cos(b)]])
    z = np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    return z @ y @ x


def local(points: Points, centre: Triple, turn: Values | None = None) -> Points:
    """Return the points in a frame at `centre` whose axes are the columns of `turn`."""
    x, y, z = (axis - np.float32(c) for axis, c in zip(points, centre, strict=True))
    if turn is None:
        return Points(x, y, z)
    t = turn.astype(np.float32)
    return Points(*(x * t[0, n] + y * t[1, n] + z * t[2, n] for n in range(3)))


def ellipsoid_distance(
    points: Points, centre: Triple, radii: Triple, turn: Values | None = None, power: float = 2.0
) -> Values:
    """Distance along the ray from the centre to the surface of a superellipsoid."""
    p = local(points, centre, turn)
    x, y, z = (np.abs(axis * np.float32(1 / r)) for axis, r in zip(p, radii, strict=True))
    r = np.sqrt(x * x + y * y + z * z) if power == 2.0 else (x**power + y**power + z**power) ** (1.0 / power)
    away = np.sqrt(p.x * p.x + p.y * p.y + p.z * p.z)
    return away * (1.0 - 1.0 / np.maximum(r, 0.02))


def ellipsoid(centre: Triple, radii: Triple, turn: Values | None = None, power: float = 2.0) -> Piece:
    """Return a (super)ellipsoid; `power` 2 is round, 4 is boxy."""
    reach = max(radii) * (1.0 if power <= 2.0 else 1.2) if turn is not None else None
    half = radii if reach is None else (reach, reach, reach)
    return piece(centre, half, lambda q: ellipsoid_distance(q, centre, radii, turn, power))


def capsule_distance(points: Points, a: Triple, b: Triple, ra: float, rb: float) -> Values:
    """Distance to a round rod from a to b whose radius goes from ra to rb."""
    x, y, z = (axis - np.float32(c) for axis, c in zip(points, a, strict=True))
    dx, dy, dz = (np.float32(q - p) for p, q in zip(a, b, strict=True))
    t = (x * dx + y * dy + z * dz) * np.float32(1.0 / max(float(dx * dx + dy * dy + dz * dz), 1e-9))
    np.clip(t, 0.0, 1.0, out=t)
    x -= t * dx
    y -= t * dy
    z -= t * dz
    return np.sqrt(x * x + y * y + z * z) - (np.float32(ra) + t * np.float32(rb - ra))


def capsule(a: Triple, b: Triple, ra: float, rb: float | None = None) -> Piece:
    """Return a rod with round ends."""
    end = ra if rb is None else rb
    r = max(ra, end)
    low = (min(a[0], b[0]) - r, min(a[1], b[1]) - r, min(a[2], b[2]) - r)
    high = (max(a[0], b[0]) + r, max(a[1], b[1]) + r, max(a[2], b[2]) + r)
    return Piece(low, high, lambda q: capsule_distance(q, a, b, ra, end))


def curve(knots: Sequence[Sequence[float]] | Values, step_mm: float = 8.0) -> Values:
    """Return points (n, m) about every `step_mm` along a smooth curve through knots (x, y, z, further columns)."""
    array = np.asarray(knots, dtype=np.float64)
    lengths = np.linalg.norm(np.diff(array[:, :3], axis=0), axis=1)
    places = np.concatenate([[0.0], np.cumsum(np.maximum(lengths, 1e-6))])
    count = max(2, round(places[-1] / step_mm) + 1)
    if len(array) == 2:
        t = np.linspace(0.0, 1.0, count)[:, None]
        return array[0] * (1 - t) + array[1] * t
    wanted = np.linspace(0.0, places[-1], count)
    return np.asarray(Akima1DInterpolator(places, array, method="makima")(wanted))


def tube(knots: Sequence[Sequence[float]] | Values, step_mm: float = 8.0) -> tuple[Piece, ...]:
    """Return a tube along a smooth curve through knots (x, y, z, radius)."""
    places = curve(knots, step_mm)
    rods = []
    for p, q in pairwise(places):
        a, b = (float(p[0]), float(p[1]), float(p[2])), (float(q[0]), float(q[1]), float(q[2]))
        rods.append(capsule(a, b, max(float(p[3]), 0.1), max(float(q[3]), 0.1)))
    return tuple(rods)


def mirrored(knots: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return the knots on the other side of the body."""
    return [[-k[0], *k[1:]] for k in knots]


def smooth_minimum(a: Values, b: Values, blend_mm: float) -> Values:
    """Join two distances with a fillet of about `blend_mm`."""
    h = np.maximum(blend_mm - np.abs(a - b), 0.0) * np.float32(1 / blend_mm)
    return np.minimum(a, b) - h * h * np.float32(blend_mm * 0.25)


class Profile:
    """A smooth function of height z, tabulated every quarter of a millimetre."""

    def __init__(self, knots: Sequence[tuple[float, float]]) -> None:
        zs, values = zip(*sorted(knots), strict=True)
        self._start = zs[0]
        places = np.arange(zs[0], zs[-1] + 0.25, 0.25)
        self._table = PchipInterpolator(zs, values)(np.minimum(places, zs[-1])).astype(np.float32)

    def __call__(self, z: Values) -> Values:
        """Return the value at heights; constant beyond the ends."""
        index = ((z - np.float32(self._start)) * np.float32(4.0)).astype(np.int32)
        return self._table.take(index, mode="clip")

    def at(self, z: float) -> float:
        """Return the value at one height."""
        return float(self(np.asarray([z]))[0])
