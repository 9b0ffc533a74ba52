"""Left and right: the worst mistake that a map can make. In patient coordinates the left is where x is larger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from totalpetview.domain.geometry import Vector
from totalpetview.domain.organs.geometry import OrganGeometry
from totalpetview.domain.organs.structure import Side, Structure
from totalpetview.domain.organs.total import counterpart
from totalpetview.domain.problem import Problem

#: organs without a partner that lie on one side; who is built the other way round is told so, which is no harm
_ASYMMETRIC: Final[dict[str, Side]] = {"liver": "right", "gallbladder": "right", "spleen": "left", "heart": "left"}
#: a mobile organ or a bent spine may reach this far beyond the middle
_BEYOND_MIDDLE_MM: Final = 15.0
_LEAST_MIDDLE_POINTS: Final = 2
_MIDDLE: Final = ("vertebrae_", "sacrum", "spinal_cord", "sternum", "trachea")

Found = Mapping[str, tuple[Structure, OrganGeometry]]


def wrong_sides(found: Found) -> dict[str, Problem]:
    """Return key -> what is wrong with the side of a structure.

    Of a pair, both are named when the left one lies right of the right one. Where only one is there, and for
    liver, gallbladder, spleen and heart, the spine tells where the middle is.
    """
    problems: dict[str, Problem] = {}
    middle = _middle([(key, geometry.main_centroid_mm) for key, (_, geometry) in found.items()])
    for key, (structure, geometry) in found.items():
        side = structure.side or _ASYMMETRIC.get(key)
        if side is None:
            continue
        sign = 1.0 if side == "left" else -1.0
        partner = counterpart(structure)
        x_mm, _, z_mm = geometry.main_centroid_mm
        if partner is not None and partner.key in found:
            across_mm = sign * (x_mm - found[partner.key][1].main_centroid_mm[0])
            if across_mm < 0:
                problems[key] = Problem("organ-swapped-sides", {"mm": round(-across_mm)})
        elif middle is not None:
            beyond_mm = sign * (float(np.interp(z_mm, *middle)) - x_mm)
            if beyond_mm > _BEYOND_MIDDLE_MM:
                problems[key] = Problem("organ-wrong-side", {"mm": round(beyond_mm)})
    return problems


def _middle(places: Sequence[tuple[str, Vector]]) -> tuple[list[float], list[float]] | None:
    """Return z and x along the middle of the body, z ascending; None where too little of it is there."""
    points = sorted((place[2], place[0]) for key, place in places if key.startswith(_MIDDLE))
    if len(points) < _LEAST_MIDDLE_POINTS:
        return None
    return [z for z, _ in points], [x for _, x in points]
