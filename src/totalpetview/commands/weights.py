"""`totalpetview weights`: TotalSegmentator's weights on this machine, and bringing them here without internet."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

HELP = "list TotalSegmentator's weights, or install them from release archives"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions."""
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="data folder (default: $TOTALPETVIEW_DATA)")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="say for each task which weights it needs and which are here")
    listing.add_argument("--json", action="store_true", help="print JSON")
    install = actions.add_parser("install", help="install release archives (.zip) or unpacked weights")
    install.add_argument("source", type=Path, metavar="FILE_OR_FOLDER", help="Dataset....zip, or a folder of them")
    install.add_argument("--sha256", metavar="HEX", help="the archive's check sum (FILE.sha256 beside it is read too)")


def run(arguments: argparse.Namespace) -> int:
    """Do it and say so; 3 with a sentence where it is refused."""
    from totalpetview.domain.problem import Refusal
    from totalpetview.installation.folder import DataFolder
    from totalpetview.installation.language import spoken_language
    from totalpetview.segmentation.total_segmentator import TotalSegmentator

    segmenter = TotalSegmentator.of(DataFolder.open(arguments.data))
    try:
        if arguments.action == "install":
            return _install(segmenter.places.weights, arguments)
        listed = [_described(segmenter, key) for key in _keys()]
    except Refusal as refusal:
        sys.stderr.write(refusal.problem.sentence(spoken_language()) + "\n")
        return 3
    if arguments.json:
        json.dump({"folder": str(segmenter.places.weights), "tasks": listed}, sys.stdout, indent=2, ensure_ascii=False)
        print()
    else:
        print(_written(str(segmenter.places.weights), listed))
    return 0


def _install(weights: Path, arguments: argparse.Namespace) -> int:
    from totalpetview.installation.language import said
    from totalpetview.segmentation.weights_install import install

    for dataset in install(arguments.source.expanduser(), weights, sha256=arguments.sha256):
        print(said(f"installed {dataset.folder}", f"installiert: {dataset.folder}"))
    return 0


def _keys() -> list[str]:
    from totalpetview.segmentation.tasks import TASKS

    return list(TASKS)


def _described(segmenter: Any, key: str) -> dict[str, Any]:  # noqa: ANN401 - imported late
    from totalpetview.installation.language import spoken_language
    from totalpetview.segmentation.tasks import TASKS

    plan = TASKS[key]
    found = {n: segmenter.weights.installed(n) for networks in plan.modes.values() for n in networks.all}
    return {
        "task": key,
        "name": plan.german if spoken_language() == "de" else plan.english,
        "licence": plan.licence,
        "modes": {
            mode: {
                "weights": segmenter.weights.kind(networks.all),
                "archives": [
                    {
                        "file": found[n].dataset.archive,
                        "url": found[n].dataset.url,
                        "weights": found[n].kind,
                        "complete": found[n].complete,
                        "size_mb": round(found[n].size_bytes / 1e6, 1),
                    }
                    for n in networks.all
                ],
            }
            for mode, networks in plan.modes.items()
        },
    }


def _written(folder: str, listed: list[dict[str, Any]]) -> str:
    from totalpetview.installation.language import said

    words = {
        "released": said("here", "da"),
        "unverified": said(
            "here, NOT VERIFIED to be TotalSegmentator's", "da, NICHT als die von TotalSegmentator BELEGT"
        ),
        "stand-in": said("STAND-IN, not TotalSegmentator's", "ERSATZ, nicht die von TotalSegmentator"),
        "missing": said("missing", "fehlen"),
    }
    lines = [folder]
    for one in listed:
        for mode, state in one["modes"].items():
            lines.append(f"  {one['task']:28} {mode:8} {words[state['weights']]}")
            lines.extend(
                f"      {archive['url'] or said('with a licence key: ', 'mit Lizenzschlüssel: ') + archive['file']}"
                for archive in state["archives"]
                if archive["weights"] == "missing" and one["task"] in {"total", "body"}
            )
            lines.extend(
                f"      {archive['file']}: {said('incomplete', 'unvollständig')}"
                for archive in state["archives"]
                if archive["weights"] != "missing" and not archive["complete"]
            )
    lines.append(
        said("All addresses: totalpetview weights list --json", "Alle Adressen: totalpetview weights list --json")
    )
    return "\n".join(lines)
