"""`totalpetview web`: the web server alone."""

from __future__ import annotations

import argparse

HELP = "run the web server alone (serve runs everything)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's own arguments."""
    parser.add_argument("--data", metavar="FOLDER", help="data folder (default: $TOTALPETVIEW_DATA or the user's own)")
    parser.add_argument("--host", help="address to answer on (default: setting web_host)")
    parser.add_argument("--port", type=int, help="port to answer on (default: setting web_port)")
    parser.add_argument("--openapi", action="store_true", help="print the description of the API and end")


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop."""
    if arguments.openapi:
        from totalpetview.web.openapi import print_openapi

        return print_openapi()
    from totalpetview.web.server import serve

    return serve(arguments.data, arguments.host, arguments.port)
