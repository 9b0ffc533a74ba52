"""A DICOM segmentation of any writer becomes an organ map: binary, fractional or labelmap, overlapping or not."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from totalpetview.dicom import elements
from totalpetview.dicom.parse import ParsedObject, parse
from totalpetview.dicom.segmentation import frames
from totalpetview.dicom.segmentation.making import making_of
from totalpetview.dicom.segmentation.overlaps import LabelBuilder
from totalpetview.dicom.segmentation.planes import Placement, on_image, on_own_grid, planes_of
from totalpetview.dicom.segmentation.segments import Segments, segments_of
from totalpetview.domain.geometry import Grid
from totalpetview.domain.organs.organ_map import Labels, OrganMap, plain_values
from totalpetview.domain.problem import Problem, refuse

SEGMENTATION: Final = "1.2.840.10008.5.1.4.1.1.66.4"
LABELMAP: Final = "1.2.840.10008.5.1.4.1.1.66.7"
_HALF: Final = 0.5

Array = NDArray[Any]


def read_seg(source: bytes | Path, grid: Grid | None = None, frame_of_reference_uid: str | None = None) -> OrganMap:
    """Read a segmentation.

    Parameters
    ----------
    source
        The object or its file.
    grid
        Of the image that it was drawn on. The map lies on it where the frames' pixels are its voxels, in whatever
        order they come; else, and without it, on the grid that the frames span.
    frame_of_reference_uid
        Of that image.

    Returns
    -------
    The map. Its notices say what had to be decided: a threshold, a grid of its own, contradicting sides.

    Raises
    ------
    Refusal
        When the object is no segmentation, is damaged, lies in another frame of reference or nowhere in the patient.
    """
    parsed = parse(source, keep_bytes=True)
    header = parsed.header
    if elements.text(header, "SOPClassUID") not in {SEGMENTATION, LABELMAP}:
        raise refuse("organ-map-no-segmentation")
    own = elements.text(header, "FrameOfReferenceUID")
    if own and frame_of_reference_uid and own != frame_of_reference_uid:
        raise refuse("organ-map-other-frame")
    made = making_of(header)
    segments = segments_of(header, made)
    notices = list(segments.notices)
    placement = _placement(header, grid, notices)
    if elements.text(header, "SegmentationType") == "LABELMAP":
        labels, values = _labelmap(parsed, placement, segments, notices)
    else:
        labels, values = _masks(parsed, placement, segments, notices)
    return OrganMap(
        grid=placement.grid,
        labels=labels,
        values=values,
        segments=segments.segments,
        making=made.making,
        frame_of_reference_uid=own or frame_of_reference_uid or "",
        source_series_uid=_source_series(header),
        source_instance_uids=_source_instances(header),
        series_uid=elements.text(header, "SeriesInstanceUID") or None,
        sop_instance_uid=elements.text(header, "SOPInstanceUID") or None,
        notices=tuple(notices),
    )


def _placement(header: Dataset, grid: Grid | None, notices: list[Problem]) -> Placement:
    planes = planes_of(header, frames.frame_count(header))
    if grid is None:
        return on_own_grid(planes)
    found = on_image(planes, grid)
    if found is None:
        notices.append(Problem("organ-map-own-grid"))
        return on_own_grid(planes)
    return found


def _masks(
    parsed: ParsedObject, placement: Placement, segments: Segments, notices: list[Problem]
) -> tuple[Labels, tuple[tuple[int, ...], ...]]:
    """Return labels and values of frames that belong to one segment each."""
    header = parsed.header
    least = 1.0
    if elements.text(header, "SegmentationType") == "FRACTIONAL":
        least = (elements.number(header, "MaximumFractionalValue") or 1.0) * _HALF
        notices.append(Problem("organ-map-fractional", {"percent": 50}))
    referenced = _referenced_segments(header)
    builder = LabelBuilder(placement.grid.shape, [each.number for each in segments.segments])
    outside = 0
    for index, window in enumerate(frames.windows(parsed, least)):
        if window is None:
            continue
        if index >= len(referenced):
            raise refuse("organ-map-damaged", reason="NumberOfFrames")
        number = segments.number_of.get(referenced[index])
        if number is None:
            raise refuse("organ-map-damaged", reason=f"ReferencedSegmentNumber {referenced[index]}")
        part = placement.part(index, window.row, window.column, window.inside)
        if part is None or part.cut:
            outside += 1
        if part is not None:
            builder.add(number, part.place, part.order, part.values)
    if outside:
        notices.append(Problem("organ-map-outside", {"frames": outside}))
    return builder.labels, builder.values


def _labelmap(
    parsed: ParsedObject, placement: Placement, segments: Segments, notices: list[Problem]
) -> tuple[Labels, tuple[tuple[int, ...], ...]]:
    """Return labels and values of frames that hold the segments' numbers."""
    stored = frames.numbers(parsed)
    if stored[0].dtype.kind != "u" or stored[0].dtype.itemsize > np.dtype(np.uint16).itemsize:
        raise refuse("pixel-format", image="1", found=str(stored[0].dtype))
    table, unknown = _tables(segments, int(np.iinfo(stored[0].dtype).max) + 1)
    labels: Array = np.zeros(placement.grid.shape, table.dtype)
    outside = undescribed = 0
    for index, frame in enumerate(stored):
        undescribed += int(np.count_nonzero(unknown[frame])) if unknown.any() else 0
        part = placement.part(index, 0, 0, table[frame])
        if part is None or part.cut:
            outside += 1
        if part is not None:
            np.copyto(labels[part.place].transpose(part.order), part.values, where=part.values != 0)
    if undescribed:
        notices.append(Problem("organ-map-undescribed", {"voxels": undescribed}))
    if outside:
        notices.append(Problem("organ-map-outside", {"frames": outside}))
    return labels, plain_values(each.number for each in segments.segments)


