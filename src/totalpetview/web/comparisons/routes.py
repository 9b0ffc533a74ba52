"""One request describes a whole comparison; others read values under the crosshair and keep a manual shift."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from totalpetview.web.answers import ApiRefusal
from totalpetview.web.comparisons.alignment import aligned, keep_shift
from totalpetview.web.comparisons.descriptor import describe
from totalpetview.web.comparisons.schemas import Comparison, Points, Shift, ToCommon, Values
from totalpetview.web.comparisons.selection import select
from totalpetview.web.comparisons.values import values_at
from totalpetview.web.compression import compressed_json
from totalpetview.web.language import language_of
from totalpetview.web.refusals import REFUSALS
from totalpetview.web.volumes.prepared import prepared_volumes

router = Router(tags=["comparisons"])

_FARTHEST_MM = 5000.0


@router.get("/comparisons", response={200: Comparison, **REFUSALS}, url_name="comparison", summary="Descriptor")
def read_comparison(
    request: HttpRequest,
    examination: Query[list[str]],
    series: Query[list[str]] = [],  # noqa: B006 - never changed
) -> HttpResponse:
    """Everything the viewer must know before its first chunk. Volumes that are not ready are null.

    `examination`: one to four ids; `series`: keys of alternatives to be shown instead of the own CT or PET.
    """
    return compressed_json(request, describe(select(examination, series), language_of(request)))


@router.post("/comparisons/values", response={200: Values, **REFUSALS}, url_name="values", summary="Values at points")
def read_values(request: HttpRequest, points: Points) -> Values:
    """HU and SUV of the nearest original voxels (level 0), each point in its examination's own coordinates.

    Without a factor for the normalisation asked for, `pet` is the stored value; `pet_unit` says which it is.
    """
    del request
    if not points.points:
        return Values(values=[])
    shown = select([point.examination for point in points.points], points.series)
    return Values(values=values_at(points.points, shown, prepared_volumes(), points.normalisation))


@router.put("/comparisons/shift", response={200: ToCommon, **REFUSALS}, url_name="shift", summary="Shift by hand")
def shift_by_hand(request: HttpRequest, shift: Shift) -> ToCommon:
    """Kept for this pair of examinations; zero takes it back. Returns the new transform."""
    del request
    if shift.reference == shift.examination:
        raise ApiRefusal(400, "same-examination")
    if max(abs(millimetres) for millimetres in shift.shift_mm) > _FARTHEST_MM:
        raise ApiRefusal(422, "invalid-request", where="shift_mm")
    by_id = {each.examination.pk: each for each in select([shift.reference, shift.examination])}
    reference, moved = by_id[shift.reference], by_id[shift.examination]
    keep_shift(reference, moved, shift.shift_mm)
    lies = aligned([reference, moved])[1]
    return ToCommon(
        examination=shift.examination,
        to_common=list(lies.transform.matrix),
        transform_source=lies.transform.source,
        manual_shift_mm=lies.shift_mm,
    )
