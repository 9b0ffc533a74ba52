"""Skull, brain, face and neck."""

# ruff: noqa: PLR2004 - places in the body are numbers
# mypy: disable-error-code="no-any-return"
# (numpy types arithmetic of arrays with plain numbers as Any)

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from totalpetview.demo import tissues as t
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
    mirrored,
    piece,
    shape,
    tube,
)

_VAULT: tuple[Triple, Triple] = ((0, 6, 772), (69.5, 89, 82))
_BONE_MM = 6.5
Course = Sequence[Sequence[float]]
_FLOOR_MM = 7.0


def _vault(p: Points) -> Values:
    return ellipsoid_distance(p, *_VAULT, power=2.25)


def _floor(p: Points) -> Values:
    """Height of the inner base of the skull: three steps down from the forehead to the occiput."""
    front = 746 - 20 / (1 + np.exp(np.clip((-34 - p.y) * np.float32(0.25), -30, 30)))
    back = 22 / (1 + np.exp(np.clip((22 - p.y) * np.float32(0.2), -30, 30)))
    return front - back + np.minimum(np.abs(p.x) * np.float32(0.06), 4)


def _skull(p: Points) -> Values:
    outer = _vault(p)
    above = np.maximum(outer, _floor(p) - _FLOOR_MM - p.z)
    inner = np.maximum(outer + _BONE_MM, _floor(p) - p.z)
    hole = np.maximum(np.sqrt(p.x**2 + (p.y - 34) ** 2) - 15, np.abs(p.z - 705) - 20)
    return np.maximum(np.maximum(above, -inner), -hole)


def brain_surface(p: Points) -> Values:
    """Distance to the brain with brain stem and cerebellum."""
    return np.maximum(_vault(p) + _BONE_MM + 2.5, _floor(p) + 2.0 - p.z)


def _folds(p: Points) -> Values:
    """Zero in the depth of the sulci."""
    return np.abs(noise(p, 17.0, 21)) * np.float32(8.5)


def _cortex_depth(p: Points) -> Values:
    surface = brain_surface(p)
    groove = np.abs(p.x) - np.maximum(0, 1.6 - np.maximum(0, 800 - p.z) * np.float32(0.2))
    sulcus = np.maximum(_folds(p), -surface - 20)
    return np.minimum(np.minimum(-surface, groove + np.maximum(0, 788 - p.z)), sulcus)


def _white(p: Points) -> Values:
    """Negative in white matter: deeper than 4.5 mm below any surface, grooves included, above the cerebellum."""
    return np.maximum(6.5 - _cortex_depth(p), np.where((p.z < 744) & (p.y > 5), 10, -10).astype(np.float32))


def _grooves(p: Points) -> Values:
    return np.maximum(_cortex_depth(p) - 1.15, brain_surface(p))


def _inside_skull(part: Piece) -> Piece:
    return Piece(part.low_mm, part.high_mm, lambda p: np.maximum(part.distance(p), brain_surface(p)))


