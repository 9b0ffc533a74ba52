"""Pictures computed in Python from DICOM files alone, to compare the screen with.

Nothing of the product is used here: pydicom reads, scipy samples, numpy blends. What the browser shows must agree
with this within two grey levels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pydicom
from scipy.ndimage import map_coordinates

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ReferenceVolume:
    """Values [k, j, i] of one series in its own unit, with the affine from index (i, j, k, 1) to mm (LPS)."""

    values: Floats
    index_to_mm: Floats

    def sample(self, points_mm: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Trilinear values at points [..., 3] in mm, and whether each point lies inside the grid."""
        homogeneous = np.concatenate([points_mm, np.ones((*points_mm.shape[:-1], 1))], axis=-1)
        i, j, k = np.moveaxis((homogeneous @ np.linalg.inv(self.index_to_mm).T)[..., :3], -1, 0)
        shape = self.values.shape
        inside = np.ones(i.shape, bool)
        for coordinate, size in ((i, shape[2]), (j, shape[1]), (k, shape[0])):
            inside &= (coordinate >= -0.5) & (coordinate <= size - 0.5)
        return map_coordinates(self.values, [k, j, i], order=1, mode="nearest"), inside


def read_volume(files: Sequence[Path], factor: float = 1.0) -> ReferenceVolume:
    """Read one classic series: sorted along the slice normal, rescaled slice by slice, times a factor (e.g. to SUV)."""
    slices = [pydicom.dcmread(path) for path in files]
    row, column = np.split(np.array(slices[0].ImageOrientationPatient, float), 2)
    normal = np.cross(row, column)
    slices.sort(key=lambda ds: float(np.dot(ds.ImagePositionPatient, normal)))
    first, last = (np.array(ds.ImagePositionPatient, float) for ds in (slices[0], slices[-1]))
    spacing_row, spacing_column = (float(value) for value in slices[0].PixelSpacing)
    affine = np.eye(4)
    affine[:3, 0] = row * spacing_column
    affine[:3, 1] = column * spacing_row
    affine[:3, 2] = (last - first) / (len(slices) - 1)
    affine[:3, 3] = first
    values = np.stack([ds.pixel_array * float(ds.RescaleSlope) + float(ds.RescaleIntercept) for ds in slices])
    return ReferenceVolume(values * factor, affine)


def pane_points_mm(
    centre_mm: Sequence[float],
    right: Sequence[float],
    down: Sequence[float],
    mm_per_pixel: float,
    size: tuple[int, int],
) -> Floats:
    """Return the mm of every pixel centre of a pane, [height, width, 3]; the pane's middle shows `centre_mm`."""
    width, height = size
    x = (np.arange(width) + 0.5 - width / 2) * mm_per_pixel
    y = (np.arange(height) + 0.5 - height / 2) * mm_per_pixel
    across, along = x[None, :, None] * np.array(right, float), y[:, None, None] * np.array(down, float)
    points: Floats = np.array(centre_mm, float) + across + along
    return points


def grey(volume: ReferenceVolume, points_mm: Floats, centre: float, width: float) -> Floats:
    """CT under a linear window as RGB levels 0..255 [height, width, 3]; black outside the grid."""
    values, inside = volume.sample(points_mm)
    level = np.clip((values - (centre - width / 2)) / width, 0, 1) * inside * 255
    return np.repeat(level[..., None], 3, axis=-1)


def coloured(
    volume: ReferenceVolume, points_mm: Floats, low: float, high: float, table: Sequence[Sequence[int]]
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """PET through a table of 256 colours as RGB levels, and where the grid has values."""
    values, inside = volume.sample(points_mm)
    index = np.rint(np.clip((values - low) / (high - low), 0, 1) * 255).astype(int)
    return np.array(table, float)[index], inside


def fused(ct_levels: Floats, pet_levels: Floats, inside: npt.NDArray[np.bool_], opacity: float) -> Floats:
    """Blend in screen space: at opacity 0 exactly the CT, at 1 exactly the PET's colours."""
    share = (opacity * inside)[..., None]
    return ct_levels * (1 - share) + pet_levels * share
