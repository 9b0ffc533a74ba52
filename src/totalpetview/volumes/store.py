"""The folder of prepared volumes: `<folder>/<id[:2]>/<id>/`, each a Zarr v3 group."""

from __future__ import annotations

import json
import math
import re
import shutil
import threading
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from totalpetview.volumes.chunks import Stored, decode
from totalpetview.volumes.descriptor import Level, VolumeDescriptor

_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)

#: the file of surfaces in their folder
SURFACES = "surfaces.zst"

#: finest levels seldom have slabs above 12.6 MB; eight of them answer a crosshair over four PET/CTs
CACHED_SLABS = 8


class NoSuchVolume(LookupError):
    """There is no volume, level, slab or voxel by this name."""


class VolumeStore:
    """Finds, reads and deletes prepared volumes. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._slabs: OrderedDict[tuple[str, int, int], Stored] = OrderedDict()
        self._descriptors: OrderedDict[str, VolumeDescriptor] = OrderedDict()

    def folder_of(self, volume_id: str) -> Path:
        """Return where a volume of this id lies or would lie.

        Raises
        ------
        NoSuchVolume
            If this cannot be the id of a volume: nothing else ever becomes part of a path.
        """
        if not _ID.fullmatch(volume_id):
            raise NoSuchVolume("not the id of a volume")
        return self.folder / volume_id[:2] / volume_id

    def exists(self, volume_id: str) -> bool:
        """Return whether the volume is there, complete."""
        try:
            return (self.folder_of(volume_id) / "zarr.json").is_file()
        except NoSuchVolume:
            return False

    def attributes(self, volume_id: str) -> dict[str, Any]:
        """Return the descriptor JSON of a volume or of a MIP as it was written."""
        try:
            written = json.loads((self.folder_of(volume_id) / "zarr.json").read_bytes())
        except FileNotFoundError as error:
            raise NoSuchVolume("no such volume") from error
        attributes: dict[str, Any] = written["attributes"]
        return attributes

    def open(self, volume_id: str) -> VolumeDescriptor:
        """Return the descriptor of a volume (not of a MIP)."""
        with self._lock:
            known = self._descriptors.get(volume_id)
        if known is not None:
            return known
        descriptor = VolumeDescriptor.from_json(self.attributes(volume_id))
        with self._lock:
            self._descriptors[volume_id] = descriptor
            while len(self._descriptors) > 8 * CACHED_SLABS:
                self._descriptors.popitem(last=False)
        return descriptor

    def chunk_file(self, volume_id: str, level: int, slab: int) -> Path:
        """Return the file of one chunk, of a volume or of a MIP; raises `NoSuchVolume` if there is none."""
        if level < 0 or slab < 0:
            raise NoSuchVolume("no such chunk")
        path = self.folder_of(volume_id) / str(int(level)) / "c" / str(int(slab)) / "0" / "0"
        if not path.is_file():
            raise NoSuchVolume("no such chunk")
        return path

    def thumbnail_file(self, volume_id: str) -> Path:
        """Return the small picture of a MIP; raises `NoSuchVolume` if there is none."""
        path = self.folder_of(volume_id) / "thumbnail.png"
        if not path.is_file():
            raise NoSuchVolume("no such picture")
        return path

    def surfaces_file(self, surfaces_id: str) -> Path:
        """Return the file of the surfaces of an organ map; raises `NoSuchVolume` if there is none."""
        path = self.folder_of(surfaces_id) / SURFACES
        if not path.is_file():
            raise NoSuchVolume("no such surfaces")
        return path

    def slab(self, volume_id: str, level: int, slab: int) -> Stored:
        """Return the stored values of one slab [slab_slices, nj, ni]; slices beyond the volume are 0."""
        key = (volume_id, level, slab)
        with self._lock:
            known = self._slabs.get(key)
            if known is not None:
                self._slabs.move_to_end(key)
                return known
        described = self._level(volume_id, level)
        chunk = self.chunk_file(volume_id, level, slab).read_bytes()
        voxels = decode(chunk, (described.slab_slices, *described.shape[1:]), described.dtype)
        voxels.flags.writeable = False
        with self._lock:
            self._slabs[key] = voxels
            while len(self._slabs) > CACHED_SLABS:
                self._slabs.popitem(last=False)
        return voxels

    def value_at(self, volume_id: str, index: tuple[float, float, float]) -> float | None:
        """Return the rescaled value of the original voxel nearest to an index point (i, j, k).

        None outside the volume: beyond half a voxel from the outermost voxel centres.
        Reads one slab.
        """
        finest = self._level(volume_id, 0)
        i, j, k = (math.floor(at + 0.5) for at in index)
        depth, rows, columns = finest.shape
        if not (0 <= k < depth and 0 <= j < rows and 0 <= i < columns):
            return None
        slab, within = divmod(k, finest.slab_slices)
        slope, intercept = finest.rescale_of(k)
        return slope * float(self.slab(volume_id, 0, slab)[within, j, i]) + intercept

    def delete(self, volume_id: str) -> None:
        """Remove a volume, if it is there; it can be made again from the archive."""
        folder = self.folder_of(volume_id)
        with self._lock:
            self._descriptors.pop(volume_id, None)
            for key in [key for key in self._slabs if key[0] == volume_id]:
                del self._slabs[key]
        # the group's file goes first: a volume half deleted is one that is not there
        (folder / "zarr.json").unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)

    def ids(self) -> Iterator[str]:
        """Yield the ids of all volumes that are there."""
        for path in self.folder.glob("??/*/zarr.json"):
            if self.exists(path.parent.name):
                yield path.parent.name

    def _level(self, volume_id: str, level: int) -> Level:
        levels = self.open(volume_id).levels
        if not 0 <= level < len(levels):
            raise NoSuchVolume("no such level")
        return levels[level]
