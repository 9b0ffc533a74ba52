"""Which structure a segment shows: its codes decide, then its label if that is exactly a name; nothing is guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from totalpetview.domain.organs.code import Code
from totalpetview.domain.organs.structure import Side, Structure
from totalpetview.domain.organs.total import ANATOMICAL_STRUCTURE, LEFT, RIGHT, STRUCTURES, by_codes, by_label
from totalpetview.domain.problem import Problem

RGB = tuple[int, int, int]
_TISSUE: Final = Code("85756007", "SCT", "Tissue")
_KNOWN_TYPES: Final = {each.type.identity for each in STRUCTURES.values()}
_ANATOMY: Final = {("SCT", "123037004"), ("SCT", "91723000")}
_SIDES: Final[dict[tuple[str, str], Side]] = {LEFT.identity: "left", RIGHT.identity: "right"}
_SIDE_SPELLINGS: Final = {
    "left": {"left", "links", "linke", "linker", "linkes", "linken"},
    "right": {"right", "rechts", "rechte", "rechter", "rechtes", "rechten"},
}
#: for segments that bring no colour, told apart by their place in the list
_COLOURS: Final[tuple[RGB, ...]] = (
    (230, 159, 0), (86, 180, 233), (0, 158, 115), (240, 228, 66), (0, 114, 178), (213, 94, 0), (204, 121, 167),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Described:
    """What an object says about one of its segments."""

    label: str
    category: Code | None = None
    type: Code | None = None
    modifiers: tuple[Code, ...] = ()
    regions: tuple[Code, ...] = ()
    region_modifiers: tuple[Code, ...] = ()
    colour: RGB | None = None


def recognised(described: Sequence[Described]) -> tuple[tuple[Structure, ...], tuple[Problem, ...]]:
    """Return a structure for each segment, and what is contradictory about them.

    Structures that are none of ours have keys of their own ("other:..."), unique within the list.
    """
    structures: list[Structure] = []
    problems: list[Problem] = []
    names: Counter[str] = Counter()
    for place, each in enumerate(described):
        found, problem = _structure(each)
        if problem is not None:
            problems.append(problem)
        if found is None:
            found = _other(each, place)
            names[found.key] += 1
            if names[found.key] > 1:
                found = replace(found, key=f"{found.key}-{names[found.key]}")
        structures.append(found)
    return tuple(structures), tuple(problems)


def _structure(each: Described) -> tuple[Structure | None, Problem | None]:
    coded = _by_codes(each)
    named = by_label(each.label)
    contradiction = Problem("organ-map-side-contradicts", {"label": each.label})
    sides = {side for side in (_side(each), named.side if named else None, coded.side if coded else None) if side}
    if len(sides) > 1:
        return None, contradiction
    if coded is None:
        return (named if _label_may_decide(each, named) else None), None
    if (
        named is not None
        and coded.side is None
        and named.side is not None
        and named.type.identity == coded.type.identity
    ):
        return named, None
    if coded.side is None and _side_words(each.label) - _side_words(f"{coded.key} {coded.english} {coded.german}"):
        return None, None  # one side of it: both of a pair would be taken for the whole
    return coded, None


def _side_words(text: str) -> set[str]:
    """Return the sides that a name speaks of."""
    words = {"".join(letters) for known, letters in groupby(text.casefold(), str.isalpha) if known}
    return {side for side, spellings in _SIDE_SPELLINGS.items() if words & spellings}


def _label_may_decide(each: Described, named: Structure | None) -> bool:
    """Whether the label's structure does not contradict codes that mean another one."""
    if named is None:
        return False
    if each.type is None or each.type.identity == named.type.identity:
        return True
    return each.type.identity not in _KNOWN_TYPES


def _by_codes(each: Described) -> Structure | None:
    """Return the structure of the codes, with and, for anatomy, also without what is said about the region."""
    if each.category is None or each.type is None or max(len(each.modifiers), len(each.regions)) > 1:
        return None
    modifier = each.modifiers[0] if each.modifiers else None
    region = each.regions[0] if each.regions else None
    region_modifier = each.region_modifiers[0] if each.region_modifiers else None
    attempts = [(region, region_modifier)]
    if each.category.identity in _ANATOMY and region is not None:
        attempts.append((None, None))
    for where, side in attempts:
        found = by_codes(each.category, each.type, modifier, where, side)
        if found is not None:
            return found
    return None


def _side(each: Described) -> Side | None:
    found = {_SIDES[code.identity] for code in (*each.modifiers, *each.region_modifiers) if code.identity in _SIDES}
    return next(iter(found)) if len(found) == 1 else None


def _other(each: Described, place: int) -> Structure:
    label = each.label or (each.type.meaning if each.type else "") or "?"
    slug = "-".join("".join(letter if letter.isalnum() else " " for letter in label.casefold()).split()) or "unnamed"
    return Structure(
        key=f"other:{slug}",
        english=label,
        german=label,
        system="other",
        side=_side(each),
        colour=each.colour or _COLOURS[place % len(_COLOURS)],
        category=each.category or (ANATOMICAL_STRUCTURE if each.type else _TISSUE),
        type=each.type or _TISSUE,
        modifier=each.modifiers[0] if each.modifiers else None,
        region=each.regions[0] if each.regions else None,
        region_modifier=each.region_modifiers[0] if each.region_modifiers else None,
    )
