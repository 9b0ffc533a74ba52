"""What the addresses about SUV take and give."""

from __future__ import annotations

from typing import Literal

from ninja import Field, Schema
from pydantic import FiniteFloat, NaiveDatetime

from totalpetview.web.studies.schemas import Notice

NormalisationName = Literal["bw", "lbm", "lbmjames", "bsa", "ibw"]
CorrectionName = Literal["weight_kg", "height_m", "sex", "dose_mbq", "injected_at", "nuclide", "half_life_s"]
LONGEST_REASON = 500


class Normalisation(Schema):
    """One way to normalise: value * factor is in `unit`, or there is a refusal."""

    unit: str = Field(description="SUVbw, SUVlbm, ...")
    factor: float | None
    refusal: str | None = Field(description="in the reader's language")


class Normalisations(Schema):
    """All of them."""

    bw: Normalisation
    lbm: Normalisation = Field(description="Janmahasatian")
    lbmjames: Normalisation = Field(description="James")
    bsa: Normalisation
    ibw: Normalisation


class UsedValue(Schema):
    """One value that went into a factor."""

    name: str
    value: float | str
    source: Literal["header", "correction", "table", "computed"]
    tag: str = Field(description='of the DICOM element, e.g. "(0010,1030)"; empty where there is none')
    element: str = Field(description="name of the DICOM element")


class Correction(Schema):
    """One change that a person made; `new` null: taken back, the header counts again."""

    at: str
    by: str
    name: CorrectionName
    old: float | str | None
    new: float | str | None
    reason: str = Field(description="as that person wrote it; empty where none was given")


class CorrectionsInForce(Schema):
    """Values that take the place of the header's; null where the header counts."""

    weight_kg: FiniteFloat | None = None
    height_m: FiniteFloat | None = None
    sex: Literal["M", "F", "O"] | None = None
    dose_mbq: FiniteFloat | None = None
    injected_at: NaiveDatetime | None = Field(None, description="local time of the scanner, without a zone")
    nuclide: str | None = Field(None, max_length=16, description="one of the report's nuclides: its half-life counts")
    half_life_s: FiniteFloat | None = None


class CorrectionsAsked(CorrectionsInForce):
    """Values to be set, and why."""

    reason: str = Field("", max_length=LONGEST_REASON, description="in the person's own words, kept with the values")


class TakenBack(Schema):
    """Why the header counts again."""

    reason: str = Field("", max_length=LONGEST_REASON)


class NuclideName(Schema):
    """A nuclide that can be entered."""

    name: str
    half_life_s: float


class SuvReport(Schema):
    """Where the number comes from."""

    series: str
    stored_unit: str = Field(description="of the prepared volume: Bq/ml, counts, g/ml, ...")
    normalisations: Normalisations
    rule: Notice
    used: list[UsedValue]
    assumptions: list[Notice]
    warnings: list[Notice]
    uptake_min: float | None
    corrections: CorrectionsInForce
    from_header: CorrectionsInForce = Field(description="what the header says for the same values")
    history: list[Correction] = Field(description="newest first")
    nuclides: list[NuclideName] = Field(description="whose half-lives are known")
    readable_again: bool = Field(description="read by an earlier version: reading the series again tells more")
