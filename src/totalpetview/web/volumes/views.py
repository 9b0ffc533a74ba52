"""The chunks of prepared volumes: immutable files, named by what they were made from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import zstandard
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified, StreamingHttpResponse
from django.views.decorators.http import require_safe

from totalpetview.volumes.store import NoSuchVolume
from totalpetview.volumes.thumbnails import thumbnail_up_to
from totalpetview.web.answers import refusal
from totalpetview.web.compression import accepts
from totalpetview.web.volumes.prepared import prepared_volumes

_FOR_EVER = "private, max-age=31536000, immutable"
_PIECE_BYTES = 1 << 20
_NUMBER = re.compile(r"\d{1,15}(\.\d{1,15})?(e[+-]?\d{1,2})?", re.ASCII)

Response = TypeVar("Response", bound=HttpResponseBase)


@require_safe
def chunk(request: HttpRequest, volume: str, level: int, slab: int) -> HttpResponseBase:
    """Return one chunk as it lies on disk, with `Content-Encoding: zstd`.

    A client that does not accept zstd gets the same bytes decompressed here.
    """
    try:
        path = prepared_volumes().chunk_file(volume, level, slab)
    except NoSuchVolume:
        return refusal(request, 404, "not-found")
    compressed = accepts(request, "zstd")
    etag = f'"{volume}-{level}-{slab}{"" if compressed else "-plain"}"'
    if request.headers.get("If-None-Match") == etag:
        return _labelled(HttpResponseNotModified(), etag)
    if not compressed:
        return _labelled(StreamingHttpResponse(_decompressed(path), content_type="application/octet-stream"), etag)
    response = HttpResponse(path.read_bytes(), content_type="application/octet-stream")
    response["Content-Encoding"] = "zstd"
    return _labelled(response, etag)


@require_safe
def thumbnail(request: HttpRequest, volume: str) -> HttpResponseBase:
    """Return the small picture of a MIP; with `black_at`, a value in the stored unit, in that grey."""
    written = request.GET.get("black_at", "")
    if written and not _NUMBER.fullmatch(written):
        return refusal(request, 404, "not-found")
    etag = f'"{volume}-thumbnail{written and "-" + written}"'
    if request.headers.get("If-None-Match") == etag:
        return _labelled(HttpResponseNotModified(), etag)
    try:
        store = prepared_volumes()
        known = store.thumbnail_file(volume)
        picture = thumbnail_up_to(store, volume, float(written)) if written else known.read_bytes()
    except (NoSuchVolume, FileNotFoundError):
        return refusal(request, 404, "not-found")
    return _labelled(HttpResponse(picture, content_type="image/png"), etag)


def _labelled(response: Response, etag: str) -> Response:
    response["ETag"] = etag
    response["Cache-Control"] = _FOR_EVER
    response["Vary"] = "Accept-Encoding"
    return response


def _decompressed(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as plain:
        while piece := plain.read(_PIECE_BYTES):
            yield piece
