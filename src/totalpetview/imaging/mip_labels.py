"""Which organ is seen in each pixel of the rotating projection of a PET."""

from __future__ import annotations

from typing import cast

import numpy as np
import numpy.typing as npt

from totalpetview.domain.organs.organ_map import Labels
from totalpetview.imaging.mip_sampling import Matrix, quantised, sampling, slope_of, upright


def labels_of_maxima(values: npt.NDArray[np.float32], index_to_mm: Matrix, labels: Labels, angles: int = 36) -> Labels:
    """Return [angles, nz, nu]: the label of the voxel that gives each pixel of `mip.project` its value.

    Of voxels that are equally bright the one with the highest label is taken. Pixels without any uptake get 0.

    Parameters
    ----------
    values, index_to_mm, angles
        As for `mip.project`.
    labels
        [k, j, i] on the grid of the PET, see `organ_grid.nearest_labels`.

    Raises
    ------
    ValueError
        If values and labels are not of one shape.
    """
    if values.shape != labels.shape:
        raise ValueError("the labels must lie on the grid of the values")
    plain = labels.astype(np.uint16, copy=False)
    upright_labels, _ = upright(plain, index_to_mm)
    values, index_to_mm = upright(values, index_to_mm)
    sampled = sampling(values, index_to_mm)
    # the brightness in the high half, the label in the low one: the maximum of both is the label of the maximum
    columns = quantised(sampled.columns(values), slope_of(values)).astype(np.uint32)
    columns <<= 16
    columns |= sampled.columns(upright_labels)
    found = np.zeros((angles, sampled.depth, sampled.width), dtype=labels.dtype)
    picture = np.zeros(found.shape[1:], dtype=np.uint32)
    for number in range(angles):
        picture[:] = 0
        sampled.brightest(columns, number, angles, picture)
        picture[picture >> 16 == 0] = 0
        found[number] = picture & 0xFFFF
    return cast("Labels", found)
