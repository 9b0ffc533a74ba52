"""The structures that TotalSegmentator knows, with names in two languages, codes and colours.

Keys and numbers are those of its class map "total" (version 2). Names are in structures.csv, TotalSegmentator's
own codes and colours in snomed.csv (Apache License 2.0, see there). A structure of its other tasks for which that
table has no code carries one from DICOM's own tables (PS3.16) or, where there is none, a code of ours; its colour
is in colours.csv, chosen to differ from those of the structures that are found together with it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from importlib.resources import files
from itertools import chain
from types import MappingProxyType
from typing import Final, TypeVar, cast

from totalpetview.domain.organs.code import Code
from totalpetview.domain.organs.structure import SYSTEMS, Side, Structure, System

ANATOMICAL_STRUCTURE: Final = Code("123037004", "SCT", "Anatomical Structure")
LEFT: Final = Code("7771000", "SCT", "Left")
RIGHT: Final = Code("24028007", "SCT", "Right")
#: coding scheme of structures for which no public code is known to us
OWN_SCHEME: Final = "99TOTALPETVIEW"

Row = Mapping[str, str]
_Key = TypeVar("_Key")
RGB = tuple[int, int, int]


def _rows(name: str) -> Iterator[Row]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))


def _code(row: Row, name: str) -> Code | None:
    value = row[f"{name}_value"]
    return Code(value, row[f"{name}_scheme"], row[f"{name}_meaning"]) if value else None


def _colour(row: Row) -> RGB:
    return int(row["red"]), int(row["green"]), int(row["blue"])


def _structure(row: Row, coded: Row | None) -> Structure:
    key = row["key"]
    side = cast("Side | None", row["side"] or None)
    system = cast("System", row["system"])
    if system not in SYSTEMS:
        raise ValueError(f"{key}: no such system: {system}")
    if coded is not None:
        category, kind = _code(coded, "category"), _code(coded, "type")
        if category is None or kind is None:
            raise ValueError(f"{key}: codes are missing")
        colour = _colour(coded)
        others = (_code(coded, "modifier"), _code(coded, "region"), _code(coded, "region_modifier"))
    else:
        public = row["type_value"]
        category = ANATOMICAL_STRUCTURE
        kind = Code(public, "SCT", row["type_meaning"]) if public else Code(key, OWN_SCHEME, row["english"])
        colour = _COLOURS[key]
        sided = {"left": LEFT, "right": RIGHT}.get(side or "") if public else None
        others = (sided, None, None)
    return Structure(key, row["english"], row["german"], system, side, colour, category, kind, *others)


_NAMED: Final = tuple(_rows("structures.csv"))
_CODED: Final = {row["key"]: row for row in _rows("snomed.csv")}
_COLOURS: Final = {row["key"]: _colour(row) for row in _rows("colours.csv")}

#: every structure that we know, by TotalSegmentator's name
STRUCTURES: Final[Mapping[str, Structure]] = MappingProxyType(
    {row["key"]: _structure(row, _CODED.get(row["key"])) for row in _NAMED}
)

#: TOTAL[n - 1] has the label value n of the task "total"
TOTAL: Final[tuple[Structure, ...]] = tuple(
    STRUCTURES[row["key"]] for row in sorted((row for row in _NAMED if row["label"]), key=lambda row: int(row["label"]))
)


def _side_free(structure: Structure) -> str:
    """Return the key without side and without a tooth's number, which differs on the other side."""
    parts = structure.key.split("_")
    return "_".join("*" if part == structure.side else part for part in parts if not part.startswith("fdi"))


_PAIRED: Final = {(_side_free(each), each.side): each for each in STRUCTURES.values() if each.side is not None}


def counterpart(structure: Structure) -> Structure | None:
    """Return the same structure on the patient's other side, if there is one."""
    if structure.side is None:
        return None
    return _PAIRED.get((_side_free(structure), "right" if structure.side == "left" else "left"))


def _words(text: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text.casefold()).split())


def _spellings(structure: Structure) -> set[str]:
    """Return the ways to write it that mean it exactly: key, names, and the side before or behind."""
    found = {_words(structure.key), _words(structure.english), _words(structure.german)}
    if structure.key.startswith("vertebrae_"):
        found.add(_words(structure.key.replace("vertebrae", "vertebra")))
    if structure.side is not None:
        for text in (structure.key, structure.english):
            rest = " ".join(word for word in _words(text).split() if word != structure.side)
            found |= {f"{structure.side} {rest}", f"{rest} {structure.side}"}
    return found


#: what MOOSE and 3D Slicer call structures for which neither a key nor a name of ours is the same
_NAMES_OF_OTHERS: Final = {
    "bladder": "urinary_bladder",
    "portal splenic vein": "portal_vein_and_splenic_vein",
    "small intestine": "small_bowel",
    "spinal chord": "spinal_cord",
    "thyroid": "thyroid_gland",
}

#: words that other writers use for something else, too
_TOO_GENERAL: Final = {"annulus", "bridge", "crown", "implant", "ventricle", "anulus"}


def _unambiguous(pairs: Iterator[tuple[_Key, Structure]]) -> dict[_Key, Structure]:
    found: dict[_Key, set[Structure]] = {}
    for key, structure in pairs:
        found.setdefault(key, set()).add(structure)
    return {key: next(iter(structures)) for key, structures in found.items() if len(structures) == 1}


_BY_LABEL: Final = _unambiguous(
    chain(
        ((spelling, each) for each in STRUCTURES.values() for spelling in _spellings(each) - _TOO_GENERAL),
        ((name, STRUCTURES[key]) for name, key in _NAMES_OF_OTHERS.items()),
    )
)

#: "Anatomical Structure" under its two numbers: DICOM's own tables have 91723000, most writers 123037004
_ANATOMICAL: Final = {("SCT", "91723000"), ("SCT", "123037004")}


def _coded(
    category: Code, kind: Code, modifier: Code | None, region: Code | None, region_modifier: Code | None
) -> tuple[tuple[str, str] | None, ...]:
    first = ANATOMICAL_STRUCTURE if category.identity in _ANATOMICAL else category
    codes = (first, kind, modifier, region, region_modifier)
    return tuple(None if code is None else code.identity for code in codes)


_BY_CODES: Final = _unambiguous(
    (_coded(each.category, each.type, each.modifier, each.region, each.region_modifier), each)
    for each in STRUCTURES.values()
)


def by_codes(
    category: Code,
    kind: Code,
    modifier: Code | None,
    region: Code | None = None,
    region_modifier: Code | None = None,
) -> Structure | None:
    """Return the one structure that is coded exactly so; none where several are, or no one is."""
    return _BY_CODES.get(_coded(category, kind, modifier, region, region_modifier))


def by_label(text: str) -> Structure | None:
    """Return the structure that is called exactly so, apart from case and separators; never the nearest one."""
    return _BY_LABEL.get(_words(text))
