"""Durable work on DBOS: every request has an id made from its input, every step that is done stays done.

A killed worker, started again, goes on at the step that was not finished. SQLite by default, PostgreSQL by URL.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any, Final

from dbos import DBOS, DBOSConfig, SetWorkflowID
from dbos._error import DBOSWorkflowCancelledError, DBOSWorkflowConflictIDError  # the library names them nowhere else

from totalpetview.domain.problem import Problem
from totalpetview.workflows import durable_organs
from totalpetview.workflows.prepare_series import Outcome, Preparation
from totalpetview.workflows.stock_taking import fail_lost_runs, given_up_preparations
from totalpetview.workflows.tidy_volumes import tidy_volumes
from totalpetview.workflows.work_names import CPU, EXECUTOR, FINISHED, GPU, PREPARE, QUEUES, WORK_VERSION

_log = logging.getLogger(__name__)

_GIVE_UP_AFTER_CRASHES: Final = 3
_POLL_S: Final = 0.1

_preparation: Preparation | None = None


def _steps() -> Preparation:
    if _preparation is None:
        raise RuntimeError("durable work has not been started")
    return _preparation


@DBOS.step(name="build", retries_allowed=True, max_attempts=3, interval_seconds=1.0)
def _build(orthanc_id: str, digest: str) -> dict[str, Any]:
    return asdict(_steps().build(orthanc_id, digest))


@DBOS.step(name="announce", retries_allowed=True, max_attempts=5)
def _announce(orthanc_id: str, digest: str, made: dict[str, Any]) -> bool:
    return _steps().announce(orthanc_id, digest, Outcome(**made))


@DBOS.step(name="build_projections", retries_allowed=True, max_attempts=3)
def _build_projections(made: dict[str, Any]) -> None:
    _steps().build_projections(Outcome(**made))


@DBOS.step(name="current", retries_allowed=True, max_attempts=5)
def _current(orthanc_id: str) -> tuple[str, str] | None:
    return _steps().current(orthanc_id)


@DBOS.step(name="fail", retries_allowed=True, max_attempts=5)
def _fail(orthanc_id: str, problem: dict[str, Any]) -> None:
    _steps().fail(orthanc_id, Problem.from_json(problem))


@DBOS.step(name="tidy")
def _tidy() -> None:
    tidy_volumes(_steps().store, _steps().catalogue)


@DBOS.workflow(name=PREPARE, max_recovery_attempts=_GIVE_UP_AFTER_CRASHES)
def prepare_series(orthanc_id: str, digest: str | None) -> str:
    """Prepare a series as it was when it had the images that `digest` names; None: as it is now."""
    try:
        if digest is None:
            now = _current(orthanc_id)
            if now is None:
                return "gone"  # or arriving: then it is handed on when it is complete
            digest = now[0]
        made = _build(orthanc_id, digest)
        if made["state"] == "built" and not _announce(orthanc_id, digest, made):
            made["state"] = "changed"
        if made["state"] == "changed":
            # more images: they are announced when they are all there. Fewer: nobody tells, so ask
            now = _current(orthanc_id)
            if now is not None:
                request(orthanc_id, *now, anew=False)
    except (DBOSWorkflowCancelledError, DBOSWorkflowConflictIDError):
        # the second comes when a step ends that was under way at the cancelling: nobody takes its result any more
        if _is_cancelled(str(DBOS.workflow_id)):
            _steps().fail(orthanc_id, Problem("preparing-cancelled"))
        raise
    except Exception as error:  # noqa: BLE001 - it is logged and shown
        # what a person can do something about is told by the steps themselves; this is a defect or a full disk
        _log.exception("preparing a series")
        _fail(orthanc_id, Problem("preparing-failed", {"reason": _reason(error)}).to_json())
        return "failed"
    _follow_up(orthanc_id, digest, made)
    return str(made["state"])


def _is_cancelled(workflow_id: str) -> bool:
    # in a thread of its own: within a cancelled workflow the library answers nothing any more
    with ThreadPoolExecutor(1) as outside:
        status = outside.submit(DBOS.get_workflow_status, workflow_id).result()
    return status is not None and status.status == "CANCELLED"


def _follow_up(orthanc_id: str, digest: str, made: dict[str, Any]) -> None:
    """Do what is worth having but must not take a volume away that can be shown."""
    if made["state"] == "built":
        _complete(made)
    if made["state"] in {"built", "no-volume"}:
        _go_on_with_organs(orthanc_id, digest, made)


def _complete(made: dict[str, Any]) -> None:
    try:
        if made["is_pet"]:
            _build_projections(made)
        _tidy()
    except Exception:  # noqa: BLE001 - it is logged
        _log.exception("projections and tidying")


def _go_on_with_organs(orthanc_id: str, digest: str, made: dict[str, Any]) -> None:
    modality = "PT" if made["is_pet"] else made.get("modality", "")
    try:
        durable_organs.after_preparing(
            orthanc_id, digest, modality, made["series_uid"], is_volume=made["state"] == "built"
        )
    except Exception:  # noqa: BLE001 - it is logged; the series itself is prepared
        _log.exception("asking for work on organs")


def request(orthanc_id: str, digest: str, last_update: str, *, anew: bool) -> None:
    """Ask for a series to be prepared: the same request twice is one piece of work.

    `anew` makes another piece of work of it if the first one is finished.
    """
    identity = f"prepare:{orthanc_id}:{digest[:32]}:{last_update}"
    if anew:
        known = DBOS.get_workflow_status(identity)
        if known is not None and known.status in FINISHED:
            identity += f":{uuid.uuid4().hex[:8]}"
    with SetWorkflowID(identity):
        DBOS.enqueue_workflow(CPU, prepare_series, orthanc_id, digest)


class DurableQueue:
    """The queue to which the follower of the archive hands on."""

    def request(self, orthanc_id: str, digest: str, last_update: str, *, anew: bool) -> None:
        """Prepare a series, unless this very request was made before."""
        request(orthanc_id, digest, last_update, anew=anew)


def start(
    preparation: Preparation,
    database_url: str,
    at_once: int = 2,
    *,
    organs: durable_organs.OrganWork | None = None,
    queues: Sequence[str] = QUEUES,
    executor: str = EXECUTOR,
) -> DurableQueue:
    """Start working, at so many series at once: first at what was interrupted, then at what is asked for.

    Parameters
    ----------
    organs
        What the work on organ maps is done with.
    queues
        Where work is taken from: "cpu", "gpu" or both. On "gpu" one piece of work is done at a time.
    executor
        Whose interrupted work is gone on with: workers at the same database need different ones.
    """
    global _preparation  # noqa: PLW0603 - DBOS knows workflows by their functions, which belong to the module
    _preparation = preparation
    durable_organs.use(organs)
    config: DBOSConfig = {
        "name": "totalpetview",
        "system_database_url": database_url,
        "application_version": WORK_VERSION,
        "executor_id": executor,
        "log_level": "WARNING",
        "enable_otlp": False,
    }
    DBOS(config=config)
    DBOS.listen_queues(list(queues))
    DBOS.launch()
    for queue, concurrency in ((CPU, at_once), (GPU, 1)):
        # how much is done at once is said by those who do it: the settings of others are for their own machines
        DBOS.register_queue(
            queue,
            worker_concurrency=concurrency,
            polling_interval_sec=_POLL_S,
            on_conflict="always_update" if queue in queues else "never_update",
        )
    take_stock()
    durable_organs.complete_maps()
    return DurableQueue()


def stop(patience_s: int = 0) -> None:
    """Stop working; what is not finished within `patience_s` is gone on with after the next start."""
    if not patience_s:
        durable_organs.leave()
    DBOS.destroy(workflow_completion_timeout_sec=patience_s)
    durable_organs.leave()


def take_stock() -> None:
    """Say of series and runs that nobody does any more that they failed; done at the start and now and then."""
    for identity, orthanc_id in given_up_preparations():
        _steps().fail(orthanc_id, Problem("preparing-crashed"))
        DBOS.delete_workflow(identity)
    fail_lost_runs()


def _reason(error: Exception) -> str:
    return error.strerror or "I/O" if isinstance(error, OSError) else type(error).__name__
