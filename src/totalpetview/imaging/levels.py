"""How bright a picture is, in numbers that set a window."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_PERCENT = 99.9
_ENOUGH_VOXELS = 1_000_000


def robust_max(values: npt.NDArray[np.float32]) -> float:
    """Return the 99.9th percentile of the values [k, j, i], from every n-th row and column when there are very many.

    It sets the first window of a picture and is no measurement.
    """
    step = max(1, int(np.sqrt(values.size / _ENOUGH_VOXELS)))
    return float(np.percentile(values[:, ::step, ::step], _PERCENT))
