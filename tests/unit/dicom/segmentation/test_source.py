"""Which pictures of a series show the slices of a volume; what does not fit is refused in words."""

from __future__ import annotations

import numpy as np
import pytest
from pydicom.dataset import Dataset
from tests.unit.dicom.multi_frame import classic, multi_frame
from tests.unit.dicom.segmentation.maps import FRAME, SERIES, of_labels, scattered
from tests.unit.dicom.segmentation.stored_cts import FORMS, GRIDS, stored

from totalpetview.dicom.segmentation.read import read_seg
from totalpetview.dicom.segmentation.write import write_seg
from totalpetview.domain.organs.organ_map import OrganMap
from totalpetview.domain.problem import Refusal

every_form = pytest.mark.parametrize("form", FORMS)
NUMBERS = [1, 2, 5, 90]


def refused(made: OrganMap, headers: list[Dataset]) -> str:
    with pytest.raises(Refusal) as refusal:
        write_seg(made, headers)
    assert refusal.value.problem.code == "organ-map-other-images"
    assert "organ map" in refusal.value.problem.sentence("en")
    return str(refusal.value.problem.values["reason"])


@every_form
def test_images_of_another_ct_are_refused_in_words(form: str) -> None:
    headers, _ = stored(GRIDS["straight"], form)
    other = GRIDS["prone"]
    assert "ImagePositionPatient" in refused(of_labels(other, scattered(other, NUMBERS), NUMBERS), headers)


def test_a_ct_that_lacks_a_slice_is_refused_in_words() -> None:
    grid = GRIDS["straight"]
    made, slices = of_labels(grid, scattered(grid, NUMBERS), NUMBERS), classic(grid)
    assert refused(made, [multi_frame(slices[1:], f"{SERIES}.100")]) == "6/7"
    assert refused(made, [multi_frame([*slices[1:], slices[1]], f"{SERIES}.100")]) == "6/7"


def test_a_ct_with_two_pictures_of_a_slice_is_refused_in_words() -> None:
    grid = GRIDS["straight"]
    made, slices = of_labels(grid, scattered(grid, NUMBERS), NUMBERS), classic(grid)
    assert refused(made, [multi_frame([*slices, slices[2]], f"{SERIES}.100")]) == "8/7"


def test_a_file_that_came_twice_counts_once() -> None:
    headers, grid = stored(GRIDS["straight"], "frames in any order")
    made = of_labels(grid, scattered(grid, NUMBERS), NUMBERS)
    read = read_seg(write_seg(made, [*headers, *headers]), grid, FRAME)
    assert np.array_equal(read.labels, made.labels)


def test_an_object_of_another_frame_of_reference_is_refused_in_words() -> None:
    headers, grid = stored(GRIDS["straight"], "concatenation")
    headers[1].FrameOfReferenceUID = "1.2.3"
    assert refused(of_labels(grid, scattered(grid, NUMBERS), NUMBERS), headers) == "FrameOfReferenceUID"


def test_frames_without_geometry_are_refused_in_words() -> None:
    headers, grid = stored(GRIDS["straight"], "one object")
    del headers[0].PerFrameFunctionalGroupsSequence[3].PlanePositionSequence
    assert refused(of_labels(grid, scattered(grid, NUMBERS), NUMBERS), headers) == "ImagePositionPatient"
