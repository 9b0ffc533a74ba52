"""dicom-validator finds no error in the objects that we write, and would find one."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom import Dataset, dcmread
from pydicom.dataset import FileDataset
from tests.conformity.verdict import STANDARD, dicom_info, findings
from tests.organ_maps import ct_images, demo_labels
from tests.shared_data import needs_shared_data, shared
from tests.unit.dicom.segmentation.maps import GRIDS, MAKING, headers, oblique, of_labels, scattered, segments, straight
from tests.unit.dicom.segmentation.stored_cts import FORMS, stored

from totalpetview.demo import DemoSize
from totalpetview.demo.write import examination_folder, write_examination
from totalpetview.dicom.rtstruct.write import write_rtstruct
from totalpetview.dicom.segmentation.write import write_seg
from totalpetview.dicom.series import SeriesReader
from totalpetview.domain.organs.organ_map import Making, OrganMap
from totalpetview.domain.organs.total import STRUCTURES, TOTAL

Write = Callable[[OrganMap, Sequence[Dataset]], bytes]
Spoil = Callable[[Dataset], object]


def labelmap(organ_map: OrganMap, images: Sequence[Dataset]) -> bytes:
    return write_seg(organ_map, images, "labelmap")


def binary(organ_map: OrganMap, images: Sequence[Dataset]) -> bytes:
    return write_seg(organ_map, images, "binary")


every_object = pytest.mark.parametrize("write", [labelmap, binary, write_rtstruct])


def small(name: str = "straight") -> OrganMap:
    grid = GRIDS[name]
    return of_labels(grid, scattered(grid, [2, 5, 23, 51]), [2, 5, 7, 23, 51])


@every_object
@pytest.mark.parametrize("name", GRIDS)
def test_no_error_on_any_grid(write: Write, name: str) -> None:
    assert findings(write(small(name), headers(GRIDS[name]))) == []


@every_object
@pytest.mark.parametrize("form", FORMS)
def test_no_error_however_the_slices_of_the_ct_are_stored(write: Write, form: str) -> None:
    images, grid = stored(GRIDS["oblique"], form)
    assert findings(write(of_labels(grid, scattered(grid, [2, 5, 23]), [2, 5, 23]), images)) == []


@every_object
def test_no_error_where_little_is_known_of_the_making(write: Write) -> None:
    assert findings(write(replace(small(), making=Making("")), headers(GRIDS["straight"]))) == []


@pytest.mark.slow
@every_object
def test_no_error_in_any_structure(write: Write) -> None:
    grid = straight((2, 16, 16))
    structures = list(enumerate(STRUCTURES.values(), start=1))
    values = tuple((n,) if n else () for n in range(len(structures) + 1))
    labels = np.minimum(np.arange(512, dtype=np.uint16).reshape(grid.shape), len(structures))
    assert findings(write(OrganMap(grid, labels, values, segments(structures), MAKING), headers(grid))) == []


@pytest.mark.parametrize("write", [binary, write_rtstruct])
def test_no_error_where_structures_overlap(write: Write) -> None:
    grid = oblique((4, 24, 20))
    labels = np.random.default_rng(5).integers(0, 6, grid.shape).astype(np.uint8)
    values = ((), (2,), (5,), (2, 5), (9, 5), (7,))
    organ_map = OrganMap(grid, labels, values, segments((n, TOTAL[n - 1]) for n in (2, 5, 7, 9)), MAKING)
    assert findings(write(organ_map, headers(grid))) == []


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    write_examination(folder, 0, DemoSize.TINY, labels=True)
    return examination_folder(folder, 0)


@pytest.mark.slow
@every_object
def test_no_error_in_the_demo_patients_organs(write: Write, demo: Path) -> None:
    labels = demo_labels(demo, all_of_them=True)
    images = ct_images(demo)
    numbers = [n for n in np.unique(labels).tolist() if n]
    assert len(numbers) == len(TOTAL)
    assert findings(write(on_images(images, labels, numbers), images)) == []


def on_images(images: Sequence[Dataset], labels: Any = None, numbers: Sequence[int] = (2, 5)) -> OrganMap:
    """Return a map on images in the order of their slices; its structures are blocks where no labels are given."""
    reader = SeriesReader(keep_pixels=False)
    for image in images:
        assert isinstance(image, FileDataset)
        reader.add(Path(str(image.filename)))
    grid = reader.facts().grid
    assert grid is not None
    if labels is None:
        labels = np.zeros(grid.shape, np.uint8)
        for place, number in enumerate(numbers):
            labels[1:9, 4 + 6 * place : 9 + 6 * place, 5:11] = number
    made = of_labels(grid, labels, numbers)
    return replace(made, frame_of_reference_uid="", source_series_uid=None, source_instance_uids=())


REAL = [
    ("acrin-042", "dicom", "CT_CT_IMAGES_858561"),
    ("acrin-042", "dicom", "PT_PET_AC_081015"),
    ("seg-sr-samples", "segmentations", "ct-3slice"),
    ("seg-sr-samples", "segmentations", "24x38x3", "image"),
]


@needs_shared_data
@pytest.mark.shared_data
@every_object
@pytest.mark.parametrize("place", REAL, ids=lambda place: place[-1])
def test_no_error_on_real_images(write: Write, place: tuple[str, ...]) -> None:
    images = [dcmread(path, stop_before_pixels=True) for path in shared(*place).iterdir()]
    normal = np.cross(*np.reshape(images[0].ImageOrientationPatient, (2, 3)).astype(float))
    images.sort(key=lambda image: float(np.array(image.ImagePositionPatient, float) @ normal))
    assert findings(write(on_images(images), images)) == []


# ---- it would find one ---------------------------------------------------------------------------------------------


def spoilt(data: bytes, spoil: Spoil) -> bytes:
    dataset = dcmread(io.BytesIO(data))
    spoil(dataset)
    file = io.BytesIO()
    dataset.save_as(file)
    return file.getvalue()


def without(keyword: str) -> Spoil:
    return lambda item: delattr(item, keyword)


def with_value(keyword: str, value: object) -> Spoil:
    return lambda item: setattr(item, keyword, value)


def in_items(sequence: str, spoil: Spoil) -> Spoil:
    return lambda item: [spoil(each) for each in item.get(sequence, [])]


SPOILT: list[tuple[Write, Spoil, str]] = [
    (labelmap, with_value("SegmentationType", "LABELS"), "SegmentationType: EnumValueNotAllowed LABELS"),
    (labelmap, without("SegmentSequence"), "SegmentSequence: TagMissing"),
    (labelmap, with_value("BitsAllocated", 32), "BitsAllocated: EnumValueNotAllowed 32"),
    (labelmap, with_value("ContentLabel", ""), "ContentLabel: TagEmpty"),
    (labelmap, with_value("ContentLabel", "not a code"), "ContentLabel: InvalidValue not a code"),
    (labelmap, with_value("PhotometricInterpretation", "PALETTE COLOR"), "RedPaletteColorLookupTableData: TagMissing"),
    (labelmap, with_value("KVP", 120), "KVP: TagUnexpected"),
    (labelmap, without("DeviceSerialNumber"), "DeviceSerialNumber: TagMissing"),
    (labelmap, without("DimensionOrganizationSequence"), "DimensionOrganizationSequence: TagMissing"),
    (
        binary,
        in_items("SegmentSequence", without("SegmentAlgorithmName")),
        "SegmentSequence/SegmentAlgorithmName: TagMissing",
    ),
    (
        binary,
        in_items("SegmentSequence", in_items("SegmentedPropertyTypeCodeSequence", without("CodeMeaning"))),
        "SegmentSequence/SegmentedPropertyTypeCodeSequence/CodeMeaning: TagMissing",
    ),
    (
        binary,
        in_items("PerFrameFunctionalGroupsSequence", without("SegmentIdentificationSequence")),
        "SharedFunctionalGroupsSequence/SegmentIdentificationSequence: TagMissing",  # where it might be, too
    ),
    (binary, with_value("SegmentationType", "FRACTIONAL"), "SegmentationFractionalType: TagMissing"),
    (binary, with_value("SOPClassUID", "1.2.840.10008.5.1.4.1.1.66.99"), "UnknownSOPClassUID"),
    (write_rtstruct, without("StructureSetLabel"), "StructureSetLabel: TagMissing"),
    (write_rtstruct, with_value("Modality", "SEG"), "Modality: EnumValueNotAllowed SEG"),
    (
        write_rtstruct,
        in_items("ROIContourSequence", in_items("ContourSequence", with_value("ContourGeometricType", "LINE"))),
        "ROIContourSequence/ContourSequence/ContourGeometricType: EnumValueNotAllowed LINE",
    ),
    (
        write_rtstruct,
        in_items("StructureSetROISequence", without("ROIGenerationAlgorithm")),
        "StructureSetROISequence/ROIGenerationAlgorithm: TagMissing",
    ),
    (
        write_rtstruct,
        in_items("RTROIObservationsSequence", without("ROIInterpreter")),
        "RTROIObservationsSequence/ROIInterpreter: TagMissing",
    ),
]


@pytest.mark.parametrize(("write", "spoil", "expected"), SPOILT, ids=[expected for _, _, expected in SPOILT])
def test_an_error_would_be_found(write: Write, spoil: Spoil, expected: str) -> None:
    found = findings(spoilt(write(small(), headers(GRIDS["straight"])), spoil))
    assert any(each.endswith(expected) for each in found), found


@pytest.mark.skipif(STANDARD is not None, reason="the tables are those of TOTALPETVIEW_DICOM_STANDARD")
def test_the_tables_hold_conditions_and_values_and_not_types_alone() -> None:
    counts = {"type": 0, "cond": 0, "enums": 0}

    def count(attributes: dict[str, Any]) -> None:
        for attribute in attributes.values():
            if isinstance(attribute, dict):
                for name in counts:
                    counts[name] += name in attribute
                count(attribute.get("items", {}))

    for attributes in dicom_info().modules.values():
        count(attributes)
    assert counts["type"] > 6000
    assert counts["cond"] > 2100
    assert counts["enums"] > 380
