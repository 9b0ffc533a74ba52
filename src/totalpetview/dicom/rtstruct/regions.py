"""What a structure set says about its structures, about how they were made, and about the image below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydicom.dataset import Dataset

from totalpetview.dicom import elements
from totalpetview.dicom.segmentation import making
from totalpetview.dicom.segmentation.codes import codes_in
from totalpetview.dicom.segmentation.recognition import RGB, Described, recognised
from totalpetview.domain.organs.organ_map import Making
from totalpetview.domain.organs.structure import Structure
from totalpetview.domain.problem import Problem


@dataclass(frozen=True, slots=True)
class Source:
    """The image that contours were drawn on; `series_uid` only where it is one."""

    frames: tuple[str, ...]
    series_uid: str | None
    instance_uids: tuple[str, ...]


def source_of(header: Dataset) -> Source:
    """Return which image the contours were drawn on."""
    frames = elements.items(header, "ReferencedFrameOfReferenceSequence")
    uids = [elements.text(frame, "FrameOfReferenceUID") for frame in frames]
    uids += [
        elements.text(region, "ReferencedFrameOfReferenceUID")
        for region in elements.items(header, "StructureSetROISequence")
    ]
    series = [
        each
        for frame in frames
        for study in elements.items(frame, "RTReferencedStudySequence")
        for each in elements.items(study, "RTReferencedSeriesSequence")
    ]
    named = {elements.text(each, "SeriesInstanceUID") for each in series} - {""}
    instances = [
        elements.text(image, "ReferencedSOPInstanceUID")
        for each in series
        for image in elements.items(each, "ContourImageSequence")
    ]
    return Source(
        tuple(dict.fromkeys(uid for uid in uids if uid)),
        next(iter(named)) if len(named) == 1 else None,
        tuple(dict.fromkeys(uid for uid in instances if uid)),
    )


def structures_of(header: Dataset, regions: Sequence[Dataset]) -> tuple[tuple[Structure, ...], tuple[Problem, ...]]:
    """Return the structure of each item of the Structure Set ROI Sequence, and what contradicts about them."""
    observations = {
        elements.whole(item, "ReferencedROINumber"): item
        for item in reversed(elements.items(header, "RTROIObservationsSequence"))
    }
    colours = {
        elements.whole(item, "ReferencedROINumber"): _colour(item)
        for item in elements.items(header, "ROIContourSequence")
    }
    described = []
    for region in regions:
        number = elements.whole(region, "ROINumber")
        described.append(_described(region, observations.get(number), colours.get(number)))
    return recognised(described)


def _described(region: Dataset, observation: Dataset | None, colour: RGB | None) -> Described:
    label = elements.text(region, "ROIName")
    if observation is None:
        return Described(label, colour=colour)
    kinds = codes_in(observation, "RTROIIdentificationCodeSequence")
    identified = elements.items(observation, "RTROIIdentificationCodeSequence")[:1]
    categories = codes_in(observation, "SegmentedPropertyCategoryCodeSequence")
    regions = elements.items(observation, "AnatomicRegionSequence")[:1]
    return Described(
        label=label,
        category=categories[0] if categories else None,
        type=kinds[0] if kinds else None,
        modifiers=tuple(c for each in identified for c in codes_in(each, "SegmentedPropertyTypeModifierCodeSequence")),
        regions=codes_in(observation, "AnatomicRegionSequence"),
        region_modifiers=tuple(c for each in regions for c in codes_in(each, "AnatomicRegionModifierSequence")),
        colour=colour,
    )


def _colour(item: Dataset) -> RGB | None:
    found = elements.numbers(item, "ROIDisplayColor")
    if found is None or len(found) != 3 or not all(0 <= part <= 255 for part in found):  # noqa: PLR2004
        return None
    return (int(found[0]), int(found[1]), int(found[2]))


def making_of(header: Dataset, regions: Sequence[Dataset]) -> Making:
    """Return how the structures were made, as far as the object says so."""
    for region in regions:
        for item in elements.items(region, "ROIDerivationAlgorithmIdentificationSequence")[:1]:
            own = making.own_parameters(elements.text(item, "AlgorithmParameters"))
            if own is not None:
                return own.making
    return making.foreign_writer(header)
