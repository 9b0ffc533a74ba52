"""Structure sets on a CT, however its slices are stored: the same voxels, and references to the very frames."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset
from tests.unit.dicom.multi_frame import frame_places
from tests.unit.dicom.objects import written
from tests.unit.dicom.segmentation.maps import FRAME, MAKING, SERIES, of_labels, scattered
from tests.unit.dicom.segmentation.stored_cts import FORMS, GRIDS, stored
from tests.unit.dicom.segmentation.test_other_programs import program

from totalpetview.dicom.rtstruct.read import STRUCTURE_SET, read_rtstruct
from totalpetview.dicom.rtstruct.write import write_rtstruct
from totalpetview.dicom.segmentation.centres import centres_agree
from totalpetview.domain.geometry import Vector, vector
from totalpetview.domain.problem import Refusal

every_form = pytest.mark.parametrize("form", FORMS)
NUMBERS = [1, 2, 5, 90]


@every_form
@pytest.mark.parametrize("name", GRIDS)
def test_the_map_comes_back_voxel_for_voxel(name: str, form: str) -> None:
    headers, grid = stored(GRIDS[name], form)
    made = of_labels(grid, scattered(grid, NUMBERS), NUMBERS)
    read = read_rtstruct(write_rtstruct(made, headers), grid, FRAME)
    assert np.array_equal(read.labels, made.labels)
    assert (read.segments, read.values, read.making, read.notices) == (made.segments, made.values, MAKING, ())
    assert read.source_series_uid == SERIES
    assert centres_agree(made, read) == ()


@every_form
def test_each_contour_names_the_frame_of_the_ct_in_whose_plane_it_lies(form: str) -> None:
    headers, grid = stored(GRIDS["oblique"], form)
    dataset = dcmread(io.BytesIO(write_rtstruct(of_labels(grid, scattered(grid, NUMBERS), NUMBERS), headers)))
    at = {round(grid.index_of(vector(place))[2]): frame for place, frame in frame_places(headers).items()}
    contours = [each for region in dataset.ROIContourSequence for each in region.ContourSequence]
    found = set()
    for contour in contours:
        k = round(grid.index_of(vector(contour.ContourData[:3]))[2])
        (image,) = contour.ContourImageSequence
        assert (image.ReferencedSOPInstanceUID, image.get("ReferencedFrameNumber")) == at[k]
        assert image.ReferencedSOPClassUID == headers[0].SOPClassUID
        found.add(k)
    assert found == set(range(grid.shape[0]))


@every_form
def test_the_series_names_each_object_of_the_ct_once(form: str) -> None:
    headers, grid = stored(GRIDS["straight"], form)
    dataset = dcmread(io.BytesIO(write_rtstruct(of_labels(grid, scattered(grid, NUMBERS), NUMBERS), headers)))
    (series,) = dataset.ReferencedFrameOfReferenceSequence[0].RTReferencedStudySequence[0].RTReferencedSeriesSequence
    images = series.ContourImageSequence
    uids = sorted({uid for uid, _ in frame_places(headers).values()})
    assert sorted(each.ReferencedSOPInstanceUID for each in images) == uids
    expected = list(range(2, 9)) if "localizer" in form else None
    assert [each.get("ReferencedFrameNumber") for each in images] == [expected] * len(uids)
    assert (dataset.PatientID, dataset.PatientName, dataset.StudyInstanceUID) == ("P1", "Müller^Jane", f"{SERIES}.9")


@every_form
def test_dciodvfy_finds_no_error(form: str, tmp_path: Path) -> None:
    headers, grid = stored(GRIDS["oblique"], form)
    path = tmp_path / "rtstruct.dcm"
    path.write_bytes(write_rtstruct(of_labels(grid, scattered(grid, NUMBERS), [*NUMBERS, 23]), headers))
    done = subprocess.run([program("dciodvfy"), "-new", str(path)], capture_output=True, text=True, check=False)
    lines = (done.stdout + done.stderr).splitlines()
    assert "RTStructureSet" in lines
    assert [line for line in lines if line.startswith(("Error", "Abort"))] == []


def test_contours_of_another_program_on_a_multi_frame_ct_lie_where_their_points_say() -> None:
    """Its frames are numbered in the order of the object, which is not that of the slices."""
    (header,), grid = stored(GRIDS["feet first"], "frames in any order")
    frames = frame_places([header])
    contours, expected = [], np.zeros(grid.shape, np.bool_)
    for place, (uid, number) in frames.items():
        k = round(grid.index_of(vector(place))[2])
        expected[k, 2 : 5 + k, 3 : 7 + k] = True
        corners = [grid.point_mm(i, j, k) for i, j in ((2.5, 1.5), (6.5 + k, 1.5), (6.5 + k, 4.5 + k), (2.5, 4.5 + k))]
        contours.append(_contour(corners, uid, number))
    read = read_rtstruct(written(_structure_set(header, contours)), grid, FRAME)
    assert np.array_equal(read.mask(1), expected)
    assert read.segments[0].structure.key == "liver"
    assert (read.source_series_uid, read.source_instance_uids, read.notices) == (SERIES, (header.SOPInstanceUID,), ())


def _contour(corners: list[Vector], uid: str, number: int | None) -> Dataset:
    contour, image = Dataset(), Dataset()
    image.ReferencedSOPClassUID, image.ReferencedSOPInstanceUID = "1.2.840.10008.5.1.4.1.1.2.1", uid
    image.ReferencedFrameNumber = number
    contour.ContourImageSequence, contour.ContourGeometricType = [image], "CLOSED_PLANAR"
    contour.NumberOfContourPoints = 4
    contour.ContourData = [f"{number:.4f}" for corner in corners for number in corner]
    return contour


def _structure_set(header: Dataset, contours: list[Dataset]) -> Dataset:
    made, series, study, frame = (Dataset() for _ in range(4))
    made.SOPClassUID, made.SOPInstanceUID, made.Modality = STRUCTURE_SET, "1.2.3.4", "RTSTRUCT"
    series.SeriesInstanceUID = header.SeriesInstanceUID
    series.ContourImageSequence = [each.ContourImageSequence[0] for each in contours]
    study.RTReferencedSeriesSequence = [series]
    frame.FrameOfReferenceUID, frame.RTReferencedStudySequence = FRAME, [study]
    made.ReferencedFrameOfReferenceSequence = [frame]
    region, drawn = Dataset(), Dataset()
    region.ROINumber, region.ROIName, region.ReferencedFrameOfReferenceUID = 1, "liver", FRAME
    drawn.ReferencedROINumber, drawn.ContourSequence = 1, contours
    made.StructureSetROISequence, made.ROIContourSequence = [region], [drawn]
    return made


def test_a_ct_that_lacks_a_slice_is_refused_in_words() -> None:
    headers, grid = stored(GRIDS["straight"], "concatenation")
    with pytest.raises(Refusal) as refusal:
        write_rtstruct(of_labels(grid, scattered(grid, NUMBERS), NUMBERS), headers[1:])
    assert refusal.value.problem.code == "organ-map-other-images"
