"""The rotating maximum intensity projection of a PET."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from totalpetview.imaging.mip_sampling import Matrix, Sampling, quantised, sampling, slope_of, upright


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
    values, index_to_mm = upright(values, index_to_mm)
    return projected(values, sampling(values, index_to_mm), angles)


def projected(values: npt.NDArray[np.float32], sampled: Sampling, angles: int) -> Projections:
    """Return the projections of an upright volume, sampled as is said."""
    slope = slope_of(values)
    columns = quantised(sampled.columns(values), slope)
    pictures = np.zeros((angles, sampled.depth, sampled.width), dtype=np.uint16)
    for number in range(angles):
        sampled.brightest(columns, number, angles, pictures[number])
    return Projections(
        pictures=pictures,
        u0_mm=-(sampled.width // 2) * sampled.step_mm,
        du_mm=sampled.step_mm,
        z0_mm=sampled.z0_mm,
        dz_mm=sampled.dz_mm,
        centre_mm=sampled.centre_mm,
        slope=slope,
    )
