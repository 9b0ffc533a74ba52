"""Segmentations of dcmqi and highdicom, compared with what their own authors say is in them."""

from __future__ import annotations

from pathlib import Path

import highdicom as hd
import numpy as np
import pytest
import SimpleITK
from pydicom import dcmread
from tests.shared_data import needs_shared_data, shared
from tests.unit.dicom.segmentation.places import places_in_image, places_in_map, same_places

from totalpetview.dicom.segmentation.read import read_seg
from totalpetview.dicom.series import SeriesReader
from totalpetview.domain.geometry import Grid
from totalpetview.domain.problem import Refusal

pytestmark = [pytest.mark.shared_data, needs_shared_data]


def sample(*parts: str) -> Path:
    return shared("seg-sr-samples", *parts)


def grid_of(folder: Path) -> Grid:
    reader = SeriesReader(keep_pixels=False)
    for path in sorted(folder.iterdir()):
        reader.add(path)
    found = reader.facts().grid
    assert found is not None
    return found


@pytest.mark.parametrize("folder", ["23x38x3", "24x38x3"])
def test_binary_of_dcmqi_is_the_nrrd_it_was_made_from_also_where_frames_begin_within_a_byte(folder: str) -> None:
    label = SimpleITK.ReadImage(str(sample("segmentations", folder, "nrrd", "label.nrrd")))
    grid = grid_of(sample("segmentations", folder, "image"))
    read = read_seg(sample("segmentations", folder, "seg", "label.seg"), grid)
    assert read.grid is grid
    assert [(segment.number, segment.structure.key) for segment in read.segments] == [(1, "liver")]
    assert same_places(places_in_map(read, 1), places_in_image(label, 1))


def test_the_liver_of_a_ct_lies_where_the_nrrd_says() -> None:
    read = read_seg(sample("segmentations", "liver.dcm"), grid_of(sample("segmentations", "ct-3slice")))
    assert read.segments[0].structure.key == "liver"
    assert read.segments[0].algorithm == "SEMIAUTOMATIC"
    assert same_places(
        places_in_map(read, 1), places_in_image(SimpleITK.ReadImage(str(sample("segmentations", "liver_seg.nrrd"))), 1)
    )


def test_overlapping_segments_are_those_of_the_nrrds() -> None:
    read = read_seg(sample("segmentations", "partial_overlaps.dcm"))
    assert [segment.label for segment in read.segments] == ["GREEN", "ORANGE", "PURPLE", "LIGHT_BLUE", "DARK_BLUE"]
    assert read.overlapping
    found = 0
    for number in (1, 2, 3):
        image = SimpleITK.ReadImage(str(sample("segmentations", f"partial_overlaps-{number}.nrrd")))
        array = SimpleITK.GetArrayFromImage(image)
        for value in np.unique(array[array > 0]):
            expected = places_in_image(image, int(value))
            assert any(same_places(places_in_map(read, segment.number), expected) for segment in read.segments)
            found += 1
    assert found == len(read.segments)


@pytest.mark.parametrize("padding", ["noppv", "ppv5"])
def test_labelmaps_with_and_without_padding_value_show_the_liver_only(padding: str) -> None:
    read = read_seg(
        sample("segmentations", f"sparse-labelmap-{padding}.dcm"), grid_of(sample("segmentations", "24x38x3", "image"))
    )
    assert [segment.structure.key for segment in read.segments] == ["liver"]
    image = SimpleITK.ReadImage(str(sample("segmentations", f"sparse_labelmap_{padding}_seg.nrrd")))
    assert same_places(places_in_map(read, read.segments[0].number), places_in_image(image, 1))


@pytest.mark.parametrize(
    "name",
    [
        "seg_image_ct_binary",
        "seg_image_ct_binary_fractional",
        "seg_image_ct_true_fractional",
        "seg_image_ct_binary_overlap",
        "seg_image_ct_binary_single_frame",
    ],
)
def test_highdicom_finds_the_same_voxels(name: str) -> None:
    path = sample("highdicom_test_files", f"{name}.dcm")
    read = read_seg(path)
    found = hd.seg.Segmentation.from_dataset(dcmread(path))
    for segment in read.segments:
        expected = found.get_volume(
            segment_numbers=[segment.number], combine_segments=False, allow_missing_positions=True
        )
        array = expected.array[..., 0]
        if "fractional" in name:
            array = array >= 0.5
        indices = np.argwhere(array)
        points = indices @ expected.affine[:3, :3].T + expected.affine[:3, 3]
        assert same_places(places_in_map(read, segment.number), points)
    assert ("organ-map-fractional" in {problem.code for problem in read.notices}) == ("fractional" in name)


def test_a_segmentation_without_a_place_in_the_patient_is_refused() -> None:
    with pytest.raises(Refusal) as refusal:
        read_seg(sample("highdicom_test_files", "seg_image_cr_binary.dcm"))
    assert refusal.value.problem.code == "organ-map-no-geometry"


def test_on_an_image_of_other_voxels_the_map_keeps_its_own() -> None:
    grid = Grid((4, 10, 10), (0, 0, 0), (2, 0, 0), (0, 2, 0), (0, 0, 2))
    read = read_seg(sample("sr-example", "seg.dcm"), grid)
    assert read.grid.shape[1:] == (128, 128)
    assert [problem.code for problem in read.notices] == ["organ-map-own-grid"]
    assert read.segments[0].label == "Neoplasm, Primary"
