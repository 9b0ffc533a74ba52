"""Points of the model: three arrays of the same shape, in millimetres."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Values = NDArray[Any]
Triple = tuple[float, float, float]


class Points(NamedTuple):
    """Coordinates in model millimetres: x towards the patient's left, y towards the back, z towards the head."""

    x: Values
    y: Values
    z: Values

    def box(self, rows: slice, columns: slice, slices: slice = slice(None)) -> Points:
        """Return the points of a sub-box of [slice, row, column] arrays."""
        return Points(*(axis[slices, rows, columns] for axis in self))

    @classmethod
    def of(cls, points_mm: Values) -> Points:
        """Return the columns of an array (n, 3)."""
        array = np.asarray(points_mm, dtype=np.float64)
        return cls(array[..., 0], array[..., 1], array[..., 2])

    def stacked(self) -> Values:
        """Return an array (..., 3)."""
        return np.stack(self, axis=-1)
