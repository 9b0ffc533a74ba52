"""Asking the worker, through its own database, to prepare a series again or to stop."""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

from totalpetview.web.answers import ApiRefusal

if TYPE_CHECKING:
    from totalpetview.workflows.request_preparation import PreparationRequests

log = logging.getLogger("totalpetview.web")


def request_preparation(orthanc_id: str) -> None:
    """Ask for a series to be prepared as it is in the archive now; raises ApiRefusal 503."""
    try:
        _requests().prepare_again(orthanc_id)
    except Exception as error:
        raise _unavailable(error) from error


def cancel_requests(orthanc_id: str) -> None:
    """Ask for everything under way for a series to end; raises ApiRefusal 503."""
    try:
        _requests().cancel(orthanc_id)
    except Exception as error:
        raise _unavailable(error) from error


@cache
def _requests() -> PreparationRequests:
    # imported late: it brings a second database library, which most web processes never need
    from totalpetview.workflows.request_preparation import PreparationRequests  # noqa: PLC0415

    return PreparationRequests(settings.DATA_FOLDER.workflow_database_url)


def _unavailable(error: Exception) -> ApiRefusal:
    # whatever the workflow library raises: its database is missing before the worker's first start
    log.warning("the worker's database does not take requests", exc_info=error)
    return ApiRefusal(503, "worker-down")
