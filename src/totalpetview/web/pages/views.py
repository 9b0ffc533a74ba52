"""The one page of the frontend and its files. They hold no data, so they answer without login."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import escape
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from totalpetview.web.answers import refusal
from totalpetview.web.compression import accepts
from totalpetview.web.gate.headers import new_nonce, policy_with
from totalpetview.web.language import language_of
from totalpetview.web.messages import message
from totalpetview.web.pages.built import BuiltFile, built_file

_HASHED = "public, max-age=31536000, immutable"

_VIEWER = "/compare"

#: where the page wants the nonce for the styles that it makes itself
NONCE_PLACE = "__CSP_NONCE__"


@require_safe
def page(request: HttpRequest, key: str = "") -> HttpResponse:
    """Return index.html for every route of the frontend; never kept, so that a new build is seen at once."""
    del key
    index = built_file("index.html")
    if index is None:
        text = escape(message("frontend-missing", language_of(request)))
        missing = HttpResponse(f"<!doctype html><title>TotalPETView</title><p>{text}</p>", status=503)
        return _not_kept(missing)
    nonce = new_nonce()
    response = HttpResponse(index.plain.decode().replace(NONCE_PLACE, nonce), content_type=index.content_type)
    response["Content-Security-Policy"] = policy_with(nonce)
    examinations = request.GET.getlist("e")
    if examinations and request.path == _VIEWER:
        # what the viewer's entry asks first (frontend/src/api/earlyComparison.ts): the browser need not wait for it
        question = urlencode({"examination": examinations, "series": request.GET.getlist("s")}, doseq=True)
        response["Link"] = f"<{reverse('api:comparison')}?{question}>; rel=preload; as=fetch; crossorigin"
    get_token(request)  # the first unsafe request is the login: it needs the cookie already
    return _not_kept(response)


@require_safe
def asset(request: HttpRequest, name: str) -> HttpResponse:
    """Return a file of the build whose name holds a hash of its content."""
    file = built_file(f"assets/{name}")
    if file is None:
        return refusal(request, 404, "not-found")
    response = _best_form(request, file)
    response["Cache-Control"] = _HASHED
    return response


@require_safe
def favicon(request: HttpRequest, name: str) -> HttpResponse:
    """Return the icon of the page."""
    file = built_file(name)
    if file is None:
        return refusal(request, 404, "not-found")
    response = _best_form(request, file)
    response["Cache-Control"] = "public, max-age=86400"
    return response


def _best_form(request: HttpRequest, file: BuiltFile) -> HttpResponse:
    coding = next((coding for coding in file.compressed if accepts(request, coding)), None)
    response = HttpResponse(file.plain if coding is None else file.compressed[coding], content_type=file.content_type)
    if coding is not None:
        response["Content-Encoding"] = coding
    response["Vary"] = "Accept-Encoding"
    return response


def _not_kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-cache, private"
    return response
