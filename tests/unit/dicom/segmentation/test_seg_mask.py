"""A segmentation as the mask of another image."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.unit.dicom.segmentation.maps import FRAME, headers, of_labels, straight

from totalpetview.dicom.seg_mask import seg_mask
from totalpetview.dicom.segmentation.write import write_seg
from totalpetview.domain.geometry import Grid
from totalpetview.domain.problem import Refusal


def written(folder: Path) -> Path:
    """Write a mask: two organs, voxels of 1.5 x 1.25 x 3 mm."""
    grid = straight()
    labels = np.zeros(grid.shape, np.uint8)
    labels[2:4, 4:8, 6:10], labels[4, 4:8, 6:10] = 1, 2
    path = folder / "seg.dcm"
    path.write_bytes(write_seg(of_labels(grid, labels, [1, 2]), headers(grid), "binary"))
    return path


def test_on_its_own_image_the_mask_is_all_its_organs(tmp_path: Path) -> None:
    inside = seg_mask(written(tmp_path), straight(), FRAME)
    assert inside[2:5, 4:8, 6:10].all()
    assert int(inside.sum()) == 3 * 4 * 4


def test_on_another_image_each_centre_takes_the_voxel_that_it_lies_in(tmp_path: Path) -> None:
    pet = Grid((10, 30, 30), (-10, -20, 100), (1, 0, 0), (0, 1, 0), (0, 0, 2))
    k, j, i = np.nonzero(seg_mask(written(tmp_path), pet, FRAME))
    x, y, z = -10 + i, -20 + j, 100 + 2 * k
    # the faces of the organs' voxels: first centre - half a voxel to last centre + half a voxel
    assert (x.min(), x.max()) == (-1, 4)  # -10 + 6 * 1.5 - 0.75 = -1.75 to 4.25
    assert (y.min(), y.max()) == (-16, -12)  # -20.5 + 4 * 1.25 - 0.625 = -16.125 to -11.125
    assert (z.min(), z.max()) == (106, 112)  # 100.25 + 2 * 3 - 1.5 = 104.75 to 113.75
    assert len(k) == 6 * 5 * 4


def test_a_mask_in_another_frame_of_reference_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        seg_mask(written(tmp_path), straight(), "1.2.3.4")
    assert refusal.value.problem.code == "mask-other-frame"
