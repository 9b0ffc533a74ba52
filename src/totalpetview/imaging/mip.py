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
#: columns of voxels that never reach this part of the maximum are left out: nothing of them could be seen
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

    Every column of voxels falls as a whole on the nearest column of each picture: no voxel is averaged away, and
    none falls between two samples. Negative values count as 0.

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
    # z contiguous: one index then moves a whole column of the patient at once
    columns = np.ascontiguousarray(
        np.rint(values.reshape(values.shape[0], -1).T.clip(min=0.0) / slope), dtype=np.uint16
    )
    shape = (values.shape[1], values.shape[2])
    # the axis runs through voxels: half way between two, each would lie on the border of two columns of the picture
    middle = np.array([shape[1] // 2, shape[0] // 2, 0.0, 1.0])
    centre = np.asarray(index_to_mm @ middle, dtype=np.float64)[:2]
    step_mm = float(min(np.linalg.norm(index_to_mm[:2, 0]), np.linalg.norm(index_to_mm[:2, 1])))
    seen = np.flatnonzero(columns.max(axis=1, initial=0) > _NOTHING_BELOW * _FULL_SCALE)
    columns = columns[seen]
    j, i = np.divmod(seen, shape[1])
    places = np.stack([i, j], axis=1) @ index_to_mm[:2, :2].T + index_to_mm[:2, 3] - centre
    half = max(1, math.ceil(float(np.hypot(*places.T).max(initial=0.0)) / step_mm))
    pictures = np.zeros((angles, values.shape[0], 2 * half + 1), dtype=np.uint16)
    for number in range(angles if len(seen) else 0):
        angle = number * math.pi / angles
        along = np.floor(places @ [math.cos(angle), math.sin(angle)] / step_mm + 0.5).astype(np.intp) + half
        _brightest(columns, along, pictures[number].T)
    return Projections(
        pictures=pictures,
        u0_mm=-half * step_mm,
        du_mm=step_mm,
        z0_mm=float(index_to_mm[2, 3]),
        dz_mm=float(index_to_mm[2, 2]),
        centre_mm=(float(centre[0]), float(centre[1])),
        slope=slope,
    )


def _brightest(columns: npt.NDArray[np.uint16], along: npt.NDArray[np.intp], picture: npt.NDArray[np.uint16]) -> None:
    """Write into picture [u, z] the maximum over all columns of voxels that fall on each u."""
    order = np.argsort(along, kind="stable")
    places, firsts = np.unique(along[order], return_index=True)
    picture[places] = np.maximum.reduceat(columns[order], firsts, axis=0)


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
