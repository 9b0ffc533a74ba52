"""The image of an organ map: which object, and which of its frames, shows each slice; and whose image it is.

How an archive stores an image (a file for each slice, one for all of them, several with many frames) is known here and
nowhere behind: what is derived from an image refers to its planes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pydicom.dataset import Dataset

from totalpetview.dicom import elements
from totalpetview.dicom.frames import Frame, read_frames
from totalpetview.dicom.kinds import CT_CLASSES, PET_CLASSES, is_localizer
from totalpetview.domain.geometry import Grid
from totalpetview.domain.problem import refuse
from totalpetview.domain.stack import slice_of

#: patient and study attributes that have to be there, empty where unknown (PS3.3 C.7.1.1, C.7.2.1)
_EMPTY_IF_UNKNOWN: Final = (
    "PatientID", "PatientName", "PatientBirthDate", "PatientSex", "AccessionNumber", "StudyID", "StudyDate",
    "StudyTime", "ReferringPhysicianName", "PositionReferenceIndicator",
)  # fmt: skip
_IF_KNOWN: Final = (
    "SpecificCharacterSet", "StudyDescription", "PatientAge", "PatientSize", "PatientWeight", "Manufacturer",
    "ManufacturerModelName", "SeriesDescription", "PatientIdentityRemoved", "DeidentificationMethod",
    "DeidentificationMethodCodeSequence", "IssuerOfPatientID",
    "LossyImageCompression", "LossyImageCompressionRatio", "LossyImageCompressionMethod",
)  # fmt: skip
_OF_SERIES: Final = ("SeriesInstanceUID", "StudyInstanceUID", "FrameOfReferenceUID")
_NEEDED: Final = ("SOPClassUID", "SOPInstanceUID", *_OF_SERIES)
_PER_FRAME: Final = "PerFrameFunctionalGroupsSequence"


@dataclass(frozen=True, slots=True)
class Plane:
    """What shows one slice.

    Attributes
    ----------
    frame_number
        From 1; None where the object has no other frames.
    """

    sop_class_uid: str
    sop_instance_uid: str
    frame_number: int | None

    def reference(self) -> Dataset:
        """Return an item of the Image SOP Instance Reference Macro (PS3.3 table 10-3)."""
        return _reference(self, [] if self.frame_number is None else [self.frame_number])


@dataclass(frozen=True, eq=False, slots=True)
class SourceImage:
    """An image as far as what is derived from it has to know it.

    Attributes
    ----------
    head
        Patient, study, series and frame of reference.
    planes
        In order k.
    frame_counts
        SOP Instance UID -> how many frames the object has.
    """

    head: Dataset
    planes: tuple[Plane, ...]
    frame_counts: dict[str, int]

    def objects(self) -> list[Dataset]:
        """Return a reference to each object that shows slices (PS3.3 table 10-11): without frames."""
        return [_reference(planes[0], []) for planes in self._by_object()]

    def references(self) -> list[Dataset]:
        """Return a reference to each object, with the frames where some of them show no slice (table 10-3)."""
        found = []
        for planes in self._by_object():
            numbers = sorted(each.frame_number or 1 for each in planes)
            whole = len(numbers) == self.frame_counts[planes[0].sop_instance_uid]
            found.append(_reference(planes[0], [] if whole else numbers))
        return found

    def _by_object(self) -> Iterable[list[Plane]]:
        found: dict[str, list[Plane]] = {}
        for plane in self.planes:
            found.setdefault(plane.sop_instance_uid, []).append(plane)
        return found.values()


def source_image(headers: Sequence[Dataset], grid: Grid, frame_of_reference_uid: str) -> SourceImage:
    """Return the image that a grid was made from.

    Parameters
    ----------
    headers
        Of its objects, classic or multi-frame, in any order; localizers and objects of other classes are left out, as
        they were when the volume was made.
    grid
        Of the volume.
    frame_of_reference_uid
        Of the volume; "" if unknown.

    Raises
    ------
    Refusal
        "organ-map-other-images" unless every slice has its picture, and every picture is a slice: references to wrong
        slices are worse than none.
    """
    objects = {elements.text(each, "SOPInstanceUID"): each for each in headers if _may_show_slices(each)}
    shown: list[tuple[int, Frame]] = []
    for header in objects.values():
        _check(header, frame_of_reference_uid)
        frames = read_frames(header, zone="")
        shown += [(_place(frame, grid), frame) for frame in frames if not is_localizer(frame.image_type)]
    planes = dict(shown)
    for count in (len(planes), len(shown)):
        if count != grid.shape[0]:
            raise refuse("organ-map-other-images", reason=f"{count}/{grid.shape[0]}")
    counts = {uid: max(1, len(elements.items(each, _PER_FRAME))) for uid, each in objects.items()}
    ordered = [planes[k] for k in range(grid.shape[0])]
    return SourceImage(
        _head(objects[ordered[0].sop_uid]),
        tuple(
            Plane(
                elements.text(objects[each.sop_uid], "SOPClassUID"),
                each.sop_uid,
                each.index + 1 if counts[each.sop_uid] > 1 else None,
            )
            for each in ordered
        ),
        counts,
    )


def _may_show_slices(header: Dataset) -> bool:
    return elements.text(header, "SOPClassUID") in CT_CLASSES | PET_CLASSES


def _check(header: Dataset, frame_of_reference_uid: str) -> None:
    for keyword in _NEEDED:
        if not elements.text(header, keyword):
            raise refuse("organ-map-other-images", reason=keyword)
    if frame_of_reference_uid and frame_of_reference_uid != elements.text(header, "FrameOfReferenceUID"):
        raise refuse("organ-map-other-images", reason="FrameOfReferenceUID")


def _place(frame: Frame, grid: Grid) -> int:
    if frame.slice is None:
        attribute = None if frame.flaw is None else frame.flaw.values.get("attribute")
        raise refuse("organ-map-other-images", reason=str(attribute))
    k = slice_of(frame.slice, grid)
    if k is None:
        raise refuse("organ-map-other-images", reason=f"ImagePositionPatient, {frame.label}")
    return k


def _head(header: Dataset) -> Dataset:
    head = Dataset()
    for keyword in _OF_SERIES:
        setattr(head, keyword, elements.text(header, keyword))
    head.Modality = elements.text(header, "Modality") or "CT"
    for keyword in (*_EMPTY_IF_UNKNOWN, *_IF_KNOWN):
        found = elements.value(header, keyword)
        if found is not None or keyword in _EMPTY_IF_UNKNOWN:
            setattr(head, keyword, "" if found is None else found)
    thickness = _thickness(header)
    if thickness is not None:
        head.SliceThickness = thickness
    return head


def _thickness(header: Dataset) -> float | None:
    groups = (*elements.items(header, "SharedFunctionalGroupsSequence")[:1], *elements.items(header, _PER_FRAME)[:1])
    measures = (item for group in groups for item in elements.items(group, "PixelMeasuresSequence")[:1])
    return next((found for place in (header, *measures) if (found := elements.number(place, "SliceThickness"))), None)


def _reference(plane: Plane, frames: Sequence[int]) -> Dataset:
    item = Dataset()
    item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = plane.sop_class_uid, plane.sop_instance_uid
    if frames:
        item.ReferencedFrameNumber = list(frames)
    return item