def brain() -> list[Shape]:
    """Return skull vault and base, and the brain inside."""
    box = ((0.0, 6.0, 772.0), (78.0, 98.0, 92.0))
    label = LABELS["brain"]
    deep = [ellipsoid((s * 13, 8, 780), (9, 15, 9)) for s in (-1, 1)]
    deep += [ellipsoid((s * 25, -12, 782), (7.5, 21, 11)) for s in (-1, 1)]
    horn = [
        (8, -38, 786, 3.5),
        (10, -18, 794, 5.5),
        (13, 8, 799, 5.5),
        (19, 30, 792, 6.5),
        (26, 34, 776, 5),
        (32, 18, 760, 3),
    ]
    lobes = [_inside_skull(ellipsoid((s * 22, 50, 728), (29, 30, 22))) for s in (-1, 1)]
    return [
        shape(
            piece(*box, _skull),
            Layer(t.SKULL_TABLE, 0, LABELS["skull"]),
            Layer(t.DIPLOE, 2.2, LABELS["skull"]),
            fineness_mm=MIDDLE_MM,
        ),
        shape(piece(*box, lambda p: brain_surface(p) - 2.5), Layer(t.CEREBRAL_FLUID)),
        shape(piece(*box, brain_surface), Layer(t.GREY_MATTER, 0, label), fineness_mm=MIDDLE_MM),
        shape(piece(*box, _white), Layer(t.WHITE_MATTER, 0, label), fineness_mm=MIDDLE_MM),
        shape(piece(*box, _grooves), Layer(t.CEREBRAL_FLUID), fineness_mm=MIDDLE_MM),
        shape(deep, Layer(t.DEEP_GREY, 0, label), fineness_mm=MIDDLE_MM),
        shape(lobes, Layer(t.CEREBELLUM, 0, label), fineness_mm=MIDDLE_MM),
        shape(
            tube([(0, 34, 700, 8), (0, 24, 730, 12), (0, 16, 758, 13)]),
            Layer(t.BRAINSTEM, 0, label),
            fineness_mm=MIDDLE_MM,
        ),
        shape([*tube(horn), *tube(mirrored(horn))], Layer(t.CEREBRAL_FLUID, 0, label), fineness_mm=MIDDLE_MM),
        shape(
            [ellipsoid((0, 8, 778), (2.6, 14, 10)), ellipsoid((0, 40, 730), (6, 5, 9))],
            Layer(t.CEREBRAL_FLUID, 0, label),
            fineness_mm=MIDDLE_MM,
        ),
    ]


def _upper_jaw(p: Points) -> Values:
    block = np.maximum(ellipsoid_distance(p, (0, -50, 700), (42, 34, 24), power=3.0), 683 - p.z)
    orbits = ellipsoid_distance(Points(np.abs(p.x), p.y, p.z), (31, -68, 734), (19, 27, 17))
    return np.maximum(block, -orbits)


def _both(knots: Course) -> tuple[Piece, ...]:
    return (*tube(knots), *tube(mirrored(knots)))


def face() -> list[Shape]:
    """Return orbits, jaws, teeth, sinuses, the airway of the head and the glands."""
    skull = LABELS["skull"]
    jaw = [
        (47, 0, 706, 6),
        (46, -4, 684, 7),
        (41, -18, 660, 8),
        (26, -56, 650, 7.5),
        (9, -76, 648, 8),
        (0, -78, 648, 8),
    ]
    cheek = [(56, -6, 716, 4), (58, -34, 714, 4.5), (48, -64, 710, 7)]
    rim = [(49, -62, 734, 3.5), (38, -78, 751, 4), (18, -82, 750, 4), (12, -74, 734, 3)]
    teeth_up = [(26, -50, 673, 5), (22, -66, 673, 4.6), (9, -79, 673, 4), (0, -81, 673, 4)]
    teeth_down = [(26, -48, 662, 5), (22, -63, 662, 4.6), (9, -75, 662, 3.8), (0, -77, 662, 3.8)]
    sinuses = [ellipsoid((s * 25, -56, 704), (15, 20, 16), power=2.6) for s in (-1, 1)]
    sinuses += [ellipsoid((s * 7, -52, 734), (6, 20, 10), power=3) for s in (-1, 1)]
    sinuses += [ellipsoid((s * 10, -80, 758), (9, 4.5, 9)) for s in (-1, 1)]
    sinuses += [ellipsoid((s * 7, -6, 722), (8, 11, 8)) for s in (-1, 1)]
    nose = [ellipsoid((s * 6.5, -62, 706), (4.6, 36, 18), power=2.6) for s in (-1, 1)]
    turbinates = [capsule((s * 8, -80, 700), (s * 8, -36, 700), 2.6) for s in (-1, 1)]
    petrous = [capsule((s * 22, 4, 716), (s * 58, 22, 724), 9, 14) for s in (-1, 1)]
    mastoid = [ellipsoid((s * 58, 26, 714), (9, 13, 17)) for s in (-1, 1)]
    bone = (Layer(t.SKULL_TABLE, 0, skull), Layer(t.DIPLOE, 1.8, skull))
    return [
        shape(piece((0, -52, 700), (44, 38, 26), _upper_jaw), *bone, fineness_mm=MIDDLE_MM),
        shape([*_both(jaw), *_both(cheek), *_both(rim)], *bone, fineness_mm=MIDDLE_MM, thickness_mm=6),
        shape(petrous, *bone, fineness_mm=MIDDLE_MM),
        shape(mastoid, Layer(t.MASTOID_CELLS, 1.5), fineness_mm=MIDDLE_MM),
        shape(
            [*_both(teeth_up), *_both(teeth_down)], Layer(t.TOOTH, _gaps, skull), fineness_mm=MIDDLE_MM, thickness_mm=6
        ),
        *_eyes(),
        shape(sinuses, Layer(t.AIR), fineness_mm=MIDDLE_MM),
        shape(nose, Layer(t.AIR), fineness_mm=MIDDLE_MM),
        shape(turbinates, Layer(t.MUCOSA), fineness_mm=MIDDLE_MM, thickness_mm=5),
        *_throat(),
        shape([ellipsoid((s * 50, 8, 684), (8, 16, 21)) for s in (-1, 1)], Layer(t.SALIVARY)),
        shape([ellipsoid((s * 29, -32, 642), (9, 15, 12)) for s in (-1, 1)], Layer(t.SALIVARY)),
    ]


