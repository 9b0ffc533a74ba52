"""The one store of prepared volumes of this process."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from totalpetview.volumes.store import VolumeStore


@cache
def prepared_volumes() -> VolumeStore:
    """Return the store in the data folder."""
    return VolumeStore(settings.DATA_FOLDER.volumes)
