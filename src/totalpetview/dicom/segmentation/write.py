"""An organ map becomes a DICOM segmentation, by highdicom: a labelmap, or one binary segment for each structure."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import highdicom as hd
import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.uid import RLELossless, generate_uid

from totalpetview import __version__
from totalpetview.dicom.segmentation.character_sets import use_character_set
from totalpetview.dicom.segmentation.descriptions import description, descriptions
from totalpetview.dicom.segmentation.layers import consecutive, layers, merged
from totalpetview.dicom.segmentation.making import Made
from totalpetview.dicom.segmentation.source import source_image
from totalpetview.dicom.segmentation.stand_ins import refer_to_planes, stand_ins
from totalpetview.domain.organs.organ_map import OrganMap
from totalpetview.domain.problem import refuse

Kind = Literal["labelmap", "binary"]
#: far behind those that scanners use
SERIES_NUMBER: Final = 9100
_PROGRAM: Final = "TotalPETView"


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
        Headers of the images that it lies on, classic or multi-frame, in any order; pixels are not needed.
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
    image = source_image(source_headers, organ_map.grid, organ_map.frame_of_reference_uid)
    use_character_set(image.head, organ_map)
    images = stand_ins(image, organ_map.grid)
    written = _written_numbers(organ_map, kind)
    renumbered = any(new != old for old, new in written.items())
    made = Made(organ_map.making, {new: old for old, new in written.items()} if renumbered else {})
    names = _unnamed(images[0])
    uids = (series_uid or generate_uid(prefix=None), sop_instance_uid or generate_uid(prefix=None))
    try:
        groups = layers(organ_map)
        objects = [
            _object(organ_map, images, numbers, made=made, kind=kind, uids=uids, series_number=series_number)
            for numbers in ([written] if len(groups) == 1 else map(consecutive, groups))
        ]
        made_object = objects[0]
        if len(groups) > 1:
            renamed = [[written[number] for number in group] for group in groups]
            made_object = merged(objects, renamed, organ_map.grid)
        refer_to_planes(made_object, image)
        for keyword, name in names.items():
            setattr(made_object, keyword, name)
        if kind == "labelmap":
            # GDCM, which is asked first otherwise, ends the process on frames of a few odd sizes
            made_object.compress(RLELossless, encoding_plugin="pylibjpeg", generate_instance_uid=False)
    except (ValueError, TypeError, AttributeError) as error:
        # its own words may quote the patient
        raise refuse("organ-map-unwritable", reason=type(error).__name__) from error
    file = io.BytesIO()
    made_object.save_as(file)
    return file.getvalue()


def _unnamed(image: Dataset) -> dict[str, Any]:
    """Take the names of people out of a header and return them: highdicom warns of unusual ones by quoting them."""
    names = {keyword: image.get(keyword, "") for keyword in ("PatientName", "ReferringPhysicianName")}
    for keyword in names:
        setattr(image, keyword, "")
    return names


def _object(
    organ_map: OrganMap,
    images: Sequence[Dataset],
    written: Mapping[int, int],
    *,
    made: Made,
    kind: Kind,
    uids: tuple[str, str],
    series_number: int,
) -> hd.seg.Segmentation:
    """Return the object of those segments of a map that are to be written, under their numbers in it."""
    chosen = [segment for segment in organ_map.segments if segment.number in written]
    found = hd.seg.Segmentation(
        source_images=images,
        pixel_array=_pixels(organ_map, written),
        segmentation_type=kind.upper(),
        segment_descriptions=descriptions(chosen, written, made),
        series_instance_uid=uids[0],
        series_number=series_number,
        sop_instance_uid=uids[1],
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
    found.ContentCreatorName = ""  # highdicom leaves it out; it has to be there, and nobody is named
    return found


def _written_numbers(organ_map: OrganMap, kind: Kind) -> dict[int, int]:
    """Return number -> number in the object: binary segments are numbered 1, 2, 3 without gaps (PS3.3 C.8.20.2)."""
    numbers = sorted(segment.number for segment in organ_map.segments)
    if kind == "labelmap":
        return {number: number for number in numbers}
    return {number: place for place, number in enumerate(numbers, start=1)}


def _pixels(organ_map: OrganMap, written: Mapping[int, int]) -> NDArray[Any]:
    """Return [k, j, i] of written numbers; of the segments to be written no two overlap."""
    kind = np.uint8 if max(written.values()) <= np.iinfo(np.uint8).max else np.uint16
    table = np.zeros(int(np.iinfo(organ_map.labels.dtype).max) + 1, kind)
    for value, members in enumerate(organ_map.values):
        table[value] = next((written[number] for number in members if number in written), 0)
    if kind == organ_map.labels.dtype and np.array_equal(table, np.arange(len(table))):
        return organ_map.labels
    return table[organ_map.labels]