def _eyes() -> list[Shape]:
    fat = [ellipsoid((s * 30, -62, 734), (17, 26, 16)) for s in (-1, 1)]
    balls = [ellipsoid((s * 31, -76, 734), (12, 12, 12)) for s in (-1, 1)]
    lenses = [ellipsoid((s * 31, -85, 734), (5, 2, 5)) for s in (-1, 1)]
    muscles = [
        capsule((s * 20, -34, 734), (s * (31 + dx), -72, 734 + dz), 2, 2.4)
        for s in (-1, 1)
        for dx, dz in ((12, 0), (-12, 0), (0, 12), (0, -12))
    ]
    nerves = [capsule((s * 12, -26, 736), (s * 30, -64, 734), 2.4) for s in (-1, 1)]
    return [
        shape(fat, Layer(t.FAT), fineness_mm=MIDDLE_MM),
        shape([*muscles, *nerves], Layer(t.EYE_MUSCLE), fineness_mm=MIDDLE_MM, thickness_mm=4),
        shape(balls, Layer(t.EYE), fineness_mm=MIDDLE_MM),
        shape(lenses, Layer(t.LENS), fineness_mm=MIDDLE_MM, thickness_mm=4),
    ]


def _gaps(p: Points) -> Values:
    return np.where(np.abs(np.sin(p.x * 0.42 + p.y * 0.42)) < 0.14, 3.0, 0.0).astype(np.float32)


def _throat() -> list[Shape]:
    airway = [
        (0, -28, 716, 8),
        (0, -14, 698, 8),
        (0, -8, 672, 7),
        (0, -12, 645, 8),
        (0, -18, 622, 6),
        (0, -20, 606, 8),
        (0, -17, 588, 8),
    ]
    larynx = [(0, -18, 632, 14), (0, -21, 612, 14), (0, -21, 600, 12)]
    mouth = ellipsoid((0, -44, 676), (17, 26, 3))
    lobes = [ellipsoid((s * 15, -10, 578), (8, 9, 21)) for s in (-1, 1)]
    isthmus = capsule((-12, -21, 574), (12, -21, 574), 4)
    hyoid = [(18, -18, 640, 2.6), (10, -34, 640, 2.8), (0, -38, 640, 3)]
    return [
        shape([ellipsoid((s * 13, -12, 672), (6, 8, 11)) for s in (-1, 1)], Layer(t.TONSIL), fineness_mm=MIDDLE_MM),
        shape(tube(larynx), Layer(t.CARTILAGE), Layer(t.MUCOSA, 2.4), fineness_mm=MIDDLE_MM),
        shape([*tube(hyoid), *tube(mirrored(hyoid))], Layer(t.THIN_CORTEX), fineness_mm=MIDDLE_MM, thickness_mm=5),
        shape([*lobes, isthmus], Layer(t.THYROID, 0, LABELS["thyroid_gland"]), fineness_mm=MIDDLE_MM),
        shape([*tube(airway), mouth], Layer(t.AIR), fineness_mm=MIDDLE_MM),
    ]
