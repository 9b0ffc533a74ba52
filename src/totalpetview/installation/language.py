"""The language in which the command line speaks: English, or German where the environment says so."""

from __future__ import annotations

import os
from typing import Final, Literal

Language = Literal["en", "de"]

#: in the order in which POSIX lets one override the other
_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")


def spoken_language() -> Language:
    """Return the language of this terminal."""
    chosen = next((os.environ[name] for name in _VARIABLES if os.environ.get(name)), "")
    return "de" if chosen.lower().startswith("de") else "en"


def said(en: str, de: str) -> str:
    """Return the one of two sentences that this terminal's user reads."""
    return de if spoken_language() == "de" else en
