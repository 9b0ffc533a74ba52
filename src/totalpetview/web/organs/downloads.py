"""Organ maps as files: DICOM SEG, RTSTRUCT, and their surfaces."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import zstandard
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.views.decorators.http import require_safe

from totalpetview.domain.problem import Refusal
from totalpetview.pacs.archive import ArchiveUnavailable
from totalpetview.volumes.store import NoSuchVolume
from totalpetview.web.answers import refusal, told
from totalpetview.web.archive.gateway import archive
from totalpetview.web.compression import accepts
from totalpetview.web.organs.models import OrganMapRow
from totalpetview.web.volumes.prepared import prepared_volumes

View = Callable[[HttpRequest, OrganMapRow], HttpResponseBase]


def _of_map(view: View) -> Callable[[HttpRequest, str], HttpResponseBase]:
    """Find the map by its key, and answer refusals in words."""

    @wraps(view)
    def answered(request: HttpRequest, key: str) -> HttpResponseBase:
        row = OrganMapRow.objects.filter(key=key, problem__isnull=True).first()
        if row is None:
            return refusal(request, 404, "no-such-organ-map")
        try:
            return view(request, row)
        except ArchiveUnavailable:
            return refusal(request, 503, "archive-down")
        except Refusal as refused:
            return told(request, 409, refused.problem)

    return require_safe(answered)


@_of_map
def seg(request: HttpRequest, row: OrganMapRow) -> HttpResponseBase:
    """Return a map as DICOM SEG: `kind=labelmap` (default) or `binary`; what the archive keeps goes out as it is."""
    from totalpetview.web.organs.export import as_seg  # noqa: PLC0415 - brings highdicom

    kind = request.GET.get("kind", "labelmap")
    if kind not in {"labelmap", "binary"}:
        return refusal(request, 422, "invalid-request", where="kind")
    return _dicom(as_seg(archive(), prepared_volumes(), row, "binary" if kind == "binary" else "labelmap"), kind)


@_of_map
def rtstruct(request: HttpRequest, row: OrganMapRow) -> HttpResponseBase:
    """Return a map as RTSTRUCT."""
    from totalpetview.web.organs.export import as_structure_set  # noqa: PLC0415 - likewise

    del request
    return _dicom(as_structure_set(archive(), prepared_volumes(), row), "rtstruct")


@_of_map
def surfaces(request: HttpRequest, row: OrganMapRow) -> HttpResponseBase:
    """Return the surfaces of a map: one binary, zstd; a client that does not accept that gets it plain."""
    try:
        content = prepared_volumes().surfaces_file(row.surfaces_id).read_bytes()
    except (NoSuchVolume, FileNotFoundError):
        return refusal(request, 409, "organ-map-not-ready")
    compressed = accepts(request, "zstd")
    etag = f'"{row.surfaces_id}{"" if compressed else "-plain"}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponseBase = HttpResponseNotModified()
    elif compressed:
        response = HttpResponse(content, content_type="application/octet-stream")
        response["Content-Encoding"] = "zstd"
    else:
        plain = zstandard.ZstdDecompressor().decompress(content)
        response = HttpResponse(plain, content_type="application/octet-stream")
    response["ETag"], response["Vary"] = etag, "Accept-Encoding"
    # by the map's key, whose surfaces may be made anew: the name within the tag tells
    response["Cache-Control"] = "private, no-cache"
    return response


def _dicom(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/dicom")
    # no name of a patient in the name of a file
    response["Content-Disposition"] = f'attachment; filename="organs-{name}.dcm"'
    response["Cache-Control"] = "no-store"
    return response
