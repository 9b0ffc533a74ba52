"""Shoulder girdle, arms, hip bones and thighs."""


# mypy: disable-error-code="no-any-return"
# (numpy types arithmetic of arrays with plain numbers as Any)

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from totalpetview.demo import tissues as t
from totalpetview.demo.anatomy.sheets import sheet
from totalpetview.demo.labels import LABELS
from totalpetview.demo.points import Points, Triple, Values
from totalpetview.demo.shapes import (
    MIDDLE_MM,
    Layer,
    Piece,
    Shape,
    capsule,
    ellipsoid,
    ellipsoid_distance,
    mirrored,
    piece,
    shape,
    tube,
)

_CLAVICLE = [(15, -50, 524, 8), (36, -47, 532, 6.5), (62, -40, 544, 5.5), (112, -8, 561, 5.5), (150, 20, 567, 6.5)]
_SCAPULA = [
    [(68, 78, 550, 3.5), (66, 90, 512, 3.2), (67, 96, 470, 3.0), (78, 97, 425, 3.2), (86, 96, 405, 4.0)],
    [(98, 62, 553, 2.5), (96, 78, 515, 2.0), (94, 88, 475, 2.0), (92, 93, 432, 2.6), (90, 95, 408, 4.0)],
    [(138, 32, 548, 6.5), (132, 46, 522, 5.5), (121, 67, 480, 5.0), (104, 87, 435, 4.6), (94, 95, 410, 4.2)],
]
_SPINE_OF_SCAPULA = [(68, 93, 518, 4), (104, 84, 536, 5), (138, 62, 552, 5.5), (160, 36, 563, 7), (160, 18, 566, 7)]
_CORACOID = [(138, 22, 548, 7), (134, 0, 556, 6.5), (136, -18, 543, 6)]
_HUMERUS = [
    (176, 18, 526, 17),
    (181, 19, 500, 12.5),
    (191, 22, 430, 11),
    (198, 24, 350, 10.5),
    (203, 23, 290, 12),
    (204, 22, 268, 15),
]
_ULNA = [(200, 30, 278, 10), (201, 24, 255, 9), (207, 8, 180, 6.5), (212, -18, 75, 5.5)]
_RADIUS = [(210, 12, 250, 8), (205, 2, 200, 7), (203, -14, 120, 7), (204, -24, 68, 9)]
_FEMUR = [(124, 16, -12, 18), (119, 16, -50, 15), (112, 11, -110, 14), (106, 6, -180, 14)]
_ILIUM = [
    [(116, -52, 108, 6), (132, -22, 148, 6), (131, 18, 168, 6), (106, 56, 160, 7), (66, 86, 132, 8), (50, 96, 104, 7)],
    [(108, -44, 84, 5), (117, -16, 108, 3), (114, 16, 122, 3), (94, 48, 122, 5), (62, 78, 108, 8), (50, 88, 92, 6)],
    [(98, -32, 54, 8), (100, -10, 56, 9), (98, 14, 60, 9), (84, 38, 72, 9), (62, 66, 82, 7), (52, 78, 78, 5)],
]
_PUBIS = [(72, -20, 30, 10), (44, -46, 22, 8), (16, -60, 6, 9), (11, -58, -8, 9)]
_LOW_PUBIS = [(12, -52, -16, 8), (28, -30, -36, 7), (46, 4, -48, 9)]
_ISCHIUM = [(86, 32, 22, 13), (76, 44, -4, 12), (60, 34, -32, 14), (52, 18, -44, 12)]
_SOCKET: Triple = (88.0, 2.0, 24.0)
_HEAD_MM = 22.0

Course = Sequence[Sequence[float]]


def _sides(*courses: Course) -> Iterator[tuple[str, list[Course]]]:
    yield "left", list(courses)
    yield "right", [mirrored(c) for c in courses]


def _bone(pieces: Sequence[Piece], label: int | None, cortex_mm: float, marrow: t.Tissue = t.MARROW) -> Shape:
    return shape(
        pieces, Layer(t.CORTICAL_BONE, 0, label), Layer(marrow, cortex_mm, label), fineness_mm=MIDDLE_MM, thickness_mm=6
    )


