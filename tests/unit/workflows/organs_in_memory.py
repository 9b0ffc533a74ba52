"""The catalogue of `totalpetview.workflows.organ_catalogue`, in memory."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from totalpetview.domain.problem import Problem
from totalpetview.workflows.organ_catalogue import (
    KnownMap,
    MapSource,
    MapTakenUp,
    PreparedCt,
    PreparedPet,
    RunAsked,
)

if TYPE_CHECKING:
    from totalpetview.segmentation.port import Mode
    from totalpetview.workflows.organ_catalogue import OrganCatalogue, RunEnd, RunStage


@dataclass
class KnownRun:
    asked: RunAsked
    fingerprint: str = ""
    state: str = "waiting"
    cancel_requested: bool = False
    problem: Problem | None = None
    stand_in: bool = False
    progress: list[tuple[str, float, float | None]] = field(default_factory=list)


@dataclass
class ShownMap:
    taken: MapTakenUp
    times: int = 1
    mip_labels: Mapping[str, Any] | None = None
    surfaces_id: str = ""
    measured: dict[str, Mapping[str, Any]] = field(default_factory=dict)


class OrgansInMemory:
    """`cts` and `pets` (by the UID of the CT series) are what is prepared."""

    def __init__(self) -> None:
        self.cts: dict[str, PreparedCt] = {}
        self.pets: dict[str, PreparedPet] = {}
        self.runs: dict[str, KnownRun] = {}
        self.maps: dict[str, ShownMap] = {}
        self.refused: dict[str, tuple[MapSource, Problem]] = {}
        self._lock = threading.RLock()

    def run_begins(self, key: str) -> RunAsked | None:
        with self._lock:
            run = self.runs.get(key)
            if run is None or run.state not in {"waiting", "running"}:
                return None
            run.state = "running"
            return run.asked

    def run_progress(self, key: str, stage: RunStage, fraction: float, left_s: float | None) -> None:
        run = self.runs[key]
        if run.state == "waiting":
            run.state, run.problem = "running", None
        run.progress.append((stage, fraction, left_s))

    def run_is_cancelled(self, key: str) -> bool:
        return self.runs[key].cancel_requested

    def run_is_left(self, key: str, problem: Problem) -> None:
        run = self.runs[key]
        run.state, run.problem = ("cancelled", None) if run.cancel_requested else ("waiting", problem)

    def run_ends(self, key: str, end: RunEnd, problem: Problem | None = None, *, stand_in: bool = False) -> None:
        with self._lock:
            run = self.runs[key]
            run.state, run.problem, run.stand_in = end, problem, stand_in

    def unfinished_runs(self, asked_before_s: float) -> tuple[str, ...]:
        return tuple(key for key, run in self.runs.items() if run.state in {"waiting", "running"})

    def incomplete_maps(self) -> tuple[str, ...]:
        return tuple(key for key, each in self.maps.items() if not each.surfaces_id)

    def new_run(self, ct: PreparedCt, task: str, mode: Mode, fingerprint: str) -> str | None:
        with self._lock:
            if self.computed_map(ct.series_uid, fingerprint) is not None:
                return None
            if any(
                run.asked.volume_id == ct.volume_id and run.fingerprint == fingerprint for run in self.runs.values()
            ):
                return None
            key = f"run-{len(self.runs)}"
            self.runs[key] = KnownRun(RunAsked(key, ct.series_uid, ct.volume_id, task, mode), fingerprint)
            return key

    def computed_map(self, ct_series_uid: str, fingerprint: str) -> str | None:
        with self._lock:
            return next(
                (
                    key
                    for key, each in self.maps.items()
                    if each.taken.ct.series_uid == ct_series_uid and each.taken.fingerprint == fingerprint
                ),
                None,
            )

    def ct(self, series_uid: str) -> PreparedCt | None:
        return self.cts.get(series_uid)

    def cts_of(self, source_series_uid: str, frame_of_reference_uid: str) -> tuple[PreparedCt, ...]:
        if source_series_uid in self.cts:
            return (self.cts[source_series_uid],)
        return tuple(each for each in self.cts.values() if each.frame_of_reference_uid == frame_of_reference_uid)

    def pet_of(self, ct_series_uid: str) -> PreparedPet | None:
        return self.pets.get(ct_series_uid)

    def is_taken_up(self, sop_instance_uid: str, input_digest: str) -> bool:
        shown = self.maps.get(sop_instance_uid)
        return shown is not None and shown.taken.source.input_digest == input_digest

    def map_taken_up(self, taken: MapTakenUp) -> str:
        with self._lock:
            key = taken.source.sop_instance_uid
            times = self.maps[key].times + 1 if key in self.maps else 1
            self.maps[key] = ShownMap(taken, times)
            self.refused.pop(key, None)
            return key

    def map_refused(self, source: MapSource, problem: Problem) -> None:
        self.refused[source.sop_instance_uid] = (source, problem)

    def known_map(self, key: str) -> KnownMap | None:
        shown = self.maps.get(key)
        if shown is None:
            return None
        return KnownMap(
            key=key,
            ct=shown.taken.ct,
            labels_id=str(shown.taken.labels["id"]),
            values=tuple(tuple(each) for each in shown.taken.values),
            segments=tuple(shown.taken.segments),
            mip_labels_for="" if shown.mip_labels is None else str(shown.mip_labels["mip"]),
            surfaces_id=shown.surfaces_id,
            measured_on=frozenset(shown.measured),
        )

    def maps_of(self, ct_series_uid: str) -> tuple[str, ...]:
        return tuple(key for key, each in self.maps.items() if each.taken.ct.series_uid == ct_series_uid)

    def maps_with_pet(self, pet_series_uid: str) -> tuple[str, ...]:
        return tuple(
            key for uid, pet in self.pets.items() if pet.series_uid == pet_series_uid for key in self.maps_of(uid)
        )

    def maps_waiting_for(self, ct: PreparedCt) -> tuple[tuple[str, str], ...]:
        return tuple(
            dict.fromkeys(
                (source.orthanc_id, source.input_digest)
                for source, _ in self.refused.values()
                if ct.series_uid == source.source_series_uid
                or ct.frame_of_reference_uid == source.frame_of_reference_uid
            )
        )

    def mip_labels_made(self, key: str, mip_labels: Mapping[str, Any]) -> None:
        self.maps[key].mip_labels = mip_labels

    def surfaces_made(self, key: str, surfaces_id: str) -> None:
        self.maps[key].surfaces_id = surfaces_id

    def measured(self, key: str, volume_id: str, values: Mapping[str, Any]) -> None:
        self.maps[key].measured[volume_id] = values


def keeps_to_the_port() -> OrganCatalogue:
    """Checked by mypy: the fake is a catalogue."""
    return OrgansInMemory()
