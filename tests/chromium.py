"""Real Chromium with software WebGL, for end-to-end tests and for the bench."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Browser, sync_playwright

#: A computer without a graphics card: the page is painted, and WebGL runs, on the processor (`--use-angle=swiftshader`
#: alone would paint the page through software WebGL as well, which no such computer does). The others keep the browser
#: from calling home.
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)


def chromium_program() -> str | None:
    """Return the installed browser (`$TOTALPETVIEW_CHROMIUM` first), or None."""
    named = os.environ.get("TOTALPETVIEW_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Start the browser; it is closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()
