"""The frames of one SOP instance: one for classic objects, as many as there are for enhanced ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from pydicom.dataset import Dataset

from totalpetview.dicom import elements
from totalpetview.dicom.moments import combined, moment_of
from totalpetview.domain.geometry import Vector
from totalpetview.domain.problem import Problem
from totalpetview.domain.stack import Slice
from totalpetview.domain.suv.decay import FrameTime


@dataclass(frozen=True, slots=True)
class Frame:
    """What the header says about one picture.

    Attributes
    ----------
    index
        Number of the frame in its object, from 0.
    slice
        None where an element of the geometry is missing; `flaw` says which.
    slope, intercept
        None where missing or unusable; `flaw` says so.
    image_type
        Of the frame (Frame Type), else of the object, in capitals.
    """

    sop_uid: str
    index: int
    label: str
    slice: Slice | None
    slope: float | None
    intercept: float | None
    image_type: tuple[str, ...]
    rescale_type: str | None
    time: FrameTime
    flaw: Problem | None


def read_frames(header: Dataset, *, zone: str) -> tuple[Frame, ...]:
    """Return the frames of an object; none when it has no rows and columns."""
    if elements.whole(header, "Rows") is None or elements.whole(header, "Columns") is None:
        return ()
    groups = elements.items(header, "PerFrameFunctionalGroupsSequence")
    label = label_of(header)
    if not groups:
        return (_frame((header,), header, 0, label, zone),)
    shared = elements.items(header, "SharedFunctionalGroupsSequence")[:1]
    many = len(groups) > 1
    return tuple(
        _frame((group, *shared), header, index, f"{label}/{index + 1}" if many else label, zone)
        for index, group in enumerate(groups)
    )


def label_of(header: Dataset) -> str:
    """Return what a person knows an object by: its instance number, "?" without one."""
    return elements.raw_text(header, "InstanceNumber") or elements.text(header, "InstanceNumber") or "?"


def _frame(places: tuple[Dataset, ...], header: Dataset, index: int, label: str, zone: str) -> Frame:
    """`places` are the functional groups of the frame, nearest first, or the header itself."""
    the_slice, flaw = _slice(places, header, label)
    slope, intercept = _rescale(places, header)
    if flaw is None and (slope is None or intercept is None or slope == 0):
        lut = elements.items(header, "ModalityLUTSequence")
        flaw = Problem("modality-lut" if lut else "rescale-missing", {"image": label})
    frame_type = _words(places, ("CTImageFrameTypeSequence", "PETFrameTypeSequence"), "FrameType")
    return Frame(
        sop_uid=elements.raw_text(header, "SOPInstanceUID") or elements.text(header, "SOPInstanceUID"),
        index=index,
        label=label,
        slice=the_slice,
        slope=slope,
        intercept=intercept,
        image_type=tuple(word.upper() for word in frame_type or elements.words(header, "ImageType")),
        rescale_type=_rescale_type(places),
        time=_time(places, header, zone),
        flaw=flaw,
    )


def _inside(places: tuple[Dataset, ...], sequences: tuple[str, ...]) -> tuple[Dataset, ...]:
    """Return the first items of the named functional groups, then the places themselves."""
    found = [item for place in places for name in sequences for item in elements.items(place, name)[:1]]
    return (*found, *places)


def _numbers(places: tuple[Dataset, ...], sequence: str, keyword: str) -> tuple[float, ...] | None:
    if len(places) == 1:
        direct = elements.numbers(places[0], keyword)
        if direct is not None:
            return direct
    for place in _inside(places, (sequence,)):
        found = elements.numbers(place, keyword)
        if found is not None:
            return found
    return None


def _words(places: tuple[Dataset, ...], sequences: tuple[str, ...], keyword: str) -> tuple[str, ...]:
    for place in _inside(places, sequences):
        found = elements.words(place, keyword)
        if found:
            return found
    return ()


def _slice(places: tuple[Dataset, ...], header: Dataset, label: str) -> tuple[Slice | None, Problem | None]:
    position = _numbers(places, "PlanePositionSequence", "ImagePositionPatient")
    directions = _numbers(places, "PlaneOrientationSequence", "ImageOrientationPatient")
    spacing = _numbers(places, "PixelMeasuresSequence", "PixelSpacing")
    rows, columns = elements.whole(header, "Rows"), elements.whole(header, "Columns")
    for found, count, name in (
        (position, 3, "ImagePositionPatient"),
        (directions, 6, "ImageOrientationPatient"),
        (spacing, 2, "PixelSpacing"),
    ):
        if found is None or len(found) != count:
            return None, Problem("missing-geometry", {"image": label, "attribute": name})
    if position is None or directions is None or spacing is None or rows is None or columns is None:
        return None, Problem("missing-geometry", {"image": label, "attribute": "Rows"})
    along_i: Vector = (directions[0], directions[1], directions[2])
    along_j: Vector = (directions[3], directions[4], directions[5])
    where: Vector = (position[0], position[1], position[2])
    return Slice(label, rows, columns, where, along_i, along_j, spacing[1], spacing[0]), None


def _rescale(places: tuple[Dataset, ...], header: Dataset) -> tuple[float | None, float | None]:
    slope = _numbers(places, "PixelValueTransformationSequence", "RescaleSlope") or elements.numbers(
        header, "RescaleSlope"
    )
    intercept = _numbers(places, "PixelValueTransformationSequence", "RescaleIntercept") or elements.numbers(
        header, "RescaleIntercept"
    )
    return (slope[0] if slope else None, intercept[0] if intercept else None)


def _rescale_type(places: tuple[Dataset, ...]) -> str | None:
    if len(places) == 1:
        return None  # the series header has it
    found = _words(places, ("PixelValueTransformationSequence",), "RescaleType")
    return found[0].upper() if found else None


def _time(places: tuple[Dataset, ...], header: Dataset, zone: str) -> FrameTime:
    acquired = _acquired_at(places, header, zone)
    reference = _numbers(places, "UnassignedPerFrameConvertedAttributesSequence", "FrameReferenceTime")
    duration = _numbers(places, "FrameContentSequence", "FrameAcquisitionDuration") or elements.numbers(
        header, "ActualFrameDuration"
    )
    return FrameTime(
        acquired,
        reference[0] / 1000.0 if reference else None,
        duration[0] / 1000.0 if duration else None,
    )


def _acquired_at(places: tuple[Dataset, ...], header: Dataset, zone: str) -> datetime | None:
    if len(places) > 1 or places[0] is not header:
        content = _words(places, ("FrameContentSequence",), "FrameAcquisitionDateTime")
        found = moment_of(content[0], zone) if content else None
        if found is not None:
            return found
        places = (*_inside(places, ("UnassignedPerFrameConvertedAttributesSequence",)), header)
    for place in places:
        day, clock = _short(place, "AcquisitionDate"), _short(place, "AcquisitionTime")
        if clock:
            found = combined(day, clock, zone) if day else _on_day_of_series(header, clock, zone)
        else:
            found = moment_of(_short(place, "AcquisitionDateTime"), zone)
        if found is not None:
            return found
    return None


def _on_day_of_series(header: Dataset, clock: str, zone: str) -> datetime | None:
    """Return a time of day without a date: on the day of the series, or after midnight if the series began before."""
    day = _short(header, "SeriesDate")
    found, began = combined(day, clock, zone), combined(day, _short(header, "SeriesTime"), zone)
    if found is not None and began is not None and began - found > timedelta(hours=12):
        return found + timedelta(days=1)
    return found


def _short(header: Dataset, keyword: str) -> str:
    raw = elements.raw_text(header, keyword)
    return elements.text(header, keyword) if raw is None else raw
