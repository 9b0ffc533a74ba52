"""TotalSegmentator behind the port `Segmenter`."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from totalpetview.domain.geometry import Grid
from totalpetview.domain.organs.organ_map import Making
from totalpetview.domain.problem import Problem, Refusal, refuse
from totalpetview.domain.sentences_regions import without
from totalpetview.imaging.nifti_image import is_straight, read_nifti_labels, straightened, write_nifti
from totalpetview.installation.folder import DataFolder
from totalpetview.segmentation.advance import Advance
from totalpetview.segmentation.child import Event, run_child
from totalpetview.segmentation.configuration import has_licence, write_configuration
from totalpetview.segmentation.datasets import Dataset
from totalpetview.segmentation.download_room import download_room
from totalpetview.segmentation.places import Places
from totalpetview.segmentation.port import Device, Progress, Request, Result, Task, TaskMode
from totalpetview.segmentation.program import ask_program, has_gpu_driver, installed_version, why_unusable
from totalpetview.segmentation.speed import Record, Run, model_s
from totalpetview.segmentation.tasks import TASKS, Networks, TaskPlan
from totalpetview.segmentation.weights import Weights

_LEAST_SLICES: Final = 2
#: what decides about a result besides program, weights, task and mode
SETTINGS: Final = (("resampling", "linear"), ("small_blobs", "kept"), ("test_time_augmentation", "off"))


class TotalSegmentator:
    """Runs TotalSegmentator's program in a process of its own."""

    def __init__(self, places: Places, *, device: str = "auto", download: bool = True) -> None:
        self.places = places
        self.weights = Weights(places.weights, places.kept / "digests.json")
        self._device, self._download = device, download
        self._record = Record(places.kept / "runs.json")

    @classmethod
    def of(cls, data: DataFolder) -> TotalSegmentator:
        """Return the one of an installation."""
        settings = data.settings
        return cls(Places.of(data), device=settings.segmentation_device, download=settings.download_weights)

    def available(self) -> Problem | None:
        """Return why nothing can be run here at all: no program, or no weights and no downloading."""
        problem = why_unusable(self.places)
        if problem is not None:
            return problem
        if not self._download and not self.weights.all_installed():
            return self._without_weights("weights-missing", TASKS["total"].modes["fast"], "total")
        return None

    def device(self) -> Device:
        """Return what "auto" means here; asks the program at most once for each state of its installation."""
        if self._device == "cpu" or not has_gpu_driver() or why_unusable(self.places) is not None:
            return "cpu"
        return ask_program(self.places).device

    def tasks(self) -> tuple[Task, ...]:
        """Return all tasks; `why_not` says what stands against one."""
        licensed = has_licence(self.places.home)
        program = why_unusable(self.places)
        return tuple(self._task(plan, program, licensed=licensed) for plan in TASKS.values())

    def fingerprint(self, request: Request) -> str:
        """Return a name of program version, weights, task, mode and settings.

        The device is no part of it. Weights that are still to be downloaded are named, not digested.
        """
        numbers = self._networks(request).all
        parts = {
            "program": installed_version(self.places.venv) or "",
            "weights": self.weights.digest(numbers) or [one.archive for one in self.weights.missing(numbers)],
            "task": request.task,
            "mode": request.mode,
            "settings": SETTINGS,
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]

    def estimate_s(self, request: Request, grid: Grid) -> float | None:
        """Return about how many seconds a run would take here; without the time of a download."""
        device = self._device_of(request)
        networks = self._networks(request)
        kind = self.weights.kind(networks.all)
        return self._record.estimate_s(request, device, kind, model_s(networks, grid, device, kind))

    def run(  # noqa: PLR0917 - as the port has it
        self,
        request: Request,
        hu: NDArray[np.int16],
        grid: Grid,
        folder: Path,
        progress: Callable[[Progress], None],
        cancelled: Callable[[], bool],
    ) -> Result:
        """Find the organs in one CT; see `Segmenter.run`."""
        began = time.monotonic()
        networks = self._check(request, hu, grid)
        write_configuration(self.places.home)
        self.places.weights.mkdir(mode=0o700, parents=True, exist_ok=True)
        estimate = self.estimate_s(request, grid)
        advance = Advance(len(networks.all), estimate, progress, regions=len(networks.before))
        advance.hear(None)
        seen = grid if is_straight(grid) else straightened(grid)  # nnU-Net's reader takes no oblique grids
        own = Path(tempfile.mkdtemp(dir=folder, prefix="totalsegmentator-"))
        try:
            write_nifti(own / "ct.nii", hu, seen)
            missing = self.weights.missing(networks.all)
            # weights that are all there may be shared and write-protected
            with download_room(self.places.weights) if missing else nullcontext() as room:
                job = self._job(request, own, missing, room)
                try:
                    done = run_child(self.places, job, own, hear=self._hearing(advance), cancelled=cancelled)
                except Refusal as refusal:
                    raise self._in_words(refusal, request, networks) from refusal
            labels = read_nifti_labels(own / "labels.nii", seen)
        finally:
            shutil.rmtree(own, ignore_errors=True)
        device: Device = "gpu" if done["device"] == "gpu" else "cpu"
        making = self._making(request, networks, device, done)
        seconds = time.monotonic() - began
        kind = self.weights.kind(networks.all)
        if not missing:
            self._record.keep(
                Run(request.task, request.mode, device, kind, model_s(networks, grid, device, kind), seconds)
            )
        names = {int(value): str(name) for value, name in done["names"].items()}
        return Result(labels, names, making, seconds)

    def _task(self, plan: TaskPlan, program: Problem | None, *, licensed: bool) -> Task:
        modes = tuple(TaskMode(mode, self.weights.kind(networks.all)) for mode, networks in plan.modes.items())
        return Task(
            plan.key, plan.english, plan.german, modes, plan.licence, program or _why_not(plan, licensed=licensed)
        )

    def _networks(self, request: Request) -> Networks:
        plan = TASKS.get(request.task)
        if plan is None:
            raise refuse("segmentation-unknown-task", task=request.task)
        networks = plan.modes.get(request.mode)
        if networks is None:
            raise refuse("segmentation-unknown-mode", task=request.task, mode=request.mode)
        return networks

    def _check(self, request: Request, hu: NDArray[np.int16], grid: Grid) -> Networks:
        """Refuse what cannot work before anything is started."""
        networks = self._networks(request)
        problem = why_unusable(self.places) or _why_not(TASKS[request.task], licensed=has_licence(self.places.home))
        if problem is not None:
            raise Refusal(problem)
        if hu.shape != grid.shape:
            raise ValueError("the CT does not fill its grid")
        if min(hu.shape) < _LEAST_SLICES:
            raise refuse("segmentation-ct-unusable", slices=hu.shape[0], needed=_LEAST_SLICES)
        if hu.min() == hu.max():
            raise refuse("segmentation-ct-without-contrast")
        if not self._download and self.weights.missing(networks.all):
            raise Refusal(self._without_weights("weights-missing", networks, request.task))
        if not all(one.complete for one in map(self.weights.installed, networks.all) if one.kind != "missing"):
            raise refuse("weights-unusable", task=request.task)
        return networks

    def _job(self, request: Request, own: Path, missing: Sequence[Dataset], room: Path | None) -> dict[str, Any]:
        return {
            "what": "segment",
            "ct": str((own / "ct.nii").absolute()),
            "labels": str((own / "labels.nii").absolute()),
            "task": request.task,
            "mode": request.mode,
            "downloads": None if room is None else str(room.absolute()),
            "device": self._device if request.device == "auto" else request.device,
            "missing": [{"number": one.number, "folder": one.folder} for one in missing],
        }

    def _hearing(self, advance: Advance) -> Callable[[Event | None], None]:
        """Return what listens: weights that TotalSegmentator itself has fetched are noted, nobody need guess whose."""

        def hear(event: Event | None) -> None:
            if event is not None and event["event"] == "fetched":
                self.weights.vouch(int(event["number"]))
            advance.hear(event)

        return hear

    def _device_of(self, request: Request) -> Device:
        return self.device() if request.device == "auto" else request.device

    def _making(self, request: Request, networks: Networks, device: Device, done: dict[str, Any]) -> Making:
        kind = self.weights.kind(networks.all)
        return Making(
            program="TotalSegmentator",
            version=installed_version(self.places.venv) or "",
            task=request.task,
            mode=request.mode,
            weights="unknown" if kind == "missing" else kind,
            weights_digest=self.weights.digest(networks.all),
            settings=(*SETTINGS, ("torch", str(done["torch"]))),
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            device=device,
        )

    def _in_words(self, refusal: Refusal, request: Request, networks: Networks) -> Refusal:
        problem = refusal.problem
        if problem.code == "weights-not-downloaded":
            return Refusal(self._without_weights(problem.code, networks, request.task))
        region = TASKS[request.task].region
        if problem.code == "segmentation-region-absent" and region is not None:
            return refuse(without(region), task=request.task)
        return Refusal(Problem(problem.code, {**problem.values, "task": request.task}))

    def _without_weights(self, code: str, networks: Networks, task: str) -> Problem:
        archives = ", ".join(one.archive for one in self.weights.missing(networks.all))
        return Problem(code, {"task": task, "archives": archives})


def _why_not(plan: TaskPlan, *, licensed: bool) -> Problem | None:
    if plan.needs_mr:
        return Problem("segmentation-needs-mr", {"task": plan.key})
    if plan.licence == "key" and not licensed:
        return Problem("segmentation-needs-licence", {"task": plan.key})
    return None
