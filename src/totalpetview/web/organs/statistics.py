"""The table structures x time points, from what was measured when the maps were taken up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from totalpetview.web.comparisons.selection import Shown
from totalpetview.web.language import Language
from totalpetview.web.suv.units import UNITS, Normalisation


def statistics_of(
    shown: Sequence[Shown], chosen: Sequence[str], normalisation: Normalisation, language: Language
) -> dict[str, Any]:
    """Return the JSON of `schemas_statistics.Statistics`."""
    del shown, chosen, language
    return {"unit": UNITS[normalisation], "time_points": [], "rows": [], "repeatability": []}


def statistics_csv(found: dict[str, Any], language: Language) -> str:
    """Return the same as a table, one line for each structure and time point."""
    del found, language
    return ""
