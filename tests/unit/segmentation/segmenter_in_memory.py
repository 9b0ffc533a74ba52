"""A `Segmenter` without a program: it labels what is denser than air in a CT, in as many steps as one likes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from totalpetview.domain.geometry import Grid
from totalpetview.domain.organs.organ_map import Making
from totalpetview.domain.problem import Problem, Refusal
from totalpetview.segmentation.port import (
    STAGES,
    Cancelled,
    Device,
    Progress,
    Request,
    Result,
    Task,
    TaskMode,
    WeightsKind,
)


def left_and_right(hu: NDArray[np.int16], grid: Grid) -> NDArray[np.uint8]:
    """Return 2 (kidney_right) and 3 (kidney_left) for the dense voxels right and left of the grid's middle."""
    nk, nj, ni = grid.shape
    k, j, i = np.meshgrid(np.arange(nk), np.arange(nj), np.arange(ni), indexing="ij")
    x_mm = grid.origin_mm[0] + i * grid.step_i_mm[0] + j * grid.step_j_mm[0] + k * grid.step_k_mm[0] - grid.centre_mm[0]
    return np.where(hu > -300, np.where(x_mm > 0, 3, 2), 0).astype(np.uint8)


@dataclass
class SegmenterInMemory:
    """Counts its runs; `fails_with`, `step_s` and `find` make it do what a test needs."""

    why_not: Problem | None = None
    fails_with: Problem | None = None
    weights: WeightsKind = "stand-in"
    steps: int = 5
    step_s: float = 0.0
    find: Callable[[NDArray[np.int16], Grid], NDArray[np.uint8]] = left_and_right
    names: Mapping[int, str] = field(default_factory=lambda: {2: "kidney_right", 3: "kidney_left"})
    version: str = "2.18.0"
    requests: list[Request] = field(default_factory=list)

    def available(self) -> Problem | None:
        return self.why_not

    def device(self) -> Device:
        return "cpu"

    def tasks(self) -> tuple[Task, ...]:
        modes = tuple(TaskMode(mode, self.weights) for mode in ("fastest", "fast", "full"))
        key = Problem("segmentation-needs-licence", {"task": "heartchambers_highres"})
        return (
            Task("total", "All organs", "Alle Organe", modes, "open", self.why_not),
            Task("heartchambers_highres", "Chambers of the heart", "Herzkammern", modes[2:], "key", key),
        )

    def fingerprint(self, request: Request) -> str:
        return f"{self.version}-{self.weights}-{request.task}-{request.mode}"

    def estimate_s(self, request: Request, grid: Grid) -> float | None:
        return self.steps * self.step_s

    def run(  # noqa: PLR0917 - as the port has it
        self,
        request: Request,
        hu: NDArray[np.int16],
        grid: Grid,
        folder: Path,
        progress: Callable[[Progress], None],
        cancelled: Callable[[], bool],
    ) -> Result:
        self.requests.append(request)
        for step in range(self.steps):
            if cancelled():
                raise Cancelled
            stage = STAGES[step * len(STAGES) // self.steps]
            progress(Progress(stage, step / self.steps, (self.steps - step) * self.step_s))
            time.sleep(self.step_s)
        if self.fails_with is not None:
            raise Refusal(self.fails_with)
        making = Making(
            program="TotalSegmentator",
            version=self.version,
            task=request.task,
            mode=request.mode,
            weights="unknown" if self.weights == "missing" else self.weights,
            weights_digest="0" * 64,
            settings=(),
            made_at="2026-01-06T11:20:00+00:00",
            device="cpu",
        )
        return Result(self.find(hu, grid), self.names, making, self.steps * self.step_s)
