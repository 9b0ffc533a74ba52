"""Real world value maps (PS3.3 C.7.6.16.2.11) within images and in objects of their own (PS3.3 A.46)."""

from __future__ import annotations

from typing import Final

from pydicom.dataset import Dataset

from totalpetview.dicom import elements
from totalpetview.domain.suv.value_maps import ValueMap

_MAPS: Final = "RealWorldValueMappingSequence"


def value_maps(header: Dataset) -> tuple[ValueMap, ...]:
    """Return the linear maps that an object holds; none for malformed ones and for tables."""
    own_uid = elements.text(header, "SeriesInstanceUID")
    groups = elements.items(header, "SharedFunctionalGroupsSequence")[:1]
    found = [_map(own_uid, one) for place in (header, *groups) for one in elements.items(place, _MAPS)]
    series_of = _series_of(header)
    for item in elements.items(header, "ReferencedImageRealWorldValueMappingSequence"):
        uids = [
            elements.text(one, "ReferencedSOPInstanceUID") for one in elements.items(item, "ReferencedImageSequence")
        ]
        series = next((series_of[uid] for uid in uids if uid in series_of), None) or next(iter(series_of.values()), "")
        found.extend(_map(series, one) for one in elements.items(item, _MAPS))
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _series_of(header: Dataset) -> dict[str, str]:
    """Return SOP instance UID -> series UID of what is referenced."""
    return {
        elements.text(instance, "ReferencedSOPInstanceUID"): elements.text(series, "SeriesInstanceUID")
        for series in elements.items(header, "ReferencedSeriesSequence")
        for instance in elements.items(series, "ReferencedInstanceSequence")
    }


def _map(series_uid: str, item: Dataset) -> ValueMap | None:
    slope, intercept = elements.number(item, "RealWorldValueSlope"), elements.number(item, "RealWorldValueIntercept")
    units = [elements.text(code, "CodeValue") for code in elements.items(item, "MeasurementUnitsCodeSequence")]
    if slope is None or not units:
        return None
    return ValueMap(series_uid, units[0], slope, intercept or 0.0)
