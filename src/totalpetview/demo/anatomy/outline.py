"""The skin, the body wall and the diaphragm: the surfaces between which everything else lies."""

# ruff: noqa: PLR2004 - places in the body are numbers
# mypy: disable-error-code="no-any-return"
# (numpy types arithmetic of arrays with plain numbers as Any)

from __future__ import annotations

import numpy as np

from totalpetview.demo.noise import noise
from totalpetview.demo.points import Points, Triple, Values
from totalpetview.demo.shapes import (
    Profile,
    capsule_distance,
    ellipsoid_distance,
    rotation,
    smooth_minimum,
)

Rod = tuple[Triple, Triple, float, float]

# the trunk: half width, front and back of the skin
_WIDTH = Profile([
    (-60, 172), (0, 180), (60, 177), (110, 165), (165, 148), (215, 139), (260, 143), (320, 151), (400, 157),
    (450, 161), (500, 168), (535, 168), (562, 158), (580, 112), (600, 70), (640, 54),
])  # fmt: skip
_FRONT = Profile([
    (-60, -88), (0, -92), (60, -101), (120, -104), (190, -97), (240, -95), (300, -99), (360, -102), (430, -100),
    (490, -88), (530, -68), (560, -46), (590, -38), (640, -44),
])  # fmt: skip
_BACK = Profile([
    (-60, 112), (0, 122), (60, 120), (120, 106), (190, 97), (240, 100), (320, 107), (420, 112), (500, 111),
    (540, 104), (570, 94), (600, 84), (640, 78),
])  # fmt: skip

# the cavity inside the ribs and the muscles of the belly
_IN_WIDTH = Profile([
    (-25, 30), (0, 50), (40, 58), (70, 62), (95, 78), (125, 108), (160, 118), (215, 117), (270, 124), (330, 131),
    (390, 132), (440, 126), (490, 111), (530, 88), (555, 66), (575, 42), (586, 12),
])  # fmt: skip
_IN_FRONT = Profile([
    (-25, -10), (0, -35), (40, -70), (90, -78), (190, -72), (260, -74), (330, -80), (400, -80), (460, -70),
    (510, -52), (545, -26), (575, 0), (586, 12),
])  # fmt: skip
_IN_BACK = Profile([
    (-25, 40), (0, 62), (40, 72), (90, 66), (130, 55), (190, 56), (250, 66), (330, 82), (420, 87), (490, 84),
    (530, 74), (560, 58), (580, 38), (586, 18),
])  # fmt: skip

# thickness of the fat under the skin: front, side, back
_FAT_FRONT = Profile([(-60, 13), (60, 21), (150, 22), (230, 19), (300, 12), (400, 9), (520, 7), (600, 5), (700, 4)])
_FAT_SIDE = Profile([(-60, 19), (40, 24), (110, 24), (180, 20), (260, 15), (400, 10), (520, 9), (600, 6), (700, 4)])
_FAT_BACK = Profile([(-60, 20), (40, 25), (110, 23), (180, 17), (260, 13), (400, 11), (520, 9), (600, 7), (700, 5)])

_ARM: tuple[Rod, ...] = (
    ((150, 14, 545), (184, 18, 500), 49, 45),
    ((184, 18, 500), (197, 24, 390), 44, 38),
    ((197, 24, 390), (204, 22, 275), 38, 35),
    ((204, 22, 275), (206, 4, 205), 37, 36),
    ((206, 4, 205), (207, -22, 60), 36, 23),
    ((207, -22, 60), (203, -30, 0), 22, 22),
)
_HAND: tuple[tuple[Triple, Triple], ...] = (((203, -32, -15), (16, 33, 48)), ((203, -34, -72), (13, 30, 46)))
_LEG: Rod = ((90, 8, 5), (88, 12, -150), 88, 74)
_CRANIUM: tuple[Triple, Triple] = ((0, 6, 772), (75, 95, 88))
_FACE: tuple[Triple, Triple] = ((0, -36, 700), (64, 60, 70))
_JAW: tuple[Triple, Triple] = ((0, -44, 657), (50, 50, 28))
_NOSE: tuple[Triple, Triple] = ((0, -94, 714), (12, 16, 24))
_EAR: tuple[Triple, Triple] = ((72, 14, 728), (8, 17, 29))
_NECK: Rod = ((0, 28, 570), (0, 20, 690), 60, 52)
_BREAST: tuple[Triple, Triple] = ((74, -84, 432), (62, 36, 58))


def section_distance(p: Points, width: Values, front: Values, back: Values, power: float) -> Values:
    """Distance along the ray from the middle of a horizontal superellipse."""
    middle = (front + back) * np.float32(0.5)
    y = p.y - middle
    depth = (back - front) * np.float32(0.5)
    r = (np.abs(p.x / width) ** power + np.abs(y / depth) ** power) ** (1.0 / power)
    return np.sqrt(p.x * p.x + y * y) * (1.0 - 1.0 / np.maximum(r, 0.02))


def sided(p: Points) -> Points:
    """Return the points folded to the left side."""
    return Points(np.abs(p.x), p.y, p.z)


