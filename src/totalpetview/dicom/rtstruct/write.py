"""An organ map becomes an RT structure set: for each structure the outlines of its voxels on every slice."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.tag import Tag
from pydicom.uid import UID, ExplicitVRLittleEndian, generate_uid

from totalpetview import __version__
from totalpetview.dicom.rtstruct.outline import outlines
from totalpetview.dicom.segmentation.character_sets import use_character_set
from totalpetview.dicom.segmentation.codes import concept
from totalpetview.dicom.segmentation.descriptions import description
from totalpetview.dicom.segmentation.making import STAND_IN_WORDS, Made, algorithm
from totalpetview.dicom.segmentation.source import Plane, SourceImage, source_image
from totalpetview.domain.organs.organ_map import OrganMap, Segment
from totalpetview.domain.problem import refuse

STRUCTURE_SET: Final = "1.2.840.10008.5.1.4.1.1.481.3"
SERIES_NUMBER: Final = 9200
_STUDY_COMPONENT: Final = "1.2.840.10008.3.1.2.3.1"
_CONTOUR_DATA: Final = Tag(0x3006, 0x0050)
_PATIENT_AND_STUDY: Final = (
    "SpecificCharacterSet", "PatientID", "PatientName", "PatientBirthDate", "PatientSex", "AccessionNumber", "StudyID",
    "StudyDate", "StudyTime", "ReferringPhysicianName", "StudyDescription", "StudyInstanceUID", "IssuerOfPatientID",
    "PatientIdentityRemoved", "DeidentificationMethod", "DeidentificationMethodCodeSequence",
    "FrameOfReferenceUID", "PositionReferenceIndicator",
)  # fmt: skip
_ALGORITHM_TYPES: Final = {"AUTOMATIC", "SEMIAUTOMATIC", "MANUAL"}

Mask = NDArray[np.bool_]


def write_rtstruct(
    organ_map: OrganMap,
    source_headers: Sequence[Dataset],
    *,
    series_uid: str | None = None,
    sop_instance_uid: str | None = None,
    series_number: int = SERIES_NUMBER,
) -> bytes:
    """Return a map as the bytes of a DICOM file.

    Parameters
    ----------
    organ_map
        On the grid of the images; segments may overlap.
    source_headers
        Headers of the images, classic or multi-frame, in any order; pixels are not needed.
    series_uid, sop_instance_uid
        Of the new object; made anew if not given.
    series_number
        Of the new series.

    Raises
    ------
    Refusal
        When the images are not those of the map's grid, or there is no segment.
    """
    if not organ_map.segments:
        raise refuse("organ-map-nothing")
    image = source_image(source_headers, organ_map.grid, organ_map.frame_of_reference_uid)
    use_character_set(image.head, organ_map)
    dataset = _head(organ_map, image)
    dataset.SOPInstanceUID = sop_instance_uid or generate_uid(prefix=None)
    dataset.SeriesInstanceUID = series_uid or generate_uid(prefix=None)
    dataset.SeriesNumber = series_number
    contours = _contours(organ_map, image.planes)
    frame_uid = image.head.FrameOfReferenceUID
    dataset.StructureSetROISequence = [_region(segment, organ_map, frame_uid) for segment in organ_map.segments]
    dataset.ROIContourSequence = [_contour(segment, contours[segment.number]) for segment in organ_map.segments]
    dataset.RTROIObservationsSequence = [_observation(segment) for segment in organ_map.segments]
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = UID(STRUCTURE_SET), dataset.SOPInstanceUID
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    file = io.BytesIO()
    whole = FileDataset(file, dataset, b"\0" * 128, meta, is_implicit_VR=False, is_little_endian=True)
    whole.save_as(file, enforce_file_format=True)
    return file.getvalue()


def _head(organ_map: OrganMap, image: SourceImage) -> Dataset:
    first, now = image.head, datetime.now().astimezone()
    head = Dataset()
    for keyword in _PATIENT_AND_STUDY:
        if keyword in first:
            setattr(head, keyword, first[keyword].value)
    head.SOPClassUID, head.Modality, head.InstanceNumber = STRUCTURE_SET, "RTSTRUCT", 1
    head.Manufacturer = head.ManufacturerModelName = "TotalPETView"
    head.SoftwareVersions, head.OperatorsName = __version__, ""
    head.InstanceCreationDate = head.StructureSetDate = f"{now:%Y%m%d}"
    head.InstanceCreationTime = head.StructureSetTime = f"{now:%H%M%S}"
    head.SeriesDescription = description(organ_map.making)
    head.StructureSetLabel = "STAND-IN ORGANS" if organ_map.making.stand_in else "ORGANS"
    head.StructureSetName = description(organ_map.making)
    if organ_map.making.stand_in:
        head.StructureSetDescription = STAND_IN_WORDS
    series = Dataset()
    series.SeriesInstanceUID = first.SeriesInstanceUID
    series.ContourImageSequence = image.references()
    study = Dataset()
    study.ReferencedSOPClassUID, study.ReferencedSOPInstanceUID = _STUDY_COMPONENT, first.StudyInstanceUID
    study.RTReferencedSeriesSequence = [series]
    frame = Dataset()
    frame.FrameOfReferenceUID, frame.RTReferencedStudySequence = first.FrameOfReferenceUID, [study]
    head.ReferencedFrameOfReferenceSequence = [frame]
    return head


def _region(segment: Segment, organ_map: OrganMap, frame_of_reference_uid: str) -> Dataset:
    item = Dataset()
    item.ROINumber, item.ReferencedFrameOfReferenceUID = segment.number, frame_of_reference_uid
    item.ROIName = (segment.label or segment.structure.english)[:64]
    item.ROIDescription = segment.structure.english
    item.ROIGenerationAlgorithm = segment.algorithm if segment.algorithm in _ALGORITHM_TYPES else ""
    identification = algorithm(Made(organ_map.making))
    item.ROIGenerationDescription = identification[0].AlgorithmName
    item.ROIDerivationAlgorithmIdentificationSequence = identification
    return item


def _observation(segment: Segment) -> Dataset:
    structure = segment.structure
    item = Dataset()
    item.ObservationNumber = item.ReferencedROINumber = segment.number
    item.RTROIInterpretedType, item.ROIInterpreter = "ORGAN", ""
    code = concept(structure.type)
    if structure.modifier is not None:
        code.SegmentedPropertyTypeModifierCodeSequence = [concept(structure.modifier)]
    item.RTROIIdentificationCodeSequence = [code]
    item.SegmentedPropertyCategoryCodeSequence = [concept(structure.category)]
    if structure.region is not None:
        region = concept(structure.region)
        if structure.region_modifier is not None:
            region.AnatomicRegionModifierSequence = [concept(structure.region_modifier)]
        item.AnatomicRegionSequence = [region]
    return item


def _contour(segment: Segment, contours: list[Dataset]) -> Dataset:
    item = Dataset()
    item.ReferencedROINumber, item.ROIDisplayColor = segment.number, list(segment.structure.colour)
    if contours:
        item.ContourSequence = contours
    return item


def _contours(organ_map: OrganMap, planes: Sequence[Plane]) -> dict[int, list[Dataset]]:
    """Return number -> contours of a segment, slice by slice."""
    found: dict[int, list[Dataset]] = {segment.number: [] for segment in organ_map.segments}
    to_mm = organ_map.grid.index_to_mm
    for k, plane in enumerate(organ_map.labels):
        for number, row, column, mask in _masks(plane, organ_map.values):
            for polygon in outlines(mask):
                shifted = polygon + np.array([column, row])
                place = shifted @ to_mm[:3, :2].T + to_mm[:3, 3] + k * to_mm[:3, 2]
                found[number].append(_outline(place, planes[k]))
    return found


def _masks(
    plane: NDArray[np.unsignedinteger], values: Sequence[tuple[int, ...]]
) -> Iterator[tuple[int, int, int, Mask]]:
    """Return (number, first row, first column, mask) of each segment on a slice."""
    rows, columns = np.flatnonzero(plane.any(axis=1)), np.flatnonzero(plane.any(axis=0))
    if not len(rows):
        return
    top, left = int(rows[0]), int(columns[0])
    part = plane[top : int(rows[-1]) + 1, left : int(columns[-1]) + 1]
    members: dict[int, list[int]] = {}
    for value in np.unique(part).tolist():
        for number in values[value]:
            members.setdefault(number, []).append(value)
    table = np.zeros(int(np.iinfo(plane.dtype).max) + 1, np.bool_)
    for number, chosen in members.items():
        table[:] = False
        table[chosen] = True
        mask = table[part]
        filled_rows, filled_columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        first_row, first_column = int(filled_rows[0]), int(filled_columns[0])
        cropped = mask[first_row : int(filled_rows[-1]) + 1, first_column : int(filled_columns[-1]) + 1]
        yield number, top + first_row, left + first_column, cropped


def _outline(place: NDArray[np.float64], plane: Plane) -> Dataset:
    item = Dataset()
    item.ContourImageSequence = [plane.reference()]
    item.ContourGeometricType, item.NumberOfContourPoints = "CLOSED_PLANAR", len(place)
    # hundreds of thousands of numbers: written as they are, without an object for each (23 s became 7 s)
    item.set_original_encoding(is_implicit_vr=False, is_little_endian=True, character_encoding="iso8859")
    text = "\\".join(["%.4f" % number for number in place.ravel().tolist()]).encode("ascii")  # noqa: UP031 - faster
    text += b" " * (len(text) % 2)
    item[_CONTOUR_DATA] = RawDataElement(_CONTOUR_DATA, "DS", len(text), text, 0, False, True)  # noqa: FBT003
    return item
