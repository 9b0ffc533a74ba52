"""Structure sets: what is written and read again is the same; an independent program agrees."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from pydicom import dcmread
from rt_utils import RTStructBuilder  # type: ignore[import-untyped]
from tests.unit.dicom.objects import written as as_file
from tests.unit.dicom.segmentation.maps import FRAME, MAKING, headers, oblique, of_labels, scattered, segments, straight
from tests.unit.dicom.segmentation.test_other_programs import program

from totalpetview.dicom.rtstruct.fill import filled
from totalpetview.dicom.rtstruct.outline import outlines
from totalpetview.dicom.rtstruct.read import read_rtstruct
from totalpetview.dicom.rtstruct.write import write_rtstruct
from totalpetview.dicom.segmentation.centres import centres_agree
from totalpetview.domain.geometry import Grid
from totalpetview.domain.organs.organ_map import OrganMap
from totalpetview.domain.organs.total import TOTAL

GRIDS = {
    "straight": straight(),
    "oblique": oblique(),
    "single slice": straight((1, 24, 20)),
    "tilted gantry": Grid((5, 8, 12), (0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0.4, 2.0)),
}


@pytest.mark.parametrize("name", GRIDS)
def test_voxels_names_codes_and_making_come_back(name: str) -> None:
    grid = GRIDS[name]
    written = of_labels(grid, scattered(grid, [1, 2, 5, 90]), [1, 2, 5, 90])
    read = read_rtstruct(write_rtstruct(written, headers(grid)), grid, FRAME)
    assert np.array_equal(read.labels, written.labels)
    assert (read.segments, read.values, read.making) == (written.segments, written.values, MAKING)
    assert read.source_series_uid == written.source_series_uid
    assert read.source_instance_uids == written.source_instance_uids
    assert read.notices == ()
    assert centres_agree(written, read) == ()


def test_overlapping_structures_come_back() -> None:
    grid = straight()
    random = np.random.default_rng(3)
    masks = random.random((2, *grid.shape)) < 0.5
    labels = (masks[0] + 2 * masks[1].astype(np.uint8)).astype(np.uint8)
    written = OrganMap(
        grid, labels, ((), (1,), (2,), (1, 2)), segments((n, TOTAL[n - 1]) for n in (1, 2)), MAKING, FRAME
    )
    read = read_rtstruct(write_rtstruct(written, headers(grid)), grid)
    assert np.array_equal(read.mask(1), masks[0])
    assert np.array_equal(read.mask(2), masks[1])


def test_structures_without_a_voxel_stay_in_the_list() -> None:
    grid = straight()
    written = of_labels(grid, scattered(grid, [5]), [5, 6])
    read = read_rtstruct(write_rtstruct(written, headers(grid)), grid)
    assert read.segments == written.segments
    assert read.voxel_counts()[6] == 0


@settings(max_examples=300, deadline=None)
@given(arrays(np.bool_, st.tuples(st.integers(1, 9), st.integers(1, 9))))
def test_outlines_enclose_exactly_the_pixels_and_their_area(mask: NDArray[np.bool_]) -> None:
    polygons = outlines(mask)
    found = np.zeros_like(mask)
    part = filled(polygons, *mask.shape)
    if part is not None:
        row, column, inside = part
        found[row : row + inside.shape[0], column : column + inside.shape[1]] = inside
    assert np.array_equal(found, mask)
    assert sum(_area(polygon) for polygon in polygons) == mask.sum()


def _area(polygon: NDArray[np.float64]) -> float:
    i, j = polygon.T
    return float(abs(i @ np.roll(j, -1) - j @ np.roll(i, -1))) / 2


def test_dciodvfy_finds_no_error(tmp_path: Path) -> None:
    grid = oblique()
    path = tmp_path / "rtstruct.dcm"
    path.write_bytes(write_rtstruct(of_labels(grid, scattered(grid, [2, 5]), [2, 5, 7, 23]), headers(grid)))
    done = subprocess.run([program("dciodvfy"), "-new", str(path)], capture_output=True, text=True, check=False)
    lines = (done.stdout + done.stderr).splitlines()
    assert "RTStructureSet" in lines
    assert [line for line in lines if line.startswith(("Error", "Abort"))] == []


#: rt-utils 1.2.7 confuses rows and columns of pixels and images that are not square
SQUARE = Grid((5, 40, 40), (-10.0, -20.5, 100.25), (1.5, 0, 0), (0, 1.5, 0), (0, 0, 3.0))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_structure_set_of_rt_utils_is_the_mask_that_it_was_given(tmp_path: Path) -> None:
    grid = SQUARE
    j, i = np.ogrid[:40, :40]
    ring = ((j - 18) ** 2 + (i - 15) ** 2 < 150) & ((j - 20) ** 2 + (i - 15) ** 2 > 16)
    masks = np.zeros((2, *grid.shape), np.bool_)
    masks[0, 1:4], masks[1, 2, 30:38, 20:33] = ring, True
    builder = RTStructBuilder.create_new(_written_series(grid, tmp_path))
    for number, name in enumerate(("Left Kidney", "GTV 1")):
        builder.add_roi(mask=np.moveaxis(masks[number], 0, -1), name=name, color=[255, 0, 10])
    builder.save(str(tmp_path / "rtstruct.dcm"))
    read = read_rtstruct(tmp_path / "rtstruct.dcm", grid, FRAME)
    assert [segment.structure.key for segment in read.segments] == ["kidney_left", "other:gtv-1"]
    assert np.array_equal(read.mask(1), masks[0])
    assert np.array_equal(read.mask(2), masks[1])
    assert read.segments[1].structure.colour == (255, 0, 10)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_rt_utils_finds_our_structures(tmp_path: Path) -> None:
    grid = SQUARE
    labels = np.zeros(grid.shape, np.uint8)
    labels[1:4, 5:30, 6:31], labels[2:4, 12:20, 12:20] = 5, 0
    series = _written_series(grid, tmp_path)
    (tmp_path / "rtstruct.dcm").write_bytes(write_rtstruct(of_labels(grid, labels, [5]), headers(grid)))
    found = RTStructBuilder.create_from(series, str(tmp_path / "rtstruct.dcm"))
    assert found.get_roi_names() == ["liver"]
    mask = np.moveaxis(found.get_roi_mask_by_name("liver"), -1, 0)
    assert mask.any(axis=(1, 2)).tolist() == (labels == 5).any(axis=(1, 2)).tolist()
    # it rounds half-pixel vertices to one side and draws its polygons with their edges
    assert 2 * (mask & (labels == 5)).sum() / (mask.sum() + (labels == 5).sum()) > 0.93


def _written_series(grid: Grid, folder: Path) -> str:
    series = folder / "series"
    series.mkdir()
    for k, header in enumerate(headers(grid)):
        header.PixelData = bytes(2 * grid.shape[1] * grid.shape[2])
        header.BitsAllocated = header.BitsStored = 16
        header.HighBit, header.PixelRepresentation, header.SamplesPerPixel = 15, 0, 1
        header.PhotometricInterpretation, header.SliceLocation = "MONOCHROME2", k
        (series / f"{k}.dcm").write_bytes(as_file(header))
    return str(series)


def test_contours_on_other_slices_reach_half_way_to_the_next() -> None:
    drawn, shown = (
        straight((4, 24, 20)),
        Grid((12, 24, 20), (-10.0, -20.5, 99.25), (1.5, 0, 0), (0, 1.25, 0), (0, 0, 1)),
    )
    labels = np.zeros(drawn.shape, np.uint8)
    labels[1:3, 4:9, 5:11] = 5
    read = read_rtstruct(write_rtstruct(of_labels(drawn, labels, [5]), headers(drawn)), shown)
    assert read.mask(5).any(axis=(1, 2)).tolist() == [False] * 3 + [True] * 6 + [False] * 3
    assert read.mask(5)[5, 4:9, 5:11].all()
    assert int(read.mask(5)[5].sum()) == 30


def test_stand_in_weights_are_named_wherever_a_person_looks() -> None:
    grid = straight()
    dataset = dcmread(io.BytesIO(write_rtstruct(of_labels(grid, scattered(grid, [5]), [5]), headers(grid))))
    assert "STAND-IN" in dataset.SeriesDescription
    assert "STAND-IN" in dataset.StructureSetLabel
    assert "stand-in" in dataset.StructureSetROISequence[0].ROIGenerationDescription
