"""`totalpetview inspect PATH`: what a folder of DICOM is understood as, without any server."""

from __future__ import annotations

import argparse
import json
import logging
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from totalpetview.dicom.survey import Survey
    from totalpetview.domain.examinations import Examination
    from totalpetview.domain.problem import Problem
    from totalpetview.domain.series import SeriesFacts

HELP = "say which patients, examinations and series lie in a folder, file or zip file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the path, --json and --language."""
    parser.add_argument("path", type=Path, help="folder, DICOM file or zip file")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--language", choices=("en", "de"), help="language of the sentences (default: $LANG)")


def run(arguments: argparse.Namespace) -> int:
    """Print the understanding; the status is 0 if at least one series was found, else 1."""
    from totalpetview.dicom.survey import survey
    from totalpetview.installation.language import spoken_language

    logging.getLogger("pydicom").setLevel(logging.CRITICAL)  # what matters of its complaints is in `problems`
    warnings.simplefilter("ignore")
    language = arguments.language or spoken_language()
    found = survey(arguments.path)
    report = describe(found, language)
    if arguments.json:
        json.dump(report, sys.stdout, indent=2, ensure_ascii=False)
        print()
    else:
        print(_written(report, german=language == "de"))
    return 0 if found.series else 1


def describe(found: Survey, language: str) -> dict[str, Any]:
    """Return the JSON document of `inspect --json`."""
    from totalpetview.domain.examinations import group_examinations

    patients: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    by_patient: dict[tuple[str, str], list[SeriesFacts]] = {}
    for facts in found.series:
        # without an id only the name tells two persons apart
        by_patient.setdefault((facts.patient_id, "" if facts.patient_id else facts.patient_name), []).append(facts)
    for (patient_id, _), series in sorted(by_patient.items()):
        grouping = group_examinations(series)
        patients.append(
            {
                "id": patient_id,
                "name": next((facts.patient_name for facts in series if facts.patient_name), ""),
                "examinations": [_examination(one, language) for one in grouping.examinations],
            }
        )
        others.extend(_other(facts, why, language) for facts, why in grouping.other_series)
    unreadable = [{"path": path, "why": why.sentence(language)} for path, why in found.unreadable]
    return {"patients": patients, "other_series": others, "unreadable": unreadable}


def _examination(one: Examination, language: str) -> dict[str, Any]:
    return {
        "date": None if one.acquired_at is None else one.acquired_at.isoformat(),
        "frame_of_reference": one.frame_of_reference_uid,
        "ct": None if one.ct is None else _volume(one.ct, language),
        "pet": None if one.pet is None else {**_volume(one.pet, language), **_quantity(one.pet, language)},
        "alternatives": [facts.series_uid for facts in one.alternatives],
        "problems": _sentences(one.problems, language),
    }


def _volume(facts: SeriesFacts, language: str) -> dict[str, Any]:
    grid = facts.grid
    return {
        "series_uid": facts.series_uid,
        "slices": facts.images if grid is None else grid.shape[0],
        "spacing_mm": None if grid is None else [round(step, 6) for step in grid.spacing_mm],
        "problems": _sentences(facts.problems, language),
        "description": facts.description,
    }


def _quantity(facts: SeriesFacts, language: str) -> dict[str, Any]:
    suv = facts.suv
    return {
        "units": facts.units,
        "attenuation_corrected": facts.attenuation_corrected,
        "suvbw_factor": None if suv is None else suv.factor_per_unit,
        "suv_refusal": None if suv is None or suv.refusal is None else suv.refusal.sentence(language),
    }


def _other(facts: SeriesFacts, why: Problem, language: str) -> dict[str, Any]:
    return {
        "series_uid": facts.series_uid,
        "modality": facts.modality,
        "why": why.sentence(language),
        "kind": facts.kind,
        "images": facts.images,
        "description": facts.description,
    }


def _sentences(problems: tuple[Problem, ...], language: str) -> list[str]:
    return [problem.sentence(language) for problem in problems]


def _written(report: dict[str, Any], *, german: bool) -> str:
    def say(english: str, deutsch: str) -> str:
        return deutsch if german else english

    lines: list[str] = []
    for patient in report["patients"]:
        lines.append(f"{say('Patient', 'Patient')} {patient['id'] or '?'}  {patient['name']}")
        for number, examination in enumerate(patient["examinations"], 1):
            date = (examination["date"] or say("unknown date", "unbekanntes Datum")).replace("T", " ")
            lines.append(f"  {say('Examination', 'Untersuchung')} {number}: {date}")
            for name in ("ct", "pet"):
                lines.extend(_volume_lines(name.upper(), examination[name], german=german))
            lines.extend(f"    ! {sentence}" for sentence in examination["problems"])
        if not patient["examinations"]:
            lines.append("  " + say("no examination", "keine Untersuchung"))
    if report["other_series"]:
        lines.append(say("Other series", "Weitere Serien"))
        lines.extend(
            f"  {other['modality'] or '?':3} {other['images']:4}  {other['description'] or '-'}: {other['why']}"
            for other in report["other_series"]
        )
    if report["unreadable"]:
        lines.append(say("Unreadable", "Nicht lesbar"))
        lines.extend(f"  {one['path']}: {one['why']}" for one in report["unreadable"])
    return "\n".join(lines) if lines else say("Nothing found.", "Nichts gefunden.")


def _volume_lines(name: str, volume: dict[str, Any] | None, *, german: bool) -> list[str]:
    if volume is None:
        return [f"    {name:3}  -"]
    spacing = " x ".join(f"{step:.3g}" for step in volume["spacing_mm"] or [])
    slices = "Schichten" if german else "slices"
    text = f"    {name:3}  {volume['slices']} {slices}, {spacing} mm"
    if "units" in volume:
        factor = volume["suvbw_factor"]
        text += f", {volume['units'] or '?'}" + ("" if factor is None else f", SUVbw = {factor:.6g} x")
    lines = [text.replace(".", ",") if german else text]
    if volume.get("suv_refusal"):
        lines.append(f"         ! {volume['suv_refusal']}")
    return [*lines, *(f"         ! {sentence}" for sentence in volume["problems"])]
