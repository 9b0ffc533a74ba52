"""What looks implausible in an organ map, in words at the organ. Nothing is corrected; a person judges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from totalpetview.domain.organs.geometry import OrganGeometry
from totalpetview.domain.organs.organ_map import Segment
from totalpetview.domain.organs.plausible_volumes import volume_bounds_ml
from totalpetview.domain.organs.sides import wrong_sides
from totalpetview.domain.organs.structure import Structure
from totalpetview.domain.organs.vertical_order import upside_down, wrong_order
from totalpetview.domain.problem import Problem

#: organs that are one piece in everybody; of less than this share in one piece the rest is mostly something else;
#: vertebrae are not among them: in coarse images their arches come apart
_ONE_PIECE: Final = frozenset(
    {
        "liver",
        "spleen",
        "kidney",
        "heart",
        "brain",
        "stomach",
        "urinary_bladder",
        "prostate",
        "aorta",
        "trachea",
        "lung_upper_lobe",
        "lung_lower_lobe",
        "lung_middle_lobe",
        "hip",
        "femur",
        "humerus",
        "sacrum",
        "spinal_cord",
    }
)
_LEAST_SHARE: Final = 0.8
#: this many wrong sides, if they are most, are not single mistakes but a map that is mirrored
_SEVERAL: Final = 3

#: problems that say that a segment is not where, or not what, its name says
MISPLACED: Final = frozenset(
    {
        "organ-swapped-sides",
        "organ-wrong-side",
        "organ-vertebra-below",
        "organ-vertebra-above",
        "organ-rib-below",
        "organ-rib-above",
        "organ-too-low",
        "organ-too-high",
        "organ-too-small",
        "organ-too-large",
        "organ-fragments",
    }
)


@dataclass(frozen=True, slots=True)
class Plausibility:
    """What to say about a map as a whole, and about its segments by number; segments without a word are not there."""

    of_map: tuple[Problem, ...]
    of_segments: Mapping[int, tuple[Problem, ...]]


def check(segments: Sequence[Segment], geometry: Mapping[int, OrganGeometry], task: str = "") -> Plausibility:
    """Return what looks implausible.

    Parameters
    ----------
    segments
        Of the map.
    geometry
        Number -> geometry, from `organ_geometry`; a segment that is not in it is empty.
    task
        What found them, where that is known: some tasks name only a part by the name of the whole.
    """
    found = _by_key(segments, geometry)
    sides, order = wrong_sides(found), wrong_order(found)
    of_segments: dict[int, tuple[Problem, ...]] = {}
    for segment in segments:
        measured = geometry.get(segment.number)
        if measured is None:
            problems = [Problem("organ-empty")]
        else:
            problems = [
                *_cut(measured),
                *_fragments(segment.structure, measured),
                *_volume(segment.structure, measured, task),
            ]
            if found[segment.structure.key][1] is measured:
                side = sides.get(segment.structure.key)
                problems = [*([side] if side else []), *order.get(segment.structure.key, []), *problems]
        if problems:
            of_segments[segment.number] = tuple(problems)
    return Plausibility(_of_map(found, sides), of_segments)


def misplaced(problems: Sequence[Problem]) -> bool:
    """Whether a segment with these problems had better not be used to say where something is."""
    return any(problem.code in MISPLACED for problem in problems)


def _by_key(
    segments: Sequence[Segment], geometry: Mapping[int, OrganGeometry]
) -> dict[str, tuple[Structure, OrganGeometry]]:
    """Return the largest segment of each structure."""
    found: dict[str, tuple[Structure, OrganGeometry]] = {}
    for segment in segments:
        measured, key = geometry.get(segment.number), segment.structure.key
        if measured is not None and (key not in found or found[key][1].voxels < measured.voxels):
            found[key] = (segment.structure, measured)
    return found


def _of_map(found: Mapping[str, tuple[Structure, OrganGeometry]], sides: Mapping[str, Problem]) -> tuple[Problem, ...]:
    problems = []
    if not found:
        problems.append(Problem("organs-none"))
    sided = sum(1 for structure, _ in found.values() if structure.side is not None)
    if len(sides) >= max(_SEVERAL, sided / 2):
        problems.append(Problem("organs-mirrored", {"count": len(sides)}))
    if upside_down(found):
        problems.append(Problem("organs-upside-down"))
    return tuple(problems)


def _cut(measured: OrganGeometry) -> list[Problem]:
    if "head" in measured.cut and "feet" in measured.cut:
        return [Problem("organ-cut-head-and-feet")]
    if "head" in measured.cut:
        return [Problem("organ-cut-head")]
    if "feet" in measured.cut:
        return [Problem("organ-cut-feet")]
    return [Problem("organ-cut-side")] if measured.cut else []


def _fragments(structure: Structure, measured: OrganGeometry) -> list[Problem]:
    name = structure.key.removesuffix(f"_{structure.side}") if structure.side else structure.key
    if name not in _ONE_PIECE or measured.cut or measured.largest_share >= _LEAST_SHARE:
        return []
    values = {"components": measured.components, "percent": round(100 * measured.largest_share)}
    return [Problem("organ-fragments", values)]


def _volume(structure: Structure, measured: OrganGeometry, task: str) -> list[Problem]:
    bounds = volume_bounds_ml(structure.key, structure.side, task)
    if bounds is None or measured.cut:
        return []
    least_ml, most_ml = bounds
    if measured.volume_ml < least_ml:
        return [Problem("organ-too-small", {"volume_ml": round(measured.volume_ml, 1), "least_ml": least_ml})]
    if measured.volume_ml > most_ml:
        return [Problem("organ-too-large", {"volume_ml": round(measured.volume_ml), "most_ml": most_ml})]
    return []
