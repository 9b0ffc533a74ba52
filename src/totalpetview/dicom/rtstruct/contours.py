"""The contours of a structure set, as polygons on the slices of an image."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.tag import Tag

from totalpetview.dicom import elements
from totalpetview.domain.geometry import Grid

Polygon = NDArray[np.float64]

CLOSED: Final = {"CLOSED_PLANAR", "CLOSEDPLANAR_XOR", "CLOSED_PLANAR_XOR"}
_CONTOUR_DATA: Final = Tag(0x3006, 0x0050)
#: of the distance of slices: points of a contour that lie further from its plane make it no plane one
_PLANE: Final = 0.1
_FEWEST_POINTS: Final = 3


@dataclass(frozen=True, slots=True)
class Contours:
    """The contours of one structure.

    Attributes
    ----------
    planes
        Place k, in slices of the image and fractions of them, -> polygons [vertex, (i, j)] in index points.
    left_out
        Contours that are not closed, not plane, or not parallel to the slices.
    """

    planes: Mapping[float, list[Polygon]]
    left_out: int


def contours_of(item: Dataset, grid: Grid) -> Contours:
    """Return the contours of an item of the ROI Contour Sequence."""
    planes: dict[float, list[Polygon]] = defaultdict(list)
    left_out = 0
    to_index = grid.mm_to_index
    for contour in elements.items(item, "ContourSequence"):
        points = _points(contour)
        if points is None or elements.text(contour, "ContourGeometricType").upper() not in CLOSED:
            left_out += 1
            continue
        index = points @ to_index[:3, :3].T + to_index[:3, 3]
        k = float(index[:, 2].mean())
        if float(np.abs(index[:, 2] - k).max()) > _PLANE:
            left_out += 1
            continue
        planes[round(k, 2)].append(index[:, :2])
    return Contours(planes, left_out)


def _points(contour: Dataset) -> NDArray[np.float64] | None:
    """Return the vertices in mm; None where they are too few, or no numbers."""
    numbers: Any = _numbers(contour)
    if numbers is None or len(numbers) % 3 or len(numbers) < 3 * _FEWEST_POINTS:
        return None
    points: NDArray[np.float64] = np.array(numbers, dtype=np.float64).reshape(-1, 3)
    return points if bool(np.isfinite(points).all()) else None


def _numbers(contour: Dataset) -> list[float] | tuple[float, ...] | None:
    """Return the coordinates; from the raw bytes, because an object for each of 100,000 numbers takes seconds."""
    try:
        raw: Any = contour.get_item(_CONTOUR_DATA)
        if isinstance(raw, RawDataElement) and isinstance(raw.value, bytes):
            return [float(part) for part in raw.value.replace(b"\0", b" ").split(b"\\")]
    except (ValueError, KeyError):
        return None
    return elements.numbers(contour, "ContourData")
