"""`totalpetview import`: files, folders and ZIP archives into the archive."""

from __future__ import annotations

import argparse
import json
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from totalpetview.installation.language import said, spoken_language

if TYPE_CHECKING:
    from totalpetview.workflows.import_files import ImportReport

HELP = "store DICOM files, folders or ZIP archives in the archive"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's own arguments."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file, folder or ZIP archive; any name")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="data folder of the installation")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument(
        "--wait", type=float, default=600.0, metavar="SECONDS", help="how long to wait for an archive that is down"
    )


def run(arguments: argparse.Namespace) -> int:
    """Import; 0 if every file was stored or already there, else 1."""
    from totalpetview.installation.folder import DataFolder
    from totalpetview.pacs.orthanc import Orthanc
    from totalpetview.pacs.patience import Patience
    from totalpetview.workflows.import_files import store_files
    from totalpetview.workflows.import_items import items_of_paths

    address = DataFolder.open(arguments.data).orthanc
    archive = Orthanc(address.url, address.user, address.password)
    said_down = _Once(said("The archive does not answer; waiting.", "Das Archiv antwortet nicht; es wird gewartet."))
    patience = Patience(give_up_after_s=arguments.wait, on_wait=said_down)
    shown = _Counter(to_terminal=sys.stderr.isatty() and not arguments.json)
    report = store_files(archive, items_of_paths(arguments.paths), patience=patience, progress=shown)
    shown.end()
    print(_json(report) if arguments.json else _sentence(report))
    return 1 if report.refused else 0


class _Once:
    """Says something once, whichever thread comes first."""

    def __init__(self, words: str) -> None:
        self._words, self._lock, self._said = words, threading.Lock(), False

    def __call__(self, _wait_s: float) -> None:
        with self._lock:
            if not self._said:
                print(self._words, file=sys.stderr, flush=True)
            self._said = True


class _Counter:
    """Counts up on a terminal."""

    def __init__(self, *, to_terminal: bool) -> None:
        self._to_terminal, self._step = to_terminal, 20

    def __call__(self, done: int) -> None:
        if self._to_terminal and done % self._step == 0:
            print(f"\r{done}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._to_terminal:
            print("\r", end="", file=sys.stderr, flush=True)


def _sentence(report: ImportReport) -> str:
    language = spoken_language()
    lines = [f"{name}: {problem.sentence(language)}" for name, problem in report.refused]
    stored, there, refused = report.stored, report.already_there, len(report.refused)
    lines.append(
        said(
            f"{stored} stored, {there} already there, {refused} refused.",
            f"{stored} gespeichert, {there} bereits vorhanden, {refused} abgelehnt.",
        )
    )
    return "\n".join(lines)


def _json(report: ImportReport) -> str:
    language = spoken_language()
    return json.dumps(
        {
            "stored": report.stored,
            "already_there": report.already_there,
            "refused": [
                {"name": name, "code": problem.code, "why": problem.sentence(language)}
                for name, problem in report.refused
            ],
        },
        ensure_ascii=False,
    )
