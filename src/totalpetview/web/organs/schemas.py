"""What the addresses about organ maps give."""

from __future__ import annotations

from typing import Literal

from ninja import Field, Schema

from totalpetview.domain.organs.structure import System
from totalpetview.web.organs.schemas_runs import Run
from totalpetview.web.studies.schemas import Notice, Vector

Colour = tuple[int, int, int]


class StructureInfo(Schema):
    """What a segment shows. `name` is in the reader's language; people search in either."""

    name: str
    english: str
    german: str
    place: int = Field(description="in lists: lower ones first, equal ones by name")
    system: System
    side: Literal["left", "right"] | None
    colour: Colour


class SystemInfo(Schema):
    """A group of structures."""

    key: System
    name: str


class LabelLevel(Schema):
    """One resolution of a label volume."""

    shape: tuple[int, int, int] = Field(description="slices, rows, columns")
    origin_mm: Vector
    step_i_mm: Vector
    step_j_mm: Vector
    step_k_mm: Vector
    slab_slices: int
    slabs: int
    url: str = Field(description="of a chunk, {slab} to be filled in; zstd, not shuffled")


class LabelVolume(Schema):
    """Which label value each voxel has, finest level first; the finest is the map itself, unchanged."""

    id: str
    dtype: Literal["uint8", "uint16"]
    levels: list[LabelLevel]


class MipLabels(Schema):
    """The label value at the place of each maximum of a projection; 0 where there is none."""

    id: str
    mip: str = Field(description="id of the projections it belongs to")
    dtype: Literal["uint8", "uint16"]
    shape: tuple[int, int, int] = Field(description="angles, rows (z), columns (u)")
    url: str


class SegmentInfo(Schema):
    """One segment of a map."""

    number: int
    structure: str = Field(description="key into `structures`")
    label: str = Field(description="as its writer named it")
    volume_ml: float | None
    centre_mm: Vector | None = Field(description="a place inside it, in its examination's own coordinates")
    notices: list[Notice]


class MakingEntry(Schema):
    """One line about where a map comes from, in the reader's language."""

    name: str
    value: str


class Surfaces(Schema):
    """Where the surfaces of a map are."""

    url: str


class Map(Schema):
    """One organ map of an examination."""

    key: str
    examination: str
    origin: Literal["computed", "imported"]
    title: str
    made_at: str | None = Field(description="ISO 8601")
    stand_in: bool = Field(description="made with stand-in weights: good for nothing but trying")
    making: list[MakingEntry]
    notices: list[Notice]
    labels: LabelVolume
    values: list[list[int]] = Field(description="label value -> numbers of the segments it stands for")
    mip_labels: MipLabels | None
    segments: list[SegmentInfo]
    surfaces: Surfaces | None


class OrgansAt(Schema):
    """The organ maps of one examination. `run` is the latest that was asked for."""

    examination: str
    run: Run | None
    shown: str | None = Field(description="key of the map that is shown when nobody chose another")
    maps: list[Map]
    notices: list[Notice] = Field(description="of maps that cannot be shown")


class Organs(Schema):
    """The organ maps of one to four examinations, in order of acquisition."""

    structures: dict[str, StructureInfo]
    systems: list[SystemInfo]
    time_points: list[OrgansAt]


class Without(Schema):
    """What to leave out of a projection."""

    without: list[int] = Field(max_length=2000, description="numbers of segments")
