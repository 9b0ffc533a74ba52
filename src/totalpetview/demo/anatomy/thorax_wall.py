"""Ribs, costal cartilages and the sternum, laid on the inner surface of the chest wall."""

# ruff: noqa: PLR2004 - places in the body are numbers
# mypy: disable-error-code="no-any-return"
# (numpy types arithmetic of arrays with plain numbers as Any)

from __future__ import annotations

import numpy as np

from totalpetview.demo import tissues as t
from totalpetview.demo.anatomy.outline import cavity_place
from totalpetview.demo.anatomy.spine import LINE, VERTEBRAE
from totalpetview.demo.labels import LABELS
from totalpetview.demo.points import Points, Values
from totalpetview.demo.shapes import MIDDLE_MM, Layer, Profile, Shape, mirrored, piece, shape, tube

#: for ribs 1 to 12: angle of the bony end from the back (radians), how far it lies below the head of the rib
_END = (2.30, 2.52, 2.62, 2.62, 2.58, 2.50, 2.40, 2.24, 2.05, 1.85, 1.38, 1.05)
_DROP_MM = (36, 44, 52, 60, 68, 76, 83, 88, 86, 78, 52, 34)
#: height at which the cartilages of ribs 1 to 7 reach the sternum
_STERNAL_Z = (516, 494, 470, 448, 427, 409, 396)
_OUT_MM = 5.5

_STERNUM_Y = Profile([(362, -78), (400, -86), (440, -84), (480, -76), (505, -68), (530, -56)])
_STERNUM_WIDTH = Profile(
    [(362, 4), (385, 8), (400, 16), (440, 17), (480, 15), (492, 16), (505, 26), (522, 30), (532, 22)]
)


def _wall(z: float, angle: float, out_mm: float = _OUT_MM) -> tuple[float, float]:
    x, y = cavity_place(z, angle)
    return x + out_mm * float(np.sin(angle)), y + out_mm * float(np.cos(angle))


def _rib_height(number: int, angle: float) -> float:
    head = next(v.z for v in VERTEBRAE if v.name == f"T{number}") + 4.0
    t_along = min(max((angle - 0.35) / (_END[number - 1] - 0.35), 0.0), 1.0)
    return head - _DROP_MM[number - 1] * (0.75 * t_along + 0.25 * t_along**2)


def left_rib(number: int) -> list[list[float]]:
    """Return knots (x, y, z, radius) of a left rib from its head to its bony end."""
    vertebra = next(v for v in VERTEBRAE if v.name == f"T{number}")
    z = _rib_height(number, 0.0)
    deep = LINE.at(vertebra.z)
    knots = [[vertebra.half[0] + 1.0, deep + 9, z, 5.0], [vertebra.half[0] + 15.0, deep + 21, z + 1, 4.0]]
    radius = 4.3 if number in (1, 11, 12) else 5.2
    for angle in np.linspace(0.52, _END[number - 1], 12):
        height = _rib_height(number, float(angle))
        knots.append([*_wall(height, float(angle)), height, radius])
    return knots


def left_cartilage(number: int) -> list[list[float]]:
    """Return knots of the cartilage from the bony end of a left rib to the sternum or its upper neighbour."""
    angle = _END[number - 1]
    z = _rib_height(number, angle)
    if number <= 7:
        end_z, end_angle = float(_STERNAL_Z[number - 1]), np.pi - 0.16
    else:
        end_angle = _END[number - 2] + 0.22
        end_z = _rib_height(number - 1, _END[number - 2]) + 4.0
    knots = []
    for share in np.linspace(0.0, 1.0, 7):
        here = z + (end_z - z) * share**1.5
        knots.append([*_wall(here, angle + (end_angle - angle) * share, _OUT_MM + 1.0), here, 5.2])
    return knots


def _sternum(p: Points) -> Values:
    width, middle = _STERNUM_WIDTH(p.z), _STERNUM_Y(p.z)
    r = ((np.abs(p.x) / width) ** 3 + (np.abs(p.y - middle) / np.float32(6.5)) ** 3) ** (1 / 3)
    joint = np.abs(p.z - 491) - 1.5
    plate = np.maximum((r - 1) * np.float32(6.5), np.abs(p.z - 447) - 85)
    return np.maximum(plate, -joint)


def thorax_wall() -> list[Shape]:
    """Return cartilages, ribs and the sternum."""
    made: list[Shape] = []
    for number in range(1, 11):
        knots = left_cartilage(number)
        layer = Layer(t.CARTILAGE, 0, LABELS["costal_cartilages"])
        both = (knots, mirrored(knots))
        made += [shape(tube(course), layer, fineness_mm=MIDDLE_MM, thickness_mm=7) for course in both]
    for number in range(1, 13):
        knots = left_rib(number)
        for side, course in (("left", knots), ("right", mirrored(knots))):
            label = LABELS[f"rib_{side}_{number}"]
            made.append(
                shape(
                    tube(course),
                    Layer(t.CORTICAL_BONE, 0, label),
                    Layer(t.MARROW, 1.7, label),
                    fineness_mm=MIDDLE_MM,
                    thickness_mm=7,
                )
            )
    label = LABELS["sternum"]
    box = piece((0, -72, 447), (36, 26, 90), _sternum)
    made.append(shape(box, Layer(t.THIN_CORTEX, 0, label), Layer(t.MARROW, 1.6, label), fineness_mm=MIDDLE_MM))
    return made
