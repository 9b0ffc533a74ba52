"""A shift that varies smoothly along the body, from places that are each known only roughly and may be wrong.

The shift is a Gaussian process over the height in the body: an unknown constant, an unknown small scale and a smooth
part (Rasmussen & Williams, Gaussian Processes for Machine Learning, 2006, sections 2.2 and 2.7). With few places the
smooth part falls back to the constant by itself. The error at a place when it is left out follows in closed form
(section 5.4.2). Places that contradict their neighbours lose their weight as in Student-t regression.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

#: frames of reference of two examinations may lie anywhere
_CONSTANT_MM: Final = 1000.0
#: a person does not grow between examinations, but a curved spine or two scanners make a few per cent
_SCALE: Final = 0.05
#: posture and breathing: how much, and over what length of the body
_SMOOTH_MM: Final = 10.0
_LENGTH_MM: Final = 120.0
#: Student-t with few degrees of freedom: one wrong place in ten does no harm
_FREEDOM: Final = 3.0
_ROUNDS: Final = 25
#: beyond this many standard deviations a place is called an outlier
_OUTLIER: Final = 4.0


@dataclass(frozen=True, slots=True)
class SmoothShift:
    """The fitted shift.

    Attributes
    ----------
    heights_mm
        [n] of the places.
    shifts_mm
        [n, 3] at the places.
    noise_mm
        [n] standard deviations, enlarged where a place was found to contradict the others.
    outlier
        [n] which places contradict the others.
    centre_mm
        [3] what is subtracted before fitting.
    """

    heights_mm: Values
    shifts_mm: Values
    noise_mm: Values
    outlier: NDArray[np.bool_]
    centre_mm: Values

    def at(self, heights_mm: Values) -> Values:
        """Return the shift [m, 3] at heights [m]."""
        covariance = _covariance(self.heights_mm, self.heights_mm) + np.diag(self.noise_mm**2)
        weights = np.linalg.solve(covariance, self.shifts_mm - self.centre_mm)
        shift: Values = _covariance(heights_mm, self.heights_mm) @ weights + self.centre_mm
        return shift

    def errors_without(self, groups: Sequence[Sequence[int]]) -> Values:
        """Return the distance [n] between each place's shift and the one fitted without its whole group."""
        distances: Values = np.linalg.norm(_left_out(self, groups)[0], axis=1)
        return distances


def smooth_shift(
    heights_mm: Values, shifts_mm: Values, spread_mm: Values, groups: Sequence[Sequence[int]]
) -> SmoothShift:
    """Fit a shift to places.

    Parameters
    ----------
    heights_mm, shifts_mm, spread_mm
        [n], [n, 3], [n]: where, how far, and how certain (one standard deviation).
    groups
        Numbers of the places that stem from the same structure and are judged together; each place in one.
    """
    centre = np.median(shifts_mm, axis=0)
    fit = SmoothShift(heights_mm, shifts_mm, spread_mm.copy(), np.zeros(len(heights_mm), dtype=np.bool_), centre)
    for _ in range(_ROUNDS):
        errors, variances = _left_out(fit, groups)
        # what the others expect there, not what an outlier has already drawn to itself
        expected = variances + spread_mm**2
        ratio = np.einsum("nd,nd->n", errors, errors) / expected / 3.0
        enlarged = spread_mm * np.sqrt((_FREEDOM + 3.0 * ratio) / (_FREEDOM + 3.0))
        noise = np.maximum(spread_mm, enlarged)
        outlier = np.sqrt(3.0 * ratio) > _OUTLIER
        noise = np.where(outlier, np.maximum(noise, 1e3), noise)
        settled = bool(np.allclose(noise, fit.noise_mm, rtol=0.01))
        fit = SmoothShift(heights_mm, shifts_mm, noise, outlier, centre)
        if settled:
            break
    return fit


def _left_out(fit: SmoothShift, groups: Sequence[Sequence[int]]) -> tuple[Values, Values]:
    """Return (errors [n, 3], variances [n]) of what the other groups predict at each place."""
    covariance = _covariance(fit.heights_mm, fit.heights_mm) + np.diag(fit.noise_mm**2)
    inverse = np.linalg.inv(covariance)
    weighted = inverse @ (fit.shifts_mm - fit.centre_mm)
    errors, variances = np.empty_like(fit.shifts_mm), np.empty(len(fit.heights_mm))
    for group in groups:
        members = list(group)
        block = np.linalg.inv(inverse[np.ix_(members, members)])
        errors[members] = block @ weighted[members]
        variances[members] = np.maximum(np.diag(block) - fit.noise_mm[members] ** 2, 0.0)
    return errors, variances


def _covariance(a_mm: Values, b_mm: Values) -> Values:
    middle = float(np.median(b_mm))
    linear = _SCALE**2 * np.outer(a_mm - middle, b_mm - middle)
    apart = (a_mm[:, None] - b_mm[None, :]) / _LENGTH_MM
    covariance: Values = _CONSTANT_MM**2 + linear + _SMOOTH_MM**2 * np.exp(-0.5 * apart**2)
    return covariance
