"""The real TotalSegmentator for tests: its virtual environment, which `script/setup --tests` makes, and its weights."""

from __future__ import annotations

import hashlib
import json
import os
from functools import cache
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[1]
#: a tiny network that knows the demo patient: see README.md beside it
STANDIN_WEIGHTS = _ROOT / "tests" / "fixtures" / "standin-weights"
_REQUIREMENTS = ("requirements.txt", "requirements-cpu.txt")


def cached_venv() -> Path:
    """Return where `script/setup --tests` puts the virtual environment: a new place for each set of requirements."""
    named = os.environ.get("TOTALPETVIEW_TEST_TOTALSEGMENTATOR")
    if named:
        return Path(named)
    digest = hashlib.sha256()
    for name in _REQUIREMENTS:
        digest.update((_ROOT / "src" / "totalpetview" / "segmentation" / name).read_bytes())
    home = os.environ.get("XDG_CACHE_HOME")
    cache = Path(home) if home else Path.home() / ".cache"
    return cache / "totalpetview" / f"totalsegmentator-{digest.hexdigest()[:12]}"


def totalsegmentator_venv() -> Path:
    """Return the virtual environment; without it the test is skipped, but never in CI."""
    venv = cached_venv()
    if not (venv / "bin" / "TotalSegmentator").exists():
        if os.environ.get("CI"):
            pytest.fail("TotalSegmentator is missing: script/setup --tests installs it")
        pytest.skip("TotalSegmentator is not here: script/setup --tests installs it")
    return venv


@cache
def class_names() -> dict[str, dict[int, str]]:
    """Return TotalSegmentator's own class maps: task -> label value -> name; see `tests.standin.class_maps`."""
    held = json.loads((_ROOT / "tests/fixtures/totalsegmentator-class-maps.json").read_text(encoding="utf-8"))
    return {task: dict(enumerate(names, start=1)) for task, names in held["tasks"].items()}
