"""Error pages: a code and a sentence, nothing of the request."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from totalpetview.web.answers import refusal


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    del exception
    return refusal(request, 400, "invalid-request", where="?")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    del exception
    return refusal(request, 403, "not-allowed")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    del exception
    return refusal(request, 404, "not-found")


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return refusal(request, 500, "server-error")