def shoulders() -> list[Shape]:
    """Return clavicles, scapulae, humeri, and the bones of forearms and hands."""
    made: list[Shape] = []
    for side, (clavicle, ridge, coracoid, humerus, ulna, radius) in _sides(
        _CLAVICLE, _SPINE_OF_SCAPULA, _CORACOID, _HUMERUS, _ULNA, _RADIUS
    ):
        sign = 1.0 if side == "left" else -1.0
        blade = sheet(_SCAPULA, mirror=side == "right")
        socket = ellipsoid((sign * 146, 26, 538), (9, 13, 19))
        made.append(_bone([blade, *tube(ridge), *tube(coracoid), socket], LABELS[f"scapula_{side}"], 2.0))
        made.append(_bone(tube(clavicle), LABELS[f"clavicula_{side}"], 2.2))
        ball = ellipsoid((sign * 171, 17, 539), (22, 22, 22))
        elbow = capsule((sign * 190, 24, 264), (sign * 217, 20, 264), 11, 11)
        made.append(_bone([ball, elbow, *tube(humerus, 12)], LABELS[f"humerus_{side}"], 3.2, t.LIMB_MARROW))
        made.append(_bone(tube(ulna, 12), None, 2.6, t.LIMB_MARROW))
        made.append(_bone(tube(radius, 12), None, 2.6, t.LIMB_MARROW))
        made += _hand(sign)
    return made


def _hand(sign: float) -> list[Shape]:
    wrist = [capsule((sign * 206, y, 48), (sign * 205, y + 2, 34), 7, 7) for y in (-42, -30, -18)]
    fingers: list[Piece] = []
    for n, y in enumerate((-54, -43, -32, -21)):
        x = sign * (203 - abs(n - 1.5))
        fingers.append(capsule((x, y, 22), (x, y - 1, -32), 4.2, 3.6))
        fingers.append(capsule((x, y - 1, -38), (x, y - 1, -70), 3.6, 3.0))
        fingers.append(capsule((x, y - 1, -74), (x, y - 1, -104), 3.0, 2.6))
    return [_bone(wrist, None, 1.6), _bone(fingers, None, 1.6)]


def _cup(sign: float) -> Piece:
    centre = (sign * _SOCKET[0], _SOCKET[1], _SOCKET[2])

    def distance(p: Points) -> Values:
        x, y, z = (
            (p.x - np.float32(centre[0])) * np.float32(sign),
            p.y - np.float32(centre[1]),
            p.z - np.float32(centre[2]),
        )
        shell = np.abs(np.sqrt(x * x + y * y + z * z) - (_HEAD_MM + 8)) - 5.5
        return np.maximum(shell, x * 0.74 - y * 0.30 - z * 0.60 - 3)

    return piece(centre, (38, 38, 38), distance)


def hips() -> list[Shape]:
    """Return hip bones and femora."""
    made: list[Shape] = []
    for side, (pubis, low_pubis, ischium, femur) in _sides(_PUBIS, _LOW_PUBIS, _ISCHIUM, _FEMUR):
        sign = 1.0 if side == "left" else -1.0
        wing = sheet(_ILIUM, (70, 90), mirror=side == "right")
        parts = [wing, _cup(sign), *tube(pubis), *tube(low_pubis), *tube(ischium)]
        made.append(_bone(parts, LABELS[f"hip_{side}"], 1.9))
        gap = ellipsoid((sign * _SOCKET[0], _SOCKET[1], _SOCKET[2]), (_HEAD_MM + 3,) * 3)
        made.append(shape(gap, Layer(t.MUSCLE), fineness_mm=MIDDLE_MM))
        ball = ellipsoid((sign * _SOCKET[0], _SOCKET[1], _SOCKET[2]), (_HEAD_MM,) * 3)
        neck = capsule((sign * 90, 3, 20), (sign * 122, 14, -8), 16, 17)
        trochanter = [
            capsule((sign * 129, 20, 6), (sign * 127, 18, -16), 14, 16),
            capsule((sign * 112, 28, -34), (sign * 116, 20, -44), 10, 10),
        ]
        parts = [ball, neck, *trochanter, *tube(femur, 14)]
        made.append(
            shape(
                parts,
                Layer(t.CORTICAL_BONE, 0, LABELS[f"femur_{side}"]),
                Layer(t.MARROW, 1.8, LABELS[f"femur_{side}"]),
                Layer(t.LIMB_MARROW, _shaft_cortex, LABELS[f"femur_{side}"]),
                fineness_mm=MIDDLE_MM,
            )
        )
    symphysis = piece((0, -58, -2), (6, 14, 20), lambda p: ellipsoid_distance(p, (0, -58, -2), (5, 11, 17), power=3))
    made.append(shape(symphysis, Layer(t.CARTILAGE), fineness_mm=MIDDLE_MM))
    return made


def _shaft_cortex(p: Points) -> Values:
    """Thin spongy bone near the hip, a thick cortex with a cavity of fat below."""
    return np.clip(14 - (p.z + 60) * np.float32(-0.22), 5.6, 40).astype(np.float32)
