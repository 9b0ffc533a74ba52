"""Skin, fat, muscles and the great cavities."""


# mypy: disable-error-code="no-any-return"
# (numpy types arithmetic of arrays with plain numbers as Any)

from __future__ import annotations

import numpy as np

from totalpetview.demo import tissues as t
from totalpetview.demo.anatomy import outline
from totalpetview.demo.labels import LABELS
from totalpetview.demo.noise import noise
from totalpetview.demo.points import Points, Values
from totalpetview.demo.shapes import Layer, Piece, Shape, mirrored, piece, shape, tube

_BOX = ((-275.0, -160.0, -260.0), (275.0, 160.0, 890.0))


def _septa(p: Points) -> Values:
    """Thin sheets of fat between the muscles, thicker towards the skin of hips and thighs."""
    sheets = np.abs(noise(p, 46.0, 5)) * np.float32(13.0)
    return sheets - np.float32(1.8)


def _muscle_groups(p: Points) -> Values:
    return np.maximum(outline.muscle(p), -_septa(p))


def _belly(p: Points) -> Values:
    inner = outline.cavity(p)
    return np.maximum(inner, p.z - np.float32(590))


def body() -> list[Shape]:
    """Return the skin with all the fat and the muscles, and the cavity filled with fat."""
    everything = Piece(*_BOX, outline.skin)
    muscles = Piece(*_BOX, _muscle_groups)
    trunk = Piece((-145.0, -95.0, -30.0), (145.0, 100.0, 590.0), _belly)
    return [
        shape(everything, Layer(t.SKIN), Layer(t.FAT, 1.8)),
        *_breasts(),
        shape(muscles, Layer(t.MUSCLE)),
        shape(trunk, Layer(t.DEEP_FAT, 3.0)),
    ]


def _breasts() -> list[Shape]:
    def gland(p: Points) -> Values:
        inside = np.maximum(outline.breast(p) + 13, outline.skin(p) + 7)
        return inside + noise(p, 22.0, 6) * 7

    box = piece((0, -95, 432), (140, 42, 60), gland)
    return [shape(box, Layer(t.GLAND))]


def named_muscles() -> list[Shape]:
    """Return the muscles beside the spine, the iliopsoas and the glutei, with their labels."""
    made: list[Shape] = []
    erector = [
        (32, 74, 60, 14), (36, 70, 130, 23), (37, 68, 210, 24), (36, 78, 300, 20), (32, 84, 400, 17),
        (28, 84, 500, 15), (24, 70, 580, 15), (22, 58, 650, 12),
    ]  # fmt: skip
    psoas = [
        (27, 30, 290, 6), (35, 30, 240, 11), (41, 28, 180, 15.5), (50, 16, 130, 18), (66, -14, 70, 18),
        (80, -34, 30, 17), (86, -22, -20, 13), (80, 0, -45, 9),
    ]  # fmt: skip
    iliacus = [(100, 20, 165, 7), (96, 6, 130, 14), (84, -10, 90, 15), (80, -24, 50, 13)]
    maximus = [(38, 88, 105, 16), (60, 92, 70, 26), (86, 84, 25, 30), (108, 60, -20, 22), (112, 40, -60, 12)]
    maximus_low = [(28, 88, 60, 16), (54, 92, 25, 25), (84, 78, -15, 24), (104, 46, -55, 14)]
    medius = [(98, 48, 165, 9), (112, 42, 130, 18), (124, 28, 80, 21), (126, 18, 35, 14)]
    for side, mirror in (("left", False), ("right", True)):
        for name, courses in (
            ("autochthon", (erector,)),
            ("gluteus_maximus", (maximus, maximus_low)),
            ("gluteus_medius", (medius,)),
            ("iliopsoas", (psoas, iliacus)),
        ):
            pieces = [part for c in courses for part in tube(mirrored(c) if mirror else c, 14.0)]
            made.append(shape(pieces, Layer(t.MUSCLE, 0.0, LABELS[f"{name}_{side}"])))
    return made
