"""From rows of runs to what is told about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from django.conf import settings
from django.utils import timezone

from totalpetview.domain.problem import Problem
from totalpetview.segmentation.port import Mode
from totalpetview.web.archive.models import Series, SeriesRole
from totalpetview.web.archive.workers import computes_organs
from totalpetview.web.language import Language
from totalpetview.web.organs.models import RunState, SegmentationRun
from totalpetview.web.organs.schemas_runs import Run, StageOfRun, StateOfRun
from totalpetview.web.studies.schemas import Notice


def run_summaries(rows: Iterable[SegmentationRun], language: Language) -> list[Run]:
    """Return runs with the examinations that their CTs belong to now."""
    every = list(rows)
    uids = [row.ct_series_uid for row in every]
    found = Series.objects.filter(series_uid__in=uids).exclude(examination=None)
    # the own CT of an examination before one that is shown as an alternative elsewhere
    in_order = sorted(
        found.values_list("series_uid", "role", "examination_id"), key=lambda one: one[1] == SeriesRole.CT
    )
    examinations = {uid: str(examination) for uid, _, examination in in_order}
    return [run_summary(row, examinations, language) for row in every]


def run_summary(row: SegmentationRun, examinations: Mapping[str, str], language: Language) -> Run:
    """Return one run; `examinations` are by the UID of the CT series."""
    under_way = row.state == RunState.RUNNING
    return Run(
        key=row.key,
        examination=examinations.get(row.ct_series_uid, ""),
        task=row.task,
        mode=cast("Mode", row.mode),
        state=cast("StateOfRun", row.state),
        stage=cast("StageOfRun", row.stage) if under_way and row.stage else None,
        fraction=1.0 if row.state == RunState.DONE else row.fraction,
        left_s=row.left_s if under_way else None,
        asked_at=timezone.localtime(row.asked_at).isoformat(timespec="seconds"),
        problem=problem_notice(row, language),
        stand_in=row.stand_in,
    )


def problem_notice(row: SegmentationRun, language: Language) -> Notice | None:
    """Return why a run failed, or what it waits for."""
    if row.state == RunState.WAITING and not computes_organs(settings.DATA_FOLDER.settings.worker_silent_after_s):
        problem = Problem("no-worker-for-organs")
    elif row.problem is not None:
        problem = Problem.from_json(row.problem)
    else:
        return None
    return Notice(code=problem.code, text=problem.sentence(language))
