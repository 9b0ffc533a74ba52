"""What is measured in organs over time."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from totalpetview.web.comparisons.selection import select
from totalpetview.web.compression import compressed_json
from totalpetview.web.language import language_of
from totalpetview.web.organs.schemas_statistics import Statistics
from totalpetview.web.organs.statistics import statistics_of
from totalpetview.web.organs.statistics_csv import statistics_csv
from totalpetview.web.organs.summaries import organs_of
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
    shown = select(examination)
    found = statistics_of(shown, map, normalisation, language)
    if format == "json":
        return compressed_json(request, found)
    names = {key: each["name"] for key, each in organs_of(shown, map, language)["structures"].items()}
    answer = HttpResponse(statistics_csv(found, names, language), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="organs.csv"'
    return answer
