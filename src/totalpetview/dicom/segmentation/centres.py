"""Never trust a writer: the centre of each organ is compared, in the patient, before and after a round trip."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from totalpetview.domain.organs.organ_map import OrganMap
from totalpetview.domain.problem import Problem

#: of a voxel: what rounding and the pixels of a contour may move a centre by
_TOLERANCE_VOXELS: Final = 0.5

Floats = NDArray[np.float64]


def centres_mm(organ_map: OrganMap) -> dict[int, Floats]:
    """Return number -> centre of mass in millimetres; segments without voxels have none."""
    labels = organ_map.labels
    values = len(organ_map.values)
    counts = np.zeros(values)
    sums = np.zeros((values, 3))  # of i, j, k
    for k, plane in enumerate(labels):
        rows = np.flatnonzero(plane.any(axis=1))
        if not len(rows):
            continue
        part = plane[rows[0] : rows[-1] + 1]
        j, i = np.nonzero(part)
        label = part[j, i]
        here = np.bincount(label, minlength=values).astype(np.float64)
        counts += here
        sums[:, 0] += np.bincount(label, weights=i, minlength=values)
        sums[:, 1] += np.bincount(label, weights=j + int(rows[0]), minlength=values)
        sums[:, 2] += here * k
    centres = {}
    for segment in organ_map.segments:
        members = list(organ_map.values_of((segment.number,)))
        count = counts[members].sum()
        if count:
            i_mean, j_mean, k_mean = sums[members].sum(axis=0) / count
            centres[segment.number] = np.array(organ_map.grid.point_mm(i_mean, j_mean, k_mean))
    return centres


def centres_agree(a: OrganMap, b: OrganMap) -> tuple[Problem, ...]:
    """Return what differs between a map and the same map after it was written and read: nothing, if all is well.

    Segments are matched by their labels and structures, in order. A centre may move by half of the smallest voxel
    step of either grid.
    """
    steps = (*a.grid.spacing_mm, *b.grid.spacing_mm)
    tolerance_mm = _TOLERANCE_VOXELS * min(steps)
    before, after = _by_name(a), _by_name(b)
    problems = []
    for name in sorted(before.keys() | after.keys()):
        left, right = before.get(name, []), after.get(name, [])
        for place in range(max(len(left), len(right))):
            one = left[place] if place < len(left) else None
            other = right[place] if place < len(right) else None
            problem = _compared(name[1], one, other, tolerance_mm)
            if problem is not None:
                problems.append(problem)
    return tuple(problems)


def _by_name(organ_map: OrganMap) -> dict[tuple[str, str], list[Floats | None]]:
    centres = centres_mm(organ_map)
    found: dict[tuple[str, str], list[Floats | None]] = {}
    for segment in sorted(organ_map.segments, key=lambda segment: segment.number):
        found.setdefault((segment.structure.key, segment.label), []).append(centres.get(segment.number))
    return found


def _compared(label: str, one: Floats | None, other: Floats | None, tolerance_mm: float) -> Problem | None:
    if one is None and other is None:
        return None
    if other is None:
        return Problem("organ-map-lost", {"structure": label})
    if one is None:
        return Problem("organ-map-appeared", {"structure": label})
    distance_mm = float(np.linalg.norm(one - other))
    if distance_mm <= tolerance_mm:
        return None
    return Problem("organ-map-moved", {"structure": label, "distance_mm": round(distance_mm, 1)})
