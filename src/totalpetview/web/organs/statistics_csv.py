"""The statistics as a table for download: one line for each structure and time point."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any, Final

from totalpetview.web.language import Language
from totalpetview.web.organs.words import Words, said

_COLUMNS: Final[tuple[Words, ...]] = (
    ("structure", "Struktur"),
    ("time point", "Zeitpunkt"),
    ("acquired at", "aufgenommen am"),
    ("days since first", "Tage seit dem ersten"),
    ("volume (ml)", "Volumen (ml)"),
    ("CT voxels", "CT-Voxel"),
    ("mean HU", "HU-Mittel"),
    ("SD of HU", "HU-Standardabweichung"),
    ("PET unit", "PET-Einheit"),
    ("PET mean", "PET-Mittel"),
    ("PET median", "PET-Median"),
    ("PET maximum", "PET-Maximum"),
    ("PET voxels", "PET-Voxel"),
    ("PET rule", "PET-Regel"),
    ("stand-in weights", "Ersatz-Gewichte"),
    ("remarks", "Bemerkungen"),
)
_YES: Final[Words] = ("yes: not for diagnosis", "ja: nicht zur Diagnose")
_OF_PET: Final = ("unit", "mean", "median", "max", "voxels", "rule")


def statistics_csv(found: Mapping[str, Any], names: Mapping[str, str], language: Language) -> str:
    """Return RFC 4180 text with decimal points.

    Parameters
    ----------
    found
        The JSON of `schemas_statistics.Statistics`.
    names
        Of the structures, in the reader's language.
    """
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow([said(column, language) for column in _COLUMNS])
    for row in found["rows"]:
        for point, value in zip(found["time_points"], row["values"], strict=True):
            if value is not None:
                table.writerow([_safe(names.get(row["structure"], row["structure"])), *_line(point, value, language)])
    return written.getvalue()


def _line(point: Mapping[str, Any], value: Mapping[str, Any], language: Language) -> list[Any]:
    pet = value["pet"] or {}
    return [
        point["label"],
        point["acquired_at"] or "",
        _number(point["days_since_first"]),
        *(_number(value[name]) for name in ("volume_ml", "ct_voxels", "hu_mean", "hu_sd")),
        *(_number(pet.get(name)) for name in _OF_PET),
        said(_YES, language) if point["stand_in"] else "",
        " ".join(each["text"] for each in value["notices"]),
    ]


def _number(value: Any) -> Any:  # noqa: ANN401 - a number, a word, or nothing
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else value


def _safe(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: names of structures come from foreign files."""
    return "'" + text if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
