"""Surfaces of organs as one binary that a browser can hand to its graphics card as it is.

uint32 length of the header | header: JSON, padded with spaces to a multiple of 4 | float32 [n, 3] positions (patient
mm) | int8 [n, 4] normals (x, y, z times 127, 0) | uint32 [m, 3] vertices of the triangles. All little endian. The
header is {"vertices": n, "triangles": m, "structures": [{"number", "first_triangle", "triangles"}]}.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

import numpy as np

from totalpetview.imaging.organ_surface import OrganSurface
from totalpetview.imaging.surface_mesh import SurfaceMesh

_WORD: Final = 4
_FULL: Final = 127.0


def encode(surfaces: Iterable[OrganSurface]) -> bytes:
    """Return the surfaces as bytes, not compressed."""
    positions, normals, indices, structures = [], [], [], []
    vertices = triangles = 0
    for each in surfaces:
        mesh = each.mesh
        positions.append(mesh.vertices_mm.astype("<f4"))
        normals.append(np.pad(np.rint(mesh.normals() * _FULL).astype(np.int8), ((0, 0), (0, 1))))
        indices.append((mesh.triangles + vertices).astype("<u4"))
        structures.append({"number": each.number, "first_triangle": triangles, "triangles": len(mesh.triangles)})
        vertices += len(mesh.vertices_mm)
        triangles += len(mesh.triangles)
    header = json.dumps({"vertices": vertices, "triangles": triangles, "structures": structures}).encode()
    header += b" " * (-len(header) % _WORD)
    parts = (part.tobytes() for arrays in (positions, normals, indices) for part in arrays)
    return b"".join((len(header).to_bytes(_WORD, "little"), header, *parts))


def decode(data: bytes) -> tuple[OrganSurface, ...]:
    """Return the surfaces that `encode` wrote; normals follow from the triangles and are not read.

    Raises
    ------
    ValueError
        If the bytes are no such surfaces.
    """
    length = int.from_bytes(data[:_WORD], "little")
    header: dict[str, Any] = json.loads(data[_WORD : _WORD + length])
    vertices, triangles = int(header["vertices"]), int(header["triangles"])
    start = _WORD + length
    after_positions = start + vertices * 3 * _WORD
    after_normals = after_positions + vertices * _WORD
    if len(data) != after_normals + triangles * 3 * _WORD:
        raise ValueError("the surfaces are shorter or longer than their header says")
    positions = np.frombuffer(data[start:after_positions], dtype="<f4").reshape(-1, 3).astype(np.float64)
    indices = np.frombuffer(data[after_normals:], dtype="<u4").reshape(-1, 3).astype(np.int32)
    surfaces = []
    for structure in header["structures"]:
        first = int(structure["first_triangle"])
        own = indices[first : first + int(structure["triangles"])]
        used, renumbered = np.unique(own, return_inverse=True)
        mesh = SurfaceMesh(positions[used], renumbered.reshape(-1, 3).astype(np.int32))
        surfaces.append(OrganSurface(int(structure["number"]), mesh))
    return tuple(surfaces)
