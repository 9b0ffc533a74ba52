"""A mask from a DICOM segmentation (PS3.3 A.51), read at the voxel centres of another grid."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from totalpetview.dicom.segmentation.read import read_seg
from totalpetview.domain.geometry import Grid
from totalpetview.domain.problem import Refusal, refuse

#: what a reader of organ maps refuses, in the words of a mask
_AS_MASK: Final = {
    "organ-map-no-segmentation": "mask-no-segmentation",
    "organ-map-other-frame": "mask-other-frame",
}


def is_dicom(path: Path) -> bool:
    """Whether a file is DICOM with a preamble."""
    try:
        with path.open("rb") as file:
            return file.read(132)[128:] == b"DICM"
    except OSError:
        return False


def seg_mask(path: Path, grid: Grid, frame_of_reference_uid: str | None) -> NDArray[np.bool_]:
    """Return [k, j, i]: whether a voxel centre of `grid` lies within any segment; fractions from one half count.

    Raises
    ------
    Refusal
        Where the file cannot be read or is no segmentation, lies in another frame of reference, or nowhere near.
    """
    try:
        organs = read_seg(path, grid, frame_of_reference_uid)
    except Refusal as refusal:
        known = _AS_MASK.get(refusal.problem.code)
        raise refuse(known) if known else refusal from refusal
    inside = organs.mask_of(segment.number for segment in organs.segments)
    return inside if organs.grid is grid else _nearest(inside, organs.grid, grid)


def _nearest(mask: NDArray[np.bool_], own: Grid, grid: Grid) -> NDArray[np.bool_]:
    """Return for each voxel centre of `grid` what the mask's voxel there says; outside of the mask nothing is."""
    matrix = own.mm_to_index @ grid.index_to_mm
    depth, rows, columns = grid.shape
    j, i = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
    found = np.zeros(grid.shape, dtype=np.bool_)
    for k in range(depth):
        points = np.stack([i.ravel(), j.ravel(), np.full(i.size, k), np.ones(i.size)])
        index = np.floor((matrix @ points)[2::-1] + 0.5).astype(np.int64)
        within = np.all((index >= 0) & (index < np.array(mask.shape)[:, None]), axis=0)
        plane = np.zeros(i.size, dtype=np.bool_)
        plane[within] = mask[tuple(index[:, within])]
        found[k] = plane.reshape(rows, columns)
    return found
