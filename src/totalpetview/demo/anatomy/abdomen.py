"""Liver, gallbladder, spleen, pancreas, adrenals, kidneys, bladder and uterus."""


# mypy: disable-error-code="no-any-return"
# (numpy types arithmetic of arrays with plain numbers as Any)

from __future__ import annotations

from functools import partial

import numpy as np

from totalpetview.demo import tissues as t
from totalpetview.demo.anatomy import outline
from totalpetview.demo.anatomy.spine import LINE
from totalpetview.demo.labels import LABELS
from totalpetview.demo.noise import noise
from totalpetview.demo.points import Points, Triple, Values
from totalpetview.demo.shapes import (
    MIDDLE_MM,
    Layer,
    Piece,
    Shape,
    capsule,
    ellipsoid,
    ellipsoid_distance,
    piece,
    rotation,
    shape,
    smooth_minimum,
    tube,
)

GALLBLADDER: tuple[Triple, Triple] = ((-60, -46, 256), (13, 16, 27))
BLADDER: tuple[Triple, Triple] = ((0, -30, 36), (40, 31, 29))
_URETER = [
    (48, 42, 232, 4),
    (44, 26, 215, 3),
    (42, 8, 170, 2.6),
    (48, 14, 116, 2.4),
    (46, 44, 70, 2.4),
    (30, 14, 34, 2.4),
    (20, -4, 24, 2),
]


def liver_surface(p: Points) -> Values:
    """Distance to the liver: under the right dome, along the ribs, its left lobe across the midline."""
    right = ellipsoid_distance(p, (-74, 0, 292), (80, 86, 92), power=2.6)
    left = ellipsoid_distance(p, (0, -42, 318), (80, 38, 40), rotation(0, 8, 0), power=2.3)
    blob = smooth_minimum(right, left, 24.0)
    lower = 203 + np.clip(p.x + 108, 0, 400) * np.float32(0.56) + np.clip(-p.y - 20, 0, 60) * np.float32(0.25)
    blob = np.maximum(blob, (lower - p.z) * np.float32(0.78))
    under = np.maximum(outline.cavity(p) + 6, (p.z - outline.diaphragm_height(p) + 3) * np.float32(0.8))
    blob = -smooth_minimum(-blob, -under, 9.0)
    spine = np.sqrt(p.x * p.x + (p.y - LINE(p.z)) ** 2) - 31
    fissure = np.maximum(np.abs(p.x + 10 + (p.y + 60) * 0.2) - 2.4, np.maximum(p.z - 322, p.y + 22))
    return np.maximum(np.maximum(blob, -spine), -fissure) + noise(p, 42.0, 8) * np.float32(1.4)


def _spleen(p: Points) -> Values:
    outer = ellipsoid_distance(p, (94, 42, 298), (46, 46, 60), rotation(-14, 8, 0), power=2.4)
    inner = ellipsoid_distance(p, (42, 0, 296), (41, 46, 84))
    limits = np.maximum(outline.cavity(p) + 6, (p.z - outline.diaphragm_height(p) + 4) * np.float32(0.8))
    return -smooth_minimum(-np.maximum(outer, -inner), -limits, 8.0) + noise(p, 30.0, 9) * np.float32(1.2)


def upper_organs() -> list[Shape]:
    """Return liver, spleen, gallbladder, pancreas and adrenals."""
    liver = piece((-45, -5, 288), (108, 88, 94), liver_surface)
    spleen = piece((94, 40, 298), (54, 54, 68), _spleen)
    sac = ellipsoid(*GALLBLADDER, rotation(18, -10))
    pancreas = [
        (-28, -18, 248, 11),
        (-24, -20, 262, 16),
        (-6, -28, 270, 12),
        (14, -26, 278, 11),
        (38, -4, 288, 11.5),
        (64, 22, 296, 11),
        (80, 34, 300, 8),
    ]
    made = [
        shape(liver, Layer(t.LIVER, 0, LABELS["liver"])),
        shape(spleen, Layer(t.SPLEEN, 0, LABELS["spleen"])),
        shape(
            sac,
            Layer(t.GALLBLADDER_WALL, 0, LABELS["gallbladder"]),
            Layer(t.BILE, 1.8, LABELS["gallbladder"]),
            fineness_mm=MIDDLE_MM,
        ),
        shape(tube(pancreas), Layer(t.PANCREAS, _lobules, LABELS["pancreas"]), fineness_mm=MIDDLE_MM),
    ]
    for side, knots in (
        (
            "left",
            [
                ((26, 16, 300), (34, 26, 286), 3),
                ((34, 26, 286), (30, 40, 278), 2.6),
                ((34, 26, 286), (46, 34, 280), 2.6),
            ],
        ),
        (
            "right",
            [
                ((-28, 20, 306), (-34, 32, 292), 3),
                ((-34, 32, 292), (-30, 44, 284), 2.4),
                ((-34, 32, 292), (-42, 42, 286), 2.2),
            ],
        ),
    ):
        rods = [capsule(a, b, r + 0.6, r) for a, b, r in knots]
        made.append(
            shape(rods, Layer(t.ADRENAL, 0, LABELS[f"adrenal_gland_{side}"]), fineness_mm=MIDDLE_MM, thickness_mm=5)
        )
    return made


