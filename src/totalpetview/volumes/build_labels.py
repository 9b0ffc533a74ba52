"""From an organ map to a prepared label volume, and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, cast

import numpy as np

from totalpetview.domain.geometry import Grid
from totalpetview.imaging.organ_pyramid import coarser
from totalpetview.imaging.pyramid import axes_to_halve
from totalpetview.volumes.build import SLAB_BYTES
from totalpetview.volumes.chunks import Labels, decode_labels
from totalpetview.volumes.label_descriptor import LabelLevel, LabelType, LabelVolume, MipLabels
from totalpetview.volumes.store import VolumeStore
from totalpetview.volumes.zarr_group import GroupWriter

#: part of every label volume's name: raise it when the same labels would give other files
LABELS_VERSION: Final = 1
_ID_DIGITS: Final = 32
_THREADS: Final = 2


def label_volume_id(labels: Labels, grid: Grid) -> str:
    """Return the name of the label volume of these labels [k, j, i] on this grid: the same content, the same name."""
    read = hashlib.blake2b(digest_size=_ID_DIGITS // 2)
    read.update(json.dumps(["labels", LABELS_VERSION, str(labels.dtype), grid.to_json()]).encode())
    read.update(np.ascontiguousarray(labels).data)
    return read.hexdigest()


def build_labels(store: VolumeStore, labels: Labels, grid: Grid) -> LabelVolume:
    """Write a label volume and return its descriptor; returns at once if it is there already.

    Raises
    ------
    OSError
        If the disk is full or the folder cannot be written.
    """
    identity = label_volume_id(labels, grid)
    if store.exists(identity):
        return LabelVolume.from_json(store.attributes(identity))
    levels: list[LabelLevel] = []
    with GroupWriter(store.folder, store.folder_of(identity)) as group, ThreadPoolExecutor(_THREADS) as threads:
        written: list[Future[None]] = []
        for number, (voxels, place) in enumerate(_resolutions(labels, grid)):
            level = LabelLevel(place, _slab_slices(voxels))
            levels.append(level)
            chunk = (level.slab_slices, *voxels.shape[1:])
            group.write_array(str(number), place.shape, chunk, str(voxels.dtype), labels=True)
            for slab in range(level.slabs):
                part = voxels[slab * level.slab_slices : (slab + 1) * level.slab_slices]
                written.append(threads.submit(group.write_labels, str(number), slab, part, level.slab_slices))
        for each in written:
            each.result()
        descriptor = LabelVolume(identity, _dtype(labels), tuple(levels))
        group.publish(descriptor.to_json())
    return descriptor


def build_mip_labels(store: VolumeStore, mip: str, labels_id: str, labels: Labels) -> MipLabels:
    """Write the labels [angles, rows, columns] that belong to projections and return their descriptor.

    Parameters
    ----------
    mip, labels_id
        Names of the projections and of the label volume that they were made from: they name the result.
    """
    identity = mip_labels_id(mip, labels_id)
    angles, rows, columns = labels.shape
    descriptor = MipLabels(identity, mip, _dtype(labels), (angles, rows, columns))
    if store.exists(identity):
        return descriptor
    with GroupWriter(store.folder, store.folder_of(identity)) as group:
        group.write_array("0", descriptor.shape, descriptor.shape, str(labels.dtype), labels=True)
        group.write_labels("0", 0, labels, angles)
        group.publish(descriptor.to_json())
    return descriptor


def mip_labels_id(mip: str, labels_id: str) -> str:
    """Return the name of the labels of projections."""
    return hashlib.sha256(f"mip labels {LABELS_VERSION} {mip} {labels_id}".encode()).hexdigest()[:_ID_DIGITS]


def read_labels(store: VolumeStore, identity: str) -> tuple[Labels, Grid]:
    """Return the labels [k, j, i] of a label volume, as they were, and where they lie.

    Raises
    ------
    NoSuchVolume
        If it is not there.
    """
    descriptor = LabelVolume.from_json(store.attributes(identity))
    finest = descriptor.levels[0]
    labels = cast("Labels", np.empty(finest.grid.shape, dtype=descriptor.dtype))
    chunk = (finest.slab_slices, *finest.grid.shape[1:])
    for slab in range(finest.slabs):
        part = decode_labels(store.chunk_file(identity, 0, slab).read_bytes(), chunk, descriptor.dtype)
        here = labels[slab * finest.slab_slices : (slab + 1) * finest.slab_slices]
        here[:] = part[: len(here)]
    return labels, finest.grid


def _resolutions(labels: Labels, grid: Grid) -> Iterator[tuple[Labels, Grid]]:
    """Yield the labels themselves and then coarser ones, in the steps of prepared volumes."""
    yield labels, grid
    while (halved := axes_to_halve(grid.shape, grid.spacing_mm)) is not None:
        i, j, k = halved
        labels = coarser(labels, (1 + k, 1 + j, 1 + i))
        grid = grid.halved(i=i, j=j, k=k)
        yield labels, grid


def _slab_slices(voxels: Labels) -> int:
    slices, rows, columns = (int(count) for count in voxels.shape)
    return min(slices, max(1, SLAB_BYTES // (rows * columns * int(voxels.itemsize))))


def _dtype(labels: Labels) -> LabelType:
    return "uint8" if labels.dtype == np.uint8 else "uint16"
