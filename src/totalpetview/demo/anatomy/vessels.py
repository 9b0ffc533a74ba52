"""Arteries and veins outside the lungs."""

from __future__ import annotations

from collections.abc import Sequence

from totalpetview.demo import tissues as t
from totalpetview.demo.labels import LABELS
from totalpetview.demo.shapes import FINE_MM, MIDDLE_MM, Layer, Shape, mirrored, shape, tube

Course = Sequence[Sequence[float]]

AORTA: Course = [
    (10, -26, 420, 15), (-14, -30, 452, 15.5), (-18, -26, 484, 15), (-8, -12, 507, 14.5), (12, 8, 513, 14),
    (28, 26, 500, 13), (31, 33, 470, 12.5), (30, 34, 420, 12), (24, 26, 360, 11.5), (12, 10, 312, 11),
    (6, -1, 270, 10.5), (5, -9, 220, 9.5), (4, -10, 178, 9),
]  # fmt: skip
_TRUNK = [(0, -18, 512, 6.5), (-12, -14, 530, 6.5), (-20, -10, 545, 6)]
_RIGHT_CAROTID = [(-20, -10, 545, 4.5), (-24, -2, 575, 4.2), (-28, 4, 630, 4), (-30, 12, 695, 3.4)]
_RIGHT_SUBCLAVIAN = [
    (-20, -10, 545, 5),
    (-50, -4, 566, 4.6),
    (-84, 0, 562, 4.4),
    (-130, 6, 532, 4.2),
    (-168, 14, 470, 3.6),
]
_LEFT_CAROTID = [(8, -6, 516, 4.5), (18, -6, 545, 4.2), (24, -2, 575, 4.2), (28, 4, 630, 4), (30, 12, 695, 3.4)]
_LEFT_SUBCLAVIAN = [
    (20, 12, 512, 5),
    (28, 4, 545, 5),
    (52, -4, 566, 4.6),
    (84, 0, 562, 4.4),
    (130, 6, 532, 4.2),
    (168, 14, 470, 3.6),
]
_ILIAC_ARTERY = [(4, -10, 180, 7), (24, -4, 150, 6), (44, 10, 116, 5.5), (62, -16, 78, 5), (72, -44, 36, 5)]
_INNER_ILIAC = [(44, 10, 116, 4.5), (52, 40, 84, 4), (48, 54, 50, 3)]
_FEMORAL = [(72, -44, 36, 5), (80, -54, 0, 5), (86, -46, -70, 4.5), (90, -30, -170, 4)]
_VENA_CAVA = [
    (-16, -4, 172, 10),
    (-19, -6, 215, 11),
    (-22, -4, 268, 12),
    (-26, 6, 318, 13),
    (-26, 0, 352, 14),
    (-30, -16, 378, 13),
]
_UPPER_CAVA = [(-30, -24, 412, 11), (-28, -22, 460, 10.5), (-25, -24, 500, 10)]
_RIGHT_BRACHIOCEPHALIC = [(-25, -24, 500, 9), (-30, -26, 520, 8), (-36, -24, 545, 8)]
_LEFT_BRACHIOCEPHALIC = [(-24, -24, 498, 8), (6, -38, 514, 7.5), (34, -26, 543, 8)]
_JUGULAR = [(35, -24, 543, 7), (36, -4, 580, 7), (38, 8, 640, 6), (34, 16, 690, 5)]
_SUBCLAVIAN_VEIN = [(36, -24, 545, 7), (70, -20, 556, 6), (110, -8, 545, 5.5), (140, 4, 515, 5), (170, 10, 450, 4)]
_RIGHT_ILIAC_VEIN = [(-16, -3, 175, 8), (-36, 14, 122, 7), (-62, -4, 80, 6.5), (-66, -36, 38, 6.5)]
_LEFT_ILIAC_VEIN = [(-12, -2, 172, 7.5), (12, 6, 150, 7), (38, 18, 118, 7), (62, -4, 80, 6.5), (66, -36, 38, 6.5)]
_FEMORAL_VEIN = [(66, -36, 38, 6.5), (70, -46, 0, 6), (80, -38, -70, 5.5), (88, -22, -170, 5)]
_PULMONARY_TRUNK = [(20, -52, 420, 13), (20, -42, 445, 14), (16, -22, 466, 13)]
_RIGHT_PULMONARY = [(14, -16, 468, 11), (-14, -6, 464, 10.5), (-42, 4, 455, 9), (-56, 12, 440, 6.5)]
_LEFT_PULMONARY = [(18, -18, 469, 11), (34, 2, 474, 10.5), (50, 18, 464, 8.5), (56, 26, 445, 6)]
_PULMONARY_VEINS = (
    [(30, 4, 424, 7.5), (50, 10, 430, 6), (66, 14, 440, 4)],
    [(28, 8, 414, 7), (46, 22, 405, 6), (62, 34, 396, 4)],
)
_PORTAL = [(90, 42, 298, 4), (52, 20, 286, 5), (14, -10, 278, 6), (-12, -20, 282, 7), (-34, -12, 300, 7)]
_PORTAL_BRANCHES = (
    [(-34, -12, 300, 6.5), (-66, -4, 306, 5.5), (-90, 14, 318, 4), (-108, 22, 332, 2.4)],
    [(-66, -4, 306, 4.5), (-92, 8, 284, 3.8), (-104, 20, 258, 2.4)],
    [(-66, -4, 306, 4), (-84, -36, 300, 3.2), (-96, -50, 290, 2)],
    [(-34, -12, 300, 5.5), (-20, -38, 314, 4.6), (6, -54, 318, 3.6), (34, -54, 322, 2.2)],
)
_HEPATIC_VEINS = (
    [(-28, 4, 342, 6), (-64, 22, 336, 5), (-96, 36, 312, 3.2), (-106, 34, 280, 2)],
    [(-28, -4, 342, 5.5), (-54, -24, 330, 4.4), (-70, -50, 306, 2.8)],
    [(-24, -4, 342, 5), (-4, -30, 334, 4), (24, -48, 328, 2.4)],
)
_MESENTERIC = (
    [(6, -16, 262, 4), (6, -27, 240, 4), (0, -32, 200, 3.4), (-14, -34, 160, 2.6)],
    [(-10, -22, 274, 6), (-6, -29, 240, 5), (-10, -34, 195, 4)],
)
_RENAL = ([
    (6, -4, 262, 3), (30, 10, 264, 3), (52, 38, 262, 2.6)], [(-14, -6, 262, 4), (-34, 14, 258, 4.2),
    (-54, 36, 252, 3.4)], [(4, -6, 256, 3), (-30, 22, 254, 3), (-54, 40, 250, 2.6)], [(-12, -18, 262, 4),
    (14, -18, 262, 4), (52, 34, 266, 3.6),
])  # fmt: skip
_COELIAC = (
    [(6, -10, 284, 4), (6, -20, 290, 3.5), (-20, -22, 292, 2.6)],
    [(6, -20, 290, 3.2), (50, 14, 296, 3), (86, 40, 304, 2.4)],
)


