"""An organ map becomes a DICOM segmentation, by highdicom: a labelmap, or one binary segment for each structure."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final, Literal

import highdicom as hd
import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.uid import RLELossless, generate_uid

from totalpetview import __version__
from totalpetview.dicom.segmentation.codes import concept
from totalpetview.dicom.segmentation.colours import lab_of
from totalpetview.dicom.segmentation.making import STAND_IN_WORDS, Made, algorithm
from totalpetview.dicom.segmentation.source import source_images
from totalpetview.domain.organs.organ_map import Making, OrganMap, Segment
from totalpetview.domain.problem import refuse

Kind = Literal["labelmap", "binary"]
#: far behind those that scanners use
SERIES_NUMBER: Final = 9100
_PROGRAM: Final = "TotalPETView"
_LONG_STRING: Final = 64
_ALGORITHM_TYPES: Final = {"AUTOMATIC", "SEMIAUTOMATIC", "MANUAL"}


def write_seg(
    organ_map: OrganMap,
    source_headers: Sequence[Dataset],
    kind: Kind = "labelmap",
    *,
    series_uid: str | None = None,
    sop_instance_uid: str | None = None,
    series_number: int = SERIES_NUMBER,
) -> bytes:
    """Return a map as the bytes of a DICOM file.

    Parameters
    ----------
    organ_map
        On the grid of the images.
    source_headers
        Headers of the images that it lies on, classic ones, in the order of its slices; pixels are not needed.
    kind
        A labelmap is small (its planes are run lengths) and quick, but cannot hold overlapping segments and is new
        to many programs; binary is understood by all.
    series_uid, sop_instance_uid
        Of the new object; made anew if not given.
    series_number
        Of the new series.

    Raises
    ------
    Refusal
        When the images are not those of the map's grid, segments overlap in a labelmap, or there is no segment.
    """
    if not organ_map.segments:
        raise refuse("organ-map-nothing")
    if kind == "labelmap" and organ_map.overlapping:
        raise refuse("organ-map-overlaps")
    images = source_images(source_headers, organ_map.grid, organ_map.frame_of_reference_uid)
    written = _written_numbers(organ_map, kind)
    renumbered = {new: old for old, new in written.items() if new != old}
    made = Made(organ_map.making, {new: old for old, new in written.items()} if renumbered else {})
    try:
        made_object = hd.seg.Segmentation(
            source_images=images,
            pixel_array=_pixels(organ_map, written, kind),
            segmentation_type=kind.upper(),
            segment_descriptions=_descriptions(organ_map, written, made),
            series_instance_uid=series_uid or generate_uid(prefix=None),
            series_number=series_number,
            sop_instance_uid=sop_instance_uid or generate_uid(prefix=None),
            instance_number=1,
            manufacturer=_PROGRAM,
            manufacturer_model_name=_PROGRAM,
            software_versions=__version__,
            device_serial_number="0",
            content_label="ORGANS",
            content_description=description(organ_map.making),
            omit_empty_frames=kind == "binary",
            series_description=description(organ_map.making),
        )
        made_object.ContentCreatorName = ""  # highdicom leaves it out; it has to be there, and nobody is named
        if kind == "labelmap":
            # GDCM, which is asked first otherwise, ends the process on frames of a few odd sizes
            made_object.compress(RLELossless, encoding_plugin="pylibjpeg", generate_instance_uid=False)
    except (ValueError, TypeError, AttributeError) as error:
        raise refuse("organ-map-unwritable", reason=str(error).split("\n")[0][:160]) from error
    file = io.BytesIO()
    made_object.save_as(file)
    return file.getvalue()


def description(making: Making) -> str:
    """Return what a list of series shows: the mark of stand-in weights first, it must not be cut off."""
    which = [part for part in (making.task, making.mode) if part]
    if making.stand_in:
        return " ".join([STAND_IN_WORDS, "organs", *which])[:_LONG_STRING]
    return " ".join(["Organs", *([making.program] if making.program else []), *which])[:_LONG_STRING]


def _written_numbers(organ_map: OrganMap, kind: Kind) -> dict[int, int]:
    """Return number -> number in the object: binary segments are numbered 1, 2, 3 without gaps (PS3.3 C.8.20.2)."""
    numbers = sorted(segment.number for segment in organ_map.segments)
    if kind == "labelmap":
        return {number: number for number in numbers}
    return {number: place for place, number in enumerate(numbers, start=1)}


def _pixels(organ_map: OrganMap, written: dict[int, int], kind: Kind) -> NDArray[Any]:
    """Return [k, j, i] of numbers, or [k, j, i, segment] of overlapping ones."""
    if not organ_map.overlapping:
        highest = max(written.values())
        table = np.zeros(int(np.iinfo(organ_map.labels.dtype).max) + 1, np.uint8 if highest < 256 else np.uint16)  # noqa: PLR2004
        for value, members in enumerate(organ_map.values):
            if members:
                table[value] = written[members[0]]
        if kind == "labelmap" and np.array_equal(table[: len(organ_map.values)], np.arange(len(organ_map.values))):
            return organ_map.labels
        return table[organ_map.labels]
    masks = np.zeros((*organ_map.grid.shape, len(written)), np.bool_)
    for number, place in written.items():
        masks[..., place - 1] = organ_map.mask(number)
    return masks


def _descriptions(organ_map: OrganMap, written: dict[int, int], made: Made) -> list[hd.seg.SegmentDescription]:
    identification = algorithm(made)
    ordered = sorted(organ_map.segments, key=lambda segment: written[segment.number])
    return [_described(segment, written[segment.number], organ_map.making, identification) for segment in ordered]


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
