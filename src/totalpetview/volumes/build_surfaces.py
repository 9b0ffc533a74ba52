"""The surfaces of the organs of a map, kept beside its label volume."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Final

import zstandard

from totalpetview.imaging.organ_surface import organ_surfaces
from totalpetview.imaging.surface_format import encode
from totalpetview.volumes.build_labels import read_labels
from totalpetview.volumes.store import SURFACES, VolumeStore
from totalpetview.volumes.zarr_group import GroupWriter

#: part of the name of all surfaces: raise it when the same labels would give others
SURFACES_VERSION: Final = 1
_ID_DIGITS: Final = 32
_ZSTD_LEVEL: Final = 3


def surfaces_id(labels_id: str, values: Sequence[Sequence[int]]) -> str:
    """Return the name of the surfaces of a label volume; `values` as in `OrganMap.values`."""
    made_from = json.dumps(["surfaces", SURFACES_VERSION, labels_id, [list(each) for each in values]])
    return hashlib.sha256(made_from.encode()).hexdigest()[:_ID_DIGITS]


def build_surfaces(store: VolumeStore, labels_id: str, values: Sequence[Sequence[int]]) -> str:
    """Write the surfaces of all segments and return their name; returns at once if they are there already.

    Raises
    ------
    NoSuchVolume
        If the label volume is not there.
    OSError
        If the disk is full or the folder cannot be written.
    """
    identity = surfaces_id(labels_id, values)
    if store.exists(identity):
        return identity
    labels, grid = read_labels(store, labels_id)
    content = encode(organ_surfaces(labels, values, grid))
    with GroupWriter(store.folder, store.folder_of(identity)) as group:
        group.write_file(SURFACES, zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(content))
        group.publish({"id": identity, "labels": labels_id})
    return identity
