"""The descriptor of a comparison: everything the viewer must know before its first chunk."""

from __future__ import annotations

from typing import Literal

from ninja import Field, Schema
from pydantic import FiniteFloat

from totalpetview.web.studies.schemas import Notice, State, Vector
from totalpetview.web.suv.schemas import NormalisationName, Normalisations

Matrix = list[float]
FinitePoint = tuple[FiniteFloat, FiniteFloat, FiniteFloat]


class VolumeLevel(Schema):
    """One resolution: value[k, j, i] = slope[k] * stored + intercept[k]; one entry where they are all the same."""

    shape: tuple[int, int, int] = Field(description="slices, rows, columns")
    origin_mm: Vector
    step_i_mm: Vector
    step_j_mm: Vector
    step_k_mm: Vector
    dtype: Literal["int16", "uint16"]
    slab_slices: int
    slabs: int
    slope: list[float]
    intercept: list[float]
    url: str = Field(description="of a chunk, {slab} to be filled in")


class Volume(Schema):
    """A prepared volume, finest level first."""

    id: str
    quantity: str
    range: tuple[float, float]
    robust_max: float
    levels: list[VolumeLevel]
    body_centre_mm: Vector | None


class PetVolume(Volume):
    """A prepared PET: value * factor of a normalisation is in its unit; without a factor the value is in `stored_unit`.

    `unit`, `suvbw_factor` and `suv_refusal` are those of SUVbw.
    """

    series: str = Field(description="key of the series, for /api/series/{key}/suv")
    normalisations: Normalisations
    stored_unit: str = Field(description="Bq/ml, counts, g/ml, ...")
    corrected: list[str] = Field(description="names of the values that a person has corrected")
    suvbw_factor: float | None
    unit: str = Field(description="SUVbw, Bq/ml, counts, g/ml, ...")
    suv_refusal: str | None = Field(description="why there is no SUV, in the reader's language")
    attenuation_corrected: bool | None


class Mip(Schema):
    """The rotating maximum intensity projection of a PET."""

    id: str
    quantity: str
    angles: int
    shape: tuple[int, int, int] = Field(description="angles, rows (z), columns (u)")
    u0_mm: float
    du_mm: float
    z0_mm: float
    dz_mm: float
    centre_mm: tuple[float, float]
    slope: float
    intercept: float
    url: str
    thumbnail_url: str


class Patient(Schema):
    """Whose images these are."""

    key: str
    id: str
    name: str
    birth_date: str | None
    sex: str | None


TransformSource = Literal["reference", "same-frame-of-reference", "organs", "body-centre", "none"]


class ToCommon(Schema):
    """common_mm = matrix @ here_mm, 4x4 row by row."""

    examination: str
    to_common: Matrix = Field(min_length=16, max_length=16)
    transform_source: TransformSource
    manual_shift_mm: Vector


class PathQuality(Schema):
    """How well the path meets organs that it was not made from."""

    median_mm: float | None
    worst_mm: float | None
    checked: int = Field(description="organs")


class OrganPath(Schema):
    """In step by organ: common = here + shift(z of common).

    The shift is interpolated linearly between the entries of `at_z_mm` and constant beyond its ends; the z here grows
    strictly with the z of common.
    """

    at_z_mm: list[float] = Field(description="z of the common space, ascending")
    shift_mm: list[Vector]
    landmarks: int
    quality: PathQuality


class TimePoint(ToCommon):
    """One examination of the comparison."""

    label: str = Field(description="T1..T4 in order of acquisition")
    acquired_at: str | None
    days_since_first: int | None
    weight_kg: float | None
    uptake_min: float | None
    dose_mbq: float | None
    tracer: str | None
    ct: Volume | None
    pet: PetVolume | None
    mip: Mip | None
    pet_ct_share_frame: bool
    organ_path: OrganPath | None = Field(description="null for the first time point and where organs are missing")
    state: State
    progress: float = Field(description="0..1")
    notices: list[Notice]


class Comparison(Schema):
    """Up to four examinations of one patient, in order of acquisition."""

    patient: Patient
    time_points: list[TimePoint]


class Point(Schema):
    """A place in one examination's own patient coordinates (mm, LPS)."""

    examination: str
    point_mm: FinitePoint


class Points(Schema):
    """Where to read values."""

    points: list[Point] = Field(max_length=64)
    series: list[str] = Field([], max_length=8, description="alternatives shown, as in the comparison")
    normalisation: NormalisationName = Field("bw", description="in which the PET is wanted")


class Value(Schema):
    """What the original voxels nearest to a point hold; null outside or where nothing is prepared."""

    hu: float | None
    pet: float | None = Field(description="in pet_unit")
    pet_unit: str | None = Field(description="of the normalisation asked for, else the stored unit")
    pet_stored: float | None = Field(description="the prepared value itself, in pet_stored_unit")
    pet_stored_unit: str | None


class Values(Schema):
    """One entry for each point asked for, in the same order."""

    values: list[Value]


class Shift(Schema):
    """How far to move an examination against the reference, in millimetres of the common space."""

    reference: str
    examination: str
    shift_mm: FinitePoint
