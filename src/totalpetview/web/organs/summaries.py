"""From the tables to the organ maps of a comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from totalpetview.domain.organs.reading_order import place_in_list
from totalpetview.domain.organs.structure import SYSTEMS
from totalpetview.domain.problem import Problem
from totalpetview.web.comparisons.selection import Shown
from totalpetview.web.language import Language
from totalpetview.web.organs.making import making_entries
from totalpetview.web.organs.models import OrganMapRow, SegmentationRun
from totalpetview.web.organs.runs import run_summary
from totalpetview.web.organs.words import SYSTEM_NAMES, said


def organs_of(shown: Sequence[Shown], chosen: Sequence[str], language: Language) -> dict[str, Any]:
    """Return the JSON of `schemas.Organs`: two queries, whatever the number of organs.

    Parameters
    ----------
    chosen
        Keys of maps that are shown instead of the best ones.
    """
    maps = maps_of(shown)
    structures: dict[str, Any] = {}
    time_points = []
    runs = _latest_runs(shown)
    for each in shown:
        here = maps[each.examination.pk]
        for row in here:
            structures |= _structures(row, language)
        best = best_map(here, chosen)
        uid = each.ct.row.series_uid if each.ct else ""
        run = runs.get(uid)
        time_points.append(
            {
                "examination": each.examination.pk,
                "run": None if run is None else run_summary(run, {uid: each.examination.pk}, language).dict(),
                "shown": None if best is None else best.key,
                "maps": [_map(row, each.examination.pk, language) for row in here if row.labels],
                "notices": notices((row.problem for row in here if row.problem), language),
            }
        )
    return {
        "structures": structures,
        "systems": [{"key": key, "name": said(SYSTEM_NAMES[key], language)} for key in SYSTEMS],
        "time_points": time_points,
    }


def maps_of(shown: Iterable[Shown]) -> dict[str, list[OrganMapRow]]:
    """Return the maps of each examination, the best first."""
    uids = {each.ct.row.series_uid: each.examination.pk for each in shown if each.ct is not None}
    found: dict[str, list[OrganMapRow]] = {each.examination.pk: [] for each in shown}
    rows = OrganMapRow.objects.filter(ct_series_uid__in=list(uids)).order_by("-rank", "-taken_up_at", "-pk")
    for row in rows.select_related("run"):
        found[uids[row.ct_series_uid]].append(row)
    return found


def best_map(rows: Sequence[OrganMapRow], chosen: Sequence[str] = ()) -> OrganMapRow | None:
    """Return the map that is shown: a chosen one, else the best."""
    can_be_shown = [row for row in rows if row.labels]
    return next((row for row in can_be_shown if row.key in chosen), can_be_shown[0] if can_be_shown else None)


def notices(problems: Iterable[Mapping[str, Any]], language: Language) -> list[dict[str, str]]:
    """Return problems (as JSON) as sentences, each once."""
    every = dict.fromkeys(map(Problem.from_json, problems))
    return [{"code": each.code, "text": each.sentence(language)} for each in every]


def _latest_runs(shown: Iterable[Shown]) -> dict[str, SegmentationRun]:
    uids = [each.ct.row.series_uid for each in shown if each.ct is not None]
    rows = SegmentationRun.objects.filter(ct_series_uid__in=uids).order_by("asked_at", "pk")
    return {row.ct_series_uid: row for row in rows}


def _structures(row: OrganMapRow, language: Language) -> dict[str, Any]:
    return {
        each["structure"]["key"]: {
            "name": each["structure"]["german" if language == "de" else "english"],
            "english": each["structure"]["english"],
            "german": each["structure"]["german"],
            "place": place_in_list(each["structure"]["key"]),
            "system": each["structure"]["system"],
            "side": each["structure"]["side"],
            "colour": each["structure"]["colour"],
        }
        for each in row.segments
    }


def _map(row: OrganMapRow, examination: str, language: Language) -> dict[str, Any]:
    return {
        "key": row.key,
        "examination": examination,
        "origin": "computed" if row.fingerprint else "imported",
        "title": row.title,
        "made_at": row.made_at or None,
        "stand_in": row.stand_in,
        "making": making_entries(row.making, language),
        "notices": notices(row.notices, language),
        "labels": row.labels,
        "values": row.values,
        "mip_labels": row.mip_labels,
        "segments": [
            {
                "number": each["number"],
                "structure": each["structure"]["key"],
                "label": each["label"],
                "volume_ml": each.get("volume_ml"),
                "centre_mm": each.get("centre_mm"),
                "notices": notices(each.get("notices", ()), language),
            }
            for each in row.segments
        ],
        "surfaces": {"url": f"/api/organs/{row.key}/surfaces"} if row.surfaces_id else None,
    }
