"""Colours of segments: RGB on the screen, CIELab in DICOM (PS3.3 C.10.7.1.1)."""

from __future__ import annotations

from highdicom.color import CIELabColor
from pydicom.dataset import Dataset

from totalpetview.dicom import elements

RGB = tuple[int, int, int]


def lab_of(colour: RGB) -> CIELabColor:
    """Return what DICOM writes for a colour."""
    return CIELabColor.from_rgb(*colour)


def rgb_of(item: Dataset) -> RGB | None:
    """Return the recommended colour of a segment; None without one, or with numbers that are none."""
    found = elements.numbers(item, "RecommendedDisplayCIELabValue")
    if found is None:
        return None
    try:
        red, green, blue = CIELabColor.from_dicom_value([int(part) for part in found]).to_rgb(clip=True)
    except (ValueError, TypeError):
        return None
    return (int(red), int(green), int(blue))
