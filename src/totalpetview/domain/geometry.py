"""Where the voxels of a volume lie in the patient.

Millimetres are DICOM patient coordinates: x towards the patient's left, y towards the back, z towards the
head (PS3.3 C.7.6.2.1.1). Arrays are [k, j, i] = [slice, row, column]; index points are (i, j, k) and whole
numbers are voxel centres.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

Vector = tuple[float, float, float]
Matrix = NDArray[np.float64]


def vector(numbers: Sequence[float]) -> Vector:
    """Return three finite numbers as a Vector.

    Raises
    ------
    ValueError
        If there are not exactly three, or one is not finite.
    """
    x, y, z = (float(number) for number in numbers)
    if not (math.isfinite(x) and math.isfinite(y) and math.isfinite(z)):
        message = "a vector needs three finite numbers"
        raise ValueError(message)
    return (x, y, z)


def add(a: Vector, b: Vector) -> Vector:
    """Return a + b."""
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def subtract(a: Vector, b: Vector) -> Vector:
    """Return a - b."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def scale(a: Vector, factor: float) -> Vector:
    """Return a * factor."""
    return (a[0] * factor, a[1] * factor, a[2] * factor)


def dot(a: Vector, b: Vector) -> float:
    """Return the scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vector, b: Vector) -> Vector:
    """Return the vector product."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def length(a: Vector) -> float:
    """Return the Euclidean norm."""
    return math.sqrt(dot(a, a))


@dataclass(frozen=True, slots=True)
class Grid:
    """A regular, right-handed, possibly sheared, grid of voxels.

    Attributes
    ----------
    shape
        (slices, rows, columns) = (nk, nj, ni).
    origin_mm
        Centre of the voxel i = j = k = 0.
    step_i_mm, step_j_mm, step_k_mm
        From one voxel centre to the next along columns, rows, slices. `step_k_mm` need not be orthogonal to
        the slices: a tilted gantry is described exactly in this way.
    """

    shape: tuple[int, int, int]
    origin_mm: Vector
    step_i_mm: Vector
    step_j_mm: Vector
    step_k_mm: Vector

    @property
    def spacing_mm(self) -> Vector:
        """Distances between neighbouring voxel centres along (i, j, k)."""
        return (length(self.step_i_mm), length(self.step_j_mm), length(self.step_k_mm))

    @property
    def normal(self) -> Vector:
        """Unit vector across the slices, on the side of growing k."""
        normal = cross(self.step_i_mm, self.step_j_mm)
        return scale(normal, 1.0 / length(normal))

    @property
    def voxel_volume_ml(self) -> float:
        """Volume of one voxel in millilitres."""
        return abs(dot(cross(self.step_i_mm, self.step_j_mm), self.step_k_mm)) / 1000.0

    @property
    def index_to_mm(self) -> Matrix:
        """4x4 matrix from (i, j, k, 1) to (x, y, z, 1) in millimetres."""
        matrix = np.eye(4)
        for column, step in enumerate((self.step_i_mm, self.step_j_mm, self.step_k_mm, self.origin_mm)):
            matrix[:3, column] = step
        return matrix

    @property
    def mm_to_index(self) -> Matrix:
        """4x4 matrix from (x, y, z, 1) in millimetres to (i, j, k, 1)."""
        return cast("Matrix", np.linalg.inv(self.index_to_mm))

    def point_mm(self, i: float, j: float, k: float) -> Vector:
        """Return where the index point (i, j, k) lies."""
        steps = zip(self.origin_mm, self.step_i_mm, self.step_j_mm, self.step_k_mm, strict=True)
        x, y, z = (origin + i * di + j * dj + k * dk for origin, di, dj, dk in steps)
        return (x, y, z)

    def index_of(self, point_mm: Vector) -> Vector:
        """Return the (fractional) index point (i, j, k) at a place in the patient."""
        i, j, k, _ = self.mm_to_index @ np.array([*point_mm, 1.0])
        return (float(i), float(j), float(k))

    @property
    def centre_mm(self) -> Vector:
        """Centre of the volume."""
        nk, nj, ni = self.shape
        return self.point_mm((ni - 1) / 2, (nj - 1) / 2, (nk - 1) / 2)

    def box_mm(self) -> tuple[Vector, Vector]:
        """Return (minimum, maximum) of the box along x, y, z that holds all voxels, faces included."""
        nk, nj, ni = self.shape
        corners = [self.point_mm(i, j, k) for i in (-0.5, ni - 0.5) for j in (-0.5, nj - 0.5) for k in (-0.5, nk - 0.5)]
        low = (min(c[0] for c in corners), min(c[1] for c in corners), min(c[2] for c in corners))
        high = (max(c[0] for c in corners), max(c[1] for c in corners), max(c[2] for c in corners))
        return low, high

    def halved(self, *, i: bool, j: bool, k: bool) -> Grid:
        """Return the grid after averaging neighbours in pairs along the chosen axes.

        The first centre moves by half a fine voxel along each halved axis; an odd number of voxels n becomes
        (n + 1) / 2, the last of which averages what is there.
        """
        origin = self.origin_mm
        steps = [self.step_i_mm, self.step_j_mm, self.step_k_mm]
        counts = [self.shape[2], self.shape[1], self.shape[0]]
        for axis, halve in enumerate((i, j, k)):
            if halve and counts[axis] > 1:
                origin = add(origin, scale(steps[axis], 0.5))
                steps[axis] = scale(steps[axis], 2.0)
                counts[axis] = (counts[axis] + 1) // 2
        return Grid((counts[2], counts[1], counts[0]), origin, steps[0], steps[1], steps[2])

    def to_json(self) -> dict[str, Any]:
        """Return lists and numbers."""
        return {
            "shape": list(self.shape),
            "origin_mm": list(self.origin_mm),
            "step_i_mm": list(self.step_i_mm),
            "step_j_mm": list(self.step_j_mm),
            "step_k_mm": list(self.step_k_mm),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Grid:
        """Return the grid that `to_json` described."""
        nk, nj, ni = (int(n) for n in data["shape"])
        return cls(
            (nk, nj, ni),
            vector(data["origin_mm"]),
            vector(data["step_i_mm"]),
            vector(data["step_j_mm"]),
            vector(data["step_k_mm"]),
        )


def shared_box_mm(a: Grid, b: Grid) -> Vector:
    """Return the extents along x, y, z in which the boxes of two grids overlap; 0 where they do not."""
    (a_low, a_high), (b_low, b_high) = a.box_mm(), b.box_mm()
    extents = [max(0.0, min(a_high[axis], b_high[axis]) - max(a_low[axis], b_low[axis])) for axis in range(3)]
    return (extents[0], extents[1], extents[2])
