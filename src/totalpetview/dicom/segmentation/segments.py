"""The segments that an object describes (PS3.3 C.8.20.4), and the numbers by which its pixels name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pydicom.dataset import Dataset

from totalpetview.dicom import elements
from totalpetview.dicom.segmentation.codes import codes_in
from totalpetview.dicom.segmentation.colours import rgb_of
from totalpetview.dicom.segmentation.making import Made
from totalpetview.dicom.segmentation.recognition import Described, recognised
from totalpetview.domain.organs.organ_map import Segment
from totalpetview.domain.problem import Problem, refuse

_BACKGROUND: Final = ("DCM", "125040")


@dataclass(frozen=True, slots=True)
class Segments:
    """What an object describes.

    Attributes
    ----------
    segments
        In order of number.
    number_of
        Number in the object -> number of the segment.
    background
        Pixel values that mean: nothing.
    notices
        What is contradictory about them.
    """

    segments: tuple[Segment, ...]
    number_of: Mapping[int, int]
    background: frozenset[int]
    notices: tuple[Problem, ...]


def segments_of(header: Dataset, made: Made) -> Segments:
    """Return the segments.

    Raises
    ------
    Refusal
        "organ-map-damaged" when there is none, or one has no number or that of another.
    """
    labelmap = elements.text(header, "SegmentationType") == "LABELMAP"
    padding = elements.whole(header, "PixelPaddingValue")
    background = set() if not labelmap else {0 if padding is None else padding}
    items: dict[int, Dataset] = {}
    for item in elements.items(header, "SegmentSequence"):
        number = elements.whole(item, "SegmentNumber")
        if number is None or number < 0 or number in items:
            raise refuse("organ-map-damaged", reason="SegmentNumber")
        if labelmap and any(
            code.identity == _BACKGROUND for code in codes_in(item, "SegmentedPropertyTypeCodeSequence")
        ):
            background.add(number)
        items[number] = item
    shown = {number: item for number, item in items.items() if number not in background}
    if not items:
        raise refuse("organ-map-damaged", reason="SegmentSequence")
    numbers = _numbers(shown, made)
    structures, notices = recognised([described(item) for item in shown.values()])
    found = (
        Segment(numbers[written], structure, each.label, elements.text(item, "SegmentAlgorithmType") or None)
        for (written, item), structure, each in zip(
            shown.items(), structures, map(described, shown.values()), strict=True
        )
    )
    return Segments(tuple(sorted(found, key=lambda segment: segment.number)), numbers, frozenset(background), notices)


def _numbers(shown: Mapping[int, Dataset], made: Made) -> dict[int, int]:
    """Return written number -> number: what our own writer noted, else the same; 0 is nobody's number."""
    if set(made.numbers) == set(shown) and len(set(made.numbers.values())) == len(shown) and min(shown, default=1) > 0:
        return dict(made.numbers)
    free = max(shown, default=0) + 1
    return {written: written or free for written in shown}


def described(item: Dataset) -> Described:
    """Return what an item of the Segment Sequence says about its segment."""
    category = codes_in(item, "SegmentedPropertyCategoryCodeSequence")
    kind = codes_in(item, "SegmentedPropertyTypeCodeSequence")
    types = elements.items(item, "SegmentedPropertyTypeCodeSequence")[:1]
    regions = elements.items(item, "AnatomicRegionSequence")[:1]
    return Described(
        label=elements.text(item, "SegmentLabel") or (kind[0].meaning if kind else ""),
        category=category[0] if category else None,
        type=kind[0] if kind else None,
        modifiers=tuple(c for each in types for c in codes_in(each, "SegmentedPropertyTypeModifierCodeSequence")),
        regions=codes_in(item, "AnatomicRegionSequence"),
        region_modifiers=tuple(c for each in regions for c in codes_in(each, "AnatomicRegionModifierSequence")),
        colour=rgb_of(item),
    )
