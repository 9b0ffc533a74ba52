"""A surface of triangles: its volume, its normals, and moving it outwards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class SurfaceMesh:
    """Triangles whose corners run anticlockwise when seen from outside.

    Attributes
    ----------
    vertices_mm
        float64 [n, 3], patient coordinates.
    triangles
        int32 [m, 3], numbers of vertices.
    """

    vertices_mm: NDArray[np.float64]
    triangles: NDArray[np.int32]

    @property
    def volume_ml(self) -> float:
        """The enclosed volume; negative when the surface is inside out."""
        a, b, c = (self.vertices_mm[self.triangles[:, n]] for n in range(3))
        return float(np.einsum("nd,nd->", a, np.cross(b, c))) / 6000.0

    @property
    def area_mm2(self) -> float:
        """The area of all triangles."""
        return float(np.linalg.norm(self._across(), axis=1).sum()) / 2.0

    def normals(self) -> NDArray[np.float64]:
        """Return [n, 3] unit vectors outwards, the mean over the triangles at a vertex weighted by area."""
        across = self._across()
        sums = np.stack(
            [
                sum(
                    np.bincount(self.triangles[:, corner], weights=across[:, axis], minlength=len(self.vertices_mm))
                    for corner in range(3)
                )
                for axis in range(3)
            ],
            axis=1,
        )
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        normals: NDArray[np.float64] = sums / np.where(lengths > 0, lengths, 1.0)
        return normals

    def outwards(self, distance_mm: float) -> SurfaceMesh:
        """Return the surface moved along its normals."""
        return SurfaceMesh(self.vertices_mm + distance_mm * self.normals(), self.triangles)

    def turned_over(self) -> SurfaceMesh:
        """Return the surface with inside and outside exchanged."""
        return SurfaceMesh(self.vertices_mm, self.triangles[:, ::-1].copy())

    def _across(self) -> NDArray[np.float64]:
        a, b, c = (self.vertices_mm[self.triangles[:, n]] for n in range(3))
        return np.cross(b - a, c - a)
