"""Lungs between chest wall, diaphragm and mediastinum; airways and oesophagus."""


# mypy: disable-error-code="no-any-return"
# (numpy types arithmetic of arrays with plain numbers as Any)

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from totalpetview.demo import tissues as t
from totalpetview.demo.anatomy import heart, outline
from totalpetview.demo.anatomy.spine import LINE
from totalpetview.demo.anatomy.vessels import AORTA
from totalpetview.demo.labels import LABELS
from totalpetview.demo.points import Points, Values
from totalpetview.demo.shapes import (
    MIDDLE_MM,
    Layer,
    Piece,
    Profile,
    Shape,
    capsule_distance,
    curve,
    piece,
    shape,
    smooth_minimum,
    tube,
)

_MIDDLE_WIDTH = Profile(
    [(300, 16), (350, 14), (420, 12), (452, 22), (475, 25), (500, 25), (525, 28), (560, 38), (590, 50)]
)
_FRONT_WIDTH = Profile([(300, 30), (345, 24), (390, 10), (440, 4), (480, 6), (505, 14), (525, 26), (590, 40)])

_TRACHEA = [(0, -20, 612, 8), (0, -14, 580, 8.5), (0, -4, 535, 8.5), (-1, 6, 500, 8.5), (-1, 10, 482, 9)]
_RIGHT_BRONCHUS = [(-2, 10, 481, 8), (-22, 12, 466, 7), (-40, 14, 453, 5.5), (-50, 18, 436, 4)]
_RIGHT_UPPER_BRONCHUS = [(-30, 12, 462, 5), (-48, 10, 474, 4), (-58, 6, 488, 3)]
_LEFT_BRONCHUS = [(2, 10, 481, 7), (24, 16, 465, 6.5), (44, 20, 450, 5), (52, 26, 432, 4)]
_LEFT_UPPER_BRONCHUS = [(42, 18, 453, 4.5), (54, 8, 464, 3.6), (60, 2, 478, 3)]
_AIRWAYS = (_TRACHEA, _RIGHT_BRONCHUS, _LEFT_BRONCHUS, _RIGHT_UPPER_BRONCHUS, _LEFT_UPPER_BRONCHUS)
_OESOPHAGUS = [
    (2, 2, 600, 6),
    (5, 14, 540, 6.5),
    (6, 24, 490, 6.5),
    (6, 26, 440, 6.5),
    (10, 14, 390, 7),
    (24, 4, 345, 8),
    (42, 2, 328, 9),
]


def mediastinum(p: Points) -> Values:
    """Distance to everything between the lungs."""
    share = np.clip((p.y + 66) * np.float32(1 / 36), 0, 1)
    width = _FRONT_WIDTH(p.z) * (1 - share) + _MIDDLE_WIDTH(p.z) * share
    middle = np.abs(p.x - np.float32(2)) - width
    back = np.sqrt(p.x * p.x + (p.y - LINE(p.z)) ** 2) - 26
    distance = smooth_minimum(middle, back, 10.0)
    distance = smooth_minimum(distance, heart.pericardium(p) - 3, 12.0)
    places = curve(AORTA, 30.0)
    for a, b in pairwise(places):
        rod = capsule_distance(p, (a[0], a[1], a[2]), (b[0], b[1], b[2]), a[3] + 3.5, b[3] + 3.5)
        distance = smooth_minimum(distance, rod, 6.0)
    for sign in (-1.0, 1.0):
        hilum = capsule_distance(p, (sign * 24, 8, 468), (sign * 40, 10, 440), 17, 15)
        distance = smooth_minimum(distance, hilum, 10.0)
    return distance


def both_lungs(p: Points) -> Values:
    """Distance to the surface of the lungs."""
    chest = np.maximum(outline.cavity(p) + 1.0, outline.diaphragm_height(p) - p.z)
    return np.maximum(chest, -mediastinum(p))


def oblique_fissure(p: Points) -> Values:
    """Positive above and before the oblique fissure, in millimetres across it."""
    return (p.z - np.float32(425) - (p.y + 5) * np.float32(0.95) + np.abs(p.x) * np.float32(0.12)) * np.float32(0.72)


def horizontal_fissure(p: Points) -> Values:
    """Positive above the horizontal fissure of the right lung."""
    return p.z - np.float32(432) + (p.x + 60) * np.float32(0.12) - p.y * np.float32(0.1)


def _shade(p: Points) -> Values:
    """Denser at the back, thin dense sheets at the fissures."""
    gravity = (p.y + 10) * np.float32(0.55)
    sheet = np.maximum(0, 1.3 - np.abs(oblique_fissure(p))) * 130
    flat = np.maximum(0, 1.1 - np.abs(horizontal_fissure(p))) * 90 * ((p.x < 0) & (oblique_fissure(p) > 0))
    return gravity + sheet + flat


def _lobe(keep: Callable[[Points], Values]) -> Callable[[Points], Values]:
    return lambda p: np.maximum(both_lungs(p), keep(p))


def lungs() -> list[Shape]:
    """Return the five lobes."""
    left, right = ((0.0, -90.0, 255.0), (140.0, 95.0, 590.0)), ((-140.0, -90.0, 255.0), (0.0, 95.0, 590.0))
    lobes: tuple[
        tuple[str, tuple[tuple[float, float, float], tuple[float, float, float]], Callable[[Points], Values]], ...
    ] = (
        ("lung_upper_lobe_left", left, lambda p: np.where(p.x > 0, -1e3, 1e3)),
        ("lung_upper_lobe_right", right, lambda p: np.where(p.x <= 0, -1e3, 1e3)),
        ("lung_lower_lobe_left", left, lambda p: np.where(p.x > 0, oblique_fissure(p), 1e3)),
        ("lung_lower_lobe_right", right, lambda p: np.where(p.x <= 0, oblique_fissure(p), 1e3)),
        (
            "lung_middle_lobe_right",
            right,
            lambda p: np.where(p.x <= 0, np.maximum(-oblique_fissure(p), horizontal_fissure(p)), 1e3),
        ),
    )
    both = Piece((-140.0, -90.0, 255.0), (140.0, 95.0, 590.0), both_lungs)
    made = [shape(both, Layer(t.LUNG, 0, LABELS["lung_upper_lobe_left"], shade_hu=_shade), fineness_mm=4.0)]
    made += [shape(Piece(*box, _lobe(keep)), _only(LABELS[name])) for name, box, keep in lobes[1:]]
    return made


def _only(label: int) -> Layer:
    """Return a layer that names voxels and leaves the picture alone."""
    return Layer(None, 0, label)


def airways() -> list[Shape]:
    """Return trachea and main bronchi (wall, then air) and the oesophagus."""
    gullet = shape(tube(_OESOPHAGUS), Layer(t.OESOPHAGUS, 0, LABELS["esophagus"]), fineness_mm=MIDDLE_MM)
    walls = [part for course in _AIRWAYS for part in tube([(*k[:3], k[3] + 1.6) for k in course])]
    lumen = [part for course in _AIRWAYS for part in tube(course)]
    return [
        gullet,
        shape(walls, Layer(t.MUCOSA), fineness_mm=MIDDLE_MM),
        shape(lumen, Layer(t.AIR, 0, LABELS["trachea"]), fineness_mm=MIDDLE_MM),
    ]


def lung_box() -> Piece:
    """Return both lungs as one piece."""
    return piece((0, 0, 425), (140, 95, 170), both_lungs)
