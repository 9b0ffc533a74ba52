"""Voxels as places in the patient: what has to agree between programs whose arrays are ordered differently."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import SimpleITK
from numpy.typing import NDArray

from totalpetview.domain.organs.organ_map import OrganMap

Places = NDArray[np.float64]


def places_in_image(image: Any, value: int) -> Places:
    """Return [voxel, xyz] in mm of the voxels of a value; ITK's coordinates are DICOM's."""
    array = SimpleITK.GetArrayFromImage(image)
    steps = np.array(image.GetDirection()).reshape(3, 3) * np.array(image.GetSpacing())
    return cast("Places", np.array(image.GetOrigin()) + np.argwhere(array == value)[:, ::-1] @ steps.T)


def places_in_map(organ_map: OrganMap, number: int) -> Places:
    to_mm = organ_map.grid.index_to_mm
    return np.argwhere(organ_map.mask(number))[:, ::-1] @ to_mm[:3, :3].T + to_mm[:3, 3]


def same_places(a: Places, b: Places) -> bool:
    if a.shape != b.shape:
        return False
    one, other = (points[np.lexsort(np.round(points, 1).T)] for points in (a, b))
    return bool(np.allclose(one, other, atol=2e-2))
