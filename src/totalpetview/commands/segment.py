"""`totalpetview segment CT_FOLDER`: find the organs of a CT without a server."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from totalpetview.commands.segment_files import CtFolder
    from totalpetview.domain.organs.organ_map import OrganMap
    from totalpetview.domain.problem import Problem
    from totalpetview.segmentation.port import Progress, Request

HELP = "find the organs of a CT with TotalSegmentator and write them as NIfTI, DICOM SEG and statistics"
REFUSED = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the folder, what to find, where to write."""
    parser.add_argument("path", type=Path, metavar="CT_FOLDER", help="folder with one CT series")
    parser.add_argument(
        "--task", default="total", help="what to find (default: total; see `totalpetview weights list`)"
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--fastest", action="store_const", dest="mode", const="fastest", help="voxels of 6 mm")
    how.add_argument("--fast", action="store_const", dest="mode", const="fast", help="voxels of 3 mm (default)")
    how.add_argument("--full", action="store_const", dest="mode", const="full", help="full resolution")
    parser.add_argument("--output", type=Path, metavar="DIR", required=True, help="where to write; made if needed")
    parser.add_argument("--device", choices=("auto", "cpu", "gpu"), default="auto")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--language", choices=("en", "de"), help="language of the sentences (default: $LANG)")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="data folder (default: $TOTALPETVIEW_DATA)")


def run(arguments: argparse.Namespace) -> int:
    """Write the files and say what was found; the status is 3 where that is refused, which is then explained."""
    from totalpetview.domain.problem import Refusal
    from totalpetview.installation.language import spoken_language

    language = arguments.language or spoken_language()
    try:
        report = segment(arguments, language)
    except Refusal as refusal:
        report = {"segments": None, "why": refusal.problem.sentence(language), "code": refusal.problem.code}
    except KeyboardInterrupt:
        return 130
    if arguments.json:
        json.dump(report, sys.stdout, indent=2, ensure_ascii=False)
        print()
    else:
        print(_written(report, german=language == "de"))
    return REFUSED if report["segments"] is None else 0


def segment(arguments: argparse.Namespace, language: str) -> dict[str, Any]:
    """Return the JSON document of `segment --json`; raises Refusal where there are no organs."""
    from totalpetview.commands.segment_files import read_ct_folder, write_files
    from totalpetview.domain.problem import Refusal, refuse
    from totalpetview.installation.folder import DataFolder
    from totalpetview.segmentation.port import Mode, Request
    from totalpetview.segmentation.tasks import TASKS
    from totalpetview.segmentation.total_segmentator import TotalSegmentator

    segmenter = TotalSegmentator.of(DataFolder.open(arguments.data))
    problem = segmenter.available()
    if problem is not None:
        raise Refusal(problem)
    if arguments.task not in TASKS:
        raise refuse("segmentation-unknown-task", task=arguments.task)
    modes = TASKS[arguments.task].modes
    mode: Mode = arguments.mode or ("fast" if "fast" in modes else "full")
    ct = read_ct_folder(arguments.path)
    request = Request(arguments.task, mode, arguments.device)
    organ_map, seconds = _found(segmenter, request, ct, _Line(language))
    output: Path = arguments.output
    output.mkdir(parents=True, exist_ok=True)
    files, notices, measured = write_files(organ_map, ct, output)
    return {
        "segments": [
            {
                "number": one.number,
                "name": one.structure.name(language),
                "key": one.structure.key,
                **measured[one.number],
            }
            for one in organ_map.segments
        ],
        "making": organ_map.making.to_json(),
        "stand_in": organ_map.making.stand_in,
        "seconds": round(seconds, 1),
        "files": [str(file) for file in files],
        "notices": _sentences((*_marks(organ_map), *notices), language),
    }


def _found(segmenter: Any, request: Request, ct: CtFolder, line: _Line) -> tuple[OrganMap, float]:  # noqa: ANN401
    import tempfile

    from totalpetview.commands.segment_files import organ_map_of

    with tempfile.TemporaryDirectory(prefix="totalpetview-") as folder:
        try:
            result = segmenter.run(request, ct.hu, ct.grid, Path(folder), line.show, lambda: False)
        finally:
            line.end()
    return organ_map_of(result, ct), result.seconds


def _marks(organ_map: OrganMap) -> tuple[Problem, ...]:
    from totalpetview.domain.problem import Problem

    weights = organ_map.making.weights
    return (Problem(f"weights-{weights}"),) if weights in {"stand-in", "unverified"} else ()


def _sentences(problems: tuple[Problem, ...], language: str) -> list[str]:
    return [problem.sentence(language) for problem in problems]


class _Line:
    """One line on the terminal that tells how far the run is; nothing where nobody looks."""

    def __init__(self, language: str) -> None:
        self._german = language.startswith("de")
        self._wanted = sys.stderr.isatty()
        self._shown = False

    def show(self, progress: Progress) -> None:
        """Write it anew."""
        if not self._wanted:
            return
        words = {
            "starting": ("starting", "startet"),
            "loading": ("loading", "lädt"),
            "predicting": ("finding organs", "sucht Organe"),
            "resampling": ("resampling", "rechnet um"),
            "saving": ("saving", "speichert"),
        }[progress.stage]
        left = "" if progress.left_s is None else f", {'noch' if self._german else 'left'} {_duration(progress.left_s)}"
        sys.stderr.write(f"\r\x1b[K{progress.fraction:4.0%}  {words[1 if self._german else 0]}{left}")
        sys.stderr.flush()
        self._shown = True

    def end(self) -> None:
        """Leave the line."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")


def _duration(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d} min" if whole >= 60 else f"{whole} s"  # noqa: PLR2004


def _written(report: dict[str, Any], *, german: bool) -> str:
    if report["segments"] is None:
        return str(report["why"])
    lines = [f"! {notice}" for notice in report["notices"]]
    head = (
        ("Struktur", "Volumen ml", "HU Mittel", "HU SD") if german else ("structure", "volume ml", "HU mean", "HU SD")
    )
    lines.append(f"{head[0]:36} {head[1]:>10} {head[2]:>10} {head[3]:>8}")
    for one in report["segments"]:
        mean, deviation = one["hu_mean"], one["hu_sd"]
        numbers = f"{one['volume_ml']:10.1f} {'-' if mean is None else format(mean, '.1f'):>10}"
        lines.append(f"{one['name'][:36]:36} {numbers} {'-' if deviation is None else format(deviation, '.1f'):>8}")
    lines.extend(report["files"])
    return "\n".join(lines)
