"""Writing a Zarr v3 group: our own writer of chunks, since it is known in advance what they look like.

zarr-python opens the result (a test does); writing through it takes several times as long.
"""

from __future__ import annotations

import json
import os
import shutil
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import numpy as np

from totalpetview.volumes.chunks import CODECS, LABEL_CODECS, Labels, Stored, encode, encode_labels

#: where groups are built before they are renamed to their place; the name is the id of no volume
BUILDING = ".building"


class GroupWriter:
    """A group that appears at its place all at once, or not at all.

    As a context manager: what is not published when it ends is removed.
    """

    def __init__(self, store: Path, place: Path) -> None:
        self._place = place
        self._folder = store / BUILDING / f"{place.name}-{uuid.uuid4().hex[:8]}"
        self._folder.mkdir(mode=0o700, parents=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def write_array(
        self, name: str, shape: tuple[int, int, int], chunk: tuple[int, int, int], dtype: str, *, labels: bool = False
    ) -> None:
        """Describe an array, of numbers or of labels; its chunks are written one by one."""
        described = {
            "zarr_format": 3,
            "node_type": "array",
            "shape": list(shape),
            "data_type": dtype,
            "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": list(chunk)}},
            "chunk_key_encoding": {"name": "default", "configuration": {"separator": "/"}},
            "fill_value": 0,
            "codecs": LABEL_CODECS if labels else CODECS,
            "attributes": {},
        }
        (self._folder / name).mkdir()
        _write(self._folder / name / "zarr.json", json.dumps(described).encode())

    def write_chunk(self, array: str, slab: int, slices: list[Stored], chunk_slices: int) -> None:
        """Write one slab of whole slices, filled up with 0 to a full chunk. May be called from several threads."""
        voxels: Stored = np.zeros((chunk_slices, *slices[0].shape), dtype=slices[0].dtype)
        np.stack(slices, out=voxels[: len(slices)])
        self._write_encoded(array, slab, encode(voxels))

    def write_labels(self, array: str, slab: int, labels: Labels, chunk_slices: int) -> None:
        """Write one slab of labels [slices, j, i], filled up with 0. May be called from several threads."""
        voxels: Labels = labels
        if len(labels) < chunk_slices:
            voxels = np.zeros((chunk_slices, *labels.shape[1:]), dtype=labels.dtype)
            voxels[: len(labels)] = labels
        self._write_encoded(array, slab, encode_labels(voxels))

    def write_file(self, name: str, content: bytes) -> None:
        """Write a file beside the arrays."""
        _write(self._folder / name, content)

    def _write_encoded(self, array: str, slab: int, chunk: bytes) -> None:
        folder = self._folder / array / "c" / str(slab) / "0"
        folder.mkdir(parents=True)
        _write(folder / "0", chunk)

    def publish(self, attributes: Mapping[str, Any]) -> None:
        """Write the group's own description and put everything in its place."""
        described = {"zarr_format": 3, "node_type": "group", "attributes": attributes}
        _write(self._folder / "zarr.json", json.dumps(described, allow_nan=False).encode())
        self._place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self._folder.rename(self._place)
        except OSError:
            if (self._place / "zarr.json").is_file():
                return  # somebody else made the same volume meanwhile: its name says that it is the same
            shutil.rmtree(self._place, ignore_errors=True)  # the rest of a deletion that was interrupted
            self._folder.rename(self._place)


def remove_unfinished(store: Path, untouched_s: float) -> int:
    """Remove what killed processes were building, untouched for so many seconds; returns how many.

    Workers on several machines may build in one store, so that it alone tells what nobody builds any more.
    """
    removed = 0
    for folder in (store / BUILDING).glob("*"):
        if time.time() - _touched_at(folder) >= untouched_s:
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
    return removed


def _touched_at(folder: Path) -> float:
    try:
        return max(path.stat().st_mtime for path in (folder, *folder.rglob("*")))
    except FileNotFoundError:  # published or removed meanwhile
        return time.time()


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        # after a power failure a published volume must be whole, and it is never looked at again
        file.flush()
        os.fdatasync(file.fileno())
