"""A mask from a DICOM segmentation (PS3.3 A.51), read at the voxel centres of another grid."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydicom import dcmread
from pydicom.dataset import Dataset

from totalpetview.dicom import elements
from totalpetview.dicom.parse import parse
from totalpetview.domain.geometry import Grid
from totalpetview.domain.problem import refuse

SEGMENTATIONS: Final = {"1.2.840.10008.5.1.4.1.1.66.4", "1.2.840.10008.5.1.4.1.1.66.7"}
_HALF: Final = 0.5
#: planes are thicker than they say by this, so that rounded positions leave no gap
_SLACK_MM: Final = 1e-3


@dataclass(frozen=True, slots=True)
class _Plane:
    origin: NDArray[np.float64]
    along_i: NDArray[np.float64]
    along_j: NDArray[np.float64]
    spacing_mm: tuple[float, float]  # along i, along j
    thickness_mm: float

    @property
    def normal(self) -> NDArray[np.float64]:
        return np.cross(self.along_i, self.along_j)


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
    header = parse(path, keep_bytes=False).header
    if elements.text(header, "SOPClassUID") not in SEGMENTATIONS:
        raise refuse("mask-no-segmentation")
    own = elements.text(header, "FrameOfReferenceUID")
    if own and frame_of_reference_uid and own != frame_of_reference_uid:
        raise refuse("mask-other-frame")
    frames = _frames(path)
    groups = elements.items(header, "PerFrameFunctionalGroupsSequence")
    shared = elements.items(header, "SharedFunctionalGroupsSequence")[:1]
    if len(groups) != len(frames):
        raise refuse("mask-unreadable", reason="frames")
    least = 1.0
    if elements.text(header, "SegmentationType") == "FRACTIONAL":
        least = (elements.number(header, "MaximumFractionalValue") or 1.0) * _HALF
    inside = np.zeros(grid.shape, dtype=np.bool_)
    for group, frame in zip(groups, frames, strict=True):
        _add(inside, frame >= least, _plane((group, *shared)), grid)
    return inside


def _frames(path: Path) -> NDArray[Any]:
    """Return [frame, row, column]; bits are unpacked."""
    try:
        frames = dcmread(path).pixel_array
    except Exception as error:
        # pydicom raises nearly anything on malformed input; each is the same to a reader
        raise refuse("mask-unreadable", reason=type(error).__name__) from error
    return frames[None] if frames.ndim == 2 else frames  # noqa: PLR2004 - a single frame


def _plane(places: tuple[Dataset, ...]) -> _Plane:
    def numbers(sequence: str, keyword: str, count: int) -> NDArray[np.float64]:
        for place in places:
            for item in elements.items(place, sequence)[:1]:
                found = elements.numbers(item, keyword)
                if found is not None and len(found) == count:
                    return np.array(found)
        raise refuse("mask-unreadable", reason=keyword)

    directions = numbers("PlaneOrientationSequence", "ImageOrientationPatient", 6)
    spacing = numbers("PixelMeasuresSequence", "PixelSpacing", 2)
    thickness = numbers("PixelMeasuresSequence", "SliceThickness", 1)
    origin = numbers("PlanePositionSequence", "ImagePositionPatient", 3)
    if min(*spacing, *thickness) <= 0:
        raise refuse("mask-unreadable", reason="PixelSpacing")
    return _Plane(origin, directions[:3], directions[3:], (spacing[1], spacing[0]), float(thickness[0]))


def _add(inside: NDArray[np.bool_], frame: NDArray[Any], plane: _Plane, grid: Grid) -> None:
    """Mark the voxel centres of `grid` that lie within one plane and on a pixel of its mask."""
    depth, rows, columns = grid.shape
    j, i = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
    to_mm = grid.index_to_mm
    in_plane = to_mm[:3, 0, None] * i.ravel() + to_mm[:3, 1, None] * j.ravel() + to_mm[:3, 3, None]
    reach = plane.thickness_mm / 2.0 + _SLACK_MM
    across = plane.normal @ (in_plane - plane.origin[:, None])
    step = float(plane.normal @ to_mm[:3, 2])
    for k in range(depth):
        near = np.abs(across + k * step) <= reach
        if not near.any():
            continue
        offset = in_plane[:, near] + k * to_mm[:3, 2, None] - plane.origin[:, None]
        column = np.floor(plane.along_i @ offset / plane.spacing_mm[0] + 0.5).astype(np.int64)
        row = np.floor(plane.along_j @ offset / plane.spacing_mm[1] + 0.5).astype(np.int64)
        within = (row >= 0) & (row < frame.shape[0]) & (column >= 0) & (column < frame.shape[1])
        places = np.flatnonzero(near)[within][frame[row[within], column[within]]]
        inside[k].ravel()[places] = True
