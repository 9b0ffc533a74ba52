"""A structure of the body: an organ, a bone, a vessel, a muscle, with its names, codes and colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, cast, get_args

from totalpetview.domain.organs.code import Code

#: in the order in which they are listed
System = Literal[
    "head-and-neck",
    "chest",
    "heart",
    "abdomen",
    "pelvis",
    "nervous-system",
    "vessels",
    "skeleton",
    "muscles",
    "body",
    "other",
]
Side = Literal["left", "right"]

SYSTEMS: Final[tuple[System, ...]] = get_args(System)


@dataclass(frozen=True, slots=True)
class Structure:
    """What a segment shows.

    Attributes
    ----------
    key
        TotalSegmentator's own name ("kidney_left"); "other:" and a slug for a structure that is not in our table.
    english, german
        What is shown to people.
    system
        The group in which it is listed.
    side
        Of the patient, where there is one on each side.
    colour
        Red, green, blue, 0 to 255.
    category, type, modifier
        As DICOM codes a segment (PS3.3 C.8.20.4): the property's category, its type, and mostly its side.
    region, region_modifier
        Where it lies, where the type alone does not say it: a cyst of the left kidney.
    """

    key: str
    english: str
    german: str
    system: System
    side: Side | None
    colour: tuple[int, int, int]
    category: Code
    type: Code
    modifier: Code | None
    region: Code | None = None
    region_modifier: Code | None = None

    @property
    def known(self) -> bool:
        """Whether it is one of our own table and not only what a foreign writer named."""
        return not self.key.startswith("other:")

    def name(self, language: str = "en") -> str:
        """Return the name in English, or in German if `language` starts with "de"."""
        return self.german if language.lower().startswith("de") else self.english

    def to_json(self) -> dict[str, Any]:
        """Return words, numbers and codes."""
        return {
            "key": self.key,
            "english": self.english,
            "german": self.german,
            "system": self.system,
            "side": self.side,
            "colour": list(self.colour),
            "category": self.category.to_json(),
            "type": self.type.to_json(),
            "modifier": _json(self.modifier),
            "region": _json(self.region),
            "region_modifier": _json(self.region_modifier),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Structure:
        """Return the structure that `to_json` described."""
        red, green, blue = (int(part) for part in data["colour"])
        return cls(
            key=str(data["key"]),
            english=str(data["english"]),
            german=str(data["german"]),
            system=cast("System", data["system"]),
            side=cast("Side | None", data["side"]),
            colour=(red, green, blue),
            category=Code.from_json(data["category"]),
            type=Code.from_json(data["type"]),
            modifier=_code(data["modifier"]),
            region=_code(data.get("region")),
            region_modifier=_code(data.get("region_modifier")),
        )


def _json(code: Code | None) -> dict[str, str] | None:
    return None if code is None else code.to_json()


def _code(data: Mapping[str, Any] | None) -> Code | None:
    return None if data is None else Code.from_json(data)
