"""Which attributes the standard wants in which object: two packages from PyPI know it between them.

highdicom carries the tables of a present edition: which modules an object has, their attributes, their types. It
leaves out the words. Those of April 2020 ("Required if ...", enumerated values) are in the package dicom-standard, for
95 % of the attributes that are needed here; what is newer is known by its type alone.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from pydicom.datadict import tag_for_keyword

#: names of modules in the old tables that have another one today
_FORMER: Final = {"segmentation-multi-frame-functional-groups": "multi-frame-functional-groups"}
_CODES: Final = ("basic-code-sequence", "enhanced-code-sequence")
FUNCTIONAL_GROUPS: Final = ("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence")

Place = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What the edition of April 2020 says about an attribute: HTML, the sections that it points to, newer values."""

    html: str
    links: tuple[str, ...]
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribute:
    """One row of a table, and the rows below it if it is a sequence."""

    keyword: str
    type: str
    words: Words | None
    items: tuple[Attribute, ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """One row of an object's table of modules, or of functional groups."""

    name: str
    usage: str
    attributes: tuple[Attribute, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything about some kinds of objects.

    Attributes
    ----------
    modules
        Object -> its modules.
    macros
        Object -> its functional groups.
    sop_classes
        UID -> object.
    sections
        Address -> HTML of sections that words point to.
    """

    modules: Mapping[str, tuple[Usage, ...]]
    macros: Mapping[str, tuple[Usage, ...]]
    sop_classes: Mapping[str, str]
    sections: Mapping[str, str] = field(repr=False)


#: usages that the old words do not know. Since Supplement 243 (Label Map Segmentation, 2024) there are palettes, and a
#: frame of a labelmap belongs to no segment: these conditions are ours, for neither package has their words.
CHANGED: Final[Mapping[str, str]] = {
    "frame-content": "M - Shall not be used as a Shared Functional Group.",  # PS3.3 C.7.6.16.2.2.1
    "palette-color-lookup-table": "C - Required if Photometric Interpretation (0028,0004) is PALETTE COLOR.",
    "icc-profile": "C - Required if Photometric Interpretation (0028,0004) is PALETTE COLOR.",
    "segmentation": "C - Required if Segmentation Type (0062,0001) is not LABELMAP.",
}
#: values that came with it: a labelmap has 8 or 16 bits
NEWER_VALUES: Final[Mapping[Place, tuple[str, ...]]] = {
    ("segmentation-image", "00620001"): ("LABELMAP",),
    ("segmentation-image", "00280100"): ("16",),
    ("segmentation-image", "00280101"): ("16",),
    ("segmentation-image", "00280102"): ("15",),
}


def tables_of(objects: tuple[str, ...]) -> Tables:
    """Return the tables of objects, by highdicom's names of them."""
    now = files("highdicom") / "_standard"
    modules_now = json.loads((now / "iod_module_map.json").read_text())
    attributes_now = json.loads((now / "module_attribute_map.json").read_text())
    words = {**_words("module"), **_words("macro")}
    conditions = {(row["ciodId"], row["moduleId"]): row["conditionalStatement"] for row in _former("ciod_to_modules")}
    modules, macros = {}, {}
    for each in objects:
        rows = []
        for row in modules_now[each]:
            key = row["key"]
            usage = CHANGED.get(key) or _usage(row["usage"], conditions.get((each, key)))
            attributes = _tree(attributes_now[key], words, _FORMER.get(key, key))
            rows.append(Usage(key, usage, attributes))
        modules[each] = tuple(rows)
        macros[each] = _macros(each, attributes_now.get(f"{each}-multi-frame-functional-groups", []), words)
    return Tables(
        modules,
        macros,
        {
            uid: each
            for uid, each in json.loads((now / "sop_class_iod_map.json").read_text()).items()
            if each in objects
        },
        {row: html for row, html in _former_references().items() if "Enumerated Values" in html},
    )


def _former(name: str) -> list[dict[str, Any]]:
    """Return a table of the edition of April 2020; the package puts its files beside the environment's programs."""
    found: list[dict[str, Any]] = json.loads((Path(sys.prefix) / "standard" / f"{name}.json").read_text())
    return found


def _former_references() -> dict[str, str]:
    found: dict[str, str] = json.loads((Path(sys.prefix) / "standard" / "references.json").read_text())
    return found


def _usage(usage: str, condition: str | None) -> str:
    return f"C - {condition}" if usage == "C" and condition else usage


def _words(kind: str) -> dict[tuple[str, Place], Words]:
    """Return (module or macro, tags down to the attribute) -> words."""
    found = {}
    for row in _former(f"{kind}_to_attributes"):
        place, *path = row["path"].split(":")
        links = tuple(link["sourceUrl"] for link in row["externalReferences"])
        found[place, tuple(path)] = Words(row["description"], links, NEWER_VALUES.get((place, *path), ()))
    return found


def _tag(keyword: str) -> str:
    tag = tag_for_keyword(keyword)
    assert tag is not None, keyword
    return f"{tag:08x}"


def _tree(
    rows: list[dict[str, Any]], words: Mapping[tuple[str, Place], Words], place: str, path: Place = ()
) -> tuple[Attribute, ...]:
    """Return the attributes of a module below a path of sequences."""
    below: dict[Place, list[dict[str, Any]]] = {}
    for row in rows:
        below.setdefault(tuple(row["path"]), []).append(row)

    def at(where: Place) -> tuple[Attribute, ...]:
        return tuple(
            Attribute(
                row["keyword"],
                row["type"],
                words.get((place, tuple(map(_tag, (*where[len(path) :], row["keyword"]))))) or _of_codes(words, row),
                at((*where, row["keyword"])),
            )
            for row in below.get(where, [])
        )

    return at(path)


def _of_codes(words: Mapping[tuple[str, Place], Words], row: Mapping[str, Any]) -> Words | None:
    """Return what is said about every item of every code sequence; sequences of later editions have such items, too."""
    tag = (_tag(row["keyword"]),)
    return next((words[macro, tag] for macro in _CODES if (macro, tag) in words), None)


def _macros(each: str, rows: list[dict[str, Any]], words: Mapping[tuple[str, Place], Words]) -> tuple[Usage, ...]:
    """Return the functional groups of an object; what kind of group a sequence is, the old tables say."""
    shared = (FUNCTIONAL_GROUPS[0],)
    sequences = {_tag(row["keyword"]): row["keyword"] for row in rows if tuple(row["path"]) == shared}
    found = []
    for row in _former("ciod_to_fg_macros"):
        if row["ciodId"] != each:
            continue
        name = row["macroId"]
        tag = next(path[0] for place, path in words if place == name)
        below = [other for other in rows if [*shared, sequences[tag]] == other["path"][:2]]
        below.append(next(other for other in rows if other["path"] == [*shared] and other["keyword"] == sequences[tag]))
        usage = CHANGED.get(name) or _usage(row["usage"], row["conditionalStatement"])
        found.append(Usage(name, usage, _tree(below, words, name, shared)))
    return tuple(found)
