"""The rotating projection of a PET without some of its organs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from totalpetview.imaging.mip import Projections, projected
from totalpetview.imaging.mip_sampling import Matrix, sampling, upright


def project_without(
    values: npt.NDArray[np.float32], index_to_mm: Matrix, excluded: npt.NDArray[np.bool_], angles: int = 36
) -> Projections:
    """Return what `mip.project` returns, of the voxels that are not excluded.

    Shape and place of the pictures are those of all voxels, so that one can take the place of the other; the slope is
    that of what remains. Exactly these voxels are left out, not what spills over from them: a rim of a very hot
    organ stays, because what lies beside it could be a lesion.

    Parameters
    ----------
    values, index_to_mm, angles
        As for `mip.project`.
    excluded
        [k, j, i] on the grid of the PET.

    Raises
    ------
    ValueError
        If values and mask are not of one shape.
    """
    if values.shape != excluded.shape:
        raise ValueError("the mask must lie on the grid of the values")
    upright_mask, _ = upright(excluded.view(np.uint8), index_to_mm)
    values, index_to_mm = upright(values, index_to_mm)
    return projected(np.where(upright_mask != 0, np.float32(0), values), sampling(values, index_to_mm), angles)
