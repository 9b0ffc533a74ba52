from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import zstandard

from totalpetview.domain.geometry import Grid
from totalpetview.volumes.build_labels import build_labels
from totalpetview.volumes.build_surfaces import build_surfaces, surfaces_id
from totalpetview.volumes.store import NoSuchVolume, VolumeStore

GRID = Grid((30, 40, 40), (0.0, 0.0, 0.0), (2.0, 0.0, 0.0), (0.0, 2.0, 0.0), (0.0, 0.0, 3.0))


def test_surfaces_are_one_file_with_a_header_that_names_the_triangles_of_each_segment(tmp_path: Path) -> None:
    labels = np.zeros(GRID.shape, dtype=np.uint8)
    labels[5:20, 5:20, 5:20] = 1
    labels[5:20, 22:35, 22:35] = 2
    store = VolumeStore(tmp_path)
    values = ((), (7,), (9,))
    made = build_surfaces(store, build_labels(store, labels, GRID).id, values)
    plain = zstandard.decompress(store.surfaces_file(made).read_bytes())
    length = int.from_bytes(plain[:4], "little")
    assert length % 4 == 0
    header = json.loads(plain[4 : 4 + length])
    assert [each["number"] for each in header["structures"]] == [7, 9]
    vertices, triangles = header["vertices"], header["triangles"]
    assert len(plain) == 4 + length + vertices * (12 + 4) + triangles * 12
    places = np.frombuffer(plain, "<f4", vertices * 3, 4 + length).reshape(-1, 3)
    # both boxes, from the face of their first voxel to that of their last one, in millimetres
    assert places.min(axis=0) == pytest.approx([9.0, 9.0, 13.5], abs=2.5)
    assert places.max(axis=0) == pytest.approx([69.0, 69.0, 58.5], abs=2.5)
    assert build_surfaces(store, build_labels(store, labels, GRID).id, values) == made


def test_surfaces_of_nothing_are_not_there(tmp_path: Path) -> None:
    store = VolumeStore(tmp_path)
    with pytest.raises(NoSuchVolume):
        build_surfaces(store, "0" * 32, ((),))
    with pytest.raises(NoSuchVolume):
        store.surfaces_file(surfaces_id("0" * 32, ((),)))
    with pytest.raises(NoSuchVolume):
        store.surfaces_file("../../etc/passwd")
