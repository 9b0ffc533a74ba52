"""Where the body is, roughly: enough to lay one examination over another at first sight."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import ndimage

_TISSUE_ABOVE_HU = -300.0
#: thin things (table top, sheets, tubes) are gone after an opening at this resolution
_COARSE_MM = 8.0
#: activity outside the body is far below the average of the whole field of view
_PET_PART_OF_MEAN = 0.5

Values = npt.NDArray[np.float32]


def body_centre_index(
    values: Values, spacing_mm: tuple[float, float, float], *, is_ct: bool
) -> tuple[float, ...] | None:
    """Return the centroid (i, j, k) of the largest connected thing that is a body; None if there is none.

    Parameters
    ----------
    values
        [k, j, i]: HU for CT, else activity.
    spacing_mm
        Of (i, j, k).
    """
    steps = [max(1, round(_COARSE_MM / spacing)) for spacing in reversed(spacing_mm)]
    steps = [min(step, size) for step, size in zip(steps, values.shape, strict=True)]
    coarse = values[tuple(slice(step // 2, None, step) for step in steps)]
    threshold = _TISSUE_ABOVE_HU if is_ct else _PET_PART_OF_MEAN * float(coarse.mean())
    mask = coarse > threshold
    # pixels at the rim stay: a body may reach the edge of the field of view
    opened = ndimage.binary_opening(np.pad(mask, 1, mode="edge"), np.ones((1, 3, 3), dtype=bool))[1:-1, 1:-1, 1:-1]
    labels, found = ndimage.label(opened if opened.any() else mask)
    if not found:
        return None
    sizes = np.bincount(labels.reshape(-1))
    sizes[0] = 0
    centre = ndimage.center_of_mass(labels == int(sizes.argmax()))
    k, j, i = (float(at) * step + step // 2 for at, step in zip(centre, steps, strict=True))
    return (i, j, k)
