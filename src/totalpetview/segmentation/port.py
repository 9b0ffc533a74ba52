"""Finding organs in a CT as the rest of the program sees it: a port, with TotalSegmentator behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from totalpetview.domain.geometry import Grid
from totalpetview.domain.organs.organ_map import Making
from totalpetview.domain.problem import Problem

#: voxels of 6, 3 and 1.5 mm for the task "total"
Mode = Literal["fastest", "fast", "full"]
Device = Literal["cpu", "gpu"]
Stage = Literal["starting", "loading", "predicting", "resampling", "saving"]
#: "key": only with a licence key; "non-commercial": not for use in a company or for paid care
Licence = Literal["open", "key", "non-commercial"]
#: "unverified": complete, but nothing speaks for their being TotalSegmentator's own
WeightsKind = Literal["released", "unverified", "stand-in", "missing"]

STAGES: tuple[Stage, ...] = ("starting", "loading", "predicting", "resampling", "saving")


class Cancelled(Exception):
    """The run was broken off because someone asked for it; nothing of it is left running."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be found, how finely, and on what."""

    task: str
    mode: Mode
    device: Literal["auto", "cpu", "gpu"] = "auto"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes
    ----------
    fraction
        Of the whole run, 0 to 1; never smaller than before.
    left_s
        Estimated seconds to the end, or None while nothing can be said.
    """

    stage: Stage
    fraction: float
    left_s: float | None


@dataclass(frozen=True, slots=True)
class TaskMode:
    """A way in which a task can run, and whether its weights are on this machine."""

    mode: Mode
    weights: WeightsKind


@dataclass(frozen=True, slots=True)
class Task:
    """Something that can be looked for. `why_not` is None if it can be run (missing weights may be downloaded)."""

    key: str
    english: str
    german: str
    modes: tuple[TaskMode, ...]
    licence: Licence
    why_not: Problem | None

    def name(self, language: str) -> str:
        """Return its name in German if `language` starts with "de", else in English."""
        return self.german if language.lower().startswith("de") else self.english


@dataclass(frozen=True, eq=False, slots=True)
class Result:
    """What was found.

    Attributes
    ----------
    labels
        [k, j, i] on the grid of the CT; 0 is nothing.
    names
        Label value -> the program's own name of the structure ("kidney_left"); all that the task can find.
    making
        What the map comes from, for the DICOM object.
    seconds
        How long it took.
    """

    labels: NDArray[np.uint8] | NDArray[np.uint16]
    names: Mapping[int, str]
    making: Making
    seconds: float


class Segmenter(Protocol):
    """Every method may raise `Refusal` with a sentence for people."""

    def available(self) -> Problem | None:
        """Return why nothing can be run here at all, or None."""

    def device(self) -> Device:
        """Return what "auto" means on this machine."""

    def tasks(self) -> tuple[Task, ...]:
        """Return all tasks, usable or not."""

    def fingerprint(self, request: Request) -> str:
        """Return a name of program version, weights and settings: the same name gives the same result."""

    def estimate_s(self, request: Request, grid: Grid) -> float | None:
        """Return about how many seconds a run would take, or None if nothing can be said."""

    def run(  # noqa: PLR0917 - what to find, in what, and whom to tell
        self,
        request: Request,
        hu: NDArray[np.int16],
        grid: Grid,
        folder: Path,
        progress: Callable[[Progress], None],
        cancelled: Callable[[], bool],
    ) -> Result:
        """Find the organs in one CT.

        Parameters
        ----------
        hu
            [k, j, i], Hounsfield units.
        folder
            For files on the way; exists, and belongs to this run alone.
        progress, cancelled
            Called from this thread, several times a second.

        Raises
        ------
        Cancelled
            At most 2 s after `cancelled()` is true.
        Refusal
            With a sentence for people.
        """
