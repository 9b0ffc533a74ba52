"""The branching vessels of the lungs: grown from the hila towards places in the lungs, always the same."""

# ruff: noqa: PLR2004 - places in the body are numbers
# mypy: disable-error-code="no-any-return"
# (numpy types arithmetic of arrays with plain numbers as Any)

from __future__ import annotations

from functools import cache

import numpy as np

from totalpetview.demo import tissues as t
from totalpetview.demo.anatomy.chest import both_lungs
from totalpetview.demo.points import Points, Values
from totalpetview.demo.shapes import FINE_MM, Layer, Piece, Shape, capsule, shape

_ROOTS = {
    -1.0: ((-46.0, 8.0, 456.0), (-52.0, 14.0, 436.0), (-50.0, 6.0, 470.0)),
    1.0: ((50.0, 18.0, 462.0), (55.0, 24.0, 440.0), (54.0, 12.0, 472.0)),
}
_TARGETS = 330
_APART_MM = 9.0
_STEP_MM = 10.0
_TIP_MM = 0.7
_ROOT_LIMIT_MM = 4.6


def _targets(sign: float) -> Values:
    """Return places (n, 3) spread through one lung, at least 5 mm below its surface."""
    dice = np.random.default_rng(77 if sign > 0 else 78)
    found = np.empty((0, 3))
    while len(found) < _TARGETS:
        batch = dice.uniform((20, -80, 285), (130, 85, 575), (400, 3)) * np.array([sign, 1.0, 1.0])
        depth = both_lungs(Points.of(batch))
        for place in batch[depth < -5]:
            if len(found) < _TARGETS and (((found - place) ** 2).sum(axis=1) > _APART_MM**2).all():
                found = np.vstack([found, place])
    return found


@cache
def branches(sign: float) -> tuple[tuple[Values, Values, float, float], ...]:
    """Return (from, to, radius, radius) of the vessels of the left (+1) or right (-1) lung.

    Every target is joined, nearest first, to the place of the tree from which it is reached with the least
    turning back; radii follow Murray's law (cube of the parent = sum of the cubes of its children).
    """
    nodes: list[Values] = [np.array(root) for root in _ROOTS[sign]]
    parents: list[int] = [-1] * len(nodes)
    outwards: list[Values] = [np.zeros(3)] * len(nodes)
    hilum = np.array(_ROOTS[sign]).mean(0)
    dice = np.random.default_rng(5)
    for target in sorted(_targets(sign), key=lambda place: float(np.linalg.norm(place - hilum))):
        places = np.array(nodes)
        way = target - places
        away = np.linalg.norm(way, axis=1)
        straight = np.einsum("ij,ij->i", way, np.array(outwards)) / np.maximum(away, 1e-6)
        best = int(np.argmin(away * (1.35 - 0.35 * straight) + 0.25 * np.linalg.norm(places - hilum, axis=1)))
        steps = max(1, round(float(away[best]) / _STEP_MM))
        start, last = nodes[best], best
        bend = dice.normal(0, 0.06, 3) * away[best]
        for n in range(1, steps + 1):
            share = n / steps
            place = start + (target - start) * share + bend * np.sin(np.pi * share)
            direction = place - nodes[last]
            nodes.append(place)
            parents.append(last)
            outwards.append(direction / max(float(np.linalg.norm(direction)), 1e-6))
            last = len(nodes) - 1
    cubes = np.full(len(nodes), 0.0)
    for n in range(len(nodes) - 1, -1, -1):
        cubes[n] = max(cubes[n], _TIP_MM**2.6)
        if parents[n] >= 0:
            cubes[parents[n]] += cubes[n]
    radii = np.minimum(cubes ** (1 / 2.6), _ROOT_LIMIT_MM)
    return tuple(
        (nodes[parents[n]], nodes[n], float(min(radii[parents[n]], radii[n] * 1.25)), float(radii[n]))
        for n in range(len(nodes))
        if parents[n] >= 0
    )


def lung_vessels(contrast_radius_mm: float = 1.6) -> list[Shape]:
    """Return the vessels, the larger ones apart: only they are seen in PET and in coarse voxels."""
    groups: tuple[list[Piece], list[Piece]] = ([], [])
    for sign in (-1.0, 1.0):
        for start, end, first, last in branches(sign):
            rod = capsule((start[0], start[1], start[2]), (end[0], end[1], end[2]), first, last)
            groups[max(first, last) >= contrast_radius_mm].append(rod)
    small, large = groups
    return [
        shape(small, Layer(t.SMALL_VESSEL), fineness_mm=FINE_MM, thickness_mm=2.0),
        shape(large, Layer(t.LUNG_VESSEL), fineness_mm=FINE_MM, thickness_mm=3.2),
    ]
