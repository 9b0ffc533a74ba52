"""Vertebrae with bodies, arches and processes, discs, the canal, the sacrum."""

# ruff: noqa: PLR2004 - places in the body are numbers
# mypy: disable-error-code="no-any-return"
# (numpy types arithmetic of arrays with plain numbers as Any)

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from totalpetview.demo import tissues as t
from totalpetview.demo.labels import LABELS
from totalpetview.demo.points import Points, Triple, Values
from totalpetview.demo.shapes import (
    MIDDLE_MM,
    Layer,
    Profile,
    Shape,
    capsule_distance,
    local,
    piece,
    rotation,
    shape,
    tube,
)

#: the line through the middle of the vertebral bodies: depth y at height z
LINE = Profile([
    (20, 92), (50, 80), (80, 66), (110, 46), (135, 30), (166, 21), (202, 18), (238, 22), (275, 30), (335, 42),
    (413, 48), (482, 46), (545, 36), (590, 26), (640, 20), (690, 20),
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vertebra:
    """One vertebra: height of its middle, half extents of its body, lengths of its processes."""

    name: str
    z: float
    half: Triple
    canal: float
    spinous: float
    spinous_drop: float
    transverse: float

    @property
    def centre(self) -> Triple:
        """Middle of the body."""
        return (0.0, LINE.at(self.z), self.z)

    @property
    def tilt_deg(self) -> float:
        """Rotation about x that turns the body along the line of the spine."""
        slope = (LINE.at(self.z + 12) - LINE.at(self.z - 12)) / 24.0
        return float(-np.rad2deg(np.arctan(slope)))


def _vertebrae() -> tuple[Vertebra, ...]:
    lumbar = [
        Vertebra(f"L{n}", z, (25.0, 17.5, 13.2), 9.5, 33.0, 7.0, 40.0)
        for n, z in zip(range(5, 0, -1), (134.0, 168.0, 203.0, 238.0, 272.0), strict=True)
    ]
    heights = (304, 333, 360, 386, 411, 435, 458, 480, 501, 522, 542, 561)
    thoracic = [
        Vertebra(
            f"T{n}",
            float(z),
            (14.5 + 0.55 * n, 12.5 + 0.35 * n, 7.6 + 0.36 * n),
            8.0,
            34.0,
            14.0 + 8.0 * (3 < n < 10),
            27.0,
        )
        for n, z in zip(range(12, 0, -1), heights, strict=True)
    ]
    cervical = [
        Vertebra(f"C{n}", 579.0 + 17.0 * (7 - n), (11.5, 8.5, 6.6), 8.5, 20.0 + 5.0 * (n == 7), 5.0, 18.0)
        for n in range(7, 0, -1)
    ]
    return (*lumbar, *thoracic, *cervical)


VERTEBRAE = _vertebrae()


def _bone(v: Vertebra, p: Points) -> Values:
    """Distance to the whole vertebra: body, ring around the canal, spinous and transverse processes."""
    q = local(p, v.centre, rotation(v.tilt_deg))
    a, b, c = v.half
    waist = 1.0 - 0.10 * (1.0 - np.clip(np.abs(q.z) / c, 0, 1) ** 2)
    r = np.sqrt((q.x / (a * waist)) ** 2 + (q.y / (b * waist)) ** 2)
    body = np.maximum(np.sqrt(q.x * q.x + q.y * q.y) * (1 - 1 / np.maximum(r, 0.02)), np.abs(q.z) - c)
    canal_y = b + v.canal * 0.75
    around = np.sqrt((q.x * 0.85) ** 2 + (q.y - canal_y) ** 2) - (v.canal + 3.5)
    ring = np.maximum(np.abs(around) - 3.6, np.abs(q.z + c * 0.15) - c * 0.72)
    end = canal_y + v.canal + 3.0
    spinous = capsule_distance(
        Points(q.x * 1.5, q.y, q.z),
        (0, end, -c * 0.2),
        (0, end + v.spinous * 0.62, -c * 0.2 - v.spinous_drop),
        5.0,
        6.0,
    )
    folded = Points(np.abs(q.x), q.y, q.z)
    transverse = capsule_distance(folded, (v.canal, canal_y, 0), (v.transverse, canal_y + 7, 2.0), 5.2, 4.2)
    facet = capsule_distance(
        folded, (v.canal + 5, canal_y + 8, -c * 0.9), (v.canal + 5, canal_y + 7, c * 0.8), 5.5, 5.0
    )
    bone = np.minimum(np.minimum(body, ring), np.minimum(np.minimum(spinous, transverse), facet))
    canal = np.sqrt(q.x**2 + ((q.y - canal_y) * 1.1) ** 2) - v.canal
    return np.maximum(bone, -canal)


def spine() -> list[Shape]:
    """Return the discs, the vertebrae, the sacrum, and the canal with the cord."""
    made: list[Shape] = []
    for lower, upper in pairwise(VERTEBRAE):
        z = (lower.z + upper.z) / 2
        a, b = (lower.half[0] + upper.half[0]) / 2, (lower.half[1] + upper.half[1]) / 2
        gap = (upper.z - lower.z) / 2
        made.append(_disc((0.0, LINE.at(z), z), (a, b, gap)))
    made.append(_disc((0.0, LINE.at(118), 118.0), (24.0, 17.0, 7.0)))
    made += _sacrum()
    for v in VERTEBRAE:
        reach = max(v.transverse + 8, v.half[1] + 2 * v.canal + v.spinous + 12)
        box = piece(v.centre, (v.transverse + 8, reach, v.half[2] + v.spinous_drop + 10), partial(_bone, v))
        label = LABELS[f"vertebrae_{v.name}"]
        made.append(
            shape(
                box,
                Layer(t.THIN_CORTEX, 0, label),
                Layer(t.VERTEBRAL_MARROW, 1.7, label),
                fineness_mm=MIDDLE_MM,
                thickness_mm=6,
            )
        )
    return made + _canal()


def _disc(centre: Triple, half: Triple) -> Shape:
    def distance(p: Points) -> Values:
        x, y, z = (axis - np.float32(c) for axis, c in zip(p, centre, strict=True))
        r = np.sqrt((x / half[0]) ** 2 + (y / half[1]) ** 2)
        return np.maximum(np.sqrt(x * x + y * y) * (1 - 1 / np.maximum(r, 0.02)), np.abs(z) - half[2])

    return shape(piece(centre, half, distance), Layer(t.DISC))


def _canal() -> list[Shape]:
    knots = []
    for v in VERTEBRAE:
        back = v.half[1] + v.canal * 0.75
        tilt = np.deg2rad(v.tilt_deg)
        knots.append((0.0, v.centre[1] + back * np.cos(tilt), v.z + back * np.sin(tilt), v.canal - 1.2))
    knots.insert(0, (0.0, 82.0, 62.0, 4.0))
    knots.insert(1, (0.0, 68.0, 100.0, 7.0))
    knots.append((0.0, 38.0, 705.0, 9.0))
    cord = [(x, y, z, 4.6 if z < 560 else 5.6) for x, y, z, _ in knots if z > 270]
    return [
        shape(tube(knots), Layer(t.SPINAL_FLUID), fineness_mm=MIDDLE_MM),
        shape(tube(cord), Layer(t.SPINAL_CORD, 0, LABELS["spinal_cord"]), fineness_mm=MIDDLE_MM, thickness_mm=8),
    ]


def _sacrum() -> list[Shape]:
    def bone(p: Points) -> Values:
        along = np.clip((112 - p.z) / 92, 0, 1)
        width = 54 - 38 * along**1.2
        middle = LINE(p.z) + 2 + np.abs(p.x) * 0.22 * (1 - along)
        thick = 17 - 11 * along
        r = np.sqrt((p.x / width) ** 4 + ((p.y - middle) / thick) ** 4) ** 0.5
        plate = np.minimum(thick, 14) * (r - 1)
        crest = capsule_distance(p, (0, 78, 100), (0, 100, 50), 5, 4)
        holes = np.full(p.x.shape, 1e3, np.float32)
        for z, x in ((92, 23), (72, 20), (54, 17)):
            hole = np.sqrt((np.abs(p.x) - x) ** 2 + (p.z - z) ** 2) - 3.2
            holes = np.minimum(holes, hole)
        solid = np.maximum(np.minimum(plate, crest), np.maximum(p.z - 116 + np.abs(p.x) * 0.12, 18 - p.z))
        return np.maximum(solid, -np.maximum(holes, -20))

    box = piece((0, 70, 68), (60, 48, 54), bone)
    label = LABELS["sacrum"]
    return [
        shape(
            box,
            Layer(t.THIN_CORTEX, 0, label),
            Layer(t.VERTEBRAL_MARROW, 1.8, label),
            fineness_mm=MIDDLE_MM,
            thickness_mm=6,
        )
    ]
