"""Classic slices in place of an image's planes, for highdicom; and the real references in what it makes of them.

highdicom takes one multi-frame object with all of its frames, or classic slices. An image of the archive may as well be
several multi-frame objects, have frames in any order, or localizers among them: so each plane is given to it as a slice
on the grid of the map, under a UID that only says which plane it is, and what refers to that slice is made to refer to
the plane.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Final

import highdicom as hd
from pydicom.dataset import Dataset
from pydicom.valuerep import DSfloat

from totalpetview.dicom.segmentation.source import Plane, SourceImage
from totalpetview.domain.geometry import Grid, Vector, length, scale

_CT: Final = "1.2.840.10008.5.1.4.1.1.2"
#: of a UUID (PS3.5 B.2), and far below any that is one
_STANDS_FOR: Final = "2.25."
#: of a millimetre: what arithmetic adds behind is noise
_DECIMALS: Final = 9


def stand_ins(image: SourceImage, grid: Grid) -> list[Dataset]:
    """Return a slice for each plane, in order k; the first one carries patient, study and series."""
    found: list[Dataset] = []
    for k in range(len(image.planes)):
        one = Dataset() if found else deepcopy(image.head)
        for keyword in ("StudyInstanceUID", "SeriesInstanceUID", "FrameOfReferenceUID", "Modality"):
            setattr(one, keyword, image.head[keyword].value)
        one.SOPClassUID, one.SOPInstanceUID, one.InstanceNumber = _CT, f"{_STANDS_FOR}{k}", k + 1
        one.Rows, one.Columns = grid.shape[1:]
        one.ImagePositionPatient = _numbers(grid.point_mm(0, 0, k))
        one.ImageOrientationPatient = [*_unit(grid.step_i_mm), *_unit(grid.step_j_mm)]
        one.PixelSpacing = _numbers((grid.spacing_mm[1], grid.spacing_mm[0]))
        one.SliceThickness = image.head.get("SliceThickness") or _number(grid.spacing_mm[2])
        found.append(one)
    return found


def refer_to_planes(made: hd.seg.Segmentation, image: SourceImage) -> None:
    """Make an object that highdicom derived from stand-ins refer to the image itself."""
    planes = {f"{_STANDS_FOR}{k}": plane for k, plane in enumerate(image.planes)}
    made.SourceImageSequence = image.references()
    made.ReferencedSeriesSequence[0].ReferencedInstanceSequence = image.objects()
    for group in (*made.SharedFunctionalGroupsSequence, *made.PerFrameFunctionalGroupsSequence):
        for derivation in group.get("DerivationImageSequence", ()):
            for item in derivation.SourceImageSequence:
                # frames of several segments share an item: it is replaced when the first of them is met
                _replace(item, planes.get(item.ReferencedSOPInstanceUID))


def _replace(item: Dataset, plane: Plane | None) -> None:
    if plane is not None:
        item.update(plane.reference())


def _unit(step: Vector) -> list[DSfloat]:
    return _numbers(scale(step, 1.0 / length(step)))


def _numbers(parts: tuple[float, ...]) -> list[DSfloat]:
    return [_number(part) for part in parts]


def _number(part: float) -> DSfloat:
    return DSfloat(round(part, _DECIMALS) + 0.0, auto_format=True)  # + 0.0: no minus zero