def _tables(segments: Segments, size: int) -> tuple[Array, NDArray[np.bool_]]:
    """Return for each stored value the segment's number, and whether nobody explains the value."""
    highest = max((each.number for each in segments.segments), default=0)
    table = np.zeros(size, np.uint8 if highest <= np.iinfo(np.uint8).max else np.uint16)
    unknown = np.ones(size, np.bool_)
    for written, number in segments.number_of.items():
        if written < size:
            table[written], unknown[written] = number, False
    unknown[[each for each in segments.background if each < size]] = False
    return table, unknown


def _referenced_segments(header: Dataset) -> list[int]:
    """Return the segment number of each frame."""
    shared = elements.items(header, "SharedFunctionalGroupsSequence")[:1]
    found = []
    for group in elements.items(header, "PerFrameFunctionalGroupsSequence"):
        numbers = (
            elements.whole(item, "ReferencedSegmentNumber")
            for place in (group, *shared)
            for item in elements.items(place, "SegmentIdentificationSequence")[:1]
        )
        number = next((each for each in numbers if each is not None), None)
        if number is None:
            raise refuse("organ-map-damaged", reason="SegmentIdentificationSequence")
        found.append(number)
    return found


def _source_series(header: Dataset) -> str | None:
    """Return the only series that the object says it was drawn on."""
    found = {elements.text(item, "SeriesInstanceUID") for item in elements.items(header, "ReferencedSeriesSequence")}
    found.discard("")
    return next(iter(found)) if len(found) == 1 else None


def _source_instances(header: Dataset) -> tuple[str, ...]:
    """Return the images that the object says it was drawn on, in its order."""
    found = [
        elements.text(instance, "ReferencedSOPInstanceUID")
        for series in elements.items(header, "ReferencedSeriesSequence")
        for instance in elements.items(series, "ReferencedInstanceSequence")
    ]
    return tuple(dict.fromkeys(uid for uid in found if uid))
