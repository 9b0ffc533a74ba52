"""What is measured in organs over time."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from totalpetview.web.comparisons.selection import select
from totalpetview.web.compression import compressed_json
from totalpetview.web.language import language_of
from totalpetview.web.organs.schemas_statistics import Statistics
from totalpetview.web.organs.statistics import statistics_csv, statistics_of
from totalpetview.web.refusals import REFUSALS
from totalpetview.web.suv.schemas import NormalisationName

router = Router(tags=["organs"])


@router.get(
    "/organs/statistics",
    response={200: Statistics, **REFUSALS},
    url_name="organ-statistics",
    summary="Measured in organs",
)
def read_statistics(
    request: HttpRequest,
    examination: Query[list[str]],
    normalisation: NormalisationName = "bw",
    map: Query[list[str]] = [],  # noqa: A002, B006 - the name of the parameter; never changed
    format: Literal["json", "csv"] = "json",  # noqa: A002 - likewise
) -> HttpResponse:
    """Volume, HU and PET values of every structure at every time point; `format=csv` as a table for download."""
    language = language_of(request)
    found = statistics_of(select(examination), map, normalisation, language)
    if format == "json":
        return compressed_json(request, found)
    answer = HttpResponse(statistics_csv(found, language), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="organs.csv"'
    return answer
