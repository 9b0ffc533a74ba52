"""What is measured in organs, at one to four time points."""

from __future__ import annotations

from ninja import Field, Schema

from totalpetview.web.studies.schemas import Notice


class StatisticsPoint(Schema):
    """One time point."""

    examination: str
    label: str = Field(description="T1..T4 in order of acquisition")
    acquired_at: str | None
    days_since_first: int | None
    map: str | None = Field(description="key of the organ map that was measured")
    stand_in: bool


class PetInOrgan(Schema):
    """PET values of the voxels of an organ on the PET's own grid."""

    unit: str
    mean: float
    median: float
    max: float
    voxels: int
    eroded_mm: float | None = Field(description="by how much the organ was eroded before")
    rule: str = Field(description="in the reader's language")


class InOrgan(Schema):
    """What was measured in one organ at one time point."""

    volume_ml: float | None
    ct_voxels: int
    hu_mean: float | None
    hu_sd: float | None
    pet: PetInOrgan | None
    notices: list[Notice]


class StatisticsRow(Schema):
    """One structure at all time points, null where no map has it."""

    structure: str
    values: list[InOrgan | None]


class Repeatability(Schema):
    """By how much two measurements differ when nothing changed; `structure` null: of any."""

    measure: str
    structure: str | None
    low_percent: float
    high_percent: float
    source: str


class Statistics(Schema):
    """A table structures x time points."""

    unit: str
    time_points: list[StatisticsPoint]
    rows: list[StatisticsRow]
    repeatability: list[Repeatability]
