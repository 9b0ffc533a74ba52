"""Structure sets of 3D Slicer (SlicerRT), which Plastimatch writes: outlines through pixel centres, keyholes."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom import Dataset, dcmread
from tests.unit.dicom.segmentation.dcmqi_objects import ITK, image, write_ct
from tests.unit.dicom.segmentation.maps import FRAME, headers, oblique, of_labels, straight

from totalpetview.dicom.rtstruct.read import read_rtstruct
from totalpetview.dicom.rtstruct.write import write_rtstruct
from totalpetview.domain.geometry import Grid
from totalpetview.domain.organs.organ_map import OrganMap

Mask = NDArray[np.bool_]
Points = list[tuple[float, float]]

#: (i, j) of the outermost pixel centres of a frame of 8 x 9 pixels, and of the pixels around the hole in it
OUTER: Points = [(3, 2), (10, 2), (10, 10), (3, 10)]
INNER: Points = [(5, 4), (5, 8), (8, 8), (8, 4)]
#: one line: around, across to the hole, around that the other way, and back
KEYHOLE: Points = [*OUTER, (3, 2), (5, 4), *INNER[1:], (5, 4)]


def frame(grid: Grid) -> Mask:
    found = np.zeros(grid.shape, np.bool_)
    found[1:3, 2:11, 3:11] = True
    found[1:3, 5:8, 6:8] = False
    return found


def as_plastimatch_writes(grid: Grid, name: str, outlines: list[Points]) -> bytes:
    """Return a structure set with these outlines on slices 1 and 2; neither codes nor a kind of organ are given."""
    dataset = dcmread(io.BytesIO(write_rtstruct(of_labels(grid, np.ones(grid.shape, np.uint8), [1]), headers(grid))))
    region, observation = dataset.StructureSetROISequence[0], dataset.RTROIObservationsSequence[0]
    region.ROINumber = observation.ReferencedROINumber = dataset.ROIContourSequence[0].ReferencedROINumber = 0
    region.ROIName, region.ROIGenerationAlgorithm, observation.RTROIInterpretedType = name, "", ""
    del region.ROIDerivationAlgorithmIdentificationSequence
    del observation.RTROIIdentificationCodeSequence, observation.SegmentedPropertyCategoryCodeSequence
    contours = []
    for k in (1, 2):
        for outline in outlines:
            contour = Dataset()
            contour.ContourGeometricType, contour.NumberOfContourPoints = "CLOSED_PLANAR", len(outline)
            points = [part for i, j in outline for part in grid.point_mm(i, j, k)]
            contour.ContourData = [f"{part:.8g}" for part in points]
            contours.append(contour)
    dataset.ROIContourSequence[0].ContourSequence = contours
    file = io.BytesIO()
    dataset.save_as(file)
    return file.getvalue()


@pytest.mark.parametrize("grid", [straight((4, 14, 12)), oblique((4, 14, 12))], ids=["straight", "oblique"])
@pytest.mark.parametrize("outlines", [[KEYHOLE], [KEYHOLE[::-1]]], ids=["keyhole", "the other way round"])
def test_pixels_on_outlines_belong_to_the_structure_and_holes_stay_open(outlines: list[Points], grid: Grid) -> None:
    read = read_rtstruct(as_plastimatch_writes(grid, "right kidney", outlines), grid, FRAME)
    assert [(segment.number, segment.structure.key) for segment in read.segments] == [(1, "kidney_right")]
    assert np.array_equal(read.mask(1), frame(grid))
    assert read.notices == ()


@pytest.mark.parametrize(
    ("name", "key", "side"),
    [
        ("left adrenal gland", "adrenal_gland_left", "left"),
        ("bladder", "urinary_bladder", None),
        ("thyroid", "thyroid_gland", None),
        ("small intestine", "small_bowel", None),
        ("Segment_1", "other:segment-1", None),
    ],
)
def test_slicers_names_are_recognised_without_codes(name: str, key: str, side: str | None) -> None:
    grid = straight((4, 14, 12))
    (segment,) = read_rtstruct(as_plastimatch_writes(grid, name, [KEYHOLE]), grid).segments
    assert (segment.structure.key, segment.label, segment.structure.side) == (key, name, side)


def written_by_plastimatch(grid: Grid, masks: list[Mask], names: list[str], folder: Path) -> OrganMap:
    ct = write_ct(grid, folder / "ct")
    bits = sum((1 << place) * mask.astype(np.uint32) for place, mask in enumerate(masks))
    ITK.WriteImage(ITK.Cast(image(grid, np.asarray(bits, np.uint8)), ITK.sitkUInt32), str(folder / "structures.nrrd"))
    lines = (f"{place}|255\\0\\0|{name}\n" for place, name in enumerate(names))
    (folder / "structures.txt").write_text("".join(lines))
    command = ["plastimatch", "convert", "--input-ss-img", "structures.nrrd", "--input-ss-list", "structures.txt"]
    command += ["--output-dicom", "out", "--referenced-ct", str(ct)]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    (path,) = (each for each in (folder / "out").iterdir() if dcmread(each).Modality == "RTSTRUCT")
    return read_rtstruct(path, grid, FRAME)


@pytest.mark.skipif(
    shutil.which("plastimatch") is None, reason="Plastimatch (Debian: plastimatch, 190 MB) is not installed"
)
@pytest.mark.parametrize(
    "grid",
    [
        straight((6, 40, 44)),
        oblique((6, 40, 44)),
        Grid((6, 40, 44), (-10.0, -20.5, 100.25), (1.5, 0, 0), (0, 1.25, 0), (0, 0, -3.0)),
    ],
    ids=["straight", "oblique", "from the head downwards"],
)
def test_what_plastimatch_writes_is_the_mask_that_it_was_given(grid: Grid, tmp_path: Path) -> None:
    j, i = np.ogrid[:40, :44]
    masks = [np.zeros(grid.shape, np.bool_) for _ in range(2)]
    masks[0][1:4] = ((j - 18) ** 2 + (i - 15) ** 2 < 150) & ((j - 20) ** 2 + (i - 15) ** 2 > 16)
    masks[1][2, 25:38, 12:33] = masks[1][3, 30, 20] = True  # overlaps the ring; and a single voxel
    read = written_by_plastimatch(grid, masks, ["right kidney", "Segment_1"], tmp_path)
    assert [segment.structure.key for segment in read.segments] == ["kidney_right", "other:segment-1"]
    for segment, mask in zip(read.segments, masks, strict=True):
        assert np.array_equal(read.mask(segment.number), mask)
    assert read.notices == ()
