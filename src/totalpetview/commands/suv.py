"""`totalpetview suv PET_FOLDER`: the factor to SUVbw of a PET series, where it comes from, and SUV within a mask."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from totalpetview.dicom.pet_folder import PetFolder
    from totalpetview.domain.problem import Problem

HELP = "say the SUV factor of a PET series with its reasons, and SUV within a mask"
REFUSED = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the folder, --mask, --json and --language."""
    parser.add_argument("path", type=Path, metavar="PET_FOLDER", help="folder with one PET series (or one file)")
    parser.add_argument("--mask", type=Path, help="NIfTI file or DICOM segmentation; every voxel that is not 0 counts")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--language", choices=("en", "de"), help="language of the sentences (default: $LANG)")


def run(arguments: argparse.Namespace) -> int:
    """Print the report; the status is 3 where there is no SUV, which the report then explains."""
    from totalpetview.domain.problem import Refusal
    from totalpetview.installation.language import spoken_language

    language = arguments.language or spoken_language()
    try:
        report = describe(arguments.path, arguments.mask, language)
    except Refusal as refusal:
        report = {"unit": None, "why": refusal.problem.sentence(language)}
    if arguments.json:
        json.dump(report, sys.stdout, indent=2, ensure_ascii=False)
        print()
    else:
        print(_written(report, german=language == "de"))
    return REFUSED if report["unit"] is None else 0


def describe(path: Path, mask: Path | None, language: str) -> dict[str, Any]:
    """Return the JSON document of `suv --json`; raises Refusal where there is no SUV."""
    from totalpetview.dicom.pet_folder import read_pet_folder
    from totalpetview.domain.problem import Problem, Refusal
    from totalpetview.domain.suv.quantify import quantify

    found = read_pet_folder(path, keep_pixels=mask is not None)
    facts = found.facts
    if facts.pet is None:
        raise Refusal(Problem("pet-none"))
    result = quantify(facts.pet, maps=found.maps, series_uid=facts.series_uid)
    if result.bw.refusal is not None or result.bw.factor is None:
        raise Refusal(result.bw.refusal or Problem("rule-none"))
    said = result.to_json(language)
    others = [problem for problem in (*found.problems, *facts.problems) if problem not in result.assumptions]
    return {
        "unit": "SUVbw",
        "factor": result.bw.factor,
        "rule": said["rule"]["text"],
        "rule_code": result.rule,
        "inputs": {one.name: one.value for one in result.used},
        "tags": {one["name"]: one["tag"] for one in said["used"]},
        "uptake_min": None if result.uptake_s is None else result.uptake_s / 60.0,
        "normalisations": said["normalisations"],
        "assumptions": _sentences(result.assumptions, language),
        "warnings": _sentences(tuple(dict.fromkeys((*result.warnings, *others))), language),
        "inside_mask": None if mask is None else inside_mask(found, mask, result.bw.factor),
    }


def inside_mask(found: PetFolder, mask: Path, factor: float) -> dict[str, float | int]:
    """Return minimum, median, maximum and mean SUVbw of the voxels whose centres lie in the mask.

    Raises
    ------
    Refusal
        Where the series is no volume, or the mask cannot be read, lies elsewhere or is empty.
    """
    import numpy as np

    from totalpetview.dicom.seg_mask import is_dicom, seg_mask
    from totalpetview.domain.problem import refuse
    from totalpetview.imaging.nifti_mask import nifti_mask

    if not mask.is_file():
        raise refuse("mask-unreadable", reason=mask.name)
    volume = found.reader.volume()
    if is_dicom(mask):
        inside: NDArray[np.bool_] = seg_mask(mask, volume.grid, found.facts.frame_of_reference_uid)
    else:
        inside = nifti_mask(mask, volume.grid)
    if not inside.any():
        raise refuse("mask-empty")
    values = factor * np.concatenate(
        [
            volume.slope[k] * volume.stored[k][inside[k]].astype(np.float64) + volume.intercept[k]
            for k in range(volume.grid.shape[0])
        ]
    )
    return {
        "min": float(values.min()),
        "median": float(np.median(values)),
        "max": float(values.max()),
        "mean": float(values.mean()),
        "voxels": int(values.size),
    }


def _sentences(problems: tuple[Problem, ...], language: str) -> list[str]:
    return [problem.sentence(language) for problem in problems]


def _written(report: dict[str, Any], *, german: bool) -> str:
    if report["unit"] is None:
        return str(report["why"])
    lines = [f"SUVbw = {report['factor']:.8g} x", report["rule"], ""]
    for name, value in report["inputs"].items():
        written = value if isinstance(value, str) else f"{value:.10g}"
        lines.append(f"  {name:28} {written:<24} {report['tags'][name]}")
    lines.append("")
    lines.extend(
        f"  {one['unit']:16} {one['refusal'] or format(one['factor'], '.8g')}"
        for one in report["normalisations"].values()
    )
    lines.extend(f"  ({sentence})" for sentence in report["assumptions"])
    lines.extend(f"  ! {sentence}" for sentence in report["warnings"])
    inside = report["inside_mask"]
    if inside is not None:
        what = "in der Maske" if german else "inside the mask"
        lines.append("")
        lines.append(
            f"SUVbw {what}: min {inside['min']:.2f}  median {inside['median']:.2f}  max {inside['max']:.2f}  "
            f"mean {inside['mean']:.2f}  ({inside['voxels']} voxels)"
        )
    return "\n".join(lines)
