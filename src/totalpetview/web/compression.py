"""Answers made smaller in the way that the browser understands."""

from __future__ import annotations

import gzip
import json
from typing import Any

import zstandard
from django.http import HttpRequest, HttpResponse

_WORTH_IT_BYTES = 1400  # below this an answer fits into one packet anyway


def accepts(request: HttpRequest, coding: str) -> bool:
    """Return whether the client takes a content coding (RFC 9110, 12.5.3); an explicit q=0 is a no."""
    for part in request.headers.get("Accept-Encoding", "").split(","):
        name, _, parameters = part.strip().partition(";")
        if name.strip().lower() in {coding, "*"}:
            return parameters.replace(" ", "").lower() not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def compressed_json(request: HttpRequest, value: Any) -> HttpResponse:  # noqa: ANN401 - whatever is JSON
    """Return JSON, with zstd or gzip where that helps. NaN is refused rather than sent: it is no JSON."""
    body = json.dumps(value, separators=(",", ":"), allow_nan=False).encode()
    coding = None
    if len(body) > _WORTH_IT_BYTES:
        if accepts(request, "zstd"):
            coding, body = "zstd", zstandard.ZstdCompressor(level=3).compress(body)
        elif accepts(request, "gzip"):
            coding, body = "gzip", gzip.compress(body, compresslevel=5)
    response = HttpResponse(body, content_type="application/json")
    response["Vary"] = "Accept-Encoding, Accept-Language, Cookie"
    if coding is not None:
        response["Content-Encoding"] = coding
    return response
