"""The heart: four chambers, the thick wall of the left ventricle, the great vessels' roots."""


# mypy: disable-error-code="no-any-return"
# (numpy types arithmetic of arrays with plain numbers as Any)

from __future__ import annotations

import numpy as np

from totalpetview.demo import tissues as t
from totalpetview.demo.labels import LABELS
from totalpetview.demo.points import Points, Triple, Values
from totalpetview.demo.shapes import (
    MIDDLE_MM,
    Layer,
    Shape,
    ellipsoid,
    ellipsoid_distance,
    local,
    piece,
    shape,
)

#: columns: the long axis towards the apex (left, front, down), and two across it
_AXIS = np.array([0.74, -0.52, -0.43])
_AXIS /= np.linalg.norm(_AXIS)
_ACROSS = np.cross(_AXIS, [0.0, 0.0, 1.0])
_ACROSS /= np.linalg.norm(_ACROSS)
FRAME = np.stack([_AXIS, _ACROSS, np.cross(_AXIS, _ACROSS)], axis=1)

_PERICARDIUM: tuple[Triple, Triple] = ((14, -30, 398), (66, 50, 47))
_LEFT: tuple[Triple, Triple] = ((36, -31, 389), (48, 33, 33))
_BASE_MM = -24.0
_WALL_MM = 10.5
_RIGHT: tuple[Triple, Triple] = ((8, -57, 390), (52, 26, 36))
_RIGHT_ATRIUM: tuple[Triple, Triple] = ((-32, -28, 398), (21, 27, 33))
_LEFT_ATRIUM: tuple[Triple, Triple] = ((0, 2, 420), (36, 20, 23))


def pericardium(p: Points) -> Values:
    """Distance to the sac around the heart."""
    return ellipsoid_distance(p, *_PERICARDIUM, FRAME, 2.3)


def left_ventricle(p: Points) -> Values:
    """Distance to the outer surface of the left ventricle, open towards the base."""
    q = local(p, _LEFT[0], FRAME)
    return np.maximum(ellipsoid_distance(p, *_LEFT, FRAME), np.float32(_BASE_MM) - q.x)


def left_cavity(p: Points) -> Values:
    """Distance to the blood in the left ventricle: the wall is thinner at the apex, papillary muscles indent it."""
    q = local(p, _LEFT[0], FRAME)
    radii = (_LEFT[1][0] - _WALL_MM + 2, _LEFT[1][1] - _WALL_MM, _LEFT[1][2] - _WALL_MM)
    cavity = ellipsoid_distance(p, _LEFT[0], radii, FRAME)
    muscle = np.minimum(np.sqrt((q.y - 15) ** 2 + (q.z - 11) ** 2), np.sqrt((q.y + 13) ** 2 + (q.z - 12) ** 2)) - 4.5
    muscle = np.maximum(muscle, np.abs(q.x - 12) - 13)
    return np.maximum(np.maximum(cavity, -muscle), np.float32(_BASE_MM - 4) - q.x)


def _right(p: Points, inset: float) -> Values:
    outer = ellipsoid_distance(p, *_RIGHT, FRAME) + inset
    return np.maximum(outer, -(left_ventricle(p) - inset * 0.2))


def heart(uptake: float = 1.0) -> list[Shape]:
    """Return the heart; `uptake` scales the left ventricle's FDG, which varies from day to day."""
    label = LABELS["heart"]
    sac = piece(_PERICARDIUM[0], (70, 70, 70), lambda p: pericardium(p) + 1.5)
    right = piece(_RIGHT[0], (58, 50, 50), lambda p: _right(p, 0.0))
    right_blood = piece(_RIGHT[0], (58, 50, 50), lambda p: _right(p, 4.0))
    return [
        shape(sac, Layer(t.DEEP_FAT)),
        shape(
            ellipsoid(*_LEFT_ATRIUM),
            Layer(t.RIGHT_MYOCARDIUM, 0, label),
            Layer(t.BLOOD, 2.5, label),
            fineness_mm=MIDDLE_MM,
        ),
        shape(
            ellipsoid(*_RIGHT_ATRIUM),
            Layer(t.RIGHT_MYOCARDIUM, 0, label),
            Layer(t.BLOOD, 2.5, label),
            fineness_mm=MIDDLE_MM,
        ),
        shape(right, Layer(t.RIGHT_MYOCARDIUM, 0, label), fineness_mm=MIDDLE_MM),
        shape(right_blood, Layer(t.BLOOD, 0, label), fineness_mm=MIDDLE_MM),
        shape(
            piece(_LEFT[0], (52, 52, 52), left_ventricle), Layer(t.MYOCARDIUM, 0, label, uptake), fineness_mm=MIDDLE_MM
        ),
        shape(piece(_LEFT[0], (52, 52, 52), left_cavity), Layer(t.BLOOD, 0, label), fineness_mm=MIDDLE_MM),
    ]
