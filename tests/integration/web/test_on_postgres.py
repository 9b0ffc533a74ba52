"""What SQLite never shows, on PostgreSQL: the same tests as on SQLite, in a process of their own.

All tests of the web: `TOTALPETVIEW_TEST_DATABASE_URL=postgresql://... pytest tests/unit/web`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.integration.real_postgres import RealPostgres

ROOT = Path(__file__).resolve().parents[3]
WHAT = ("at_once", "search", "workers")


def test_what_holds_on_sqlite_holds_on_postgresql(postgres: RealPostgres) -> None:
    files = [f"tests/unit/web/test_{name}.py" for name in WHAT]
    environment = {**os.environ, "TOTALPETVIEW_TEST_DATABASE_URL": postgres.new_database()}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:]
