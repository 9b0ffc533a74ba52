"""From the names that a segmentation program gives to the structures of our table."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from totalpetview.domain.organs.code import Code
from totalpetview.domain.organs.organ_map import Labels, Segment
from totalpetview.domain.organs.structure import Structure
from totalpetview.domain.organs.total import ANATOMICAL_STRUCTURE, OWN_SCHEME, STRUCTURES, by_label

_GREY = (150, 150, 150)


def segments_of(labels: Labels, names: Mapping[int, str]) -> tuple[Segment, ...]:
    """Return a segment for each label that has a voxel, numbered as in the labels."""
    counts = np.zeros(int(np.iinfo(labels.dtype).max) + 1, dtype=np.int64)
    for plane in labels:  # the whole at once would be copied to eight times its size
        counts += np.bincount(plane[plane > 0], minlength=len(counts))
    return tuple(
        Segment(value, _structure(names.get(value, str(value))), names.get(value, str(value)), "AUTOMATIC")
        for value in (int(each) for each in np.flatnonzero(counts))
    )


def _structure(name: str) -> Structure:
    """Return the structure of a name; one that nobody here knows is listed under its own name."""
    known = STRUCTURES.get(name) or by_label(name)
    if known is not None:
        return known
    slug = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    shown = name.replace("_", " ")
    own = Code(slug[:16], OWN_SCHEME, shown[:64])
    return Structure(f"other:{slug}", shown, shown, "other", None, _GREY, ANATOMICAL_STRUCTURE, own, None)
