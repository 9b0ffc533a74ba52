"""Stomach, duodenum, small bowel and colon."""

# ruff: noqa: PLR2004 - places in the body are numbers
# mypy: disable-error-code="no-any-return"
# (numpy types arithmetic of arrays with plain numbers as Any)

from __future__ import annotations

from functools import cache, partial

import numpy as np

from totalpetview.demo import tissues as t
from totalpetview.demo.anatomy import outline
from totalpetview.demo.labels import LABELS
from totalpetview.demo.noise import noise
from totalpetview.demo.points import Points, Values
from totalpetview.demo.shapes import MIDDLE_MM, Layer, Piece, Shape, curve, shape, tube

_STOMACH = [
    (52, 18, 332, 26),
    (58, 6, 320, 32),
    (56, -16, 296, 30),
    (46, -36, 274, 25),
    (26, -48, 258, 20),
    (2, -50, 252, 16),
    (-18, -40, 254, 11),
]
_DUODENUM = [
    (-18, -40, 252, 11),
    (-36, -24, 256, 12),
    (-40, -6, 235, 12),
    (-34, -2, 212, 12),
    (-10, -18, 204, 11),
    (20, -16, 208, 11),
    (34, -24, 226, 10),
]
_COLON = [
    (0, 62, -12, 12), (0, 66, 20, 17), (2, 60, 60, 16), (-16, 42, 92, 15), (4, 20, 112, 15), (34, 22, 98, 15),
    (64, 8, 104, 15), (86, 8, 132, 15), (95, 14, 170, 16), (100, 20, 205, 15), (102, 16, 236, 15), (98, -6, 256, 16),
    (86, -38, 238, 17), (56, -56, 218, 18), (26, -58, 206, 18), (-8, -57, 198, 18), (-44, -55, 196, 19),
    (-74, -44, 198, 20), (-90, -14, 196, 20), (-94, 8, 178, 21), (-92, 8, 150, 23), (-82, 0, 122, 25),
]  # fmt: skip
_HAUSTRA_MM = 26.0
_LOOPS = 26


def _under_diaphragm(part: Piece) -> Piece:
    def distance(p: Points) -> Values:
        return np.maximum(
            np.maximum(part.distance(p), (p.z - outline.diaphragm_height(p) + 5) * np.float32(0.8)),
            outline.cavity(p) + 5,
        )

    return Piece(part.low_mm, part.high_mm, distance)


def stomach() -> list[Shape]:
    """Return stomach (wall, content, a bubble of air at the front) and duodenum."""
    label = LABELS["stomach"]
    parts = [_under_diaphragm(part) for part in tube(_STOMACH)]
    bubble = [Piece(part.low_mm, part.high_mm, partial(_bubble, part)) for part in parts]
    return [
        shape(parts, Layer(t.STOMACH_WALL, 0, label), Layer(t.STOMACH_CONTENT, _folds, label)),
        shape(bubble, Layer(t.BOWEL_GAS)),
        shape(
            tube(_DUODENUM),
            Layer(t.BOWEL_WALL, 0, LABELS["duodenum"]),
            Layer(t.CHYME, 3.0, LABELS["duodenum"]),
            fineness_mm=MIDDLE_MM,
        ),
    ]


def _bubble(part: Piece, p: Points) -> Values:
    """Air gathers at the front of the patient on her back; the fundus, further back, holds none."""
    return np.maximum(part.distance(p) + 5.0, p.y + np.float32(36) - (p.z > 300) * np.float32(14))


def _folds(p: Points) -> Values:
    return 4.5 + noise(p, 16.0, 13) * np.float32(1.5)


def colon() -> list[Shape]:
    """Return the colon from the rectum to the caecum with haustra, gas in front and stool."""
    places = curve(_COLON, 6.0)
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(places[:, :3], axis=0), axis=1))])
    haustra = np.where(along > 150, 0.15, 0.05)
    places[:, 3] *= 1.0 - haustra + haustra * np.abs(np.sin(np.pi * along / _HAUSTRA_MM)) * 1.6
    parts = [_inside_wall(part) for part in tube(places, 6.0)]
    label = LABELS["colon"]
    return [
        shape(
            parts,
            Layer(t.COLON_WALL, 0, label),
            Layer(t.STOOL, 2.6, label),
            Layer(t.BOWEL_GAS, _gas, label),
            fineness_mm=MIDDLE_MM,
        )
    ]


def _inside_wall(part: Piece) -> Piece:
    return Piece(part.low_mm, part.high_mm, lambda p: np.maximum(part.distance(p), outline.cavity(p) + 5))


def _gas(p: Points) -> Values:
    """Gas fills lumps of the lumen, more of them at the front."""
    return 6.0 + np.clip((noise(p, 34.0, 14) * 14) + (p.y + 20) * np.float32(0.28), -2.5, 60)


@cache
def _loops() -> tuple[Values, ...]:
    """Return the courses of the loops of the small bowel, one behind the other from left above to right below."""
    dice = np.random.default_rng(41)
    made = []
    for n in range(_LOOPS):
        share = n / (_LOOPS - 1)
        z = 222 - 140 * share + dice.uniform(-6, 6)
        centre = np.array([(-1) ** n * dice.uniform(8, 44) + 6, dice.uniform(-46, -12), z])
        angle = dice.uniform(-0.5, 0.5)
        reach, sag = dice.uniform(22, 36), dice.uniform(10, 22)
        knots = []
        for s in np.linspace(-1, 1, 7):
            x = centre[0] + reach * s * np.cos(angle)
            y = centre[1] + sag * np.sin(2.4 * s + n)
            knots.append([x, y, z + reach * 0.8 * s * np.sin(angle) + 12 * np.cos(2.2 * s), dice.uniform(8.5, 12.5)])
        made.append(np.array(knots))
    return tuple(made)


def small_bowel() -> list[Shape]:
    """Return loops of small bowel, each painted over those behind it, so that the walls stay visible."""
    label = LABELS["small_bowel"]
    order = sorted(_loops(), key=lambda knots: -float(knots[:, 1].mean()))
    return [
        shape(
            [_inside_wall(part) for part in tube(knots, 9.0)],
            Layer(t.BOWEL_WALL, 0, label, 0.7 + 0.25 * (n % 4)),
            Layer(t.CHYME if n % 9 else t.BOWEL_GAS, 2.6 if n % 9 else 4.5, label, 0.9),
            fineness_mm=MIDDLE_MM,
        )
        for n, knots in enumerate(order)
    ]
