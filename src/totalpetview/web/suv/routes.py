"""Where an SUV comes from, and correcting what it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from ninja import Router

from totalpetview.domain.problem import Problem, Refusal
from totalpetview.domain.series import SeriesFacts
from totalpetview.domain.suv.corrections import FIELDS, Corrections
from totalpetview.web.accounts.models import Account
from totalpetview.web.answers import ApiRefusal
from totalpetview.web.archive.models import Series
from totalpetview.web.language import Language, language_of
from totalpetview.web.refusals import REFUSALS
from totalpetview.web.suv.corrections import corrections_of, record
from totalpetview.web.suv.quantified import quantified_series, values_of_header
from totalpetview.web.suv.report import report
from totalpetview.web.suv.schemas import CorrectionName, CorrectionsAsked, SuvReport, TakenBack

router = Router(tags=["suv"])

#: refusals that only a wrong correction of these values can cause
_OF_CORRECTION = {
    "injected_at": frozenset({"suv-injection-after-scan", "suv-uptake", "suv-understood-earlier"}),
    "nuclide": frozenset({"suv-half-life-folded", "suv-understood-earlier"}),
    "half_life_s": frozenset({"suv-half-life-folded", "suv-understood-earlier"}),
}
_BQ_PER_MBQ = 1e6


@router.get("/series/{key}/suv", response={200: SuvReport, **REFUSALS}, url_name="suv", summary="Where SUV comes from")
def read_suv(request: HttpRequest, key: str) -> SuvReport:
    """The rule, the values with their tags, what was assumed, what to be wary of, and who corrected what."""
    return report(_pet(key), language_of(request))


@router.put(
    "/series/{key}/suv-corrections",
    response={200: SuvReport, **REFUSALS},
    url_name="suv-corrections",
    summary="Correct values",
)
def correct_suv(request: HttpRequest, key: str, corrections: CorrectionsAsked) -> SuvReport:
    """Set the values that are given and not null; the others stay. Everything shown follows at once.

    `reason` is kept with each of them.

    Needs the right "correct". Implausible values are refused with status 422.
    """
    row, language = _pet(key), language_of(request)
    reason, changes = corrections.reason.strip(), _as_stored(corrections)
    in_force = corrections_of([row.series_uid]).get(row.series_uid, Corrections())
    _check(row, Corrections.from_json({**in_force.to_json(), **changes}), changes, language)
    _record(request, row, changes, reason)
    return report(row, language)


@router.delete(
    "/series/{key}/suv-corrections",
    response={200: SuvReport, **REFUSALS},
    url_name="suv-corrections",
    summary="Take corrections back",
)
def revert_suv(
    request: HttpRequest, key: str, name: CorrectionName | None = None, why: TakenBack | None = None
) -> SuvReport:
    """Let the header count again: for one value, or for all where no name is given. Needs the right "correct"."""
    row = _pet(key)
    wanted = FIELDS if name is None else ("dose_bq" if name == "dose_mbq" else name,)
    _record(request, row, dict.fromkeys(wanted), "" if why is None else why.reason.strip())
    return report(row, language_of(request))


def _pet(key: str) -> Series:
    row = Series.objects.filter(key=key, facts__kind="pet").defer("mip").first()
    if row is None:
        raise ApiRefusal(404, "no-such-series")
    return row


def _as_stored(corrections: CorrectionsAsked) -> dict[str, Any]:
    values = corrections.model_dump(mode="json", exclude_none=True, exclude={"reason"})
    dose_mbq = values.pop("dose_mbq", None)
    return values if dose_mbq is None else {**values, "dose_bq": dose_mbq * _BQ_PER_MBQ}


def _check(row: Series, corrections: Corrections, changes: Mapping[str, Any], language: Language) -> None:
    try:
        corrections.checked()
    except Refusal as refusal:
        raise _refused(refusal.problem, language) from refusal
    refusal_of_bw = quantified_series(row, corrections).result.bw.refusal
    caused = frozenset[str]().union(*(_OF_CORRECTION.get(name, frozenset()) for name in changes))
    if refusal_of_bw is not None and refusal_of_bw.code in caused:
        raise _refused(refusal_of_bw, language)


def _refused(problem: Problem, language: Language) -> ApiRefusal:
    return ApiRefusal(422, "correction-refused", reason=problem.sentence(language))


def _record(request: HttpRequest, row: Series, changes: dict[str, Any], reason: str) -> None:
    account = request.user
    if not isinstance(account, Account):
        raise ApiRefusal(401, "not-logged-in")
    record(row.series_uid, changes, values_of_header(SeriesFacts.from_json(row.facts or {})), account, reason)
