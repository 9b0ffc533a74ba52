"""The order in which structures are listed: soft tissue from the head downwards, then vessels, bones and muscles.

Within a system the order is that of TotalSegmentator's table, but bones go from the skull downwards, as they are read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from totalpetview.domain.organs.structure import SYSTEMS
from totalpetview.domain.organs.total import STRUCTURES

_BONES: Final = (
    "skull", "vertebrae_C", "vertebrae_T", "vertebrae_L", "vertebrae_S", "sacrum", "sternum", "rib_left", "rib_right",
    "costal_cartilages", "clavicula", "scapula", "humerus", "hip", "femur",
)  # fmt: skip


def _within(key: str, row: int) -> tuple[int, int, int]:
    bone = next((place for place, name in enumerate(_BONES) if key.startswith(name)), len(_BONES))
    number = re.search(r"\d+$", key) if bone < len(_BONES) else None
    return (bone, int(number[0]) if number else 0, row)


def _ordered() -> dict[str, int]:
    rows = {key: row for row, key in enumerate(STRUCTURES)}
    keys = sorted(rows, key=lambda key: (SYSTEMS.index(STRUCTURES[key].system), *_within(key, rows[key])))
    return {key: place for place, key in enumerate(keys)}


#: place of each structure that we know, from 0 on
READING_ORDER: Final[Mapping[str, int]] = MappingProxyType(_ordered())


def place_in_list(key: str) -> int:
    """Return where a structure is listed; those that we do not know come last, all at the same place."""
    return READING_ORDER.get(key, len(READING_ORDER))
