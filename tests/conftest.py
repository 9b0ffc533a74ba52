"""For every test: a data folder of its own run, so that no test touches this user's installation."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

# before Django's settings are read, which happens while tests are collected
_FOLDER = tempfile.TemporaryDirectory(prefix="totalpetview-tests-")
os.environ["TOTALPETVIEW_DATA"] = _FOLDER.name
os.environ["LC_ALL"] = "C.UTF-8"
for _name in [name for name in os.environ if name.startswith("TOTALPETVIEW_") and name.endswith("DATABASE_URL")]:
    del os.environ[_name]


@pytest.fixture(scope="session", autouse=True)
def _forget_test_data() -> Iterator[None]:
    yield
    _FOLDER.cleanup()


@pytest.fixture
def data_path(tmp_path: Path) -> Path:
    """Return a place for a data folder that does not exist yet."""
    return tmp_path / "data"
