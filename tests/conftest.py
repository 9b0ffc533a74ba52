"""For every test: a data folder of its own run, so that no test touches this user's installation."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before Django's settings are read: pytest-django does so after this file, because the settings are named here
# and not in pyproject.toml.
_FOLDER = tempfile.TemporaryDirectory(prefix="totalpetview-tests-")
os.environ["TOTALPETVIEW_DATA"] = _FOLDER.name
os.environ["DJANGO_SETTINGS_MODULE"] = "totalpetview.web.settings"
os.environ["LC_ALL"] = "C.UTF-8"
for _name in ("TOTALPETVIEW_DATABASE_URL", "TOTALPETVIEW_WORKFLOW_DATABASE_URL"):
    os.environ.pop(_name, None)
# all unit tests of the web on another database: TOTALPETVIEW_TEST_DATABASE_URL=postgresql://... pytest tests/unit/web
if "TOTALPETVIEW_TEST_DATABASE_URL" in os.environ:
    os.environ["TOTALPETVIEW_DATABASE_URL"] = os.environ["TOTALPETVIEW_TEST_DATABASE_URL"]


@pytest.fixture(scope="session", autouse=True)
def _forget_test_data() -> Iterator[None]:
    yield
    _FOLDER.cleanup()


@pytest.fixture
def data_path(tmp_path: Path) -> Path:
    """Return a place for a data folder that does not exist yet."""
    return tmp_path / "data"