def cavity(p: Points) -> Values:
    """Distance to the inner surface of the ribs and of the belly's wall."""
    flat = section_distance(p, _IN_WIDTH(p.z), _IN_FRONT(p.z), _IN_BACK(p.z), 2.5)
    return np.maximum(flat, np.maximum(p.z - np.float32(584), np.float32(-22) - p.z))


def cavity_place(z: float, angle: float) -> tuple[float, float]:
    """Return (x, y) on the cavity's surface; `angle` runs from the back (0) over the left side to the front (pi)."""
    width, front, back = _IN_WIDTH.at(z), _IN_FRONT.at(z), _IN_BACK.at(z)
    middle, depth = (front + back) / 2, (back - front) / 2
    sine, cosine = float(np.sin(angle)), float(np.cos(angle))
    r = (abs(sine / width) ** 2.5 + abs(cosine / depth) ** 2.5) ** (-1 / 2.5)
    return r * sine, middle + r * cosine


def arm(p: Points) -> Values:
    """Distance to the skin of the nearer arm."""
    q = sided(p)
    distance = np.full(p.x.shape, 1e3, np.float32)
    for rod in _ARM:
        distance = smooth_minimum(distance, capsule_distance(q, *rod), 10.0)
    for centre, radii in _HAND:
        distance = smooth_minimum(distance, ellipsoid_distance(q, centre, radii, power=2.5), 12.0)
    return distance


def head(p: Points) -> Values:
    """Distance to the skin of head and neck."""
    q = sided(p)
    distance = ellipsoid_distance(p, *_CRANIUM, power=2.2)
    distance = smooth_minimum(distance, ellipsoid_distance(p, *_FACE, power=2.4), 22.0)
    distance = smooth_minimum(distance, ellipsoid_distance(p, *_JAW, power=2.5), 22.0)
    distance = smooth_minimum(distance, ellipsoid_distance(p, *_NOSE, rotation(-18)), 8.0)
    distance = smooth_minimum(distance, ellipsoid_distance(q, *_EAR, rotation(0, 0, 18)), 4.0)
    return smooth_minimum(distance, capsule_distance(p, *_NECK), 20.0)


def trunk(p: Points) -> Values:
    """Distance to the skin of the trunk, without breasts."""
    flat = section_distance(p, _WIDTH(p.z), _FRONT(p.z), _BACK(p.z), 2.6)
    floor = np.float32(-40) - p.z
    rounded = -smooth_minimum(-flat, -floor, 45.0)
    return np.maximum(rounded, p.z - np.float32(600))


def breast(p: Points) -> Values:
    """Distance to the nearer breast."""
    return ellipsoid_distance(sided(p), *_BREAST, power=2.2)


def skin(p: Points) -> Values:
    """Distance to the skin."""
    distance = smooth_minimum(trunk(p), breast(p), 26.0)
    distance = smooth_minimum(distance, capsule_distance(sided(p), *_LEG), 24.0)
    distance = smooth_minimum(distance, head(p), 34.0)
    arms = arm(p)
    blend = smooth_minimum(distance, arms, 34.0)
    # the arm grows out of the shoulder; below the armpit it only lies beside the trunk
    return np.where(p.z > 470, blend, np.minimum(distance, arms))


def muscle(p: Points) -> Values:
    """Distance to the outer surface of the muscles."""
    body = smooth_minimum(trunk(p), capsule_distance(sided(p), *_LEG), 16.0)
    sideways = np.clip(np.abs(p.x) * np.float32(1 / 150), 0, 1) ** 2
    middle = np.clip(p.y * np.float32(1 / 90), -1, 1)
    ends = _FAT_FRONT(p.z) * (0.5 - 0.5 * middle) + _FAT_BACK(p.z) * (0.5 + 0.5 * middle)
    fat = ends * (1 - sideways) + _FAT_SIDE(p.z) * sideways
    limbs = smooth_minimum(head(p) + 4.5, arm(p) + 6.5, 6.0)
    return smooth_minimum(body + fat, limbs, 18.0) + noise(p, 40.0, 3) * np.float32(1.6)


def diaphragm_height(p: Points) -> Values:
    """Height of the diaphragm above (x, y): a high right and a lower left dome, deep recesses at the wall."""
    across = p.x + np.float32(8)
    right = np.exp(-(((across + 74) * np.float32(1 / 62)) ** 2) - ((p.y + 6) * np.float32(1 / 74)) ** 2)
    left = np.exp(-(((across - 78) * np.float32(1 / 58)) ** 2) - ((p.y + 4) * np.float32(1 / 72)) ** 2)
    saddle = np.exp(-((across * np.float32(1 / 45)) ** 2) - ((p.y + 30) * np.float32(1 / 60)) ** 2)
    floor = 306 - np.clip(p.y * np.float32(0.36), -14, 30)
    domes = np.maximum(right * (368 - floor), left * (352 - floor))
    return floor + np.maximum(domes, saddle * (352 - floor)) + noise(p, 60.0, 4) * np.float32(1.5)
