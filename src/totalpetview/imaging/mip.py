"""The rotating maximum intensity projection of a PET."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import ndimage

Matrix = npt.NDArray[np.floating[Any]]
_FULL_SCALE = 65535
#: columns of voxels that never reach this part of the maximum are not worth a wider picture
_NOTHING_BELOW = 0.005


@dataclass(frozen=True, slots=True)
class Projections:
    """Maximum intensity projections over half a turn around the z axis.

    Attributes
    ----------
    pictures
        uint16 [angles, nz, nu]; value = slope * stored. Angle n is n * 180 / angles degrees.
    u0_mm, du_mm
        Column u lies u0_mm + u * du_mm from the axis, along (cos a, sin a, 0).
    z0_mm, dz_mm
        Row z lies at z0_mm + z * dz_mm; dz_mm > 0, so that the head comes last.
    centre_mm
        (x, y) of the axis.
    """

    pictures: npt.NDArray[np.uint16]
    u0_mm: float
    du_mm: float
    z0_mm: float
    dz_mm: float
    centre_mm: tuple[float, float]
    slope: float


def project(values: npt.NDArray[np.float32], index_to_mm: Matrix, angles: int = 36) -> Projections:
    """Return the projections of a volume [k, j, i].

    Sampling is by nearest neighbour, which keeps the true maxima: no voxel is averaged away. Negative values
    count as 0.

    Parameters
    ----------
    values
        The volume, rescaled.
    index_to_mm
        4x4, from (i, j, k, 1) to millimetres. A volume that is not axial is resampled first (nearest neighbour).
    """
    if not _is_axial(index_to_mm):
        values, index_to_mm = _axial(values, index_to_mm)
    if index_to_mm[2, 2] < 0:
        flipped = np.eye(4)
        flipped[2, 2], flipped[2, 3] = -1, values.shape[0] - 1
        values, index_to_mm = values[::-1], index_to_mm @ flipped
    highest = float(values.max(initial=0.0))
    slope = highest / _FULL_SCALE if highest > 0 else 1.0
    # z contiguous: one gather then copies a whole column of the patient at once
    columns = np.ascontiguousarray(
        np.rint(values.reshape(values.shape[0], -1).T.clip(min=0.0) / slope), dtype=np.uint16
    )
    shape = (values.shape[1], values.shape[2])
    middle = np.array([(shape[1] - 1) / 2, (shape[0] - 1) / 2, 0.0, 1.0])
    centre = np.asarray(index_to_mm @ middle, dtype=np.float64)[:2]
    step_mm = float(min(np.linalg.norm(index_to_mm[:2, 0]), np.linalg.norm(index_to_mm[:2, 1])))
    half = max(1, math.ceil(_reach_mm(columns, shape, index_to_mm, centre) / step_mm))
    along = np.arange(-half, half + 1) * step_mm
    inverse = np.linalg.inv(index_to_mm[:2, :2])
    # one more column, of zeros, for all places outside the volume
    columns = np.vstack([columns, np.zeros((1, columns.shape[1]), dtype=np.uint16)])
    pictures = np.empty((angles, values.shape[0], len(along)), dtype=np.uint16)
    for number in range(angles):
        angle = number * math.pi / angles
        pictures[number] = _picture(columns, _places(along, angle, centre - index_to_mm[:2, 3], inverse, shape))
    return Projections(
        pictures=pictures,
        u0_mm=float(along[0]),
        du_mm=step_mm,
        z0_mm=float(index_to_mm[2, 3]),
        dz_mm=float(index_to_mm[2, 2]),
        centre_mm=(float(centre[0]), float(centre[1])),
        slope=slope,
    )


def _picture(columns: npt.NDArray[np.uint16], places: npt.NDArray[np.intp]) -> npt.NDArray[np.uint16]:
    brightest = np.zeros((places.shape[1], columns.shape[1]), dtype=np.uint16)
    taken = np.empty_like(brightest)
    for at_depth in places:
        np.take(columns, at_depth, axis=0, out=taken, mode="clip")
        np.maximum(brightest, taken, out=brightest)
    return brightest.T


def _places(
    along: npt.NDArray[np.floating[Any]],
    angle: float,
    centre_from_origin: npt.NDArray[np.floating[Any]],
    inverse: Matrix,
    shape: tuple[int, int],
) -> npt.NDArray[np.intp]:
    """Return which column of voxels is nearest at [depth, u]; the one after the last where there is none."""
    u, depth = along[np.newaxis, :, np.newaxis], along[:, np.newaxis, np.newaxis]
    across = np.array([math.cos(angle), math.sin(angle)])
    inwards = np.array([-math.sin(angle), math.cos(angle)])
    index = np.rint((centre_from_origin + u * across + depth * inwards) @ inverse.T).astype(np.intp)
    i, j = index[..., 0], index[..., 1]
    inside = (i >= 0) & (i < shape[1]) & (j >= 0) & (j < shape[0])
    return np.where(inside, j * shape[1] + i, shape[0] * shape[1])


def _reach_mm(
    columns: npt.NDArray[np.uint16], shape: tuple[int, int], index_to_mm: Matrix, centre: npt.NDArray[np.floating[Any]]
) -> float:
    """Return how far from the axis there is something to see."""
    seen = columns.max(axis=1) > _NOTHING_BELOW * _FULL_SCALE
    j, i = np.divmod(np.flatnonzero(seen), shape[1])
    places = np.stack([i, j], axis=1) @ index_to_mm[:2, :2].T + index_to_mm[:2, 3]
    return float(np.hypot(*(places - centre).T).max(initial=0.0))


def _is_axial(index_to_mm: Matrix) -> bool:
    """Return whether slices are planes of constant z, stacked without shear."""
    smallest = 1e-3 * float(np.abs(index_to_mm[:3, :3]).max())
    off_axis = [index_to_mm[2, 0], index_to_mm[2, 1], index_to_mm[0, 2], index_to_mm[1, 2]]
    return bool(np.all(np.abs(off_axis) < smallest))


def _axial(values: npt.NDArray[np.float32], index_to_mm: Matrix) -> tuple[npt.NDArray[np.float32], Matrix]:
    """Return the volume on a grid along x, y, z that holds all of it."""
    nk, nj, ni = values.shape
    corners = np.array([[i, j, k, 1] for i in (0, ni - 1) for j in (0, nj - 1) for k in (0, nk - 1)], dtype=float)
    places = (corners @ index_to_mm.T)[:, :3]
    step = float(np.linalg.norm(index_to_mm[:3, :3], axis=0).min())
    low = places.min(axis=0)
    counts: list[int] = [math.ceil(extent / step) + 1 for extent in places.max(axis=0) - low]
    axial = np.diag([step, step, step, 1.0])
    axial[:3, 3] = low
    # from the new (k, j, i) to the old (k, j, i), which is how scipy counts
    swap = np.eye(4)[[2, 1, 0, 3]]
    back: Any = swap @ np.linalg.inv(index_to_mm) @ axial @ swap
    resampled = ndimage.affine_transform(
        values, back[:3, :3], back[:3, 3], output_shape=(counts[2], counts[1], counts[0]), order=0, cval=0.0
    )
    return resampled, axial
