"""How a segmentation was made, in the words of an object (Algorithm Identification Macro, PS3.3 table 10-19).

What our own objects say is kept whole as JSON in Algorithm Parameters, so that nothing of it is lost when the map is
read again, by us or by a person.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from highdicom import AlgorithmIdentificationSequence
from pydicom.dataset import Dataset
from pydicom.sr.codedict import codes

from totalpetview.dicom import elements
from totalpetview.domain.organs.organ_map import Making

STAND_IN_WORDS: Final = "STAND-IN WEIGHTS, NOT FOR DIAGNOSIS"
_LONG_STRING: Final = 64
_LONG_TEXT: Final = 10240
_UNNAMED: Final = "unknown"
_FORMAT: Final = "TotalPETView organ map 1"


@dataclass(frozen=True, slots=True)
class Made:
    """A making, and the numbers that segments had before an object needed others: written number -> number."""

    making: Making
    numbers: Mapping[int, int] = field(default_factory=dict)


def algorithm(made: Made) -> AlgorithmIdentificationSequence:
    """Return the algorithm identification of every segment of a map."""
    making = made.making
    name = making.program or _UNNAMED
    if making.stand_in:
        name = f"{name[: _LONG_STRING - 19]} (stand-in weights)"
    sequence = AlgorithmIdentificationSequence(
        name=name[:_LONG_STRING],
        family=codes.DCM.ArtificialIntelligence,
        version=(making.version or _UNNAMED)[:_LONG_STRING],
    )
    content: dict[str, Any] = {"format": _FORMAT, "making": making.to_json()}
    if made.numbers:
        content["numbers"] = {str(written): number for written, number in made.numbers.items()}
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    if len(text) > _LONG_TEXT:
        content["making"]["settings"] = []
        text = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    sequence[0].AlgorithmParameters = text
    return sequence


def making_of(header: Dataset) -> Made:
    """Return how the first segment that says so was made; what nobody says is empty."""
    for segment in elements.items(header, "SegmentSequence"):
        for item in elements.items(segment, "SegmentationAlgorithmIdentificationSequence")[:1]:
            own = own_parameters(elements.text(item, "AlgorithmParameters"))
            if own is not None:
                return own
    return Made(_foreign(header))


def own_parameters(text: str) -> Made | None:
    """Return what we wrote; None for anybody else's parameters."""
    try:
        content = json.loads(text)
        if not isinstance(content, dict) or content.get("format") != _FORMAT:
            return None
        numbers = {int(written): int(number) for written, number in content.get("numbers", {}).items()}
        return Made(Making.from_json(content["making"]), numbers)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _foreign(header: Dataset) -> Making:
    name, version, parameters = "", "", ""
    for segment in elements.items(header, "SegmentSequence"):
        for item in elements.items(segment, "SegmentationAlgorithmIdentificationSequence")[:1]:
            name = name or elements.text(item, "AlgorithmName")
            version = version or elements.text(item, "AlgorithmVersion")
            parameters = parameters or elements.text(item, "AlgorithmParameters")
        name = name or elements.text(segment, "SegmentAlgorithmName")
    writer = foreign_writer(header)
    more = (("parameters", parameters),) if parameters else ()
    return replace(writer, program=name or writer.program, version=version, settings=(*writer.settings, *more))


def foreign_writer(header: Dataset) -> Making:
    """Return what the equipment of an object says about its making; no person is named."""
    writer = " ".join(part for part in (_text(header, "Manufacturer"), _text(header, "ManufacturerModelName")) if part)
    settings = (("writer", writer), ("writer version", _text(header, "SoftwareVersions")))
    return Making(
        program=writer,
        settings=tuple((key, value) for key, value in settings if value),
        made_at=_moment(header, "Content") or _moment(header, "StructureSet"),
    )


def _text(header: Dataset, keyword: str) -> str:
    return ", ".join(elements.words(header, keyword))


def _moment(header: Dataset, what: str) -> str | None:
    """Return a date and time as ISO 8601, as it is written: without a time zone."""
    day, time = elements.text(header, f"{what}Date"), elements.text(header, f"{what}Time")
    if len(day) != len("YYYYMMDD") or not day.isdigit():
        return None
    date = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    whole = time.split(".")[0]
    return f"{date}T{whole[:2]}:{whole[2:4]}:{whole[4:6]}" if len(whole) == len("HHMMSS") and whole.isdigit() else date
