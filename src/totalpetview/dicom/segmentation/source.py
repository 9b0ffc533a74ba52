"""The images of an organ map, reduced to what a derived object has to know of them, and checked against its grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from totalpetview.dicom import elements
from totalpetview.domain.geometry import Grid
from totalpetview.domain.problem import refuse

#: patient and study attributes that have to be there, empty where unknown (PS3.3 C.7.1.1, C.7.2.1)
_EMPTY_IF_UNKNOWN: Final = (
    "PatientID", "PatientName", "PatientBirthDate", "PatientSex", "AccessionNumber", "StudyID", "StudyDate",
    "StudyTime", "ReferringPhysicianName", "PositionReferenceIndicator",
)  # fmt: skip
_IF_KNOWN: Final = (
    "SpecificCharacterSet", "StudyDescription", "PatientAge", "PatientSize", "PatientWeight", "Manufacturer",
    "ManufacturerModelName", "SeriesDescription", "PatientIdentityRemoved", "DeidentificationMethod",
    "DeidentificationMethodCodeSequence", "IssuerOfPatientID",
)  # fmt: skip
_NEEDED: Final = ("SOPClassUID", "SOPInstanceUID", "SeriesInstanceUID", "StudyInstanceUID", "FrameOfReferenceUID")
#: of a voxel: headers are written with few digits
_SAME_PLACE: Final = 0.1


def source_images(headers: Sequence[Dataset], grid: Grid, frame_of_reference_uid: str) -> list[Dataset]:
    """Return light headers of the slices, in order k, with the geometry of the grid.

    Raises
    ------
    Refusal
        "organ-map-other-images" unless header k is the image of slice k: an organ map on the wrong slices, or on
        slices in the wrong order, is worse than none.
    """
    if len(headers) != grid.shape[0]:
        raise refuse("organ-map-other-images", reason=f"{len(headers)}/{grid.shape[0]}")
    to_index = grid.mm_to_index[:3, :3]
    for k, header in enumerate(headers):
        _check_place(header, grid, k, to_index)
    images = [_light(header, grid, k, frame_of_reference_uid) for k, header in enumerate(headers)]
    for keyword in (*_EMPTY_IF_UNKNOWN, *_IF_KNOWN):  # of patient, study and series: the first image speaks for all
        found = elements.value(headers[0], keyword)
        if found is not None or keyword in _EMPTY_IF_UNKNOWN:
            setattr(images[0], keyword, "" if found is None else found)
    return images


def _light(header: Dataset, grid: Grid, k: int, frame_of_reference_uid: str) -> Dataset:
    light = Dataset()
    for keyword in _NEEDED:
        uid = elements.text(header, keyword)
        if not uid:
            raise refuse("organ-map-other-images", reason=keyword)
        setattr(light, keyword, uid)
    if frame_of_reference_uid and frame_of_reference_uid != light.FrameOfReferenceUID:
        raise refuse("organ-map-other-images", reason="FrameOfReferenceUID")
    light.Modality = elements.text(header, "Modality") or "CT"
    light.InstanceNumber = elements.whole(header, "InstanceNumber") or k + 1
    light.Rows, light.Columns = grid.shape[1], grid.shape[2]
    light.ImagePositionPatient = header.ImagePositionPatient
    light.ImageOrientationPatient = header.ImageOrientationPatient
    light.PixelSpacing = header.PixelSpacing
    light.SliceThickness = elements.value(header, "SliceThickness") or f"{grid.spacing_mm[2]:.6g}"
    return light


def _check_place(header: Dataset, grid: Grid, k: int, to_index: NDArray[np.float64]) -> None:
    position = elements.numbers(header, "ImagePositionPatient")
    directions = elements.numbers(header, "ImageOrientationPatient")
    spacing = elements.numbers(header, "PixelSpacing")
    size = (elements.whole(header, "Rows"), elements.whole(header, "Columns"))
    if position is None or directions is None or spacing is None or (len(directions), len(spacing)) != (6, 2):
        raise refuse("organ-map-other-images", reason="ImagePositionPatient")
    if size != grid.shape[1:]:
        raise refuse("organ-map-other-images", reason="Rows, Columns")
    first = np.array(position)
    far = first + np.array(directions[:3]) * spacing[1] * (grid.shape[2] - 1)
    far += np.array(directions[3:]) * spacing[0] * (grid.shape[1] - 1)
    expected = (grid.point_mm(0, 0, k), grid.point_mm(grid.shape[2] - 1, grid.shape[1] - 1, k))
    for found, place in zip((first, far), expected, strict=True):
        index = to_index @ (found - np.array(place))
        if float(np.abs(index).max()) > _SAME_PLACE:
            raise refuse("organ-map-other-images", reason=f"ImagePositionPatient, k = {k}")
