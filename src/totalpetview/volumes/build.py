"""From a stored volume to a prepared one."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

import numpy as np

from totalpetview.domain.geometry import Vector
from totalpetview.domain.volume import StoredVolume
from totalpetview.imaging.body import body_centre_index
from totalpetview.imaging.levels import robust_max
from totalpetview.volumes.descriptor import DType, Level, VolumeDescriptor, chunk_url
from totalpetview.volumes.resolutions import Numbers, Resolution, resolutions
from totalpetview.volumes.store import VolumeStore
from totalpetview.volumes.zarr_group import GroupWriter

#: part of every volume's name: raise it when the same images would give other files
BUILDER_VERSION: Final = 2
#: a chunk takes 0.1 s to decompress in a browser; larger ones would hold up the first picture, smaller ones the rest
SLAB_BYTES: Final = 12_600_000
#: slices in a slab of the coarsest level: the first picture waits for the one or two slabs that it cuts, and no more
FIRST_LOOK_SLICES: Final = 8
_ID_DIGITS: Final = 32
_SAMPLED_VOXELS: Final = 1_000_000
_THREADS: Final = 2


def volume_id(sop_instance_uids: Iterable[str], volume: StoredVolume) -> str:
    """Return the name of the volume that is made from these images.

    Besides the images' names it depends on what was read from them: images that were deleted and sent again under
    the same names, but changed, give another volume.
    """
    read = hashlib.sha256()
    read.update("\n".join(sorted(sop_instance_uids)).encode())
    read.update(json.dumps(["volume", BUILDER_VERSION, volume.quantity, volume.grid.to_json()]).encode())
    read.update(volume.slope.tobytes() + volume.intercept.tobytes())
    checksum = 0
    for each in volume.stored:
        checksum = zlib.crc32(np.ascontiguousarray(each).data, checksum)
    read.update(f"{volume.stored[0].dtype} {checksum}".encode())
    return read.hexdigest()[:_ID_DIGITS]


def build_volume(
    store: VolumeStore,
    identity: str,
    volume: StoredVolume,
    progress: Callable[[float], None] = lambda _fraction: None,
) -> VolumeDescriptor:
    """Write a prepared volume and return its descriptor; returns at once if it is there already.

    Needs memory for the volume, its coarser levels and three slabs.

    Parameters
    ----------
    identity
        From `volume_id`.
    progress
        Told the part of the slabs that is written, 0..1.

    Raises
    ------
    OSError
        If the disk is full or the folder cannot be written.
    """
    if store.exists(identity):
        return store.open(identity)
    levels: list[Level] = []
    with GroupWriter(store.folder, store.folder_of(identity)) as group, ThreadPoolExecutor(_THREADS) as threads:
        written: list[Future[None]] = []
        for number, resolution in enumerate(resolutions(volume)):
            if number == 0:
                first = resolution
            level = _described(identity, number, resolution)
            levels.append(level)
            group.write_array(str(number), level.shape, (level.slab_slices, *level.shape[1:]), level.dtype)
            for slab in range(level.slabs):
                slices = resolution.slices[slab * level.slab_slices : (slab + 1) * level.slab_slices]
                written.append(threads.submit(group.write_chunk, str(number), slab, slices, level.slab_slices))
        for count, each in enumerate(written, start=1):
            each.result()
            progress(count / len(written))
        step = max(1, int(np.sqrt(np.prod(first.grid.shape) / _SAMPLED_VOXELS)))
        descriptor = VolumeDescriptor(
            id=identity,
            quantity=volume.quantity,
            range=first.range(),
            robust_max=robust_max(first.values(step)),
            levels=tuple(levels),
            body_centre_mm=_body_centre_mm(resolution, volume.quantity),
        )
        group.publish(descriptor.to_json())
    return descriptor


def _described(identity: str, number: int, resolution: Resolution) -> Level:
    slices, rows, columns = resolution.grid.shape
    most = FIRST_LOOK_SLICES if resolution.is_coarsest else max(1, SLAB_BYTES // (rows * columns * 2))
    slab_slices = min(slices, most)
    dtype: DType = "uint16" if resolution.dtype == np.uint16 else "int16"
    return Level(
        shape=(slices, rows, columns),
        origin_mm=resolution.grid.origin_mm,
        step_i_mm=resolution.grid.step_i_mm,
        step_j_mm=resolution.grid.step_j_mm,
        step_k_mm=resolution.grid.step_k_mm,
        dtype=dtype,
        slab_slices=slab_slices,
        slabs=-(-slices // slab_slices),
        slope=_shortened(resolution.slope),
        intercept=_shortened(resolution.intercept),
        url=chunk_url(identity, number),
    )


def _shortened(numbers: Numbers) -> tuple[float, ...]:
    """Return one number where all are the same."""
    return (float(numbers[0]),) if np.all(numbers == numbers[0]) else tuple(float(each) for each in numbers)


def _body_centre_mm(coarsest: Resolution, quantity: str) -> Vector | None:
    index = body_centre_index(coarsest.values(), coarsest.grid.spacing_mm, is_ct=quantity == "HU")
    if index is None:
        return None
    i, j, k = index
    return coarsest.grid.point_mm(i, j, k)
