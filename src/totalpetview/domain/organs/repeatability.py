"""By how much a measurement differs when it is repeated and nothing has changed: bands to hold a change against.

Only published figures, and only for what they were measured of; where there is none there is no band. No figure is
known to us for the volume of organs found by a network, for their HU, nor for the uptake of other organs than these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from totalpetview.domain.problem import Problem

Measure = Literal["mean", "median", "max", "volume_ml", "hu_mean"]


@dataclass(frozen=True, slots=True)
class Band:
    """One published band.

    Attributes
    ----------
    structure
        Key of the structure of which it was measured; None where it was measured of tumours, which is the only
        figure for everything else.
    low_percent, high_percent
        Change against the earlier measurement; a change within is not more than repeating gives in 95 of 100.
    source
        Who measured it, of what, in words.
    """

    measure: Measure
    structure: str | None
    low_percent: float
    high_percent: float
    source: Problem

    def to_json(self, language: str) -> dict[str, Any]:
        """Return words and numbers in a language."""
        return {
            "measure": self.measure,
            "structure": self.structure,
            "low_percent": self.low_percent,
            "high_percent": self.high_percent,
            "source": self.source.sentence(language),
        }


#: Boktor et al. give the 95 % range in SUV; as a percentage of the group's mean at the first visit
_LIVER_SUV: Final = (-0.9, 1.1, 2.17)
_BLOOD_SUV: Final = (-0.8, 0.9, 1.55)


def _of_mean(low: float, high: float, mean: float) -> tuple[float, float]:
    return (round(100 * low / mean, 0), round(100 * high / mean, 0))


BANDS: Final[tuple[Band, ...]] = (
    Band("max", None, -28.0, 39.0, Problem("repeatability-qiba")),
    Band("mean", None, -25.0, 33.0, Problem("repeatability-lodge")),
    Band("mean", "liver", *_of_mean(*_LIVER_SUV), Problem("repeatability-boktor-liver")),
    Band("mean", "aorta", *_of_mean(*_BLOOD_SUV), Problem("repeatability-boktor-blood")),
)
_BY_PLACE: Final[Mapping[tuple[str, str | None], Band]] = {(each.measure, each.structure): each for each in BANDS}


def band_for(measure: str, structure: str) -> Band | None:
    """Return the band of a measure of a structure: its own, else that of tumours, else none."""
    return _BY_PLACE.get((measure, structure)) or _BY_PLACE.get((measure, None))
