"""Where the voxels of a PET fall in its rotating projections: the same for values and for labels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
from scipy import ndimage

Matrix = npt.NDArray[np.floating[Any]]
Scalar = TypeVar("Scalar", bound=np.generic)
FULL_SCALE = 65535
#: columns of voxels that never reach this part of the maximum are left out: nothing of them could be seen
_NOTHING_BELOW = 0.005


@dataclass(frozen=True, slots=True)
class Sampling:
    """The columns of voxels along z that can be seen, and where each falls in the picture of an angle.

    Attributes
    ----------
    seen
        Numbers of the columns, j * columns per row + i.
    places_mm
        [column, 2]: (x, y) of each from the axis.
    width
        Columns of a picture; the middle one shows the axis.
    """

    seen: npt.NDArray[np.intp]
    places_mm: npt.NDArray[np.float64]
    depth: int
    width: int
    step_mm: float
    centre_mm: tuple[float, float]
    z0_mm: float
    dz_mm: float

    def columns(self, volume: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
        """Return [column, z] of an upright volume [k, j, i]; z contiguous: one index moves a whole column at once."""
        return np.ascontiguousarray(volume.reshape(self.depth, -1)[:, self.seen].T)

    def brightest(self, columns: npt.NDArray[Scalar], number: int, angles: int, picture: npt.NDArray[Scalar]) -> None:
        """Write into picture [z, u] of angle `number` the maximum over all columns that fall on each u."""
        if len(self.seen) == 0:
            return
        angle = number * math.pi / angles
        across = self.places_mm @ [math.cos(angle), math.sin(angle)] / self.step_mm
        along = np.floor(across + 0.5).astype(np.intp) + self.width // 2
        order = np.argsort(along, kind="stable")
        places, firsts = np.unique(along[order], return_index=True)
        picture.T[places] = np.maximum.reduceat(columns[order], firsts, axis=0)


def upright(volume: npt.NDArray[Scalar], index_to_mm: Matrix) -> tuple[npt.NDArray[Scalar], Matrix]:
    """Return the volume with its slices in planes of constant z, the head last; resampled only where it must be."""
    if not _is_axial(index_to_mm):
        volume, index_to_mm = _axial(volume, index_to_mm)
    if index_to_mm[2, 2] < 0:
        flipped = np.eye(4)
        flipped[2, 2], flipped[2, 3] = -1, volume.shape[0] - 1
        volume, index_to_mm = volume[::-1], index_to_mm @ flipped
    return volume, index_to_mm


def sampling(values: npt.NDArray[np.float32], index_to_mm: Matrix) -> Sampling:
    """Return how an upright volume is projected.

    Parameters
    ----------
    values, index_to_mm
        From `upright`.
    """
    _, rows, columns = values.shape
    # the axis runs through voxels: half way between two, each would lie on the border of two columns of the picture
    middle = np.array([columns // 2, rows // 2, 0.0, 1.0])
    centre = np.asarray(index_to_mm @ middle, dtype=np.float64)[:2]
    step_mm = float(min(np.linalg.norm(index_to_mm[:2, 0]), np.linalg.norm(index_to_mm[:2, 1])))
    highest = quantised(values.max(axis=0, initial=0.0), slope_of(values))
    seen = np.flatnonzero(highest.reshape(-1) > _NOTHING_BELOW * FULL_SCALE)
    j, i = np.divmod(seen, columns)
    places = np.stack([i, j], axis=1) @ index_to_mm[:2, :2].T + index_to_mm[:2, 3] - centre
    half = max(1, math.ceil(float(np.hypot(*places.T).max(initial=0.0)) / step_mm))
    return Sampling(
        seen=seen,
        places_mm=places,
        depth=values.shape[0],
        width=2 * half + 1,
        step_mm=step_mm,
        centre_mm=(float(centre[0]), float(centre[1])),
        z0_mm=float(index_to_mm[2, 3]),
        dz_mm=float(index_to_mm[2, 2]),
    )


def slope_of(values: npt.NDArray[np.float32]) -> float:
    """Return what one stored number stands for when the maximum is stored as full scale."""
    highest = float(values.max(initial=0.0))
    return highest / FULL_SCALE if highest > 0 else 1.0


def quantised(values: npt.NDArray[np.float32], slope: float) -> npt.NDArray[np.uint16]:
    """Return the numbers to be stored; negative values count as 0."""
    return np.rint(values.clip(min=0.0) / slope).astype(np.uint16)


def _is_axial(index_to_mm: Matrix) -> bool:
    """Return whether slices are planes of constant z, stacked without shear."""
    smallest = 1e-3 * float(np.abs(index_to_mm[:3, :3]).max())
    off_axis = [index_to_mm[2, 0], index_to_mm[2, 1], index_to_mm[0, 2], index_to_mm[1, 2]]
    return bool(np.all(np.abs(off_axis) < smallest))


def _axial(volume: npt.NDArray[Scalar], index_to_mm: Matrix) -> tuple[npt.NDArray[Scalar], Matrix]:
    """Return the volume on a grid along x, y, z that holds all of it; nearest neighbour, 0 outside."""
    nk, nj, ni = volume.shape
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
    untyped: Any = volume
    resampled = ndimage.affine_transform(
        untyped, back[:3, :3], back[:3, 3], output_shape=(counts[2], counts[1], counts[0]), order=0, cval=0.0
    )
    return cast("npt.NDArray[Scalar]", resampled), axial
