"""An RT structure set of any writer becomes an organ map: its contours are filled on the voxels of the image."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from pydicom.dataset import Dataset

from totalpetview.dicom import elements
from totalpetview.dicom.parse import parse
from totalpetview.dicom.rtstruct.contours import Contours, contours_of
from totalpetview.dicom.rtstruct.fill import filled
from totalpetview.dicom.rtstruct.regions import making_of, source_of, structures_of
from totalpetview.dicom.segmentation.overlaps import LabelBuilder
from totalpetview.domain.geometry import Grid
from totalpetview.domain.organs.organ_map import OrganMap, Segment
from totalpetview.domain.problem import Problem, refuse

STRUCTURE_SET: Final = "1.2.840.10008.5.1.4.1.1.481.3"
#: of the distance of slices: contours this near to a slice were drawn on it
_ON_SLICE: Final = 0.1
_HALF: Final = 0.5


def read_rtstruct(source: bytes | Path, grid: Grid, frame_of_reference_uid: str | None = None) -> OrganMap:
    """Read a structure set.

    Parameters
    ----------
    source
        The object or its file.
    grid
        Of the image: a voxel belongs to a structure if its centre lies within an odd number of the contours on its
        slice. Where contours were drawn on other slices, a slice takes those of the nearest one, not farther than half
        of their distance.
    frame_of_reference_uid
        Of the image.

    Returns
    -------
    The map, on the image's grid. Its notices name the contours that were left out.

    Raises
    ------
    Refusal
        When the object is no structure set, is damaged, lies in another frame of reference, or has no contours.
    """
    header = parse(source, keep_bytes=False).header
    if elements.text(header, "SOPClassUID") != STRUCTURE_SET:
        raise refuse("organ-map-no-structure-set")
    origin = source_of(header)
    if origin.frames and frame_of_reference_uid and frame_of_reference_uid not in origin.frames:
        raise refuse("organ-map-other-frame")
    regions = elements.items(header, "StructureSetROISequence")
    numbers = _numbers(regions)
    structures, notices = structures_of(header, regions)
    contours = _contours(header, grid)
    if not any(each.planes for each in contours.values()):
        raise refuse("organ-map-no-contours")
    reach = _reach(contours)
    found = list(notices)
    builder = LabelBuilder(grid.shape, list(numbers.values()))
    segments = []
    for region, structure in zip(regions, structures, strict=True):
        written = elements.whole(region, "ROINumber")
        label = elements.text(region, "ROIName") or structure.english
        number = numbers[written or 0]
        own = contours.get(written or 0)
        segments.append(Segment(number, structure, label, elements.text(region, "ROIGenerationAlgorithm") or None))
        if own is not None:
            found += _filled(builder, segments[-1], own, grid, reach)
    return OrganMap(
        grid=grid,
        labels=builder.labels,
        values=builder.values,
        segments=tuple(sorted(segments, key=lambda segment: segment.number)),
        making=making_of(header, regions),
        frame_of_reference_uid=frame_of_reference_uid or next(iter(origin.frames), ""),
        source_series_uid=origin.series_uid,
        source_instance_uids=origin.instance_uids,
        series_uid=elements.text(header, "SeriesInstanceUID") or None,
        sop_instance_uid=elements.text(header, "SOPInstanceUID") or None,
        notices=tuple(found),
    )


def _numbers(regions: tuple[Dataset, ...]) -> dict[int, int]:
    """Return ROI number -> number of the segment; ROI numbers may begin with 0."""
    written = [elements.whole(region, "ROINumber") for region in regions]
    known = [number for number in written if number is not None and number >= 0]
    if len(set(known)) != len(regions) or not known:
        raise refuse("organ-map-damaged", reason="ROINumber")
    if min(known) >= 1 and max(known) <= np.iinfo(np.uint16).max:
        return {number: number for number in known}
    return {number: place for place, number in enumerate(sorted(known), start=1)}


def _contours(header: Dataset, grid: Grid) -> dict[int, Contours]:
    found: dict[int, Contours] = {}
    for item in elements.items(header, "ROIContourSequence"):
        number = elements.whole(item, "ReferencedROINumber")
        if number is None or number in found:
            raise refuse("organ-map-damaged", reason="ReferencedROINumber")
        found[number] = contours_of(item, grid)
    return found


def _reach(contours: dict[int, Contours]) -> float:
    """Return to how many slices of the image a plane of contours reaches: half of the distance of such planes."""
    places = np.array(sorted({k for each in contours.values() for k in each.planes}))
    gaps = np.diff(places)
    gaps = gaps[gaps > _ON_SLICE]
    on_slices = bool((np.abs(places - np.round(places)) <= _ON_SLICE).all())
    if on_slices and (not len(gaps) or float(gaps.min()) < 1 + 2 * _ON_SLICE):
        return _ON_SLICE  # drawn on this very image: a slice without contours is empty
    return max(_HALF, float(gaps.min()) / 2) if len(gaps) else _HALF


def _filled(builder: LabelBuilder, segment: Segment, contours: Contours, grid: Grid, reach: float) -> list[Problem]:
    """Fill the contours of one structure; return what had to be left out."""
    label, number = segment.label, segment.number
    problems = []
    if contours.left_out:
        problems.append(Problem("organ-map-contours-open", {"label": label, "contours": contours.left_out}))
    planes = sorted(contours.planes)
    used = set()
    for k in range(grid.shape[0]):
        nearest = min(planes, key=lambda place: abs(place - k), default=None)
        if nearest is None or abs(nearest - k) > reach + 1e-6:
            continue
        used.add(nearest)
        part = filled(contours.planes[nearest], grid.shape[1], grid.shape[2])
        if part is not None:
            row, column, inside = part
            rows, columns = inside.shape
            builder.add(number, (k, slice(row, row + rows), slice(column, column + columns)), (0, 1), inside)
    beside = sum(len(contours.planes[place]) for place in planes if place not in used)
    if beside:
        problems.append(Problem("organ-map-contours-beside", {"label": label, "contours": beside}))
    return problems
