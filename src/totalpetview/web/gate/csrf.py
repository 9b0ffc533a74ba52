"""Every unsafe request carries the token of the page it came from; no view can opt out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware

from totalpetview.web.answers import refusal


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a request without a valid token."""
    del reason
    return refusal(request, 403, "csrf")


class TokenOnEveryUnsafeRequest(CsrfViewMiddleware):
    """Django's check, also for views marked `csrf_exempt` (django-ninja marks all of its own)."""

    def process_view(
        self,
        request: HttpRequest,
        callback: Callable[..., Any] | None,
        callback_args: tuple[Any, ...],
        callback_kwargs: dict[str, Any],
    ) -> HttpResponseForbidden | None:
        """Check whatever the view says of itself."""
        del callback
        return super().process_view(request, _not_exempt, callback_args, callback_kwargs)


def _not_exempt(*_: object) -> HttpResponseBase:
    """Stand in for the view, of which the check only reads the attribute `csrf_exempt`."""
    raise NotImplementedError
