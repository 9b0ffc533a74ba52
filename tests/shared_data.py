"""Where the real examinations lie, for tests that need them; they are no part of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def _found() -> Path | None:
    named = os.environ.get("TOTALPETVIEW_SHARED_DATA")
    place = Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "data"
    return place if place.is_dir() else None


SHARED_DATA: Path | None = _found()

needs_shared_data = pytest.mark.skipif(
    SHARED_DATA is None, reason="the real examinations are not here (set TOTALPETVIEW_SHARED_DATA to their folder)"
)


def shared(*parts: str) -> Path:
    """Return a path in the shared data; skips the test when there are none."""
    if SHARED_DATA is None:
        pytest.skip("the real examinations are not here (set TOTALPETVIEW_SHARED_DATA to their folder)")
    return SHARED_DATA.joinpath(*parts)
