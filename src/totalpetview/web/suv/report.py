"""The report on one series, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from totalpetview.domain.series import SeriesFacts
from totalpetview.domain.suv.nuclides import TABLE
from totalpetview.domain.suv.provenance import Quantification
from totalpetview.web.archive.models import Series
from totalpetview.web.language import Language
from totalpetview.web.suv.corrections import history_of
from totalpetview.web.suv.models import PetCorrection
from totalpetview.web.suv.quantified import quantified_series, values_of_header
from totalpetview.web.suv.schemas import NuclideName, SuvReport
from totalpetview.web.suv.units import stored_unit

_BQ_PER_MBQ = 1e6


def report(row: Series, language: Language) -> SuvReport:
    """Return where the SUV of a PET series comes from."""
    facts = SeriesFacts.from_json(row.facts or {})
    found = quantified_series(row)
    said = found.result.to_json(language)
    return SuvReport(
        series=row.key,
        stored_unit=stored_unit(facts, (row.volume or {}).get("quantity")),
        normalisations=normalisations(found.result, language),
        rule=said["rule"],
        used=said["used"],
        assumptions=said["assumptions"],
        warnings=said["warnings"],
        uptake_min=None if found.result.uptake_s is None else found.result.uptake_s / 60.0,
        corrections=_in_mbq(found.corrections.to_json()),
        from_header=_in_mbq(values_of_header(facts)),
        history=[_shown(each) for each in history_of(row.series_uid)],
        nuclides=[NuclideName(name=each.name, half_life_s=each.half_life_s) for each in TABLE],
        readable_again=facts.pet is None,
    )


def normalisations(found: Quantification, language: Language) -> Any:  # noqa: ANN401 - JSON, checked by the schema
    """Return unit and factor or refusal of each normalisation."""
    every = found.to_json(language)["normalisations"]
    return {name: {key: one[key] for key in ("unit", "factor", "refusal")} for name, one in every.items()}


def _in_mbq(values: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as above
    shown = {name: value for name, value in values.items() if name != "dose_bq"}
    if shown.get("sex") not in {"M", "F", "O"}:
        shown.pop("sex", None)
    if "injected_at" in shown:
        shown["injected_at"] = datetime.fromisoformat(shown["injected_at"]).replace(tzinfo=None)
    return {**shown, "dose_mbq": values["dose_bq"] / _BQ_PER_MBQ} if "dose_bq" in values else shown


def _shown(row: PetCorrection) -> Any:  # noqa: ANN401 - as above
    is_dose = row.name == "dose_bq"

    def value(stored: Any) -> Any:  # noqa: ANN401
        return stored / _BQ_PER_MBQ if is_dose and stored is not None else stored

    return {
        "at": row.at.isoformat(),
        "by": row.by_name,
        "name": "dose_mbq" if is_dose else row.name,
        "old": value(row.old),
        "new": value(row.new),
        "reason": row.reason,
    }
