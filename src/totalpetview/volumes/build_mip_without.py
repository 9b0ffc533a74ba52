"""The projections of a PET without some of the organs of a map."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

import numpy as np

from totalpetview.imaging.levels import robust_max
from totalpetview.imaging.mip_without import project_without
from totalpetview.imaging.organ_grid import nearest_labels
from totalpetview.volumes.build_labels import read_labels
from totalpetview.volumes.build_mip import ANGLES, MIP_VERSION, write_mip
from totalpetview.volumes.descriptor import MipDescriptor
from totalpetview.volumes.read_back import stored_volume
from totalpetview.volumes.resolutions import finest
from totalpetview.volumes.store import VolumeStore

_ID_DIGITS: Final = 32


def mip_without_id(mip: str, labels_id: str, numbers: Sequence[int]) -> str:
    """Return the name of projections without these segments of a map."""
    made_from = f"mip without {MIP_VERSION} {mip} {labels_id} {sorted(numbers)}"
    return hashlib.sha256(made_from.encode()).hexdigest()[:_ID_DIGITS]


def build_mip_without(
    store: VolumeStore, identity: str, pet_id: str, labels_id: str, excluded: Sequence[int]
) -> MipDescriptor:
    """Write the projections and return their descriptor; returns at once if they are there already.

    Parameters
    ----------
    excluded
        Label values: voxels of the PET at whose centre one of them lies are left out.

    Raises
    ------
    NoSuchVolume
        If the PET or the map is not there.
    """
    if store.exists(identity):
        return MipDescriptor.from_json(store.attributes(identity))
    pet = stored_volume(store, pet_id)
    labels, grid = read_labels(store, labels_id)
    out = np.isin(nearest_labels(labels, grid, pet.grid), list(excluded))
    values = finest(pet).values()
    made = project_without(values, pet.grid.index_to_mm, out, ANGLES)
    values[out] = 0.0
    return write_mip(store, identity, made, pet.quantity, robust_max(values))
