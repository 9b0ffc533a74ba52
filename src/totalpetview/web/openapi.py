"""The description of the API, printed without touching anybody's data folder."""
# ruff: noqa: PLC0415 - Django's modules can be imported only after it is configured

from __future__ import annotations

import os
import sys
import tempfile


def print_openapi() -> int:
    """Write it to standard output."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TOTALPETVIEW_DATA"] = folder
        os.environ.pop("TOTALPETVIEW_DATABASE_URL", None)
        from totalpetview.web.setup import setup_django

        setup_django()
        from totalpetview.web.api import openapi_text

        sys.stdout.write(openapi_text())
    return 0
