"""The command line: one verb, one module of `totalpetview.commands`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final, Protocol, cast

from totalpetview import __version__
from totalpetview.installation.thread_stacks import make_room

#: verb -> module; imported only when asked for, so that `--help` answers at once
VERBS: Final = {
    "serve": "serve",
    "worker": "worker",
    "web": "web",
    "import": "import_files",
    "inspect": "inspect",
    "suv": "suv",
    "segment": "segment",
    "segmentation": "segmentation",
    "weights": "weights",
    "demo": "demo",
    "doctor": "doctor",
    "account": "account",
}


class Command(Protocol):
    """What each module of `totalpetview.commands` offers."""

    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the verb's own arguments."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do the work and return the exit status."""


def command_of(verb: str) -> Command:
    """Return the module behind a verb."""
    return cast("Command", import_module(f"totalpetview.commands.{VERBS[verb]}"))


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit status of the process."""
    words = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(prog="totalpetview", description="Four sequential PET/CT examinations, in step.")
    parser.add_argument("--version", action="version", version=__version__)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    named = words[0] if words and words[0] in VERBS else None
    for verb in VERBS if named is None else (named,):
        command = command_of(verb)
        command.add_arguments(verbs.add_parser(verb, help=command.HELP, description=command.HELP))
    arguments = parser.parse_args(words)
    make_room()
    return command_of(arguments.verb).run(arguments)


if __name__ == "__main__":
    sys.exit(main())
