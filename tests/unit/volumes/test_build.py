from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import zarr
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.volumes.volumes_of_numbers import ct_of, pet_of

from totalpetview.volumes.build import build_volume, volume_id
from totalpetview.volumes.build_mip import build_mip, mip_id
from totalpetview.volumes.descriptor import MipDescriptor, VolumeDescriptor
from totalpetview.volumes.read_back import stored_volume
from totalpetview.volumes.resolutions import finest, resolutions
from totalpetview.volumes.store import NoSuchVolume, VolumeStore

pytestmark = pytest.mark.filterwarnings("ignore:Numcodecs codecs are not in the Zarr")
ID = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def store(tmp_path: Path) -> VolumeStore:
    return VolumeStore(tmp_path)


def test_zarr_python_reads_the_stored_numbers_unchanged(store: VolumeStore) -> None:
    volume = ct_of((31, 300, 256))
    build_volume(store, ID, volume)
    group = zarr.open_group(store.folder_of(ID), mode="r")
    read = np.asarray(group["0"][:])  # type: ignore[index]
    assert read.dtype == np.int16
    assert np.array_equal(read, np.stack(volume.stored))
    assert group.attrs["id"] == ID


def test_a_volume_is_cut_into_slabs_of_whole_slices_of_at_most_12_6_megabytes(store: VolumeStore) -> None:
    level = build_volume(store, ID, ct_of((40, 512, 512))).levels[0]
    assert (level.slab_slices, level.slabs) == (24, 2)  # 24 * 512 * 512 * 2 = 12,582,912 <= 12,600,000 < 25 * ...
    assert zarr.open_group(store.folder_of(ID), mode="r")["0"].chunks == (24, 512, 512)  # type: ignore[union-attr]


def test_the_coarsest_level_is_cut_into_slabs_of_eight_slices_of_which_the_first_picture_needs_one_or_two(
    store: VolumeStore,
) -> None:
    volume = ct_of((20, 260, 256), spacing=(0.976, 0.976, 3.27))
    levels = build_volume(store, ID, volume).levels
    assert [(level.shape[0], level.slab_slices, level.slabs) for level in levels] == [
        (20, 20, 1),
        (20, 20, 1),
        (20, 8, 3),
    ]
    coarse = np.asarray(zarr.open_group(store.folder_of(ID), mode="r")["2"][:])  # type: ignore[index]
    assert np.array_equal(coarse, np.stack(list(resolutions(volume))[2].slices))


def test_a_chunk_file_is_zstd_of_all_low_bytes_then_all_high_bytes(store: VolumeStore) -> None:
    volume = ct_of((3, 20, 20))
    build_volume(store, ID, volume)
    plain = zstandard.decompress(store.chunk_file(ID, 0, 0).read_bytes())
    as_bytes = np.stack(volume.stored).astype("<i2").tobytes()
    assert plain == as_bytes[0::2] + as_bytes[1::2]


def test_a_thin_ct_is_halved_in_plane_until_128_columns_and_slices_stay_where_they_are_thick(
    store: VolumeStore,
) -> None:
    levels = build_volume(store, ID, ct_of((10, 512, 512), spacing=(0.976, 0.976, 3.27))).levels
    assert [level.shape for level in levels] == [(10, 512, 512), (10, 256, 256), (10, 128, 128)]


def test_every_coarser_voxel_is_the_mean_of_its_block_at_the_centre_of_its_block(store: VolumeStore) -> None:
    volume = pet_of((7, 150, 131))
    fine, coarse = list(resolutions(volume))[:2]
    values = fine.values().astype(float)
    assert coarse.grid.shape == (4, 75, 66)
    for k, j, i in ((0, 0, 0), (1, 30, 40), (3, 74, 65), (2, 10, 65)):
        block = values[2 * k : 2 * k + 2, 2 * j : 2 * j + 2, 2 * i : 2 * i + 2]
        step = coarse.slope[k]
        assert coarse.values()[k, j, i] == pytest.approx(block.mean(), abs=step)
    # a whole block's centre lies half a fine voxel from its first voxel
    assert coarse.grid.point_mm(0, 0, 0) == pytest.approx(volume.grid.point_mm(0.5, 0.5, 0.5))
    assert coarse.grid.point_mm(3, 4, 1) == pytest.approx(volume.grid.point_mm(6.5, 8.5, 2.5))


def test_hu_of_coarser_levels_are_rounded_to_the_nearest_and_keep_slope_and_intercept() -> None:
    volume = ct_of((4, 260, 260))
    _, coarse, *_ = resolutions(volume)
    block = np.stack(volume.stored).astype(int)[2:4, 4:6, 6:8]
    assert coarse.slices[1][2, 3] == np.floor(block.mean() + 0.5)
    assert (coarse.slope[1], coarse.intercept[1]) == (1.0, -1024.0)


def test_value_at_is_the_rescaled_voxel_nearest_to_the_point(store: VolumeStore) -> None:
    volume = pet_of((5, 9, 11))
    build_volume(store, ID, volume)
    expected = float(volume.stored[3][2, 8]) * volume.slope[3]
    assert store.value_at(ID, (8.4, 1.6, 2.5)) == pytest.approx(expected)
    assert store.value_at(ID, (-0.51, 0, 0)) is None
    assert store.value_at(ID, (10.6, 0, 0)) is None
    assert store.value_at(ID, (-0.5, 0, 0)) is not None


