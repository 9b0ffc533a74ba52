"""Organ maps as DICOM objects: what the workflows need of reading and writing them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from pydicom.dataset import Dataset

from totalpetview.dicom import elements
from totalpetview.dicom.parse import parse
from totalpetview.domain.geometry import Grid
from totalpetview.domain.organs.organ_map import OrganMap
from totalpetview.domain.problem import Problem

#: modalities of series that may hold organ maps
MAP_MODALITIES: Final = frozenset({"SEG", "RTSTRUCT"})
_RT_STRUCTURE_SET: Final = "1.2.840.10008.5.1.4.1.1.481.3"

Kind = Literal["labelmap", "binary"]


class MapFiles(Protocol):
    """Every method may raise `Refusal` with a sentence for people."""

    def write(self, organ_map: OrganMap, headers: Sequence[Dataset], kind: Kind) -> bytes:
        """Return a map as DICOM SEG; `headers` are those of its CT, in any order."""

    def write_structure_set(self, organ_map: OrganMap, headers: Sequence[Dataset]) -> bytes:
        """Return a map as RTSTRUCT."""

    def read(self, content: bytes, ct_grid: Grid | None, frame_of_reference_uid: str) -> OrganMap:
        """Return the map in a DICOM object, on the grid of its CT where its planes are those of the CT."""

    def differences(self, one: OrganMap, other: OrganMap) -> tuple[Problem, ...]:
        """Return where two maps that should be the same put organs at different places."""


@dataclass(frozen=True, slots=True)
class References:
    """What a DICOM object says of itself and of the images that it was drawn on."""

    sop_class_uid: str
    sop_instance_uid: str
    series_uid: str
    description: str
    source_series_uid: str
    frame_of_reference_uid: str

    @property
    def is_structure_set(self) -> bool:
        """Whether it holds contours."""
        return self.sop_class_uid == _RT_STRUCTURE_SET


def references(content: bytes) -> References:
    """Return the references of a SEG or RTSTRUCT; raises Refusal for what is no DICOM."""
    header = parse(content, keep_bytes=False).header
    return References(
        sop_class_uid=elements.text(header, "SOPClassUID"),
        sop_instance_uid=elements.text(header, "SOPInstanceUID"),
        series_uid=elements.text(header, "SeriesInstanceUID"),
        description=elements.text(header, "SeriesDescription"),
        source_series_uid=_source_series(header),
        frame_of_reference_uid=_frame(header),
    )


def _source_series(header: Dataset) -> str:
    named = [elements.text(each, "SeriesInstanceUID") for each in elements.items(header, "ReferencedSeriesSequence")]
    for frame in elements.items(header, "ReferencedFrameOfReferenceSequence"):
        for study in elements.items(frame, "RTReferencedStudySequence"):
            series = elements.items(study, "RTReferencedSeriesSequence")
            named.extend(elements.text(each, "SeriesInstanceUID") for each in series)
    return next((each for each in named if each), "")


def _frame(header: Dataset) -> str:
    own = elements.text(header, "FrameOfReferenceUID")
    frames = elements.items(header, "ReferencedFrameOfReferenceSequence")
    return own or next((elements.text(each, "FrameOfReferenceUID") for each in frames), "")
