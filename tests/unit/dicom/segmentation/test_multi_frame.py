"""Organ maps of a CT, however its slices are stored: the same voxels, and references to the very frames."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Literal, get_args

import highdicom as hd
import numpy as np
import pytest
import SimpleITK
from highdicom.legacy import LegacyConvertedEnhancedCTImage
from pydicom import dcmread
from pydicom.dataset import FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian
from tests.organ_maps import segmentation
from tests.shared_data import shared
from tests.unit.dicom.multi_frame import classic, frame_places, multi_frame
from tests.unit.dicom.objects import written
from tests.unit.dicom.segmentation.maps import FRAME, MAKING, SERIES, of_labels, scattered, segments
from tests.unit.dicom.segmentation.places import places_in_image, places_in_map, same_places
from tests.unit.dicom.segmentation.stored_cts import FORMS, GRIDS, LEGACY_CT, stored
from tests.unit.dicom.segmentation.test_other_programs import complaints, program

from totalpetview.dicom.parse import parse
from totalpetview.dicom.segmentation.centres import centres_agree
from totalpetview.dicom.segmentation.read import read_seg
from totalpetview.dicom.segmentation.write import write_seg
from totalpetview.dicom.series import SeriesReader
from totalpetview.domain.geometry import Grid, vector
from totalpetview.domain.organs.organ_map import OrganMap
from totalpetview.domain.organs.total import TOTAL

Kind = Literal["labelmap", "binary"]
both_kinds = pytest.mark.parametrize("kind", get_args(Kind))
every_form = pytest.mark.parametrize("form", FORMS)
NUMBERS = [1, 2, 5, 90]


@both_kinds
@every_form
@pytest.mark.parametrize("name", GRIDS)
def test_the_map_comes_back_voxel_for_voxel(name: str, form: str, kind: Kind) -> None:
    headers, grid = stored(GRIDS[name], form)
    made = of_labels(grid, scattered(grid, NUMBERS), NUMBERS)
    read = read_seg(write_seg(made, headers, kind), grid, FRAME)
    assert read.grid == grid
    assert np.array_equal(read.labels, made.labels)
    assert (read.segments, read.values, read.making, read.notices) == (made.segments, made.values, MAKING, ())
    assert read.source_series_uid == SERIES
    assert centres_agree(made, read) == ()


@both_kinds
@every_form
def test_each_frame_names_the_frame_of_the_ct_at_its_place(form: str, kind: Kind) -> None:
    headers, grid = stored(GRIDS["oblique"], form)
    dataset = dcmread(io.BytesIO(write_seg(of_labels(grid, scattered(grid, NUMBERS), NUMBERS), headers, kind)))
    at = frame_places(headers)
    classes = {str(header.SOPInstanceUID): header.SOPClassUID for header in headers}
    assert dataset.NumberOfFrames >= grid.shape[0]
    for group in dataset.PerFrameFunctionalGroupsSequence:
        place = tuple(round(float(number), 3) for number in group.PlanePositionSequence[0].ImagePositionPatient)
        (source,) = group.DerivationImageSequence[0].SourceImageSequence
        uid, number = at[place]
        assert source.ReferencedSOPInstanceUID == uid
        assert source.ReferencedSOPClassUID == classes[uid]
        assert source.get("ReferencedFrameNumber") == number
        assert source.SpatialLocationsPreserved == "YES"


@both_kinds
@every_form
def test_the_object_names_each_object_of_the_ct_once(form: str, kind: Kind) -> None:
    headers, grid = stored(GRIDS["straight"], form)
    dataset = dcmread(io.BytesIO(write_seg(of_labels(grid, scattered(grid, NUMBERS), NUMBERS), headers, kind)))
    (series,) = dataset.ReferencedSeriesSequence
    assert series.SeriesInstanceUID == SERIES
    expected = sorted({uid for uid, _ in frame_places(headers).values()})
    for sequence in (series.ReferencedInstanceSequence, dataset.SourceImageSequence):
        assert sorted(each.ReferencedSOPInstanceUID for each in sequence) == expected
        assert {each.ReferencedSOPClassUID for each in sequence} == {headers[0].SOPClassUID}
    # frames are named where not all of them are meant (PS3.3 table 10-3)
    frames = [each.get("ReferencedFrameNumber") for each in dataset.SourceImageSequence]
    assert frames == [list(range(2, 9)) if "localizer" in form else None] * len(expected)
    assert not any("ReferencedFrameNumber" in each for each in series.ReferencedInstanceSequence)


@both_kinds
@every_form
def test_patient_and_study_are_those_of_the_ct(form: str, kind: Kind) -> None:
    headers, grid = stored(GRIDS["straight"], form)
    dataset = dcmread(io.BytesIO(write_seg(of_labels(grid, scattered(grid, NUMBERS), NUMBERS), headers, kind)))
    assert (dataset.PatientID, dataset.PatientName, dataset.StudyID) == ("P1", "Müller^Jane", "7")
    assert (dataset.StudyInstanceUID, dataset.FrameOfReferenceUID) == (f"{SERIES}.9", FRAME)
    measures = dataset.SharedFunctionalGroupsSequence[0].PixelMeasuresSequence[0]
    assert ([float(each) for each in measures.PixelSpacing], measures.SliceThickness) == ([1.25, 1.5], 3)


@every_form
def test_overlapping_segments_come_back(form: str) -> None:
    headers, grid = stored(GRIDS["feet first"], form)
    labels = np.random.default_rng(5).integers(0, 6, grid.shape).astype(np.uint8)
    values = ((), (2,), (5,), (2, 5), (5, 9), (7,))
    made = OrganMap(grid, labels, values, segments((n, TOTAL[n - 1]) for n in (2, 5, 7, 9)), MAKING, FRAME)
    source = write_seg(made, headers, "binary")
    read = read_seg(source, grid)
    for number in (2, 5, 7, 9):
        assert np.array_equal(read.mask(number), made.mask(number))
    at = frame_places(headers)
    for group in dcmread(io.BytesIO(source)).PerFrameFunctionalGroupsSequence:
        place = tuple(round(float(number), 3) for number in group.PlanePositionSequence[0].ImagePositionPatient)
        item = group.DerivationImageSequence[0].SourceImageSequence[0]
        assert (item.ReferencedSOPInstanceUID, item.get("ReferencedFrameNumber")) == at[place]


@both_kinds
@every_form
def test_dciodvfy_finds_no_error(form: str, kind: Kind, tmp_path: Path) -> None:
    headers, grid = stored(GRIDS["oblique"], form)
    path = tmp_path / "seg.dcm"
    path.write_bytes(write_seg(of_labels(grid, scattered(grid, NUMBERS), [*NUMBERS, 23]), headers, kind))
    assert complaints(path) == []


@both_kinds
@pytest.mark.parametrize("form", ["frames in any order", "concatenation", "legacy converted"])
def test_dcmqi_reads_every_organ_at_its_place(form: str, kind: Kind, tmp_path: Path) -> None:
    headers, grid = stored(GRIDS["oblique"], form)
    made = of_labels(grid, scattered(grid, NUMBERS), NUMBERS)
    (tmp_path / "seg.dcm").write_bytes(write_seg(made, headers, kind))
    command = [program("segimage2itkimage"), "--inputDICOM", str(tmp_path / "seg.dcm"), "--outputType", "nrrd"]
    subprocess.run([*command, "--outputDirectory", str(tmp_path), "--prefix", "out"], check=True, capture_output=True)
    images = [SimpleITK.ReadImage(str(file)) for file in sorted(tmp_path.glob("out-*.nrrd"))]
    shown = {"binary": {n: place for place, n in enumerate(NUMBERS, start=1)}, "labelmap": {n: n for n in NUMBERS}}
    for n in NUMBERS:
        found = [places_in_image(image, shown[kind][n]) for image in images]
        assert any(same_places(points, places_in_map(made, n)) for points in found)


@both_kinds
def test_highdicom_finds_the_labels_of_each_frame_of_the_ct(kind: Kind) -> None:
    """Asked by the frame numbers of the CT, not by place."""
    (header,), grid = stored(GRIDS["straight"], "frames in any order")
    made = of_labels(grid, scattered(grid, [1, 2, 5]), [1, 2, 5])
    found = hd.seg.Segmentation.from_dataset(dcmread(io.BytesIO(write_seg(made, [header], kind))))
    for number, group in enumerate(header.PerFrameFunctionalGroupsSequence, start=1):
        k = round(grid.index_of(vector(group.PlanePositionSequence[0].ImagePositionPatient))[2])
        (frame,) = found.get_pixels_by_source_frame(header.SOPInstanceUID, [number], combine_segments=True)
        numbers = {"labelmap": {1: 1, 2: 2, 5: 5}, "binary": {1: 1, 2: 2, 5: 3}}[kind]
        expected = np.zeros(frame.shape, np.uint8)
        for n, shown in numbers.items():
            expected[made.labels[k] == n] = shown
        assert np.array_equal(frame, expected)


@pytest.mark.parametrize("kind", ["BINARY", "LABELMAP"])
@pytest.mark.parametrize("sop_class", ["enhanced", "legacy"])
def test_what_highdicom_writes_on_a_multi_frame_ct_is_read_on_its_voxels(
    sop_class: str, kind: Literal["BINARY", "LABELMAP"]
) -> None:
    (header,), grid = stored(GRIDS["tilted gantry" if sop_class == "legacy" else "oblique"], "frames in any order")
    if sop_class == "legacy":
        header.SOPClassUID = LEGACY_CT
    labels = scattered(grid, [1, 2, 5])
    places = [group.PlanePositionSequence[0].ImagePositionPatient for group in header.PerFrameFunctionalGroupsSequence]
    in_frames = np.stack([labels[round(grid.index_of(vector(place))[2])] for place in places])
    for element in ("PatientBirthDate", "PatientSex", "AccessionNumber"):
        assert element in header
    source = segmentation([header], in_frames, kind)
    read = read_seg(source, grid, FRAME)
    assert read.grid == grid
    assert [each.structure.key for each in read.segments] == [TOTAL[n - 1].key for n in (1, 2, 5)]
    for segment, n in zip(read.segments, (1, 2, 5), strict=True):
        assert np.array_equal(read.mask(segment.number), labels == n)
    assert read.source_instance_uids == (header.SOPInstanceUID,)


@both_kinds
def test_a_ct_that_highdicom_converted_to_multi_frame_gets_its_organs(kind: Kind) -> None:
    slices = classic(GRIDS["oblique"])
    for each in slices:
        each.file_meta = FileMetaDataset()
        each.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        each.SeriesNumber, each.PatientOrientation, each.AcquisitionNumber = 1, "", each.InstanceNumber
        each.PatientPosition, each.LossyImageCompression = "HFS", "00"
        each.SeriesDate, each.SeriesTime, each.Manufacturer = "20260105", "100000", "Nobody"
        each.AcquisitionDate, each.AcquisitionTime, each.ContentDate, each.ContentTime = (
            "20260105", "100000", "20260105", "100000",
        )  # fmt: skip
    converted = LegacyConvertedEnhancedCTImage(slices, f"{SERIES}.300", 5, f"{SERIES}.301", 1)
    file = io.BytesIO()
    converted.save_as(file)
    reader = SeriesReader()
    reader.add(file.getvalue())
    grid = reader.volume().grid
    made = of_labels(grid, scattered(grid, NUMBERS), NUMBERS)
    header = parse(file.getvalue(), keep_bytes=False).header
    read = read_seg(write_seg(made, [header], kind), grid, FRAME)
    assert np.array_equal(read.labels, made.labels)
    assert (read.grid, read.notices, read.source_instance_uids) == (grid, (), (f"{SERIES}.301",))


@both_kinds
def test_a_real_legacy_converted_ct_gets_its_organs(kind: Kind, tmp_path: Path) -> None:
    for folder in ("23x38x3", "24x38x3"):
        file = shared("seg-sr-samples", "segmentations", folder, "multiframe", "mf.dcm")
        reader = SeriesReader()
        reader.add(file)
        facts, grid = reader.facts(), reader.volume().grid
        made = of_labels(grid, scattered(grid, NUMBERS), NUMBERS)
        made = OrganMap(grid, made.labels, made.values, made.segments, MAKING, facts.frame_of_reference_uid or "")
        (tmp_path / "seg.dcm").write_bytes(write_seg(made, [parse(file, keep_bytes=False).header], kind))
        read = read_seg(tmp_path / "seg.dcm", grid)
        assert np.array_equal(read.labels, made.labels)
        assert (read.grid, read.notices, read.source_series_uid) == (grid, (), facts.series_uid)
        assert complaints(tmp_path / "seg.dcm") == []


@both_kinds
def test_frames_whose_directions_differ_in_the_last_digit_are_no_obstacle(kind: Kind) -> None:
    """Converters compute them for every frame anew."""
    slices = classic(GRIDS["oblique"])
    for k, each in enumerate(slices):
        each.ImageOrientationPatient = [float(part) + 1e-8 * k for part in each.ImageOrientationPatient]
    file = written(multi_frame(slices, f"{SERIES}.100", shared=()))
    reader = SeriesReader()
    reader.add(file)
    grid = reader.volume().grid
    made = of_labels(grid, scattered(grid, NUMBERS), NUMBERS)
    read = read_seg(write_seg(made, [parse(file, keep_bytes=False).header], kind), grid, FRAME)
    assert np.array_equal(read.labels, made.labels)


@both_kinds
@every_form
def test_positions_with_one_decimal_on_a_fine_tilted_ct_are_no_obstacle(form: str, kind: Kind) -> None:
    """They lie more than a tenth of a pixel beside the planes; the map lies on those of the volume, evenly spaced."""
    slices = classic(Grid((9, 24, 20), (-4.0, -5.0, 100.3), (0.4, 0, 0), (0, 0.4, 0), (0, 0.26, 1)))
    for each in slices:
        each.ImagePositionPatient = [f"{float(part):.1f}" for part in each.ImagePositionPatient]
    reader, headers = SeriesReader(), []
    for each in FORMS[form](slices):
        file = written(each)
        reader.add(file)
        headers.append(parse(file, keep_bytes=False).header)
    grid = reader.volume().grid
    made = of_labels(grid, scattered(grid, NUMBERS), NUMBERS)
    read = read_seg(write_seg(made, headers, kind), grid, FRAME)
    assert (read.grid, read.notices) == (grid, ())
    assert np.array_equal(read.labels, made.labels)


@both_kinds
@every_form
def test_that_the_ct_was_compressed_with_loss_is_said_by_its_map_too(form: str, kind: Kind, tmp_path: Path) -> None:
    """PS3.3 C.8.20.2.1 and C.7.6.1.1.5: it shall not be reset."""
    headers, grid = stored(GRIDS["straight"], form)
    for header in headers:
        header.LossyImageCompression, header.LossyImageCompressionRatio = "01", 8
        header.LossyImageCompressionMethod = "ISO_15444_1"
    path = tmp_path / "seg.dcm"
    path.write_bytes(write_seg(of_labels(grid, scattered(grid, NUMBERS), NUMBERS), headers, kind))
    dataset = dcmread(path)
    assert (dataset.LossyImageCompression, dataset.LossyImageCompressionRatio) == ("01", 8)
    assert dataset.LossyImageCompressionMethod == "ISO_15444_1"
    assert complaints(path) == []
