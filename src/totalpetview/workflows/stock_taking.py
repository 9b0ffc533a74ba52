"""What became of durable work that nobody does any more, and giving on what a silent worker had begun."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from dbos import DBOS, WorkflowStatus

from totalpetview.domain.problem import Problem
from totalpetview.workflows import durable_organs
from totalpetview.workflows.work_names import PREPARE, SEGMENT, name_of_executor

#: between the row of a run and the request for its work there is a moment
_LOST_AFTER_S: Final = 60.0


def given_up_preparations() -> Iterator[tuple[str, str]]:
    """Return (name of the work, archive's id of the series) of what killed its worker again and again."""
    for each in DBOS.list_workflows(name=PREPARE, status="MAX_RECOVERY_ATTEMPTS_EXCEEDED"):
        arguments = _arguments(each)
        if arguments:
            yield each.workflow_id, str(arguments[0])


def fail_lost_runs() -> None:
    """Say of runs that nobody does any more that they failed.

    A run is lost when the database of the work was, or when it killed its worker again and again.
    """
    work = durable_organs.in_use()
    if work is None or not work.segmenting.organs.unfinished_runs(_LOST_AFTER_S):
        return
    under_way = {_key_of(each) for each in DBOS.list_workflows(name=SEGMENT, status=["ENQUEUED", "PENDING"])}
    # asked for once more: what was finished meanwhile is no longer under way, and not lost
    for key in work.segmenting.organs.unfinished_runs(_LOST_AFTER_S):
        if key not in under_way:
            work.segmenting.end(key, "failed", Problem("segmenting-crashed"))


def has_begun(executor: str) -> bool:
    """Return whether a worker has begun work that is not finished."""
    return bool(DBOS.list_workflows(executor_id=executor, status="PENDING", limit=1, load_input=False))


def give_on(executor: str) -> None:
    """Put what a worker had begun back into its queues; whoever takes it goes on at the step that was not finished.

    Nothing is done twice: work goes back only while it is still that worker's, and each piece is taken by one.
    """
    work = durable_organs.in_use()
    if work is not None:
        problem = Problem("worker-silent", {"worker": name_of_executor(executor)})
        for each in DBOS.list_workflows(name=SEGMENT, executor_id=executor, status="PENDING"):
            work.segmenting.organs.run_is_left(_key_of(each), problem)
    # what the library itself does at a start, for the work of another one: `resume_workflow` would forget how often
    # a piece of work has killed its worker
    DBOS._recover_pending_workflows([executor])  # noqa: SLF001


def _key_of(run: WorkflowStatus) -> str:
    arguments = _arguments(run)
    return str(arguments[0]) if arguments else ""


def _arguments(work: WorkflowStatus) -> tuple[Any, ...]:
    return tuple(work.input["args"]) if work.input else ()
