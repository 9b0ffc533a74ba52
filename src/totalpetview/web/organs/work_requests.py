"""Asking the worker, through its own database, to compute organ maps."""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

from totalpetview.web.answers import ApiRefusal
from totalpetview.web.organs.models import SegmentationRun

if TYPE_CHECKING:
    from totalpetview.workflows.request_segmentation import SegmentationRequests

log = logging.getLogger("totalpetview.web")


def request_run(row: SegmentationRun) -> None:
    """Ask for a run; raises ApiRefusal 503."""
    try:
        row.work_id = _requests().segment(row.key, row.volume_id, row.fingerprint)
    except Exception as error:
        # whatever the workflow library raises: its database is missing before the worker's first start
        log.warning("the worker's database does not take requests", exc_info=error)
        raise ApiRefusal(503, "worker-down") from error
    row.save(update_fields=["work_id"])


@cache
def _requests() -> SegmentationRequests:
    # imported late: it brings a second database library, which most web processes never need
    from totalpetview.workflows.request_segmentation import SegmentationRequests  # noqa: PLC0415

    return SegmentationRequests(settings.DATA_FOLDER.workflow_database_url)
