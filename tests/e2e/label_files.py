"""Label volumes, labels of projections and surfaces as they are stored and served, made up by a test."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from numcodecs import Zstd

from tests.e2e.engine_page import Json, MadeUpGrid

Labels = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LabelFolder:
    """Where the files of label volumes lie."""

    folder: Path

    def volume(self, key: str, labels: Labels, grid: MadeUpGrid, slab_slices: int, coarse: Labels) -> Json:
        """Write level 0 and a coarse level of half its size; return the descriptor."""
        levels = [
            self._level(key, 0, labels, grid=grid, slab_slices=slab_slices),
            self._level(key, 1, coarse, grid=grid.halved(), slab_slices=coarse.shape[0]),
        ]
        return {"id": key, "dtype": str(labels.dtype), "levels": levels}

    def mip(self, key: str, mip: str, labels: Labels) -> Json:
        """Write the labels of a projection [angle, z, u]; return the descriptor."""
        self._chunk(key, 0, 0, labels)
        url = f"/volumes/{key}/0/c/0/0/0"
        return {"id": key, "mip": mip, "dtype": str(labels.dtype), "shape": list(labels.shape), "url": url}

    def _level(self, key: str, number: int, labels: Labels, *, grid: MadeUpGrid, slab_slices: int) -> Json:
        slabs = -(-labels.shape[0] // slab_slices)
        padded = np.zeros((slabs * slab_slices, *labels.shape[1:]), labels.dtype)
        padded[: labels.shape[0]] = labels
        for slab in range(slabs):
            self._chunk(key, number, slab, padded[slab * slab_slices : (slab + 1) * slab_slices])
        steps = grid.steps.T.tolist()
        return {
            "shape": list(labels.shape),
            "origin_mm": list(grid.origin_mm),
            "step_i_mm": steps[0],
            "step_j_mm": steps[1],
            "step_k_mm": steps[2],
            "slab_slices": slab_slices,
            "slabs": slabs,
            "url": f"/volumes/{key}/{number}/c/{{slab}}/0/0",
        }

    def _chunk(self, key: str, level: int, slab: int, labels: Labels) -> None:
        target = self.folder / "volumes" / key / str(level) / "c" / str(slab) / "0" / "0"
        target.parent.mkdir(parents=True, exist_ok=True)
        little_endian = labels.astype(labels.dtype.newbyteorder("<"))
        target.write_bytes(Zstd(level=3).encode(np.ascontiguousarray(little_endian)))


def opened(key: str, descriptor: Json, to_common: Floats) -> Json:
    """Return what the loader is asked to open."""
    return {"key": key, "descriptor": descriptor, "commonFromVolume": to_common.reshape(-1).tolist()}


@dataclass(frozen=True, slots=True)
class Box:
    """A box with flat faces, between two corners in mm."""

    low_mm: tuple[float, float, float]
    high_mm: tuple[float, float, float]

    def triangles(self) -> tuple[Floats, Floats]:
        """Return the corners [12 triangles, 3, xyz] and the normals, outwards, of each of them."""
        corners, normals = [], []
        for axis in range(3):
            u, v = (other for other in range(3) if other != axis)
            for side, sign in ((self.low_mm, -1.0), (self.high_mm, 1.0)):
                face = np.tile(np.array(side), (4, 1))
                face[:, u] = [self.low_mm[u], self.high_mm[u], self.high_mm[u], self.low_mm[u]]
                face[:, v] = [self.low_mm[v], self.low_mm[v], self.high_mm[v], self.high_mm[v]]
                normal = np.zeros(3)
                normal[axis] = sign
                corners += [face[[0, 1, 2]], face[[0, 2, 3]]]
                normals += [np.tile(normal, (3, 1))] * 2
        return np.array(corners), np.array(normals)


def surfaces_file(boxes: Mapping[int, Sequence[Box]]) -> bytes:
    """Return the file of surfaces of segments made of boxes, by number."""
    positions, normals, structures = [], [], []
    triangles = 0
    for number, parts in boxes.items():
        first = triangles
        for part in parts:
            corners, outwards = part.triangles()
            positions.append(corners.reshape(-1, 3))
            normals.append(outwards.reshape(-1, 3))
            triangles += len(corners)
        structures.append({"number": number, "first_triangle": first, "triangles": triangles - first})
    points = np.concatenate(positions).astype("<f4")
    directions = np.zeros((len(points), 4), np.int8)
    directions[:, :3] = np.rint(np.concatenate(normals) * 127)
    header = json.dumps({"vertices": len(points), "triangles": triangles, "structures": structures}).encode()
    header += b" " * (-len(header) % 4)
    indices = np.arange(len(points), dtype="<u4")
    return struct.pack("<I", len(header)) + header + points.tobytes() + directions.tobytes() + indices.tobytes()
