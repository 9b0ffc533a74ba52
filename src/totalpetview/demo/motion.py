"""How the patient lies in each examination: a rigid position and a smooth deformation, both known exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from totalpetview.demo.points import Points, Triple, Values
from totalpetview.demo.shapes import rotation

#: rotations are about this place of the model, near the middle of the body
PIVOT_MM: Triple = (0.0, 0.0, 400.0)

#: (direction of displacement, wave vector per mm, phase): the irregularity of a grown body, the same for ever
_GROWTH = (
    (0, (0.031, 0.017, 0.049), 0.4),
    (1, (0.043, 0.029, -0.036), 2.1),
    (2, (-0.027, 0.046, 0.021), 4.4),
    (0, (0.011, -0.052, 0.023), 1.3),
    (1, (0.058, -0.012, 0.019), 5.2),
)
_GROWTH_MM = 1.5

_EXACT_MM = 1e-7

#: the same for the deformation between time points: longer waves
_POSTURE = (
    (0, (0.006, 0.009, 0.0135), 1.0),
    (1, (0.008, 0.005, 0.0115), 3.0),
    (2, (0.009, 0.013, 0.0065), 5.0),
)


@dataclass(frozen=True, slots=True)
class Motion:
    """The patient's position and posture in one examination.

    Attributes
    ----------
    turn_deg
        Rotations about x, y, z.
    shift_mm
        Where `PIVOT_MM` of the model lies in the examination's patient coordinates.
    breath_mm
        How much lower the diaphragm is than in the model.
    girth
        Relative widening of the trunk (0.02: two per cent).
    head_turn_deg
        The head's rotation to the left.
    posture_mm
        Amplitude of the smooth deformation.
    phase
        Moves the waves of the smooth deformation.
    """

    turn_deg: Triple = (0.0, 0.0, 0.0)
    shift_mm: Triple = PIVOT_MM
    breath_mm: float = 0.0
    girth: float = 0.0
    head_turn_deg: float = 0.0
    posture_mm: float = 0.0
    phase: float = 0.0

    def to_model(self, here: Points) -> Points:
        """Return the model's places shown at patient coordinates of this examination."""
        kind = here.x.dtype
        turn = rotation(*self.turn_deg).astype(kind)
        x, y, z = (axis - kind.type(s) for axis, s in zip(here, self.shift_mm, strict=True))
        mx, my, mz = (x * turn[0, n] + y * turn[1, n] + z * turn[2, n] + kind.type(PIVOT_MM[n]) for n in range(3))
        trunk = np.exp(-(((mz - kind.type(260.0)) * kind.type(1 / 230.0)) ** 2))
        narrow = 1.0 - kind.type(self.girth) * trunk
        mx, my = mx * narrow, my * narrow
        if self.breath_mm:
            mz = mz + kind.type(self.breath_mm) * np.exp(-(((mz - kind.type(335.0)) * kind.type(1 / 75.0)) ** 2))
        if self.posture_mm:
            mx, my, mz = _waves(Points(mx, my, mz), _POSTURE, self.posture_mm, self.phase)
        if self.head_turn_deg:
            mx, my = self._head_turned(mx, my, mz)
        return _waves(Points(mx, my, mz), _GROWTH, _GROWTH_MM, 0.0)

    def _head_turned(self, x: Values, y: Values, z: Values) -> tuple[Values, Values]:
        kind = x.dtype
        share = np.clip((z - kind.type(585.0)) * kind.type(1 / 100.0), 0.0, 1.0)
        angle = np.deg2rad(self.head_turn_deg).astype(kind) * share * share * (3 - 2 * share)
        cosine, sine = np.cos(angle), np.sin(angle)
        y = y - kind.type(22.0)
        return x * cosine + y * sine, y * cosine - x * sine + kind.type(22.0)

    def from_model(self, model: Points) -> Points:
        """Return where places of the model lie in this examination (exact to a micrometre)."""
        turn = rotation(*self.turn_deg)
        target = np.stack([np.asarray(axis, dtype=np.float64) for axis in model], axis=-1)
        here = (target - np.asarray(PIVOT_MM)) @ turn.T + np.asarray(self.shift_mm)
        for _ in range(40):
            error = target - self.to_model(Points.of(here)).stacked()
            here = here + error @ turn.T
            if np.abs(error).max() < _EXACT_MM:
                break
        return Points.of(here)


def _waves(p: Points, waves: tuple[tuple[int, Triple, float], ...], amplitude_mm: float, phase: float) -> Points:
    kind = p.x.dtype
    moved = list(p)
    for axis, (kx, ky, kz), start in waves:
        angle = p.x * kind.type(kx) + p.y * kind.type(ky) + p.z * kind.type(kz) + kind.type(start + phase)
        moved[axis] = moved[axis] + kind.type(amplitude_mm) * np.sin(angle)
    return Points(*moved)