def test_slope_may_differ_from_slice_to_slice_while_the_intercept_does_not(store: VolumeStore) -> None:
    level = build_volume(store, ID, pet_of((5, 9, 11))).levels[0]
    assert (len(level.slope), len(level.intercept)) == (5, 1)


def test_the_descriptor_survives_json(store: VolumeStore) -> None:
    made = build_volume(store, ID, pet_of((5, 150, 140)))
    assert VolumeDescriptor.from_json(json.loads(json.dumps(made.to_json()))) == made
    assert store.open(ID) == made


def test_the_range_is_that_of_the_values(store: VolumeStore) -> None:
    volume = pet_of((5, 20, 20))
    values = np.stack(volume.stored) * volume.slope[:, None, None]
    assert build_volume(store, ID, volume).range == pytest.approx((values.min(), values.max()))


def test_the_name_depends_on_the_images_and_on_what_they_hold() -> None:
    volume, other = ct_of((3, 8, 8)), ct_of((3, 8, 8), seed=1)
    name = volume_id(["1.2", "1.3"], volume)
    assert name == volume_id(["1.3", "1.2"], volume)
    assert len({name, volume_id(["1.2"], volume), volume_id(["1.2", "1.3"], other)}) == 3
    assert len(name) == 32


@pytest.mark.parametrize("bad", ["", "..", "../../../../etc/passwd", ID.upper(), ID + "\n", ID[:-1], "0" * 33])
def test_nothing_but_the_id_of_a_volume_becomes_a_path(store: VolumeStore, bad: str) -> None:
    assert not store.exists(bad)
    for read in (store.folder_of, store.attributes, store.thumbnail_file, store.delete):
        with pytest.raises(NoSuchVolume):
            read(bad)


@pytest.mark.parametrize(("level", "slab"), [(-1, 0), (0, -1), (9, 0), (0, 99)])
def test_chunks_that_are_not_there_are_not_found(store: VolumeStore, level: int, slab: int) -> None:
    build_volume(store, ID, ct_of((3, 8, 8)))
    with pytest.raises(NoSuchVolume):
        store.chunk_file(ID, level, slab)


def test_a_volume_whose_building_fails_is_not_there_and_leaves_nothing(
    store: VolumeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("totalpetview.volumes.zarr_group.encode", full)
    with pytest.raises(OSError, match="No space left"):
        build_volume(store, ID, ct_of((3, 8, 8)))
    assert not store.exists(ID)
    assert not [path for path in store.folder.rglob("*") if path.is_file()]


def test_the_rest_of_an_interrupted_deletion_does_not_hinder_building(store: VolumeStore) -> None:
    (store.folder_of(ID) / "0" / "c").mkdir(parents=True)
    build_volume(store, ID, ct_of((3, 8, 8)))
    assert store.exists(ID)


def test_a_deleted_volume_is_gone_also_from_memory(store: VolumeStore) -> None:
    build_volume(store, ID, ct_of((3, 8, 8)))
    store.value_at(ID, (1, 1, 1))
    store.delete(ID)
    assert not store.exists(ID)
    with pytest.raises(NoSuchVolume):
        store.value_at(ID, (1, 1, 1))


def test_a_prepared_volume_reads_back_as_the_stored_one(store: VolumeStore) -> None:
    volume = pet_of((5, 9, 11))
    build_volume(store, ID, volume)
    back = stored_volume(store, ID)
    assert np.array_equal(np.stack(back.stored), np.stack(volume.stored))
    assert np.array_equal(back.slope, volume.slope)
    assert back.grid == volume.grid


def test_projections_are_stored_with_a_small_picture(store: VolumeStore) -> None:
    volume = pet_of((12, 20, 20))
    identity = mip_id(ID, 0.001)
    made = build_mip(store, identity, volume, 0.001)
    assert MipDescriptor.from_json(store.attributes(identity)) == made
    pictures = np.asarray(zarr.open_group(store.folder_of(identity), mode="r")["0"][:])  # type: ignore[index]
    assert pictures.shape == made.shape
    assert pictures.max() * made.slope == pytest.approx(finest(volume).values().max(), rel=1e-4)
    assert store.thumbnail_file(identity).read_bytes().startswith(b"\x89PNG")


@settings(max_examples=15, deadline=None)
@given(shape=st.tuples(st.integers(1, 5), st.integers(1, 9), st.integers(1, 9)), seed=st.integers(0, 99))
def test_volumes_of_any_small_shape_are_read_back_exactly(
    tmp_path_factory: pytest.TempPathFactory, shape: tuple[int, int, int], seed: int
) -> None:
    store, volume = VolumeStore(tmp_path_factory.mktemp("volumes")), pet_of(shape, seed)
    build_volume(store, ID, volume)
    assert np.array_equal(np.stack(stored_volume(store, ID).stored), np.stack(volume.stored))
