"""QIDO-RS, WADO-RS and STOW-RS, streamed through to the archive in both directions; nothing is kept whole."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import IO, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from totalpetview.domain.problem import Refusal
from totalpetview.web.answers import refusal
from totalpetview.web.archive import gateway
from totalpetview.web.dicomweb.addresses import may_be_passed_on

log = logging.getLogger("totalpetview.web")

#: the rest (cookies above all) is between the browser and us
_PASSED_ON: Final = ("Accept", "Accept-Charset", "Content-Type", "Content-Length")
_PASSED_BACK: Final = frozenset({"content-type", "content-length", "content-location", "warning"})

_BLOCK_BYTES: Final = 1 << 18


def dicom_web(request: HttpRequest, address: str) -> HttpResponseBase:
    """Pass one request on; 404 for addresses that are not DICOMweb's, 503 while the archive is down."""
    method = request.method or ""
    if not may_be_passed_on(method, address):
        return refusal(request, 404, "not-found")
    headers = {name: request.headers[name] for name in _PASSED_ON if request.headers.get(name)}
    # the addresses in the answer (RetrieveURL, BulkDataURI) then begin with ours; in quotes, as RFC 7239 wants it
    # for a port, Orthanc takes the quotes for a part of the name
    headers["Forwarded"] = f"host={request.get_host()};proto={request.scheme}"
    body: IO[bytes] | Iterator[bytes] | None = None
    if method == "POST":
        body = _blocks(request)
    try:
        answer = gateway.archive().pass_through(
            method, f"/dicom-web/{address}", request.META.get("QUERY_STRING", ""), headers, body
        )
    except Refusal:
        log.warning("the archive did not answer a DICOMweb request")
        return refusal(request, 503, "archive-down")
    response = StreamingHttpResponse(answer.body, status=answer.status)
    del response["Content-Type"]
    for name, value in answer.headers:
        if name.lower() in _PASSED_BACK:
            response[name] = value
    return response


def _blocks(request: HttpRequest) -> Iterator[bytes]:
    # Django reads no body without a declared length; the server has undone the chunks of such a request
    source = request if request.META.get("CONTENT_LENGTH") else request.META["wsgi.input"]
    remaining = settings.UPLOAD_MAX_BYTES
    while block := source.read(_BLOCK_BYTES):
        remaining -= len(block)
        if remaining < 0:
            raise ValueError("the body is longer than an upload may be")
        yield block
