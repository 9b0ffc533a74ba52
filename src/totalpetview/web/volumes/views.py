"""The chunks of prepared volumes: immutable files, named by what they were made from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
#: of chunk files in one answer, which is put together in memory
MOST_BYTES = 64_000_000
_SLABS = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?", re.ASCII)
_ADDRESS = re.compile(r"/volumes/([^/]+)/(\d{1,3})/c/([^/]+)/0/0", re.ASCII)
_NUMBER = re.compile(r"\d{1,15}(\.\d{1,15})?(e[+-]?\d{1,2})?", re.ASCII)

Response = TypeVar("Response", bound=HttpResponseBase)


@require_safe
def chunks(request: HttpRequest, volume: str, level: int, slabs: str) -> HttpResponseBase:
    """Return one chunk, or the chunks FIRST-LAST one after the other, as they lie on disk."""
    return _one_after_the_other(request, [(volume, level, slabs)])


@require_safe
def together(request: HttpRequest) -> HttpResponseBase:
    """Return what lies behind several addresses of chunks (`of`), one after the other: one request for one picture."""
    addresses = [_ADDRESS.fullmatch(address) for address in request.GET.getlist("of")]
    found = [(one[1], int(one[2]), one[3]) for one in addresses if one is not None]
    if not found or len(found) < len(addresses):
        return refusal(request, 404, "not-found")
    return _one_after_the_other(request, found)


def _one_after_the_other(request: HttpRequest, parts: Sequence[tuple[str, int, str]]) -> HttpResponseBase:
    """Return chunk files with `Content-Encoding: zstd`, which is one or more frames (RFC 8878, section 3.1).

    A client that does not accept zstd gets the same bytes decompressed here.
    """
    try:
        paths = [path for volume, level, slabs in parts for path in _chunk_files(volume, level, slabs)]
    except NoSuchVolume:
        return refusal(request, 404, "not-found")
    if not paths or sum(path.stat().st_size for path in paths) > MOST_BYTES:
        return refusal(request, 404, "not-found")
    compressed = accepts(request, "zstd")
    name = ",".join(f"{volume}-{level}-{slabs}" for volume, level, slabs in parts)
    etag = f'"{name}{"" if compressed else "-plain"}"'
    if request.headers.get("If-None-Match") == etag:
        return _labelled(HttpResponseNotModified(), etag)
    if not compressed:
        return _labelled(StreamingHttpResponse(_decompressed(paths), content_type="application/octet-stream"), etag)
    response = HttpResponse(b"".join(path.read_bytes() for path in paths), content_type="application/octet-stream")
    response["Content-Encoding"] = "zstd"
    return _labelled(response, etag)


def _chunk_files(volume: str, level: int, slabs: str) -> list[Path]:
    """Return the files of slab N, or of the slabs FIRST-LAST; raises `NoSuchVolume` if one of them is not there."""
    named = _SLABS.fullmatch(slabs)
    if named is None:
        raise NoSuchVolume("not slabs")
    first, last = int(named[1]), int(named[2] or named[1])
    return [prepared_volumes().chunk_file(volume, level, slab) for slab in range(first, last + 1)]


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


def _decompressed(paths: Sequence[Path]) -> Iterator[bytes]:
    for path in paths:
        with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as plain:
            while piece := plain.read(_PIECE_BYTES):
                yield piece
