"""What is measured of one organ on the CT and on the PET."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from totalpetview.domain.problem import Problem

#: Organs whose uptake is measured away from their border, and how far away. Spill-over reaches about as far as the
#: scanner resolves (5 to 7 mm). Liver: 10 mm, also because its border moves with breathing; PERCIST measures in a
#: sphere of 3 cm well inside the right lobe (Wahl et al., J Nucl Med 2009;50 Suppl 1:122S). Aorta as blood pool:
#: 5 mm, which leaves the middle 1 to 1.5 cm of a thoracic aorta of 2 to 2.5 cm; PERCIST measures in a cylinder of
#: 1 cm in the descending aorta, away from the wall.
EROSION_MM: Final[dict[str, float]] = {"liver": 10.0, "aorta": 5.0}
#: fewer voxels than this inside the eroded organ are no measurement of it: the whole organ is taken and that is said
LEAST_ERODED_VOXELS: Final = 10


@dataclass(frozen=True, slots=True)
class CtStatistics:
    """An organ on the CT.

    Attributes
    ----------
    voxels
        Voxels of the CT whose centre lies in the organ.
    volume_ml
        Of the segment on the map's own grid.
    hu_mean, hu_sd
        Over these voxels; the standard deviation is that of a population. None without CT voxels.
    """

    voxels: int
    volume_ml: float
    hu_mean: float | None
    hu_sd: float | None

    def to_json(self) -> dict[str, Any]:
        """Return numbers."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> CtStatistics:
        """Return what `to_json` described."""
        return cls(int(data["voxels"]), float(data["volume_ml"]), _number(data["hu_mean"]), _number(data["hu_sd"]))


@dataclass(frozen=True, slots=True)
class PetStatistics:
    """An organ on the PET's own grid.

    Attributes
    ----------
    voxels
        Voxels of the PET of which more than half lies in the organ (in the eroded organ).
    mean, median, max
        Over these voxels, in the unit of the stored quantity; `times` gives them in another unit.
    eroded_mm
        How far from the organ's border was measured; None for the whole organ.
    rule
        Which voxels were taken, in words.
    """

    voxels: int
    mean: float
    median: float
    max: float
    eroded_mm: float | None
    rule: Problem

    def times(self, factor: float) -> PetStatistics:
        """Return the same in a unit of which one stored unit is `factor`.

        Raises
        ------
        ValueError
            If the factor is not positive: maximum and minimum would change places.
        """
        if not factor > 0:
            raise ValueError("a factor is positive")
        return replace(self, mean=self.mean * factor, median=self.median * factor, max=self.max * factor)

    def to_json(self) -> dict[str, Any]:
        """Return numbers and the rule's code."""
        return {
            "voxels": self.voxels,
            "mean": self.mean,
            "median": self.median,
            "max": self.max,
            "eroded_mm": self.eroded_mm,
            "rule": self.rule.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PetStatistics:
        """Return what `to_json` described."""
        return cls(
            voxels=int(data["voxels"]),
            mean=float(data["mean"]),
            median=float(data["median"]),
            max=float(data["max"]),
            eroded_mm=_number(data["eroded_mm"]),
            rule=Problem.from_json(data["rule"]),
        )


def whole_organ_rule() -> Problem:
    """Return the sentence about measuring in the whole organ."""
    return Problem("organ-pet-whole")


def eroded_rule(eroded_mm: float) -> Problem:
    """Return the sentence about measuring away from the border."""
    return Problem("organ-pet-eroded", {"eroded_mm": eroded_mm})


def too_small_to_erode_rule(eroded_mm: float, voxels: int) -> Problem:
    """Return the sentence about an organ of which erosion would leave next to nothing."""
    return Problem("organ-pet-too-small-to-erode", {"eroded_mm": eroded_mm, "voxels": voxels})


def _number(value: Any) -> float | None:  # noqa: ANN401 - of JSON
    return None if value is None else float(value)
