"""What is known about one series without its pixels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal

from totalpetview.domain.geometry import Grid
from totalpetview.domain.problem import Problem
from totalpetview.domain.suv.header import PetHeader
from totalpetview.domain.suv.value_maps import ValueMap

SeriesKind = Literal["ct", "pet", "scout", "mip", "derived", "dose-report", "other"]


@dataclass(frozen=True, slots=True)
class SuvResult:
    """The factor to SUVbw, or why there is none.

    Attributes
    ----------
    factor_per_unit
        SUVbw of one unit of the series' own quantity (per Bq/ml for BQML); None when refused.
    refusal
        Why there is no factor; None when there is one.
    """

    factor_per_unit: float | None
    refusal: Problem | None

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "factor_per_unit": self.factor_per_unit,
            "refusal": None if self.refusal is None else self.refusal.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SuvResult:
        """Return the result that `to_json` described."""
        refusal = data.get("refusal")
        return cls(data.get("factor_per_unit"), None if refusal is None else Problem.from_json(refusal))


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesFacts:
    """Everything that grouping, the study list and SUV need to know about a series.

    Attributes
    ----------
    kind
        What it is for a reader of PET/CT; only "ct" and "pet" are ever picked for an examination.
    why_other
        Why the series is never picked silently; None for volumes that may be picked.
    acquired_at
        Earliest acquisition of any of its images; local time of the scanner without a zone unless the
        header gives one (TimezoneOffsetFromUTC).
    birth_date
        As ISO date "1950-12-31".
    images
        Frames that carry a picture (an enhanced object counts with all its frames).
    grid
        None when the series is no volume or its geometry is refused; `problems` says why.
    attenuation_corrected, units
        PET only. `units` as in the header (Units, 0054,1001).
    uptake_s
        From the injection to the scan start to which the activity was decay corrected.
    kernel
        Convolution Kernel of a CT (0018,1210).
    suv
        SUVbw as the header alone gives it.
    pet
        PET only: all that the rules of SUV need, so that a corrected value needs no image.
    value_maps
        What a series of real world value maps says.
    """

    series_uid: str
    study_uid: str
    patient_id: str
    patient_name: str
    modality: str
    kind: SeriesKind
    images: int
    birth_date: str | None = None
    sex: str | None = None
    accession_number: str | None = None
    description: str = ""
    study_description: str = ""
    why_other: Problem | None = None
    frame_of_reference_uid: str | None = None
    acquired_at: datetime | None = None
    grid: Grid | None = None
    problems: tuple[Problem, ...] = ()
    attenuation_corrected: bool | None = None
    units: str | None = None
    weight_kg: float | None = None
    height_m: float | None = None
    dose_bq: float | None = None
    uptake_s: float | None = None
    tracer: str | None = None
    kernel: str | None = None
    suv: SuvResult | None = None
    pet: PetHeader | None = None
    value_maps: tuple[ValueMap, ...] = ()

    @property
    def is_volume(self) -> bool:
        """Whether it is a CT or PET with a grid, that is something to prepare and to show."""
        return self.kind in {"ct", "pet"} and self.grid is not None

    def to_json(self) -> dict[str, Any]:
        """Return plain values, for the database."""
        data: dict[str, Any] = {part.name: getattr(self, part.name) for part in fields(self)}
        data["why_other"] = None if self.why_other is None else self.why_other.to_json()
        data["acquired_at"] = None if self.acquired_at is None else self.acquired_at.isoformat()
        data["grid"] = None if self.grid is None else self.grid.to_json()
        data["problems"] = [problem.to_json() for problem in self.problems]
        data["suv"] = None if self.suv is None else self.suv.to_json()
        data["pet"] = None if self.pet is None else self.pet.to_json()
        data["value_maps"] = [one.to_json() for one in self.value_maps]
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SeriesFacts:
        """Return the facts that `to_json` described; keys of other versions are ignored."""
        known = {part.name for part in fields(cls)}
        values = {name: value for name, value in data.items() if name in known}
        if values.get("why_other") is not None:
            values["why_other"] = Problem.from_json(values["why_other"])
        if values.get("acquired_at") is not None:
            values["acquired_at"] = datetime.fromisoformat(values["acquired_at"])
        if values.get("grid") is not None:
            values["grid"] = Grid.from_json(values["grid"])
        values["problems"] = tuple(Problem.from_json(problem) for problem in values.get("problems", ()))
        if values.get("suv") is not None:
            values["suv"] = SuvResult.from_json(values["suv"])
        if values.get("pet") is not None:
            values["pet"] = PetHeader.from_json(values["pet"])
        values["value_maps"] = tuple(ValueMap.from_json(one) for one in values.get("value_maps", ()))
        return cls(**values)
