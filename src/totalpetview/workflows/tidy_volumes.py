"""Delete prepared volumes that nothing points to any more."""

from __future__ import annotations

import time
from typing import Final

from totalpetview.volumes.store import VolumeStore
from totalpetview.volumes.zarr_group import remove_unfinished
from totalpetview.workflows.catalogue import Catalogue

#: a comparison that is open in a browser may still fetch chunks of a volume that was replaced
_KEPT_S: Final = 3600.0


def tidy_volumes(store: VolumeStore, catalogue: Catalogue, kept_s: float = _KEPT_S) -> int:
    """Delete what is superseded or left over; returns how many. Everything can be made again from the archive."""
    ids = list(store.ids())  # before asking what is in use: what is made meanwhile is not in this list
    in_use = catalogue.volumes_in_use()
    deleted = 0
    for volume_id in ids:
        if volume_id not in in_use and _age_s(store, volume_id) >= kept_s:
            store.delete(volume_id)
            deleted += 1
    return deleted + remove_unfinished(store.folder, kept_s)


def _age_s(store: VolumeStore, volume_id: str) -> float:
    try:
        return time.time() - (store.folder_of(volume_id) / "zarr.json").stat().st_mtime
    except FileNotFoundError:
        return 0.0
