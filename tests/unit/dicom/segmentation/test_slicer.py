"""Segmentations of 3D Slicer: each segment in an image of its own, in any orientation, named by Slicer's terminology.

Slicer (extension Quantitative Reporting) gives dcmqi one image for each segment, all of them with the extent of the
image that was drawn on. Who exports a cropped segmentation or one on other planes has them so in the object, too.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.unit.dicom.segmentation.dcmqi_objects import (
    ANATOMY,
    ITK,
    LEFT,
    RIGHT,
    TISSUE,
    Attributes,
    CodeTriple,
    attributes,
    image,
    write_ct,
    write_dcmqi,
)
from tests.unit.dicom.segmentation.maps import FRAME, SERIES, oblique, straight
from tests.unit.dicom.segmentation.places import places_in_image, places_in_map, same_places

from totalpetview.dicom.segmentation.read import read_seg
from totalpetview.domain.geometry import Grid
from totalpetview.domain.organs.organ_map import Labels, OrganMap

KIDNEY, LIVER = ("64033007", "SCT", "Kidney"), ("10200004", "SCT", "Liver")
ADRENAL, AMYGDALA = ("23451007", "SCT", "Adrenal gland"), ("4958002", "SCT", "Amygdala")
MASS, ALTERATION = ("4147007", "SCT", "Mass"), ("49755003", "SCT", "Morphologically Altered Structure")

Turn = Callable[[Any], Any]


def block(grid: Grid, *parts: slice) -> Labels:
    found = np.zeros(grid.shape, np.uint8)
    found[parts] = 1
    return found


def uneven(grid: Grid, seed: int) -> Labels:
    """Return a mask that looks different from every side, and leaves the first and the last planes empty."""
    found = np.zeros(grid.shape, np.uint8)
    random = np.random.default_rng(seed)
    inner = tuple(slice(1, size - 1) for size in grid.shape)
    found[inner] = random.random(found[inner].shape) < 0.2
    return found


def cropped(whole: Any) -> Any:
    """Return the part of an image that is not empty."""
    statistics = ITK.LabelShapeStatisticsImageFilter()
    statistics.Execute(whole)
    box = statistics.GetBoundingBox(1)
    return ITK.RegionOfInterest(whole, box[3:], box[:3])


def shortened(whole: Any) -> Any:
    """Return an image without its first two columns, its last row and its last plane."""
    i, j, k = whole.GetSize()
    return ITK.RegionOfInterest(whole, (i - 2, j - 1, k - 1), (2, 0, 0))


def flipped(*axes: bool) -> Turn:
    return lambda whole: ITK.Flip(whole, axes, False)


def permuted(*order: int) -> Turn:
    return lambda whole: ITK.PermuteAxes(whole, order)


TURNS: dict[str, Turn] = {
    "as the CT": lambda whole: whole,
    "cropped": cropped,
    "from the head downwards": flipped(False, False, True),
    "rows and columns backwards": flipped(True, True, False),
    "everything backwards and cropped": lambda whole: cropped(flipped(True, True, True)(whole)),
    "sagittal": permuted(1, 2, 0),
    "coronal": permuted(0, 2, 1),
    "coronal, backwards and cropped": lambda whole: cropped(flipped(False, True, True)(permuted(2, 0, 1)(whole))),
}

GRIDS = {"straight": straight((6, 12, 10)), "oblique": oblique((6, 12, 10))}


def as_slicer_writes(folder: Path, grid: Grid, segments: list[tuple[Any, Attributes]]) -> OrganMap:
    """Write each segment from its own image, in which its label is 1, and read the object."""
    ct = write_ct(grid, folder / "ct")
    path = write_dcmqi([each for each, _ in segments], [[described] for _, described in segments], ct)
    return read_seg(path, grid, FRAME)


@pytest.mark.parametrize("name", GRIDS)
@pytest.mark.parametrize("turn", TURNS)
def test_voxels_lie_where_the_image_says(turn: str, name: str, tmp_path: Path) -> None:
    grid = GRIDS[name]
    drawn = image(grid, uneven(grid, 3))
    read = as_slicer_writes(
        tmp_path, grid, [(TURNS[turn](drawn), attributes(1, "right kidney", ANATOMY, KIDNEY, RIGHT))]
    )
    assert read.grid is grid
    assert read.notices == ()
    assert [segment.structure.key for segment in read.segments] == ["kidney_right"]
    assert same_places(places_in_map(read, 1), places_in_image(drawn, 1))
    # dcmqi names the images only where its planes are theirs; else the frame of reference tells which CT it is
    assert read.source_series_uid in {SERIES, None}
    assert read.source_series_uid == SERIES or turn not in {"as the CT", "from the head downwards"}


@pytest.mark.parametrize("cut", [lambda whole: whole, shortened], ids=["whole", "shortened"])
def test_overlapping_segments_are_all_there(cut: Turn, tmp_path: Path) -> None:
    grid = GRIDS["straight"]
    masks = [
        block(grid, slice(1, 5), slice(2, 9), slice(2, 8)),
        block(grid, slice(3, 5), slice(4, 7), slice(2, 5)),
        block(grid, slice(0, 1), slice(9, 11), slice(9, 10)),
    ]
    described = [
        attributes(1, "liver", ANATOMY, LIVER),
        attributes(1, "mass", ALTERATION, MASS),
        attributes(1, "left kidney", ANATOMY, KIDNEY, LEFT),
    ]
    read = as_slicer_writes(
        tmp_path, grid, [(cut(image(grid, mask)), each) for mask, each in zip(masks, described, strict=True)]
    )
    assert read.overlapping
    assert [segment.structure.key for segment in read.segments] == ["liver", "other:mass", "kidney_left"]
    for segment, mask in zip(read.segments, masks, strict=True):
        assert np.array_equal(read.mask(segment.number), mask > 0)


def test_a_segmentation_on_voxels_of_its_own_keeps_them_and_its_places(tmp_path: Path) -> None:
    grid = GRIDS["straight"]
    finer = Grid((12, 30, 20), (-9.0, -18.0, 101.0), (0.7, 0, 0), (0, 0.5, 0), (0, 0, 1.3))
    drawn = image(finer, uneven(finer, 4))
    read = as_slicer_writes(tmp_path, grid, [(drawn, attributes(1, "liver", ANATOMY, LIVER))])
    assert [problem.code for problem in read.notices] == ["organ-map-own-grid"]
    assert same_places(places_in_map(read, 1), places_in_image(drawn, 1))


#: what the user typed, what was chosen in the terminology -> key, side
NAMES: list[tuple[str, CodeTriple, CodeTriple, CodeTriple | None, str, str | None]] = [
    ("right adrenal gland", ANATOMY, ADRENAL, RIGHT, "adrenal_gland_right", "right"),
    ("Segment_1", ANATOMY, KIDNEY, LEFT, "kidney_left", "left"),
    ("Segment_1", TISSUE, TISSUE, None, "other:segment-1", None),
    ("right kidney", TISSUE, TISSUE, None, "kidney_right", "right"),
    ("Niere links", TISSUE, TISSUE, None, "other:niere-links", None),
    ("left amygdala", ANATOMY, AMYGDALA, LEFT, "other:left-amygdala", "left"),
    ("tumour in the liver", ALTERATION, MASS, None, "other:tumour-in-the-liver", None),
]


def test_names_and_sides(tmp_path: Path) -> None:
    grid = GRIDS["straight"]
    drawn = image(grid, block(grid, slice(1, 3), slice(1, 3), slice(1, 3)))
    segments = [(drawn, attributes(1, label, category, kind, side)) for label, category, kind, side, _, _ in NAMES]
    read = as_slicer_writes(tmp_path, grid, segments)
    assert [segment.label for segment in read.segments] == [label for label, *_ in NAMES]
    found = [(segment.structure.key, segment.structure.side) for segment in read.segments]
    assert found == [(key, side) for *_, key, side in NAMES]
    assert {segment.algorithm for segment in read.segments} == {"MANUAL"}


def test_a_typed_name_that_contradicts_the_chosen_side_is_no_known_organ(tmp_path: Path) -> None:
    grid = GRIDS["straight"]
    drawn = image(grid, block(grid, slice(1, 3), slice(1, 3), slice(1, 3)))
    read = as_slicer_writes(tmp_path, grid, [(drawn, attributes(1, "left kidney", ANATOMY, KIDNEY, RIGHT))])
    assert [problem.code for problem in read.notices] == ["organ-map-side-contradicts"]
    assert not read.segments[0].structure.known
