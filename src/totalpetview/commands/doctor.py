"""`totalpetview doctor`: what is there, what is missing, and how to get it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from totalpetview.installation import checks
from totalpetview.installation.checks import Check
from totalpetview.installation.folder import default_path
from totalpetview.installation.language import said
from totalpetview.installation.settings import Settings, SettingsError, read_settings

HELP: Final = "say in plain words what this installation has, what it lacks, and how to get it"

_MARKS: Final = {"good": "ok", "poor": "!", "missing": "✗"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--data", type=Path, help="data folder (default: $TOTALPETVIEW_DATA)")
    parser.add_argument("--suv", action="store_true", help="compute SUV of synthetic PET objects with known answers")


def run(arguments: argparse.Namespace) -> int:
    """Print one line for each thing looked at; status 1 if something is missing that is needed."""
    if arguments.suv:
        return _suv()
    data: Path = arguments.data.expanduser().absolute() if arguments.data is not None else default_path()
    lacking = 0
    for check in _checks(data):
        lacking += check.verdict == "missing"
        print(f"  {_MARKS[check.verdict]:>2}  {check.what}: {check.found}")
        if check.remedy:
            print(f"        -> {check.remedy}")
    if lacking:
        print(said(f"{lacking} needed thing(s) missing.", f"{lacking} notwendige(s) fehlt/fehlen."))
        return 1
    print(said("Everything that is needed is here.", "Alles Notwendige ist da."))
    return 0


def _suv() -> int:
    """Print one line for each synthetic object; status 1 if one has another SUV than it must have."""
    from totalpetview.dicom.suv_self_test import run_all
    from totalpetview.installation.language import spoken_language

    language, wrong = spoken_language(), 0
    print(f"  {'':2}  {said('object', 'Objekt'):44} {said('expected', 'erwartet'):>10} {said('found', 'gefunden'):>10}")
    for outcome in run_all():
        wrong += not outcome.right
        expected = "-" if outcome.expected is None else f"{outcome.expected:.2f}"
        found = "-" if not outcome.found else ", ".join(sorted({f"{one:.2f}" for one in outcome.found}))
        print(f"  {'ok' if outcome.right else '✗':>2}  {outcome.name:44} {expected:>10} {found:>10}")
        if outcome.refusal is not None and not outcome.right:
            print(f"        -> {outcome.refusal.sentence(language)}")
    if wrong:
        print(said(f"{wrong} object(s) have a wrong SUV.", f"{wrong} Objekt(e) haben einen falschen SUV."))
        return 1
    print(said("Every object has the SUVbw it must have.", "Jedes Objekt hat den SUVbw, den es haben muss."))
    return 0


def _checks(data: Path) -> Iterator[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Check("Python", "good", f"{version} ({sys.executable})")
    yield checks.check_orthanc()
    yield checks.check_dicomweb_plugin()
    yield checks.check_decoders()
    yield checks.check_pages()
    yield checks.check_disk(data)
    yield checks.check_memory()
    yield checks.check_gpu()
    yield checks.check_folder(data)
    try:
        settings = read_settings(data / "settings.toml", os.environ)
    except SettingsError as error:
        yield Check(said("Settings", "Einstellungen"), "missing", str(error), str(data / "settings.toml"))
        return
    yield from _ports(settings, data)
    yield from _segmentation(settings, data)


def _segmentation(settings: Settings, data: Path) -> Iterator[Check]:
    from totalpetview.installation.language import spoken_language
    from totalpetview.segmentation.checks import check_program, check_weights
    from totalpetview.segmentation.places import Places

    places = Places.in_folder(data, settings)
    yield check_program(places, spoken_language())
    yield check_weights(places)


def _ports(settings: Settings, data: Path) -> Iterator[Check]:
    from totalpetview.supervision.ports import PortInUse, check_ports
    from totalpetview.supervision.state import read_state

    what = "Ports"
    numbers = f"web {settings.web_port}, Orthanc {settings.orthanc_http_port}, DICOM {settings.dicom_port}"
    state = read_state(data / "processes.json")
    if state is not None:
        running = ", ".join(f"{name}: {process.condition}" for name, process in state.processes.items())
        yield Check(what, "good", said(f"{numbers}; being served ({running})", f"{numbers}; in Betrieb ({running})"))
        return
    try:
        check_ports(settings)
    except PortInUse as taken:
        yield Check(what, "missing", str(taken))
    else:
        yield Check(what, "good", said(f"{numbers}: free", f"{numbers}: frei"))
