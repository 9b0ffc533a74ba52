"""In step by organ: from the body's height at one time point to that at another, through what both maps show.

common = here + shift(common z). The shift is given at heights of the common space, linear between them and constant
beyond; here z as a function of common z is strictly increasing, so that both directions have one answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from totalpetview.domain.geometry import Vector, add, subtract, vector
from totalpetview.domain.organs.body_landmarks import Landmark
from totalpetview.domain.organs.smooth_shift import smooth_shift

Values = NDArray[np.float64]
_STEP_MM: Final = 5.0
#: with fewer structures none can be checked against the others
_LEAST_STRUCTURES: Final = 3
#: more contradictions than this and no one knows which are right
_MOST_OUTLIERS: Final = 0.4
#: maps whose structures predict each other no better than this are no better than the centres of the bodies
_WORST_MEDIAN_MM: Final = 20.0
#: a step of the common height is at least this part of it here
_LEAST_SLOPE: Final = 0.2


@dataclass(frozen=True, slots=True)
class Quality:
    """How well places are predicted by the others.

    Attributes
    ----------
    median_mm, worst_mm
        Distance between each landmark and where the path puts it when the landmark's whole structure is left out;
        the landmarks that contradict the others are among them.
    checked
        How many landmarks.
    """

    median_mm: float | None
    worst_mm: float | None
    checked: int


@dataclass(frozen=True, slots=True)
class OrganPath:
    """The transform.

    Attributes
    ----------
    at_z_mm
        Heights in the common space, ascending.
    shift_mm
        One for each height.
    landmarks
        How many the path rests on; those that contradict the others are not counted.
    """

    at_z_mm: tuple[float, ...]
    shift_mm: tuple[Vector, ...]
    landmarks: int
    quality: Quality

    def shift_at(self, common_z_mm: float) -> Vector:
        """Return the shift at a height of the common space."""
        x, y, z = (
            float(np.interp(common_z_mm, self.at_z_mm, [shift[axis] for shift in self.shift_mm])) for axis in range(3)
        )
        return (x, y, z)

    def to_here(self, common_mm: Vector) -> Vector:
        """Return where a place of the common space lies here."""
        return subtract(common_mm, self.shift_at(common_mm[2]))

    def to_common(self, here_mm: Vector) -> Vector:
        """Return where a place from here lies in the common space."""
        here_z = [z - shift[2] for z, shift in zip(self.at_z_mm, self.shift_mm, strict=True)]
        z = here_mm[2]
        if z <= here_z[0]:
            common_z = z + self.shift_mm[0][2]
        elif z >= here_z[-1]:
            common_z = z + self.shift_mm[-1][2]
        else:
            common_z = float(np.interp(z, here_z, self.at_z_mm))
        return add(here_mm, self.shift_at(common_z))

    def to_json(self) -> dict[str, Any]:
        """Return lists and numbers."""
        return {
            "at_z_mm": list(self.at_z_mm),
            "shift_mm": [list(shift) for shift in self.shift_mm],
            "landmarks": self.landmarks,
            "quality": {
                "median_mm": self.quality.median_mm,
                "worst_mm": self.quality.worst_mm,
                "checked": self.quality.checked,
            },
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> OrganPath:
        """Return the path that `to_json` described."""
        quality = data["quality"]
        return cls(
            at_z_mm=tuple(float(z) for z in data["at_z_mm"]),
            shift_mm=tuple(vector(shift) for shift in data["shift_mm"]),
            landmarks=int(data["landmarks"]),
            quality=Quality(_number(quality["median_mm"]), _number(quality["worst_mm"]), int(quality["checked"])),
        )


def organ_path(common: Sequence[Landmark], here: Sequence[Landmark]) -> OrganPath | None:
    """Return the path from `here` to `common`; None where fewer than three structures are in both, or they disagree.

    Parameters
    ----------
    common, here
        From `body_landmarks` of either map.
    """
    there = {(each.key, each.part): each for each in common}
    pairs = [(there[each.key, each.part], each) for each in here if (each.key, each.part) in there]
    keys = sorted({one.key for one, _ in pairs})
    if len(keys) < _LEAST_STRUCTURES:
        return None
    groups = [[n for n, (one, _) in enumerate(pairs) if one.key == key] for key in keys]
    heights = np.array([one.place_mm[2] for one, _ in pairs])
    shifts = np.array([subtract(one.place_mm, other.place_mm) for one, other in pairs])
    spread = np.array([one.spread_mm for one, _ in pairs])
    fit = smooth_shift(heights, shifts, spread, groups)
    kept = heights[~fit.outlier]
    if len({pairs[n][0].key for n in np.flatnonzero(~fit.outlier)}) < _LEAST_STRUCTURES:
        return None
    errors = fit.errors_without(groups)
    if fit.outlier.mean() > _MOST_OUTLIERS or np.median(errors) > _WORST_MEDIAN_MM:
        return None
    steps = max(1, int(np.ceil((kept.max() - kept.min()) / _STEP_MM)))
    at_z = np.linspace(kept.min(), max(kept.max(), kept.min() + 1.0), steps + 1)
    shift = fit.at(at_z)
    shift[:, 2] = at_z - _rising(at_z - shift[:, 2], at_z)
    return OrganPath(
        at_z_mm=tuple(float(z) for z in at_z),
        shift_mm=tuple(vector(each) for each in shift),
        landmarks=int((~fit.outlier).sum()),
        quality=Quality(float(np.median(errors)), float(errors.max()), len(errors)),
    )


def _rising(here_z: Values, common_z: Values) -> Values:
    """Return the nearest heights (least squares) that rise at least by a part of the common step.

    Pool adjacent violators (Barlow et al., Statistical Inference under Order Restrictions, 1972).
    """
    least = _LEAST_SLOPE * common_z
    sums: list[float] = []
    counts: list[int] = []
    for value in here_z - least:
        sums.append(float(value))
        counts.append(1)
        while len(sums) > 1 and sums[-2] * counts[-1] > sums[-1] * counts[-2]:
            total, count = sums.pop(), counts.pop()
            sums[-1] += total
            counts[-1] += count
    return np.repeat([total / count for total, count in zip(sums, counts, strict=True)], counts) + least


def _number(value: Any) -> float | None:  # noqa: ANN401 - of JSON
    return None if value is None else float(value)
