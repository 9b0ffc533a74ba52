from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import zarr
import zstandard

from totalpetview.domain.geometry import Grid
from totalpetview.volumes.build_labels import build_labels, build_mip_labels, label_volume_id, read_labels
from totalpetview.volumes.label_descriptor import LabelVolume
from totalpetview.volumes.store import VolumeStore

CLINICAL = Grid((40, 512, 512), (-250.0, -250.0, 10.0), (0.976, 0.0, 0.0), (0.0, 0.976, 0.0), (0.0, 0.0, 3.27))


@pytest.fixture
def store(tmp_path: Path) -> VolumeStore:
    return VolumeStore(tmp_path)


def some_labels(shape: tuple[int, int, int], dtype: type = np.uint8) -> np.ndarray:
    blocks = np.random.default_rng(7).integers(0, 118, tuple(-(-n // 8) for n in shape), dtype=dtype)
    return np.kron(blocks, np.ones((8, 8, 8), dtype=dtype))[: shape[0], : shape[1], : shape[2]]


def test_zarr_python_reads_the_labels_unchanged(store: VolumeStore) -> None:
    labels = some_labels(CLINICAL.shape)
    made = build_labels(store, labels, CLINICAL)
    read = zarr.open_group(store.folder_of(made.id), mode="r")["0"]
    assert np.array_equal(np.asarray(read[:]), labels)  # type: ignore[index]
    assert read.dtype == np.uint8  # type: ignore[union-attr]


def test_a_chunk_is_the_plain_labels_in_zstd_and_holds_at_most_12_6_million_bytes(store: VolumeStore) -> None:
    labels = some_labels((60, 512, 512))
    grid = Grid((60, 512, 512), *(CLINICAL.origin_mm, CLINICAL.step_i_mm, CLINICAL.step_j_mm, CLINICAL.step_k_mm))
    finest = build_labels(store, labels, grid).to_json()["levels"][0]
    assert (finest["slab_slices"], finest["slabs"]) == (48, 2)  # 48 * 512 * 512 <= 12,600,000 < 49 * 512 * 512
    identity = label_volume_id(labels, grid)
    assert zstandard.decompress(store.chunk_file(identity, 0, 0).read_bytes()) == labels[:48].tobytes()
    second = np.frombuffer(zstandard.decompress(store.chunk_file(identity, 0, 1).read_bytes()), np.uint8)
    assert np.array_equal(second.reshape(48, 512, 512)[:12], labels[48:])
    assert not second.reshape(48, 512, 512)[12:].any()


def test_coarser_levels_lie_where_those_of_the_ct_lie_and_hold_labels_only(store: VolumeStore) -> None:
    labels = some_labels(CLINICAL.shape)
    made = build_labels(store, labels, CLINICAL)
    assert [level.grid.shape for level in made.levels] == [(40, 512, 512), (40, 256, 256), (40, 128, 128)]
    assert made.levels[1].grid == CLINICAL.halved(i=True, j=True, k=False)
    coarse = np.asarray(zarr.open_group(store.folder_of(made.id), mode="r")["1"][:])  # type: ignore[index]
    assert np.array_equal(coarse, labels[:, ::2, ::2])  # blocks of eight: each block of two is of one label


def test_what_is_read_back_is_what_was_built_also_with_many_labels(store: VolumeStore) -> None:
    grid = Grid((5, 130, 140), (0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
    labels = some_labels(grid.shape, np.uint16) * 300
    made = build_labels(store, labels, grid)
    assert made.dtype == "uint16"
    read, where = read_labels(store, made.id)
    assert read.dtype == np.uint16
    assert np.array_equal(read, labels)
    assert where == grid


def test_the_same_labels_have_the_same_name_and_others_another_one(store: VolumeStore) -> None:
    labels = some_labels((8, 16, 16))
    grid = Grid((8, 16, 16), (0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
    moved = Grid((8, 16, 16), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
    other = labels.copy()
    other[3, 4, 5] += 1
    assert build_labels(store, labels, grid).id == build_labels(store, labels.copy(), grid).id
    assert len({label_volume_id(*each) for each in ((labels, grid), (labels, moved), (other, grid))}) == 3


def test_the_descriptor_survives_json(store: VolumeStore) -> None:
    made = build_labels(store, some_labels(CLINICAL.shape), CLINICAL)
    assert LabelVolume.from_json(made.to_json()) == made
    assert made.to_json()["levels"][2]["url"] == f"/volumes/{made.id}/2/c/{{slab}}/0/0"


def test_labels_of_projections_are_one_chunk(store: VolumeStore) -> None:
    labels = some_labels((36, 30, 50))
    made = build_mip_labels(store, "a" * 32, "b" * 32, labels).to_json()
    assert made["url"] == f"/volumes/{made['id']}/0/c/0/0/0"
    assert (made["mip"], made["shape"], made["dtype"]) == ("a" * 32, [36, 30, 50], "uint8")
    assert zstandard.decompress(store.chunk_file(made["id"], 0, 0).read_bytes()) == labels.tobytes()
