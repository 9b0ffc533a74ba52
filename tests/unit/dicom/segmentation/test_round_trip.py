"""What is written and read again is the same, voxel for voxel and word for word."""

from __future__ import annotations

import io
from typing import Literal, get_args

import highdicom as hd
import numpy as np
import pytest
from pydicom import dcmread
from tests.unit.dicom.segmentation.maps import (
    FRAME,
    GRIDS,
    MAKING,
    SERIES,
    headers,
    oblique,
    of_labels,
    scattered,
    segments,
    straight,
)

from totalpetview.dicom.segmentation.centres import centres_agree
from totalpetview.dicom.segmentation.read import read_seg
from totalpetview.dicom.segmentation.write import write_seg
from totalpetview.domain.organs.organ_map import Making, OrganMap, Weights
from totalpetview.domain.organs.total import STRUCTURES, TOTAL
from totalpetview.domain.problem import Refusal

Kind = Literal["labelmap", "binary"]
both_kinds = pytest.mark.parametrize("kind", get_args(Kind))


@both_kinds
@pytest.mark.parametrize("name", GRIDS)
def test_voxels_numbers_names_and_making_come_back(name: str, kind: Kind) -> None:
    grid = GRIDS[name]
    written = of_labels(grid, scattered(grid, [1, 2, 5, 90]), [1, 2, 5, 90])
    read = read_seg(write_seg(written, headers(grid), kind), grid, FRAME)
    assert np.array_equal(read.labels, written.labels)
    assert read.labels.dtype == np.uint8
    assert read.values == written.values
    assert read.segments == written.segments
    assert read.making == MAKING
    assert (read.frame_of_reference_uid, read.source_series_uid) == (FRAME, SERIES)
    assert read.source_instance_uids == written.source_instance_uids
    assert read.notices == ()
    assert centres_agree(written, read) == ()


@both_kinds
@pytest.mark.parametrize("name", ["straight", "oblique", "tilted gantry"])
def test_without_the_image_the_map_lies_at_the_same_place(name: str, kind: Kind) -> None:
    grid = GRIDS[name]
    labels = np.zeros(grid.shape, np.uint8)
    labels[1:4, 2:5, 1:9], labels[3:5, 6:8, 0:3] = 1, 2
    written = of_labels(grid, labels, [1, 2])
    read = read_seg(write_seg(written, headers(grid), kind))
    assert np.allclose(read.grid.step_k_mm, grid.step_k_mm, atol=1e-6)
    first = next(k for k in range(grid.shape[0]) if labels[k].any()) if kind == "binary" else 0
    assert np.allclose(read.grid.origin_mm, grid.point_mm(0, 0, first), atol=1e-6)
    assert np.array_equal(read.labels, labels[first : first + read.grid.shape[0]])
    assert centres_agree(written, read) == ()


@both_kinds
def test_organs_without_a_voxel_stay_in_the_list(kind: Kind) -> None:
    grid = straight()
    written = of_labels(grid, scattered(grid, [3]), [3, 4, 20])
    read = read_seg(write_seg(written, headers(grid), kind), grid)
    assert read.segments == written.segments
    assert read.voxel_counts() == {3: int((written.labels == 3).sum()), 4: 0, 20: 0}


@both_kinds
def test_a_map_without_any_voxel_comes_back(kind: Kind) -> None:
    grid = straight()
    written = of_labels(grid, np.zeros(grid.shape, np.uint8), [3, 4])
    read = read_seg(write_seg(written, headers(grid), kind), grid)
    assert not read.labels.any()
    assert read.segments == written.segments


@both_kinds
def test_all_117_organs_come_back(kind: Kind) -> None:
    grid, numbers = oblique(), list(range(1, 118))
    written = of_labels(grid, scattered(grid, numbers), numbers)
    read = read_seg(write_seg(written, headers(grid), kind), grid)
    assert np.array_equal(read.labels, written.labels)
    assert [segment.structure for segment in read.segments] == list(TOTAL)
    assert not any(segment.structure.key.startswith("other:") for segment in read.segments)


def test_every_structure_that_is_known_is_known_again() -> None:
    grid = straight((2, 5, 5))
    structures = list(enumerate(STRUCTURES.values(), start=1))
    labels = np.zeros(grid.shape, np.uint16)
    labels.ravel()[:3] = 300, 301, len(structures)
    values = tuple((n,) if n else () for n in range(len(structures) + 1))
    written = OrganMap(grid, labels, values, segments(structures), MAKING, FRAME)
    read = read_seg(write_seg(written, headers(grid)), grid)
    assert [segment.structure for segment in read.segments] == list(STRUCTURES.values())
    assert np.array_equal(read.labels, labels)
    assert read.labels.dtype == np.uint16