def _vessel(name: str | None, blood: t.Tissue, *courses: Course, fineness_mm: float = MIDDLE_MM) -> Shape:
    pieces = [part for course in courses for part in tube(course, 10.0)]
    thickness = 2.0 * min(k[3] for course in courses for k in course)
    label = None if name is None else LABELS[name]
    return shape(pieces, Layer(blood, 0, label), fineness_mm=fineness_mm, thickness_mm=thickness)


def great_vessels() -> list[Shape]:
    """Return the named arteries and veins of trunk and neck."""
    vein = t.VENOUS_BLOOD
    made = [
        _vessel("superior_vena_cava", vein, _UPPER_CAVA),
        _vessel("inferior_vena_cava", vein, _VENA_CAVA),
        _vessel("brachiocephalic_vein_right", vein, _RIGHT_BRACHIOCEPHALIC),
        _vessel("brachiocephalic_vein_left", vein, _LEFT_BRACHIOCEPHALIC),
        _vessel(
            None,
            vein,
            *(
                (c if left else mirrored(c))
                for c in (_JUGULAR, _SUBCLAVIAN_VEIN, _FEMORAL_VEIN)
                for left in (True, False)
            ),
        ),
        _vessel("iliac_vena_right", vein, _RIGHT_ILIAC_VEIN),
        _vessel("iliac_vena_left", vein, _LEFT_ILIAC_VEIN),
        _vessel(None, t.BLOOD, _PULMONARY_TRUNK, _RIGHT_PULMONARY, _LEFT_PULMONARY),
        _vessel("pulmonary_vein", t.BLOOD, *_PULMONARY_VEINS, *(mirrored(c) for c in _PULMONARY_VEINS)),
        _vessel("aorta", t.BLOOD, AORTA),
        _vessel("brachiocephalic_trunk", t.BLOOD, _TRUNK),
        _vessel("subclavian_artery_right", t.BLOOD, _RIGHT_SUBCLAVIAN),
        _vessel("subclavian_artery_left", t.BLOOD, _LEFT_SUBCLAVIAN),
        _vessel("common_carotid_artery_right", t.BLOOD, _RIGHT_CAROTID),
        _vessel("common_carotid_artery_left", t.BLOOD, _LEFT_CAROTID),
    ]
    for side in ("left", "right"):
        courses = [c if side == "left" else mirrored(c) for c in (_ILIAC_ARTERY, _INNER_ILIAC)]
        made.append(_vessel(f"iliac_artery_{side}", t.BLOOD, *courses))
    made.append(_vessel(None, t.BLOOD, _FEMORAL, mirrored(_FEMORAL)))
    return made


def belly_vessels() -> list[Shape]:
    """Return the vessels of liver, gut and kidneys."""
    return [
        _vessel("portal_vein_and_splenic_vein", t.PORTAL_BLOOD, _PORTAL),
        _vessel(None, t.PORTAL_BLOOD, *_PORTAL_BRANCHES, fineness_mm=FINE_MM),
        _vessel(None, t.PORTAL_BLOOD, *_HEPATIC_VEINS, fineness_mm=FINE_MM),
        _vessel(None, t.PORTAL_BLOOD, _MESENTERIC[1]),
        _vessel(None, t.BLOOD, _MESENTERIC[0], *_COELIAC, *_RENAL, fineness_mm=FINE_MM),
    ]
