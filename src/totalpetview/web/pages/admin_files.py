"""Styles and scripts of Django's administration pages."""

from __future__ import annotations

from django.contrib.staticfiles.views import serve
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from totalpetview.web.answers import refusal


@require_safe
def admin_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Return a file that belongs to `django.contrib.admin`; nothing else."""
    if not name.startswith("admin/"):
        return refusal(request, 404, "not-found")
    try:
        response = serve(request, name, insecure=True)  # "insecure" only means: not meant for heavy load
    except Http404:
        return refusal(request, 404, "not-found")
    response["Cache-Control"] = "public, max-age=3600"
    return response