def _lobules(p: Points) -> Values:
    return noise(p, 9.0, 10) * np.float32(1.6)


def _in_cavity(part: Piece, p: Points) -> Values:
    return np.maximum(part.distance(p), outline.cavity(p) + 5)


def kidneys() -> list[Shape]:
    """Return both kidneys in their fat, with cortex, pyramids, sinus, pelvis, and the ureters."""
    made: list[Shape] = []
    for side, sign, z in (("left", 1.0, 243.0), ("right", -1.0, 232.0)):
        centre = (sign * 64.0, 43.0, z)
        turn = rotation(-10, sign * -13, sign * -24)
        label = LABELS[f"kidney_{side}"]
        sinus = (centre[0] - sign * 14, centre[1] - 8, z)
        core = (centre[0] - sign * 5, centre[1] - 3, z)

        def kidney(p: Points, centre: Triple = centre, turn: Values = turn, sinus: Triple = sinus) -> Values:
            outer = ellipsoid_distance(p, centre, (29, 25, 55), turn, 2.3)
            notch = ellipsoid_distance(
                p, (sinus[0] - (1 if centre[0] > 0 else -1) * 9, sinus[1] - 4, sinus[2]), (15, 11, 20)
            )
            inside = np.maximum(outer, -notch)
            return np.maximum(inside, outline.cavity(p) + 6) + noise(p, 22.0, 11) * np.float32(1.0)

        def pyramids(p: Points, centre: Triple = centre, turn: Values = turn) -> Values:
            inner = ellipsoid_distance(p, centre, (29, 25, 55), turn, 2.3) + 7
            columns = noise(p, 19.0, 12) * 6 - 1.5
            return np.maximum(inner, columns)

        bag = ellipsoid(centre, (35, 31, 61), turn)
        fat = piece(centre, (62, 60, 75), partial(_in_cavity, bag))
        box = (36.0, 36.0, 60.0)
        urine = [
             capsule((core[0], core[1], z - 16), (core[0], core[1], z + 16), 4.6, 4.6),
            capsule((core[0], core[1], z), (sinus[0] - sign * 8, sinus[1] - 3, z - 4), 6.5, 5.5),
            *(capsule((core[0], core[1], z + dz * 0.6), (core[0] + sign * dx, core[1] + dy, z + dz),
            3, 3.6) for dx, dy, dz in ((7, 6, 26), (10, 2, 12), (9, -5, -10), (6, 5, -25))),
        ]  # fmt: skip
        if side == "right":  # where it would otherwise touch the liver
            made.append(shape(fat, Layer(t.DEEP_FAT)))
        made += [
            shape(piece(centre, box, kidney), Layer(t.KIDNEY_CORTEX, 0, label), fineness_mm=MIDDLE_MM),
            shape(piece(centre, box, pyramids), Layer(t.KIDNEY_MEDULLA), fineness_mm=MIDDLE_MM),
            shape(ellipsoid(core, (11, 10, 27), turn), Layer(t.SINUS_FAT), fineness_mm=MIDDLE_MM),
            shape(urine, Layer(t.RENAL_PELVIS), fineness_mm=MIDDLE_MM, thickness_mm=7),
        ]
        course = [(sign * k[0], *k[1:]) for k in _URETER]
        made.append(shape(tube(course), Layer(t.RENAL_PELVIS, 0, None, 0.45), fineness_mm=MIDDLE_MM, thickness_mm=4))
    return made


def pelvic_organs(filling: float = 1.0) -> list[Shape]:
    """Return uterus and bladder; `filling` scales the bladder's extents."""
    radii = (BLADDER[1][0] * filling, BLADDER[1][1] * filling, BLADDER[1][2] * filling)
    low = (BLADDER[0][0], BLADDER[0][1], BLADDER[0][2] - 29 + radii[2])
    bladder = ellipsoid(low, radii, rotation(-8), 2.5)
    uterus = [capsule((2, 26, 34), (4, 10, 62), 13, 24), capsule((4, 10, 62), (4, 4, 70), 24, 22)]
    label = LABELS["urinary_bladder"]
    return [
        shape(uterus, Layer(t.UTERUS)),
        shape(
            [capsule((sx * 28, 8, 66), (sx * 44, 10, 64), 5, 11) for sx in (-1, 1)],
            Layer(t.UTERUS),
            fineness_mm=MIDDLE_MM,
        ),
        shape(bladder, Layer(t.BLADDER_WALL, 0, label), Layer(t.URINE, 2.8, label), fineness_mm=MIDDLE_MM),
    ]
