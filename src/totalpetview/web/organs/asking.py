"""Asking for runs, cancelling them, trying them again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from totalpetview.domain.problem import Refusal
from totalpetview.segmentation.port import Mode, Request
from totalpetview.web.accounts.models import Account
from totalpetview.web.answers import ApiRefusal
from totalpetview.web.archive.models import Examination, Series, SeriesRole, SeriesState
from totalpetview.web.organs.models import UNFINISHED, OrganMapRow, RunState, SegmentationRun
from totalpetview.web.organs.segmenter import segmenter
from totalpetview.web.organs.work_requests import request_run


def ask(examinations: Sequence[str], task: str, mode: Mode, account: Any) -> list[SegmentationRun]:  # noqa: ANN401
    """Return one run for each examination: the one that there is, or a new one.

    Raises
    ------
    ApiRefusal
        Where an examination, its prepared CT or the task is missing.
    Refusal
        Where the program or its weights are missing, or the task needs a licence.
    """
    fingerprint = _fingerprint(task, mode)
    cts = _prepared_cts(list(dict.fromkeys(examinations)))
    return [_run_for(ct, task, mode, fingerprint, account) for ct in cts]


def cancel(key: str) -> SegmentationRun:
    """End a run that is not finished: at once while it waits, else as soon as its program has been ended."""
    # each is one statement: a worker may begin or end it at this moment
    rows = SegmentationRun.objects.filter(key=key)
    now = timezone.now()
    rows.filter(state=RunState.WAITING).update(
        cancel_requested=True, state=RunState.CANCELLED, problem=None, ended_at=now
    )
    rows.filter(state=RunState.RUNNING).update(cancel_requested=True)
    return _run(key)


def again(key: str) -> SegmentationRun:
    """Try a run again that is finished; one that is under way stays as it is."""
    row = _run(key)
    if row.state not in UNFINISHED:
        _begin_again(row)
    return _run(key)


def _run(key: str) -> SegmentationRun:
    row = SegmentationRun.objects.filter(key=key).first()
    if row is None:
        raise ApiRefusal(404, "no-such-run")
    return row


def _fingerprint(task: str, mode: Mode) -> str:
    program = segmenter()
    why_not = program.available()
    if why_not is not None:
        raise Refusal(why_not)
    known = next((each for each in program.tasks() if each.key == task), None)
    if known is None or mode not in {each.mode for each in known.modes}:
        raise ApiRefusal(422, "no-such-task")
    if known.why_not is not None:
        raise Refusal(known.why_not)
    return program.fingerprint(Request(task, mode))


def _prepared_cts(ids: Sequence[str]) -> list[Series]:
    if Examination.objects.filter(pk__in=ids).count() != len(ids):
        raise ApiRefusal(404, "no-such-examination")
    rows = Series.objects.filter(examination_id__in=ids, role=SeriesRole.CT).defer("mip")
    by_examination = {row.examination_id: row for row in rows}
    found = [by_examination.get(each) for each in ids]
    if any(row is None for row in found):
        raise ApiRefusal(409, "no-ct-for-organs")
    ready = [row for row in found if row is not None and row.state == SeriesState.READY and row.volume_id]
    if len(ready) != len(ids):
        raise ApiRefusal(409, "ct-not-prepared")
    return ready


def _run_for(ct: Series, task: str, mode: Mode, fingerprint: str, account: Any) -> SegmentationRun:  # noqa: ANN401
    row, is_new = SegmentationRun.objects.get_or_create(
        volume_id=ct.volume_id,
        fingerprint=fingerprint,
        defaults={
            "ct_series_uid": ct.series_uid,
            "task": task,
            "mode": mode,
            "asked_by": account if isinstance(account, Account) else None,
        },
    )
    if is_new:
        _request(row)
    elif row.state in {RunState.FAILED, RunState.CANCELLED} or (row.state == RunState.DONE and not _has_map(row)):
        _begin_again(row)  # what was computed may have been deleted from the archive since
    return row


def _has_map(row: SegmentationRun) -> bool:
    return OrganMapRow.objects.filter(ct_series_uid=row.ct_series_uid, fingerprint=row.fingerprint).exists()


def _begin_again(row: SegmentationRun) -> None:
    # of several who do this at the same moment, one finds it as it was and asks for the work
    found = SegmentationRun.objects.filter(pk=row.pk, state=row.state, asked_at=row.asked_at)
    mine = found.update(
        state=RunState.WAITING,
        stage="",
        fraction=0.0,
        left_s=None,
        problem=None,
        cancel_requested=False,
        ended_at=None,
        asked_at=timezone.now(),
    )
    row.refresh_from_db()
    if mine:
        _request(row)


def _request(row: SegmentationRun) -> None:
    try:
        request_run(row)
    except ApiRefusal:
        # nobody will ever begin it: it must not seem to wait
        SegmentationRun.objects.filter(pk=row.pk, state=RunState.WAITING).update(state=RunState.CANCELLED)
        raise
