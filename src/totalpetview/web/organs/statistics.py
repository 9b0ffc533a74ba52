"""The table structures x time points, from what was measured when the maps were taken up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from totalpetview.domain.organs.reading_order import place_in_list
from totalpetview.domain.organs.statistics import CtStatistics, PetStatistics
from totalpetview.web.comparisons.selection import Shown
from totalpetview.web.language import Language
from totalpetview.web.organs.models import OrganMapRow, OrganStatistics
from totalpetview.web.organs.repeatability import repeatability_of
from totalpetview.web.organs.summaries import best_map, maps_of, notices
from totalpetview.web.suv.units import UNITS, Normalisation


@dataclass(frozen=True, slots=True)
class _At:
    """A time point with its map, and what was measured in it by segment number (as text)."""

    shown: Shown
    organ_map: OrganMapRow | None
    on_ct: Mapping[str, Any]
    on_pet: Mapping[str, Any]


def statistics_of(
    shown: Sequence[Shown], chosen: Sequence[str], normalisation: Normalisation, language: Language
) -> dict[str, Any]:
    """Return the JSON of `schemas_statistics.Statistics`: numbers are read, nothing is measured here."""
    every = _measured(shown, chosen)
    segments = [_segments(each.organ_map) for each in every]
    keys = sorted({key for found in segments for key in found}, key=_order)
    unit = _unit(shown, normalisation)
    tracers = [each.pet.facts.tracer for each in shown if each.pet is not None]
    return {
        "unit": unit,
        "time_points": _time_points(every),
        "rows": [
            {
                "structure": key,
                "values": [
                    None if key not in found else _value(each, found[key], normalisation, language)
                    for each, found in zip(every, segments, strict=True)
                ],
            }
            for key in keys
        ],
        "repeatability": repeatability_of(keys, unit, tracers, language),
    }


def _measured(shown: Sequence[Shown], chosen: Sequence[str]) -> list[_At]:
    maps = maps_of(shown)
    best = {each.examination.pk: best_map(maps[each.examination.pk], chosen) for each in shown}
    keys = [row.pk for row in best.values() if row is not None]
    read: dict[tuple[int, str], Any] = {
        (row.organ_map_id, row.volume_id): row.values for row in OrganStatistics.objects.filter(organ_map__in=keys)
    }
    every = []
    for each in shown:
        row = best[each.examination.pk]
        pk = -1 if row is None else row.pk
        on_ct = read.get((pk, "" if each.ct is None else each.ct.row.volume_id), {})
        on_pet = read.get((pk, "" if each.pet is None else each.pet.row.volume_id), {})
        every.append(_At(each, row, on_ct, on_pet))
    return every


def _segments(row: OrganMapRow | None) -> dict[str, Mapping[str, Any]]:
    """Return the segment of each structure: of several of one structure the largest."""
    found: dict[str, Mapping[str, Any]] = {}
    for each in [] if row is None else row.segments:
        key = each["structure"]["key"]
        if key not in found or (found[key]["volume_ml"] or 0) < (each["volume_ml"] or 0):
            found[key] = each
    return found


def _order(key: str) -> tuple[int, str]:
    return (place_in_list(key), key)


def _value(at: _At, segment: Mapping[str, Any], normalisation: Normalisation, language: Language) -> dict[str, Any]:
    number = str(segment["number"])
    on_ct = CtStatistics.from_json(at.on_ct[number]) if number in at.on_ct else None
    return {
        "volume_ml": segment["volume_ml"],
        "ct_voxels": 0 if on_ct is None else on_ct.voxels,
        "hu_mean": None if on_ct is None else on_ct.hu_mean,
        "hu_sd": None if on_ct is None else on_ct.hu_sd,
        "pet": _on_pet(at, number, normalisation, language),
        "notices": notices(segment["notices"], language),
    }


def _on_pet(at: _At, number: str, normalisation: Normalisation, language: Language) -> dict[str, Any] | None:
    pet = at.shown.pet
    if pet is None or number not in at.on_pet:
        return None
    factor = pet.factor(normalisation)
    found = PetStatistics.from_json(at.on_pet[number])
    found = found if factor is None else found.times(factor)
    return {
        "unit": pet.unit(normalisation),
        "mean": found.mean,
        "median": found.median,
        "max": found.max,
        "voxels": found.voxels,
        "eroded_mm": found.eroded_mm,
        "rule": found.rule.sentence(language),
    }


def _unit(shown: Sequence[Shown], normalisation: Normalisation) -> str:
    """Return the unit of most of the table; each value says its own."""
    units = [each.pet.unit(normalisation) for each in shown if each.pet is not None]
    return max(units, key=units.count) if units else UNITS[normalisation]


def _time_points(every: Sequence[_At]) -> list[dict[str, Any]]:
    days = [_day(each.shown) for each in every]
    return [
        {
            "examination": each.shown.examination.pk,
            "label": f"T{number}",
            "acquired_at": each.shown.examination.acquired_at or None,
            "days_since_first": None if day is None or days[0] is None else (day - days[0]).days,
            "map": None if each.organ_map is None else each.organ_map.key,
            "stand_in": each.organ_map is not None and each.organ_map.stand_in,
        }
        for number, (each, day) in enumerate(zip(every, days, strict=True), start=1)
    ]


def _day(shown: Shown) -> date | None:
    text = shown.examination.acquired_at
    return datetime.fromisoformat(text).date() if text else None
