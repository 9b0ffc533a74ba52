"""`totalpetview segmentation`: TotalSegmentator's program and licence key."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

HELP = "install TotalSegmentator in a virtual environment of its own, enter its licence key"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions."""
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="data folder (default: $TOTALPETVIEW_DATA)")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    install = actions.add_parser("install", help="make the virtual environment (2.5 GB, about two minutes)")
    install.add_argument("--gpu", action="store_true", help="for a machine with an NVIDIA GPU (about 9 GB)")
    install.add_argument("--into", type=Path, metavar="DIR", help="another place than the data folder")
    install.add_argument("--quiet", action="store_true", help="print failures only")
    licence = actions.add_parser(
        "licence", help="enter the licence key that some tasks need; kept readable by you only"
    )
    licence.add_argument("key", nargs="?", metavar="KEY", help="asked for when it is left out; - reads standard input")
    licence.add_argument("--remove", action="store_true", help="forget the key")


def run(arguments: argparse.Namespace) -> int:
    """Do it and say so; 3 with a sentence where it is refused."""
    from totalpetview.domain.problem import Refusal
    from totalpetview.installation.language import spoken_language

    try:
        return _install(arguments) if arguments.action == "install" else _licence(arguments)
    except Refusal as refusal:
        sys.stderr.write(refusal.problem.sentence(spoken_language()) + "\n")
        return 3


def _install(arguments: argparse.Namespace) -> int:
    from totalpetview.installation.language import said
    from totalpetview.segmentation.program_install import InstallationFailed, install_program

    if arguments.into is not None:
        venv: Path = arguments.into.expanduser().absolute()
    else:
        from totalpetview.installation.folder import DataFolder
        from totalpetview.segmentation.places import Places

        venv = Places.of(DataFolder.open(arguments.data)).venv
    try:
        install_program(venv, gpu=arguments.gpu, quiet=arguments.quiet)
    except InstallationFailed:
        sys.stderr.write(
            said(
                "TotalSegmentator could not be installed; pip says why above. Without internet: "
                "docs/admin/segmentation.md.",
                "TotalSegmentator ließ sich nicht installieren; oben sagt pip, warum. Ohne Internet: "
                "docs/admin/segmentation.md.",
            )
            + "\n"
        )
        return 1
    if not arguments.quiet:
        print(said(f"TotalSegmentator is installed in {venv}.", f"TotalSegmentator ist in {venv} installiert."))
    return 0


def _licence(arguments: argparse.Namespace) -> int:
    from totalpetview.installation.folder import DataFolder
    from totalpetview.installation.language import said
    from totalpetview.segmentation.configuration import forget_licence, keep_licence
    from totalpetview.segmentation.places import Places

    home = Places.of(DataFolder.open(arguments.data)).home
    if arguments.remove:
        forget_licence(home)
        print(said("The licence key is forgotten.", "Der Lizenzschlüssel ist vergessen."))
        return 0
    key = arguments.key
    if key is None:
        key = getpass.getpass(said("Licence key: ", "Lizenzschlüssel: "))
    elif key == "-":
        key = sys.stdin.readline()
    keep_licence(home, key)
    print(said("The licence key is kept.", "Der Lizenzschlüssel ist hinterlegt."))
    return 0
