"""Durable work on organ maps: computing them on the queue `gpu`, taking up and completing them on `cpu`."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final, cast

from dbos import DBOS, SetWorkflowID

from totalpetview.domain.problem import Problem, Refusal
from totalpetview.segmentation.port import Cancelled
from totalpetview.workflows.complete_organ_map import Completing
from totalpetview.workflows.import_organ_map import TakingUp
from totalpetview.workflows.organ_catalogue import RunAsked, RunEnd
from totalpetview.workflows.segment_on_arrival import OnArrival
from totalpetview.workflows.segment_organs import Computed, Part, Segmenting
from totalpetview.workflows.work_names import COMPLETE_MAP, CPU, GPU, IMPORT_MAP, SEGMENT, segmentation_id

_log = logging.getLogger(__name__)
_GIVE_UP_AFTER_CRASHES: Final = 3


@dataclass(frozen=True, slots=True)
class OrganWork:
    """Everything that is done about organ maps."""

    segmenting: Segmenting
    taking_up: TakingUp
    completing: Completing
    on_arrival: OnArrival


_organ_work: OrganWork | None = None
_leaving = False


def use(work: OrganWork | None) -> None:
    """Set what the work is done with; None: this worker does nothing about organs."""
    global _organ_work, _leaving
    _organ_work, _leaving = work, False


def leave() -> None:
    """Say that the worker stops: what fails from now on is gone on with at the next start."""
    global _leaving  # noqa: PLW0603 - see above
    _leaving = True


def in_use() -> OrganWork | None:
    """Return what the work is done with; None: this worker does nothing about organs."""
    return _organ_work


def _work() -> OrganWork:
    if _organ_work is None:
        raise RuntimeError("work on organs has not been started")
    return _organ_work


# -- computing ---------------------------------------------------------------------------------------------


@DBOS.step(name="begin_segmenting", retries_allowed=True, max_attempts=5)
def _begin(key: str) -> dict[str, Any] | None:
    begun = _work().segmenting.begin(key)
    return None if begun is None else {"asked": asdict(begun[0]), "parts": [asdict(part) for part in begun[1]]}


@DBOS.step(name="compute_organs")
def _compute(asked: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    return asdict(_work().segmenting.compute(RunAsked(**asked), Part(**part)))


@DBOS.step(name="keep_organs", retries_allowed=True, max_attempts=3, interval_seconds=1.0)
def _keep(asked: dict[str, Any], part: dict[str, Any], computed: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"map": _work().segmenting.keep(RunAsked(**asked), Part(**part), Computed(**computed))}
    except Cancelled:
        return {"end": "cancelled", "problem": None}
    except Refusal as refusal:
        return {"end": "failed", "problem": refusal.problem.to_json()}


@DBOS.step(name="end_segmenting", retries_allowed=True, max_attempts=5)
def _end(key: str, end: str, problem: dict[str, Any] | None, stand_in: bool) -> None:  # noqa: FBT001 - kept in a database
    found = None if problem is None else Problem.from_json(problem)
    _work().segmenting.end(key, cast("RunEnd", end), found, stand_in=stand_in)


@DBOS.workflow(name=SEGMENT, max_recovery_attempts=_GIVE_UP_AFTER_CRASHES)
def segment_organs(key: str) -> str:
    """Compute the organs of a CT as a run asks for it."""
    work = _organ_work
    begun = _begin(key)
    if begun is None:
        return "not-wanted"
    try:
        return _segmented(key, begun)
    except Exception as error:
        if _leaving or work is not _organ_work:
            raise
        # what a person can do something about is told by the steps themselves; this is a defect or a full disk
        _log.exception("computing organs")
        reason = error.strerror or "I/O" if isinstance(error, OSError) else type(error).__name__
        _end(key, "failed", Problem("segmenting-failed", {"reason": reason}).to_json(), stand_in=False)
        return "failed"


def _segmented(key: str, begun: dict[str, Any]) -> str:
    stand_in = False
    *_, last = begun["parts"]
    for part in begun["parts"]:
        # a quick result is an extra: without it (its weights are not here, say) the one that was asked for still comes
        decides = part is last
        computed = _compute(begun["asked"], part)
        if computed["state"] == "cancelled" or (computed["state"] == "failed" and decides):
            _end(key, computed["state"], computed["problem"], stand_in)
            return str(computed["state"])
        if computed["state"] != "computed":
            continue
        stand_in = computed["making"].get("weights") == "stand-in"
        kept = _keep(begun["asked"], part, computed)
        if "map" in kept:
            _ask_to_complete(kept["map"])
        elif kept["end"] == "cancelled" or decides:
            _end(key, kept["end"], kept["problem"], stand_in)
            return str(kept["end"])
    _end(key, "done", None, stand_in)
    return "done"


# -- taking up, and completing -----------------------------------------------------------------------------


@DBOS.step(name="take_up", retries_allowed=True, max_attempts=3, interval_seconds=1.0)
def _take_up(orthanc_id: str, digest: str) -> list[str]:
    return _work().taking_up.take_up(orthanc_id, digest)


@DBOS.workflow(name=IMPORT_MAP, max_recovery_attempts=_GIVE_UP_AFTER_CRASHES)
def import_organ_map(orthanc_id: str, digest: str) -> int:
    """Take up the maps of a series; returns how many can be shown."""
    keys = _take_up(orthanc_id, digest)
    for key in keys:
        _ask_to_complete(key)
    return len(keys)


@DBOS.step(name="label_projections")
def _label_projections(key: str) -> None:
    _work().completing.label_projections(key)


@DBOS.step(name="measure")
def _measure(key: str) -> None:
    _work().completing.measure(key)


@DBOS.step(name="make_surfaces")
def _make_surfaces(key: str) -> None:
    _work().completing.make_surfaces(key)


@DBOS.workflow(name=COMPLETE_MAP, max_recovery_attempts=_GIVE_UP_AFTER_CRASHES)
def complete_organ_map(key: str) -> None:
    """Do what is worth having; one that fails takes nothing from the others."""
    steps: tuple[Callable[[str], None], ...] = (_label_projections, _measure, _make_surfaces)
    for step in steps:
        try:
            step(key)
        except Exception:  # noqa: BLE001 - it is logged
            _log.exception("completing an organ map")


@DBOS.step(name="completion_name", retries_allowed=True, max_attempts=5)
def _completion_name(key: str) -> str:
    return _work().completing.made_for(key)


def _ask_to_complete(key: str) -> None:
    name = _completion_name(key)
    if name:
        with SetWorkflowID(f"complete:{key}:{name}"):
            DBOS.enqueue_workflow(CPU, complete_organ_map, key)


# -- what follows from the preparation of a series ---------------------------------------------------------


@DBOS.step(name="organs_after_ct", retries_allowed=True, max_attempts=5)
def _after_ct(series_uid: str) -> dict[str, Any]:
    work = _work()
    return {
        "waiting": [list(each) for each in work.taking_up.waiting(series_uid)],
        "maps": list(work.completing.organs.maps_of(series_uid)),
        "run": work.on_arrival.run_for(series_uid),
    }


@DBOS.step(name="organs_after_pet", retries_allowed=True, max_attempts=5)
def _after_pet(series_uid: str) -> list[str]:
    return list(_work().completing.organs.maps_with_pet(series_uid))


def after_preparing(orthanc_id: str, digest: str, modality: str, series_uid: str, *, is_volume: bool) -> None:
    """Ask for what follows when a series is prepared or understood; called within its workflow."""
    if _organ_work is None:
        return
    if modality in {"SEG", "RTSTRUCT"} and not is_volume:
        ask_to_import(orthanc_id, digest)
    elif modality == "CT" and is_volume:
        found = _after_ct(series_uid)
        for waiting_id, waiting_digest in found["waiting"]:
            ask_to_import(waiting_id, waiting_digest, because_of=series_uid)
        for key in found["maps"]:
            _ask_to_complete(key)
        if found["run"] is not None:
            with SetWorkflowID(segmentation_id(found["run"]["volume_id"], found["run"]["fingerprint"])):
                DBOS.enqueue_workflow(GPU, segment_organs, found["run"]["key"])
    elif is_volume:
        for key in _after_pet(series_uid):
            _ask_to_complete(key)


def ask_to_import(orthanc_id: str, digest: str, because_of: str = "") -> None:
    """Ask for the maps of a series to be taken up; again when a CT has come that they may belong to."""
    again = f":{uuid.uuid5(uuid.NAMESPACE_OID, because_of).hex[:12]}" if because_of else ""
    with SetWorkflowID(f"organs:{orthanc_id}:{digest[:32]}{again}"):
        DBOS.enqueue_workflow(CPU, import_organ_map, orthanc_id, digest)


def complete_maps() -> None:
    """Ask for what maps lack, at the start."""
    if _organ_work is not None:
        for key in _organ_work.segmenting.organs.incomplete_maps():
            _ask_to_complete(key)
