"""What an object says about its segments and about itself, for programs and for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import highdicom as hd

from totalpetview.dicom.segmentation.codes import concept
from totalpetview.dicom.segmentation.colours import lab_of
from totalpetview.dicom.segmentation.making import STAND_IN_WORDS, Made, algorithm
from totalpetview.domain.organs.organ_map import Making, Segment

_LONG_STRING: Final = 64
_ALGORITHM_TYPES: Final = {"AUTOMATIC", "SEMIAUTOMATIC", "MANUAL"}


def description(making: Making) -> str:
    """Return what a list of series shows: the mark of stand-in weights first, it must not be cut off."""
    which = [part for part in (making.task, making.mode) if part]
    if making.stand_in:
        return " ".join([STAND_IN_WORDS, "organs", *which])[:_LONG_STRING]
    return " ".join(["Organs", *([making.program] if making.program else []), *which])[:_LONG_STRING]


def descriptions(
    segments: Sequence[Segment], written: Mapping[int, int], made: Made
) -> list[hd.seg.SegmentDescription]:
    """Return the descriptions of segments under the numbers that the object gives them, in their order."""
    identification = algorithm(made)
    ordered = sorted(segments, key=lambda segment: written[segment.number])
    return [_described(segment, written[segment.number], made.making, identification) for segment in ordered]


def _described(
    segment: Segment, number: int, making: Making, identification: hd.AlgorithmIdentificationSequence
) -> hd.seg.SegmentDescription:
    structure = segment.structure
    known = segment.algorithm if segment.algorithm in _ALGORITHM_TYPES else None
    found = hd.seg.SegmentDescription(
        segment_number=number,
        segment_label=(segment.label or structure.english)[:_LONG_STRING],
        segmented_property_category=concept(structure.category),
        segmented_property_type=concept(structure.type),
        algorithm_type=known or ("AUTOMATIC" if making.program else "SEMIAUTOMATIC"),
        algorithm_identification=identification,
        anatomic_regions=[concept(structure.region)] if structure.region else None,
        display_color=lab_of(structure.colour),
    )
    found.SegmentDescription = structure.english
    if structure.modifier:
        found.SegmentedPropertyTypeCodeSequence[0].SegmentedPropertyTypeModifierCodeSequence = [
            concept(structure.modifier)
        ]
    if structure.region_modifier:
        found.AnatomicRegionSequence[0].AnatomicRegionModifierSequence = [concept(structure.region_modifier)]
    return found
