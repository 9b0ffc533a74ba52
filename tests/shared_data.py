"""Where the real examinations lie, for tests that need them; they are no part of the project."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
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


def followups() -> Path:
    """Return a folder with the three derived follow-ups and their truth.json; made once and kept for later runs.

    `TOTALPETVIEW_FOLLOWUPS` may name a folder that holds them already.
    """
    named = os.environ.get("TOTALPETVIEW_FOLLOWUPS")
    if named:
        return Path(named)
    script = shared("make_followups.py")
    digest = hashlib.sha256(script.read_bytes()).hexdigest()[:12]
    place = Path(tempfile.gettempdir()) / f"totalpetview-followups-{os.getuid()}-{digest}"
    if not place.is_dir():
        making = Path(tempfile.mkdtemp(prefix="totalpetview-followups-"))
        subprocess.run([sys.executable, str(script), str(making)], check=True, capture_output=True)
        try:
            making.rename(place)
        except OSError:  # another run was faster
            shutil.rmtree(making)
    return place
