"""Head and feet: which structures lie above which others in everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from totalpetview.domain.organs.geometry import OrganGeometry
from totalpetview.domain.organs.structure import Structure
from totalpetview.domain.problem import Problem

Found = Mapping[str, tuple[Structure, OrganGeometry]]

SPINE: Final = (
    *(f"vertebrae_C{n}" for n in range(1, 8)),
    *(f"vertebrae_T{n}" for n in range(1, 13)),
    *(f"vertebrae_L{n}" for n in range(1, 6)),
    "vertebrae_S1",
    "sacrum",
)
#: far enough apart that no breath, filling or posture changes their order; centroids are compared
_ABOVE: Final[dict[str, tuple[str, ...]]] = {
    "brain": ("thyroid_gland", "heart", "aorta", "liver", "spleen", "hip", "urinary_bladder", "femur"),
    "skull": ("heart", "liver", "spleen", "hip", "urinary_bladder", "femur"),
    "thyroid_gland": ("heart", "liver", "spleen", "hip", "urinary_bladder"),
    "trachea": ("liver", "spleen", "kidney", "hip", "urinary_bladder"),
    "clavicula": ("heart", "liver", "spleen", "hip", "sacrum", "urinary_bladder"),
    "lung_upper_lobe": ("liver", "spleen", "hip", "sacrum", "urinary_bladder"),
    "heart": ("kidney", "hip", "sacrum", "urinary_bladder", "prostate"),
    "sternum": ("kidney", "hip", "sacrum", "urinary_bladder"),
    "scapula": ("kidney", "hip", "sacrum", "urinary_bladder"),
    "liver": ("hip", "sacrum", "urinary_bladder", "prostate", "femur"),
    "spleen": ("hip", "sacrum", "urinary_bladder", "prostate", "femur"),
    "hip": ("femur",),
}
_RIB_TOLERANCE_MM: Final = 10.0
#: the upper end of a rib is where it belongs only when the rib is there in one piece
_WHOLE: Final = 0.9
_RIBS: Final = 12
#: of fewer comparisons nothing follows for the map as a whole
_FEW: Final = 4
_MOST: Final = 0.6


def wrong_order(found: Found) -> dict[str, list[Problem]]:
    """Return key -> what is wrong with the height of a structure."""
    problems: dict[str, list[Problem]] = {}
    for upper, lower in pairwise(key for key in SPINE if key in found):
        if _height_mm(found, upper) <= _height_mm(found, lower):
            problems.setdefault(upper, []).append(Problem("organ-vertebra-below", {"other": _short(lower)}))
            problems.setdefault(lower, []).append(Problem("organ-vertebra-above", {"other": _short(upper)}))
    for side in ("left", "right"):
        _ribs(found, side, problems)
    blamed = _blamed(found)
    for upper, lower in _violations(found):
        for key, code in ((upper, "organ-too-low"), (lower, "organ-too-high")):
            if key in blamed:
                blamed[key][code] += 1
    for key, counts in blamed.items():
        problems.setdefault(key, []).extend(Problem(code, {"count": count}) for code, count in counts.items())
    return problems


def upside_down(found: Found) -> bool:
    """Whether most of what belongs above lies below: not single structures but the map is turned."""
    compared = sum(1 for _ in _pairs(found))
    return compared >= _FEW and sum(1 for _ in _violations(found)) > _MOST * compared


def _pairs(found: Found) -> Iterator[tuple[str, str]]:
    for above, belows in _ABOVE.items():
        for upper in _present(found, above):
            for below in belows:
                yield from ((upper, lower) for lower in _present(found, below))


def _violations(found: Found) -> Iterator[tuple[str, str]]:
    """Yield (upper, lower) that lie the wrong way round."""
    return ((u, lo) for u, lo in _pairs(found) if _height_mm(found, u) < _height_mm(found, lo))


def _blamed(found: Found) -> dict[str, Counter[str]]:
    """Return those structures that explain all contradictions: one stray hip does not make liver and heart wrong.

    The structure with the most contradictions is blamed first, and what remains is looked at again. When the map
    lies upside down all are.
    """
    remaining = list(_violations(found))
    if upside_down(found):
        return {key: Counter() for pair in remaining for key in pair}
    blamed: dict[str, Counter[str]] = {}
    while remaining:
        counts = Counter(key for pair in remaining for key in pair)
        most = max(counts.values())
        worst = {key for key, count in counts.items() if count == most}
        blamed |= {key: Counter() for key in worst}
        remaining = [pair for pair in remaining if worst.isdisjoint(pair)]
    return blamed


def _ribs(found: Found, side: str, problems: dict[str, list[Problem]]) -> None:
    keys = [f"rib_{side}_{n}" for n in range(1, _RIBS + 1)]
    usable = [
        key
        for key in keys
        if key in found and "head" not in found[key][1].cut and found[key][1].largest_share >= _WHOLE
    ]
    for upper, lower in pairwise(usable):
        if found[upper][1].top_mm[2] < found[lower][1].top_mm[2] - _RIB_TOLERANCE_MM:
            problems.setdefault(upper, []).append(Problem("organ-rib-below", {"other": lower.rsplit("_", 1)[1]}))
            problems.setdefault(lower, []).append(Problem("organ-rib-above", {"other": upper.rsplit("_", 1)[1]}))


def _present(found: Found, name: str) -> list[str]:
    return [key for key in (name, f"{name}_left", f"{name}_right") if key in found]


def _height_mm(found: Found, key: str) -> float:
    return found[key][1].main_centroid_mm[2]


def _short(key: str) -> str:
    return "S" if key == "sacrum" else key.removeprefix("vertebrae_")