@pytest.mark.parametrize("shape", [(7, 24, 20), (3, 7, 5)])
def test_overlapping_segments_come_back_with_their_combinations(shape: tuple[int, int, int]) -> None:
    grid = oblique(shape)
    random = np.random.default_rng(3)
    masks = random.random((3, *grid.shape)) < 0.4
    values = ((), (1,), (2,), (1, 2), (3,), (1, 3), (2, 3), (1, 2, 3))
    labels = (masks[0] + 2 * masks[1].astype(np.uint8) + 4 * masks[2].astype(np.uint8)).astype(np.uint8)
    written = OrganMap(grid, labels, values, segments((n, TOTAL[n - 1]) for n in (1, 2, 3)), MAKING, FRAME)
    read = read_seg(write_seg(written, headers(grid), "binary"), grid)
    assert read.overlapping
    for number in (1, 2, 3):
        assert np.array_equal(read.mask(number), masks[number - 1])
    assert set(read.values) <= set(values)
    assert read.segments == written.segments
    assert centres_agree(written, read) == ()


def test_more_combinations_than_a_byte_holds_need_two() -> None:
    grid = straight((4, 24, 24))
    random = np.random.default_rng(4)
    masks = random.random((10, *grid.shape)) < 0.5
    labels = sum((1 << n) * masks[n].astype(np.uint16) for n in range(10))
    values = tuple(tuple(n + 1 for n in range(10) if value >> n & 1) for value in range(1 << 10))
    written = OrganMap(grid, labels, values, segments((n, TOTAL[n - 1]) for n in range(1, 11)), MAKING, FRAME)
    read = read_seg(write_seg(written, headers(grid), "binary"), grid)
    assert read.labels.dtype == np.uint16
    for number in range(1, 11):
        assert np.array_equal(read.mask(number), masks[number - 1])


def test_a_labelmap_of_overlapping_segments_is_refused() -> None:
    grid = straight()
    labels = np.ones(grid.shape, np.uint8)
    overlapping = OrganMap(grid, labels, ((), (1, 2)), segments((n, TOTAL[n - 1]) for n in (1, 2)), MAKING, FRAME)
    with pytest.raises(Refusal) as refusal:
        write_seg(overlapping, headers(grid), "labelmap")
    assert refusal.value.problem.code == "organ-map-overlaps"


@both_kinds
def test_images_may_come_in_any_order(kind: Kind) -> None:
    grid = straight()
    written = of_labels(grid, scattered(grid, [1, 2]), [1, 2])
    read = read_seg(write_seg(written, headers(grid)[::-1], kind), grid)
    assert np.array_equal(read.labels, written.labels)
    assert read.source_instance_uids == written.source_instance_uids


@both_kinds
@pytest.mark.parametrize("name", ["", "ODD-NAME-042", "Müller^Jane"])
def test_the_patients_name_is_in_the_object_and_in_no_warning(
    kind: Kind, name: str, recwarn: pytest.WarningsRecorder
) -> None:
    grid = straight()
    named = headers(grid)
    for header in named:
        header.PatientName = header.ReferringPhysicianName = name
    source = write_seg(of_labels(grid, scattered(grid, [5]), [5]), named, kind)
    dataset = dcmread(io.BytesIO(source))
    assert dataset.PatientName == name
    assert dataset.ReferringPhysicianName == name
    assert [str(warning.message) for warning in recwarn if name and name in str(warning.message)] == []


@both_kinds
@pytest.mark.parametrize("weights", get_args(Weights))
def test_stand_in_weights_are_named_wherever_a_person_looks(kind: Kind, weights: Weights) -> None:
    grid = straight()
    making = Making("TotalSegmentator", "2.18.0", "total", "fastest", weights)
    written = of_labels(grid, scattered(grid, [5]), [5], making)
    dataset = dcmread(io.BytesIO(write_seg(written, headers(grid), kind)))
    (organ,) = (item for item in dataset.SegmentSequence if item.SegmentNumber != 0)
    marked = ("STAND-IN" in dataset.SeriesDescription, "stand-in" in organ.SegmentAlgorithmName)
    assert marked == ((True, True) if weights == "stand-in" else (False, False))
    assert read_seg(write_seg(written, headers(grid), kind), grid).making == making


@both_kinds
def test_pydicom_and_highdicom_read_the_same_voxels_colours_and_codes(kind: Kind) -> None:
    grid = oblique()
    written = of_labels(grid, scattered(grid, [1, 2, 5]), [1, 2, 5])
    dataset = dcmread(io.BytesIO(write_seg(written, headers(grid), kind)))
    found = hd.seg.Segmentation.from_dataset(dataset)
    volume = found.get_volume(combine_segments=True, skip_overlap_checks=False)
    index = np.linalg.inv(volume.affine) @ np.array([*grid.point_mm(2, 3, 4), 1.0])
    k, j, i = np.round(index[:3]).astype(int)
    assert np.allclose(index[:3], (k, j, i), atol=1e-4)
    shown = found.get_segment_numbers(segment_label="liver")
    expected = {"labelmap": 5, "binary": 3}[kind]
    assert shown == [expected]
    assert (volume.array[k, j, i] == expected) == (written.labels[4, 3, 2] == 5)
    assert int((volume.array == expected).sum()) == int((written.labels == 5).sum())
    liver = found.get_segment_description(expected)
    assert liver.segmented_property_type.value == "10200004"
    assert hd.color.CIELabColor.from_dicom_value(liver.RecommendedDisplayCIELabValue).to_rgb() == (40, 140, 40)
    assert dataset.PatientName == "Müller^Jane"
    assert dataset.StudyInstanceUID == f"{SERIES}.9"
