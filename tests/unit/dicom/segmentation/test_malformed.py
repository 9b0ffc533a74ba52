"""Whatever is wrong with an object, a person reads a sentence; nothing else is ever raised."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom import dcmread
from pydicom.dataset import Dataset
from tests.shared_data import needs_shared_data, shared
from tests.unit.dicom.segmentation.maps import FRAME, headers, of_labels, scattered, straight

from totalpetview.dicom.rtstruct.read import read_rtstruct
from totalpetview.dicom.rtstruct.write import write_rtstruct
from totalpetview.dicom.segmentation.read import read_seg
from totalpetview.dicom.segmentation.write import write_seg
from totalpetview.domain.problem import Refusal
from totalpetview.domain.sentences import SENTENCES

GRID = straight((3, 8, 8))
MAP = of_labels(GRID, scattered(GRID, [1, 2, 5]), [1, 2, 5])
BINARY, LABELMAP = write_seg(MAP, headers(GRID), "binary"), write_seg(MAP, headers(GRID), "labelmap")
STRUCTURES = write_rtstruct(MAP, headers(GRID))


def spoiled(source: bytes, spoil: Callable[[Dataset], object]) -> bytes:
    dataset = dcmread(io.BytesIO(source))
    spoil(dataset)
    file = io.BytesIO()
    dataset.save_as(file)
    return file.getvalue()


def code_of(source: bytes, spoil: Callable[[Dataset], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        read_seg(spoiled(source, spoil), GRID, FRAME)
    assert refusal.value.problem.code in SENTENCES
    assert "?" not in refusal.value.problem.sentence("de")
    return refusal.value.problem.code


def of_frame(header: Dataset, index: int = 0) -> Dataset:
    found: Dataset = header.PerFrameFunctionalGroupsSequence[index]
    return found


@pytest.mark.parametrize("source", [BINARY, LABELMAP], ids=["binary", "labelmap"])
def test_each_missing_part_has_its_sentence(source: bytes) -> None:
    def of_shared(header: Dataset) -> Dataset:
        found: Dataset = header.SharedFunctionalGroupsSequence[0]
        return found

    def no_orientation(header: Dataset) -> None:
        del of_shared(header).PlaneOrientationSequence

    def no_position(header: Dataset) -> None:
        del of_frame(header, 1).PlanePositionSequence

    def no_spacing(header: Dataset) -> None:
        of_shared(header).PixelMeasuresSequence[0].PixelSpacing = ["0", "1"]

    def crooked(header: Dataset) -> None:
        of_shared(header).PlaneOrientationSequence[0].ImageOrientationPatient = [1, 0, 0, 1, 0, 0]

    assert code_of(source, no_orientation) == "organ-map-no-geometry"
    assert code_of(source, no_position) == "organ-map-no-geometry"
    assert code_of(source, no_spacing) == "organ-map-no-geometry"
    assert code_of(source, crooked) == "organ-map-no-geometry"
    assert code_of(source, lambda header: header.pop("SegmentSequence")) == "organ-map-damaged"
    assert code_of(source, lambda header: header.PerFrameFunctionalGroupsSequence.pop()) == "organ-map-damaged"
    assert code_of(source, lambda header: header.pop("PixelData")) == "pixel-data-missing"
    assert code_of(source, lambda header: setattr(header, "FrameOfReferenceUID", "1.2.3")) == "organ-map-other-frame"
    assert code_of(source, lambda header: setattr(header, "SOPClassUID", "1.2.3")) == "organ-map-no-segmentation"
    assert code_of(source, lambda header: header.pop("Rows")) in {"organ-map-no-geometry", "pixel-format"}


def test_a_header_that_asks_for_all_memory_is_refused() -> None:
    def huge(header: Dataset) -> None:
        header.Rows = header.Columns = 65535

    with pytest.raises(Refusal) as refusal:
        read_seg(spoiled(BINARY, huge))
    assert refusal.value.problem.code == "organ-map-damaged"


def test_parameters_that_nobody_can_parse_are_somebody_elses() -> None:
    def nested(header: Dataset) -> None:
        for item in header.SegmentSequence:
            item.SegmentationAlgorithmIdentificationSequence[0].AlgorithmParameters = "[" * 10000

    assert read_seg(spoiled(BINARY, nested), GRID).making.weights == "unknown"


def test_a_frame_of_an_unknown_segment_is_refused() -> None:
    def unknown(header: Dataset) -> None:
        of_frame(header).SegmentIdentificationSequence[0].ReferencedSegmentNumber = 99

    assert code_of(BINARY, unknown) == "organ-map-damaged"


def test_two_segments_of_one_number_are_refused() -> None:
    assert code_of(BINARY, lambda header: setattr(header.SegmentSequence[1], "SegmentNumber", 1)) == "organ-map-damaged"


def test_pixels_that_are_cut_off_are_refused() -> None:
    assert code_of(BINARY, lambda header: setattr(header, "PixelData", header.PixelData[:4])) == "pixel-data-truncated"


def test_values_that_nobody_explains_are_counted_and_left_out() -> None:
    def undescribed(header: Dataset) -> None:
        header.SegmentSequence = [item for item in header.SegmentSequence if item.SegmentNumber != 5]

    read = read_seg(spoiled(LABELMAP, undescribed), GRID)
    assert [(problem.code, problem.values) for problem in read.notices] == [
        ("organ-map-undescribed", {"voxels": int((MAP.labels == 5).sum())})
    ]
    assert np.array_equal(read.labels, np.where(MAP.labels == 5, 0, MAP.labels))


def test_a_side_that_name_and_code_disagree_about_is_no_known_organ() -> None:
    read = read_seg(spoiled(BINARY, lambda header: setattr(header.SegmentSequence[1], "SegmentLabel", "kidney_left")))
    assert read.segments[1].structure.key == "other:kidney-left"
    assert read.segments[1].structure.side == "right"
    assert [problem.code for problem in read.notices] == ["organ-map-side-contradicts"]


def test_frames_in_any_order_are_the_same_map() -> None:
    def turned(header: Dataset) -> None:
        frames = np.unpackbits(np.frombuffer(header.PixelData, np.uint8), bitorder="little")
        count = int(header.NumberOfFrames)
        frames = frames[: count * 64].reshape(count, 64)[::-1]
        header.PixelData = np.packbits(frames.ravel(), bitorder="little").tobytes()
        header.PerFrameFunctionalGroupsSequence = list(header.PerFrameFunctionalGroupsSequence)[::-1]

    assert np.array_equal(read_seg(spoiled(BINARY, turned), GRID).labels, MAP.labels)
    own = read_seg(spoiled(BINARY, turned))
    assert own.grid.step_k_mm == pytest.approx(GRID.step_k_mm)
    assert np.array_equal(own.labels, MAP.labels)


def test_rows_and_columns_that_run_the_other_way_are_the_same_map() -> None:
    """A plane turned by 180 degrees begins at its other end."""

    def turned(header: Dataset) -> None:
        bits = np.unpackbits(np.frombuffer(header.PixelData, np.uint8), bitorder="little")
        count = int(header.NumberOfFrames)
        frames = bits[: count * 64].reshape(count, 8, 8)[:, ::-1, ::-1]
        header.PixelData = np.packbits(frames.ravel(), bitorder="little").tobytes()
        orientation = header.SharedFunctionalGroupsSequence[0].PlaneOrientationSequence[0]
        orientation.ImageOrientationPatient = [-1, 0, 0, 0, -1, 0]
        for group in header.PerFrameFunctionalGroupsSequence:
            place = group.PlanePositionSequence[0]
            x, y, z = (float(number) for number in place.ImagePositionPatient)
            place.ImagePositionPatient = [x + 7 * 1.5, y + 7 * 1.25, z]

    read = read_seg(spoiled(BINARY, turned), GRID)
    assert np.array_equal(read.labels, MAP.labels)
    assert read.notices == ()


def test_a_map_of_a_part_of_the_image_lies_in_its_place() -> None:
    part = straight((2, 4, 8))
    small = of_labels(part, scattered(part, [1, 2]), [1, 2])
    source = write_seg(small, headers(part))
    larger = type(part)((5, 8, 8), (-10.0, -20.5 - 2 * 1.25, 97.25), part.step_i_mm, part.step_j_mm, part.step_k_mm)
    read = read_seg(source, larger)
    expected = np.zeros(larger.shape, np.uint8)
    expected[1:3, 2:6] = small.labels
    assert np.array_equal(read.labels, expected)


def test_what_reaches_beyond_the_image_is_said() -> None:
    smaller = type(GRID)((2, 8, 5), GRID.origin_mm, GRID.step_i_mm, GRID.step_j_mm, GRID.step_k_mm)
    for source in (BINARY, LABELMAP):
        read = read_seg(source, smaller)
        assert np.array_equal(read.labels, MAP.labels[:2, :, :5])
        assert [problem.code for problem in read.notices] == ["organ-map-outside"]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([BINARY, LABELMAP, STRUCTURES]), st.data())
def test_any_bytes_give_a_map_or_a_sentence(source: bytes, data: st.DataObject) -> None:
    changed = bytearray(source)
    for _ in range(data.draw(st.integers(1, 8))):
        changed[data.draw(st.integers(132, len(changed) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(changed[: data.draw(st.integers(100, len(changed)))]) if data.draw(st.booleans()) else bytes(changed)
    attempts: list[Callable[[], object]] = [
        lambda: read_seg(cut, GRID),
        lambda: read_seg(cut),
        lambda: read_rtstruct(cut, GRID),
    ]
    for read in attempts:
        try:
            read()
        except Refusal as refusal:
            assert refusal.problem.code in SENTENCES  # noqa: PT017


@pytest.mark.shared_data
@needs_shared_data
def test_no_bad_input_raises_anything_but_a_sentence() -> None:
    count = 0
    for path in sorted(shared("bad-inputs").rglob("*")):
        if not path.is_file():
            continue
        count += 1
        for read in (read_seg, _as_structure_set):
            try:
                read(path)
            except Refusal as refusal:
                assert refusal.problem.sentence("de")  # noqa: PT017
    assert count > 10


def _as_structure_set(path: Path) -> object:
    return read_rtstruct(path, GRID)
