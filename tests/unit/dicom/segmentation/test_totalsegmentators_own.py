"""TotalSegmentator's own DICOM output, written by itself from its own example, is its example again."""

from __future__ import annotations

import subprocess
from pathlib import Path

import nibabel
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.shared_data import needs_shared_data, shared
from tests.totalsegmentator import totalsegmentator_venv
from tests.unit.dicom.segmentation.places import places_in_map, same_places

from totalpetview.dicom.frames import read_frames
from totalpetview.dicom.parse import parse
from totalpetview.dicom.rtstruct.read import read_rtstruct
from totalpetview.dicom.segmentation.centres import centres_agree
from totalpetview.dicom.segmentation.read import read_seg
from totalpetview.domain.geometry import Grid
from totalpetview.domain.organs.organ_map import OrganMap
from totalpetview.domain.organs.total import TOTAL
from totalpetview.domain.stack import stack

pytestmark = [pytest.mark.shared_data, needs_shared_data, pytest.mark.slow]

WRITE = """
import sys
from pathlib import Path
import nibabel, numpy
from totalsegmentator.dicom_io import save_mask_as_dicomseg, save_mask_as_rtstruct
from totalsegmentator.map_to_binary import class_map
labels, dicom, out = (Path(argument) for argument in sys.argv[1:4])
image = nibabel.load(labels)
data = numpy.asarray(image.dataobj).astype(numpy.uint8)
present = {n: class_map["total"][n] for n in numpy.unique(data).tolist() if n}
save_mask_as_dicomseg(data, present, dicom, out / "seg.dcm", image.affine)
save_mask_as_rtstruct(data, present, dicom, out / "rtstruct.dcm")
"""


@pytest.fixture(scope="module")
def own_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Let TotalSegmentator write its example as SEG and RTSTRUCT."""
    python = totalsegmentator_venv() / "bin" / "python"
    folder = tmp_path_factory.mktemp("totalsegmentator")
    subprocess.run([python, "-c", WRITE, example(), ct_folder(), folder], check=True, capture_output=True, cwd=folder)
    return folder


def example() -> Path:
    return shared("totalsegmentator-reference", "example_seg_dicom.nii.gz")


def ct_folder() -> Path:
    return shared("totalsegmentator-reference", "example_ct_dicom")


def ct_grid() -> Grid:
    """Return the grid of its CT, whose files carry no UID of a series."""
    headers = [parse(path, keep_bytes=False).header for path in sorted(ct_folder().iterdir())]
    slices = [frame.slice for header in headers for frame in read_frames(header, zone="")]
    return stack([each for each in slices if each is not None]).grid


def expected() -> dict[str, NDArray[np.float64]]:
    """Return key -> places in mm of the organ's voxels; NIfTI's x and y point the other way."""
    image = nibabel.load(example())
    data = np.asarray(image.dataobj)  # type: ignore[attr-defined]
    to_mm = np.diag([-1, -1, 1, 1]) @ image.affine  # type: ignore[attr-defined]
    return {
        TOTAL[n - 1].key: np.argwhere(data == n) @ to_mm[:3, :3].T + to_mm[:3, 3]
        for n in np.unique(data).astype(int).tolist()
        if n
    }


def test_every_organ_of_its_seg_and_of_its_structure_set_is_where_its_nifti_says(own_output: Path) -> None:
    maps: list[OrganMap] = [
        read_seg(own_output / "seg.dcm", ct_grid()),
        read_rtstruct(own_output / "rtstruct.dcm", ct_grid()),
    ]
    places = expected()
    assert len(places) == 31
    for organ_map in maps:
        assert organ_map.notices == ()
        assert {segment.structure.key for segment in organ_map.segments} == set(places)
        for segment in organ_map.segments:
            assert same_places(places_in_map(organ_map, segment.number), places[segment.structure.key])
    assert centres_agree(*maps) == ()
    assert maps[0].making.program == "TotalSegmentator"
    assert maps[0].making.weights == "unknown"
