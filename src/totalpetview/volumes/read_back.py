"""A prepared volume as the stored volume it was made from: level 0 holds the original numbers unchanged."""

from __future__ import annotations

import numpy as np

from totalpetview.domain.geometry import Grid
from totalpetview.domain.volume import StoredVolume
from totalpetview.volumes.store import VolumeStore


def stored_volume(store: VolumeStore, volume_id: str) -> StoredVolume:
    """Return all slices of a prepared volume, much faster than reading the series again.

    Raises
    ------
    NoSuchVolume
        If it is not there.
    """
    descriptor = store.open(volume_id)
    level = descriptor.levels[0]
    slices = [each for slab in range(level.slabs) for each in store.slab(volume_id, 0, slab)][: level.shape[0]]
    return StoredVolume(
        grid=Grid(level.shape, level.origin_mm, level.step_i_mm, level.step_j_mm, level.step_k_mm),
        stored=slices,
        slope=np.broadcast_to(np.array(level.slope), level.shape[0]),
        intercept=np.broadcast_to(np.array(level.intercept), level.shape[0]),
        quantity=descriptor.quantity,
    )
