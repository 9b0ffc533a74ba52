"""A CT in Hounsfield units, as whole numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from totalpetview.domain.volume import StoredVolume

_LEAST, _GREATEST = np.iinfo(np.int16).min, np.iinfo(np.int16).max


def hounsfield(volume: StoredVolume) -> NDArray[np.int16]:
    """Return [k, j, i], rounded, and limited to what 16 bits hold: metal only reaches beyond."""
    hu = np.empty(volume.grid.shape, dtype=np.int16)
    for k, stored in enumerate(volume.stored):
        values = stored * np.float32(volume.slope[k]) + np.float32(volume.intercept[k])
        hu[k] = np.clip(np.rint(values), _LEAST, _GREATEST)
    return hu
