"""`totalpetview account`: accounts from the command line."""

from __future__ import annotations

import argparse
import os
import sys

HELP = "add an account or give one a new one-time password"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's own arguments."""
    parser.add_argument("--data", metavar="FOLDER", help="data folder (default: $TOTALPETVIEW_DATA or the user's own)")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="make an account and print its one-time password")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--administrator", action="store_true", help="it may manage accounts")
    add.add_argument("--read-only", action="store_true", help="it may not bring in images")
    reset = actions.add_parser("reset", help="print a new one-time password; ends the account's sessions")
    reset.add_argument("name", metavar="NAME")


def run(arguments: argparse.Namespace) -> int:
    """Print the one-time password; 1 with the reason when there is none to print."""
    if arguments.data is not None:
        os.environ["TOTALPETVIEW_DATA"] = arguments.data
    from totalpetview.web.setup import migrate

    migrate()
    from django.core.exceptions import ValidationError

    from totalpetview.web.accounts.one_time_password import AccountExists, NoSuchAccount, add_account, reset_password

    try:
        if arguments.action == "add":
            password = add_account(
                arguments.name, administrator=arguments.administrator, upload=not arguments.read_only
            )
        else:
            password = reset_password(arguments.name)
    except AccountExists:
        sys.stderr.write(f"There is an account {arguments.name!r} already.\n")
        return 1
    except NoSuchAccount:
        sys.stderr.write(f"There is no account {arguments.name!r}.\n")
        return 1
    except ValidationError as error:
        sys.stderr.write(" ".join(error.messages) + "\n")
        return 1
    sys.stdout.write(f"{password}\n")
    sys.stderr.write("This is shown once. It must be changed at the first login.\n")
    return 0
