"""What can be computed on this machine, and how long it would take."""

from __future__ import annotations

from totalpetview.domain.geometry import Grid
from totalpetview.domain.problem import Refusal
from totalpetview.segmentation.port import Mode, Request
from totalpetview.web.answers import ApiRefusal
from totalpetview.web.comparisons.selection import select
from totalpetview.web.language import Language
from totalpetview.web.organs.schemas_runs import Estimate, ModeInfo, Segmentation, TaskInfo
from totalpetview.web.organs.segmenter import segmenter
from totalpetview.web.organs.words import MODE_NAMES, said
from totalpetview.web.studies.schemas import Notice


def possible(language: Language) -> Segmentation:
    """Return the tasks of the segmentation program, usable or not."""
    program = segmenter()
    why_not = program.available()
    tasks = [
        TaskInfo(
            key=task.key,
            name=task.name(language),
            modes=[
                ModeInfo(key=each.mode, name=said(MODE_NAMES[each.mode], language), weights=each.weights)
                for each in task.modes
            ],
            licence=task.licence,
            usable=why_not is None and task.why_not is None,
            why_not=None if task.why_not is None else task.why_not.sentence(language),
        )
        for task in program.tasks()
    ]
    return Segmentation(
        available=why_not is None,
        why_not=None if why_not is None else Notice(code=why_not.code, text=why_not.sentence(language)),
        device=program.device(),
        tasks=tasks,
    )


def estimate(examination: str, task: str, mode: Mode) -> Estimate:
    """Return about how long a run would take for the CT of an examination."""
    (shown,) = select([examination])
    program = segmenter()
    if shown.ct is None or shown.ct.facts.grid is None:
        raise ApiRefusal(409, "no-ct-for-organs")
    grid: Grid = shown.ct.facts.grid
    try:
        seconds = program.estimate_s(Request(task, mode), grid)
    except Refusal:
        seconds = None
    return Estimate(seconds=seconds, device=program.device())
