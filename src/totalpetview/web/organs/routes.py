"""The organ maps of a comparison."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from totalpetview.web.comparisons.schemas import Mip
from totalpetview.web.comparisons.selection import select
from totalpetview.web.compression import compressed_json
from totalpetview.web.language import language_of
from totalpetview.web.organs.schemas import Organs, Without
from totalpetview.web.organs.summaries import organs_of
from totalpetview.web.refusals import REFUSALS

router = Router(tags=["organs"])


@router.get("/organs", response={200: Organs, **REFUSALS}, url_name="organs", summary="Organ maps")
def read_organs(
    request: HttpRequest,
    examination: Query[list[str]],
    map: Query[list[str]] = [],  # noqa: A002, B006 - the name of the parameter; never changed
) -> HttpResponse:
    """The runs and the organ maps of one to four examinations; `map`: keys of maps to be shown instead."""
    return compressed_json(request, organs_of(select(examination), map, language_of(request)))


@router.post(
    "/organs/{key}/projections",
    response={200: Mip, **REFUSALS},
    url_name="organ-projections",
    summary="Projections without organs",
)
def project_without(request: HttpRequest, key: str, wanted: Without) -> HttpResponse:
    """The rotating projection of the examination's PET without these segments; made once and kept."""
    from totalpetview.web.organs.projections import projections_without  # noqa: PLC0415 - brings scipy

    return compressed_json(request, projections_without(key, wanted.without))
