"""Computing organ maps: what can be computed, asking for it, cancelling, trying again."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from totalpetview.segmentation.port import Mode
from totalpetview.web.language import language_of
from totalpetview.web.organs import asking
from totalpetview.web.organs.possible import estimate, possible
from totalpetview.web.organs.runs import run_summaries
from totalpetview.web.organs.schemas_runs import Estimate, Run, Runs, Segmentation, Wanted
from totalpetview.web.refusals import REFUSALS

router = Router(tags=["segmentation"])


@router.get(
    "/segmentation", response={200: Segmentation, **REFUSALS}, url_name="segmentation", summary="What can be computed"
)
def read_segmentation(request: HttpRequest) -> Segmentation:
    """The tasks of the segmentation program here, with their resolutions, or why there are none."""
    return possible(language_of(request))


@router.get(
    "/segmentation/estimate",
    response={200: Estimate, **REFUSALS},
    url_name="segmentation-estimate",
    summary="How long it would take",
)
def read_estimate(request: HttpRequest, examination: str, task: str = "total", mode: Mode = "fast") -> Estimate:
    """About how many seconds a run would take for the CT of an examination."""
    del request
    return estimate(examination, task, mode)


@router.post("/segmentations", response={202: Runs, **REFUSALS}, url_name="segmentations", summary="Compute organ maps")
def ask_for_segmentations(request: HttpRequest, wanted: Wanted) -> Status[Runs]:
    """Ask for the organs of examinations. Needs the right "segment".

    The same CT with the same settings is never computed twice: then the run that there is comes back.
    """
    rows = asking.ask(wanted.examinations, wanted.task, wanted.mode, request.user)
    return Status(202, Runs(runs=run_summaries(rows, language_of(request))))


@router.delete(
    "/segmentations/{key}", response={202: Run, **REFUSALS}, url_name="segmentation-run", summary="Cancel a run"
)
def cancel_segmentation(request: HttpRequest, key: str) -> Status[Run]:
    """End a run that waits, at once, or one that is under way, within seconds. Needs the right "segment"."""
    return Status(202, run_summaries([asking.cancel(key)], language_of(request))[0])


@router.post(
    "/segmentations/{key}/again",
    response={202: Run, **REFUSALS},
    url_name="segmentation-again",
    summary="Try a run again",
)
def segment_again(request: HttpRequest, key: str) -> Status[Run]:
    """Try a run again that failed or was cancelled. Needs the right "segment"."""
    return Status(202, run_summaries([asking.again(key)], language_of(request))[0])
