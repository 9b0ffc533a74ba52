"""One line a request: account number, method, pattern of the route, status, time. Never the address itself.

The pattern (`api/patients/{key}`) stands for the address because addresses of DICOMweb hold what was searched for.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase

log = logging.getLogger("totalpetview.access")

#: chunks are many and say nothing that the comparison's line has not said
QUIET = frozenset({"volume-chunk", "volume-chunks", "asset", "static"})


class AccessLog:
    """Writes the line when the answer is ready to be sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what comes next."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Time what comes next."""
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        if match is None or match.view_name not in QUIET or response.status_code >= HTTPStatus.BAD_REQUEST:
            log.info(
                "account=%s %s /%s %d %.0f ms",
                _account(request),
                request.method,
                match.route if match else "?",
                response.status_code,
                (time.perf_counter() - began) * 1000,
            )
        return response


def _account(request: HttpRequest) -> str:
    # only if somebody has looked already: reading the session just for the log would cost a query
    user = getattr(request, "_cached_user", None)
    return str(getattr(user, "pk", None) or "-")
