"""What the addresses about computing organ maps take and give."""

from __future__ import annotations

from typing import Literal

from ninja import Field, Schema

from totalpetview.segmentation.port import Device, Licence, Mode, WeightsKind
from totalpetview.web.studies.schemas import Notice

StateOfRun = Literal["waiting", "running", "done", "failed", "cancelled"]
StageOfRun = Literal["starting", "loading", "predicting", "resampling", "saving", "keeping", "checking"]


class ModeInfo(Schema):
    """A way in which a task can run."""

    key: Mode
    name: str
    weights: WeightsKind


class TaskInfo(Schema):
    """Something that can be looked for."""

    key: str
    name: str
    modes: list[ModeInfo]
    licence: Licence
    usable: bool
    why_not: str | None


class Segmentation(Schema):
    """What this installation can look for."""

    available: bool
    why_not: Notice | None
    device: Device
    tasks: list[TaskInfo]


class Estimate(Schema):
    """About how long a run would take on this machine; null when nothing can be said."""

    seconds: float | None
    device: Device


class Wanted(Schema):
    """Which organs of which examinations are wanted."""

    examinations: list[str] = Field(min_length=1, max_length=64)
    task: str = Field("total", max_length=64)
    mode: Mode = "fast"


class Run(Schema):
    """One run: waiting, under way, or what became of it."""

    key: str
    examination: str
    task: str
    mode: Mode
    state: StateOfRun
    stage: StageOfRun | None
    fraction: float = Field(description="0..1")
    left_s: float | None
    asked_at: str
    problem: Notice | None
    stand_in: bool


class Runs(Schema):
    """One run for each examination asked for, in the same order."""

    runs: list[Run]
