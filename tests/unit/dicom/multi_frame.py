"""Classic CT slices put together as multi-frame objects, as scanners and archives store them (PS3.3 A.38, A.70)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import deepcopy
from typing import Any

import numpy as np
from pydicom.dataset import Dataset
from tests.unit.dicom.objects import CT, ENHANCED_CT, pixels
from tests.unit.dicom.segmentation.maps import headers

from totalpetview.domain.geometry import Grid

#: functional group and what a classic slice says in place of it
GROUPS = {
    "PlanePositionSequence": ("ImagePositionPatient",),
    "PlaneOrientationSequence": ("ImageOrientationPatient",),
    "PixelMeasuresSequence": ("PixelSpacing", "SliceThickness"),
    "PixelValueTransformationSequence": ("RescaleSlope", "RescaleIntercept", "RescaleType"),
    "CTImageFrameTypeSequence": ("FrameType",),
}
SHARED = ("PlaneOrientationSequence", "PixelMeasuresSequence", "PixelValueTransformationSequence")


def classic(grid: Grid, seed: int = 1) -> list[Dataset]:
    """Return the slices of a CT, in order k, with pixels that are different everywhere."""
    random = np.random.default_rng(seed)
    slices = headers(grid)
    for header in slices:
        header.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
        header.RescaleSlope, header.RescaleIntercept, header.RescaleType = 1, -1024, "HU"
        pixels(header, random.integers(0, 3000, grid.shape[1:]).astype(np.int16))
    return slices


def multi_frame(
    slices: Sequence[Dataset],
    uid: str,
    *,
    sop_class: str = ENHANCED_CT,
    shared: Collection[str] = SHARED,
    **more: Any,
) -> Dataset:
    """Return one object with a frame for each slice, in this order; the named groups are written once for all."""
    made = Dataset()
    leave = {keyword for keywords in GROUPS.values() for keyword in keywords} | {"PixelData", "SOPClassUID"}
    for element in slices[0]:
        if element.keyword not in leave:
            made[element.tag] = deepcopy(element)
    made.SOPClassUID, made.SOPInstanceUID, made.InstanceNumber = sop_class, uid, 1
    made.NumberOfFrames, made.ImageType = len(slices), ["ORIGINAL", "PRIMARY", "VOLUME", "NONE"]
    made.SharedFunctionalGroupsSequence = [_groups(slices[0], shared)]
    made.PerFrameFunctionalGroupsSequence = [_groups(each, set(GROUPS) - set(shared)) for each in slices]
    if "PixelData" in slices[0]:
        made.PixelData = b"".join(each.PixelData for each in slices)
        made["PixelData"].VR = "OW"
    for keyword, value in more.items():
        setattr(made, keyword, value)
    return made


def _groups(header: Dataset, names: Collection[str]) -> Dataset:
    group = Dataset()
    for name in names:
        item = Dataset()
        for keyword in GROUPS[name]:
            if keyword == "FrameType":
                item.FrameType = [*header.get("ImageType", ["ORIGINAL", "PRIMARY", "AXIAL"]), "NONE"][:4]
            elif keyword in header:
                setattr(item, keyword, header[keyword].value)
        setattr(group, name, [item])
    return group


def frame_places(objects: Sequence[Dataset]) -> dict[tuple[float, ...], tuple[str, int | None]]:
    """Return position -> (SOP Instance UID, frame number from 1; None in a single-frame object)."""
    found: dict[tuple[float, ...], tuple[str, int | None]] = {}
    for each in objects:
        if each.SOPClassUID == CT and "LOCALIZER" not in each.ImageType:
            found[_place(each.ImagePositionPatient)] = (each.SOPInstanceUID, None)
            continue
        groups = each.get("PerFrameFunctionalGroupsSequence", ())
        for number, group in enumerate(groups, start=1):
            position = group.PlanePositionSequence[0].ImagePositionPatient
            found[_place(position)] = (each.SOPInstanceUID, number if len(groups) > 1 else None)
    return found


def _place(position: Sequence[float]) -> tuple[float, ...]:
    return tuple(round(float(number), 3) for number in position)
