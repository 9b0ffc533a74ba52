"""What the study list and the patient page are given."""

from __future__ import annotations

from typing import Literal

from ninja import Field, Schema

State = Literal["arriving", "waiting", "preparing", "ready", "failed"]
SeriesStateName = Literal["arriving", "waiting", "preparing", "ready", "failed", "not-an-image-volume"]
Vector = tuple[float, float, float]


class Notice(Schema):
    """Something the reader should know: a stable code, and a sentence in the reader's language."""

    code: str
    text: str


class SeriesSummary(Schema):
    """One series of an examination."""

    key: str
    modality: str
    description: str
    images: int
    spacing_mm: Vector | None = Field(description="between voxel centres along columns, rows and slices")
    units: str | None = Field(description="PET: as in the header, e.g. BQML")
    attenuation_corrected: bool | None = Field(description="PET: null when the header does not say")
    state: SeriesStateName
    progress: float = Field(description="0..1")
    problems: list[Notice]


class ExaminationSummary(Schema):
    """One PET with its CT, or one of them alone."""

    id: str
    acquired_at: str | None = Field(description="ISO 8601, as recorded by the scanner")
    description: str
    tracer: str | None
    ct: SeriesSummary | None
    pet: SeriesSummary | None
    thumbnail_url: str | None
    state: State
    progress: float = Field(description="0..1")
    problems: list[Notice]


class PatientSummary(Schema):
    """One line of the study list; `key` is opaque."""

    key: str
    id: str
    name: str
    birth_date: str | None
    sex: str | None
    examinations: list[ExaminationSummary] = Field(description="in order of acquisition, oldest first")


class PatientList(Schema):
    """One page of the study list, and how many patients were found in all."""

    patients: list[PatientSummary]
    total: int


class OtherSeries(Schema):
    """A series that belongs to no examination by itself, and why."""

    series: str = Field(description="opaque key")
    modality: str
    description: str
    acquired_at: str | None
    images: int
    why: str
    state: SeriesStateName
    examination: str | None = Field(description="the examination it is an alternative in, e.g. uncorrected PET")


class PatientPage(PatientSummary):
    """One patient with all series."""

    other_series: list[OtherSeries]
