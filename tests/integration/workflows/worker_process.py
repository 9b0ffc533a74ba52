"""`totalpetview worker` as a process of its own, and what it wrote into the catalogue."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LIMIT_S = 60.0


@dataclass
class WorkerProcess:
    data: Path
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    #: environment variables of the installation's settings
    settings: dict[str, str] = field(default_factory=dict)

    def migrate(self) -> None:
        self._run("from totalpetview.web.setup import migrate; migrate()").wait(LIMIT_S)

    def start(self) -> None:
        self.process = self._run("from totalpetview.cli import main; main(['worker'])")

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(LIMIT_S)

    def stop(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(LIMIT_S)

    def series(self) -> dict[str, tuple[str, str, str]]:
        """Return series UID -> (state, volume id, MIP id)."""
        with closing(sqlite3.connect(self.data / "totalpetview.sqlite3", timeout=20)) as database:
            rows = database.execute("SELECT series_uid, state, volume_id, mip_id FROM archive_series").fetchall()
        return {uid: (state, volume, mip) for uid, state, volume, mip in rows}

    def rows(self, question: str) -> list[dict[str, Any]]:
        """Return what the catalogue answers."""
        with closing(sqlite3.connect(self.data / "totalpetview.sqlite3", timeout=20)) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(question).fetchall()]

    def wait_until(self, reached: Callable[[dict[str, tuple[str, str, str]]], bool]) -> dict[str, tuple[str, str, str]]:
        give_up_at = time.monotonic() + LIMIT_S
        while time.monotonic() < give_up_at:
            series = self.series()
            if reached(series):
                return series
            time.sleep(0.02)
        log = (self.data / "worker.log").read_text(errors="replace")[-3000:]
        raise AssertionError(f"not reached: {self.series()}\n{log}")

    def _run(self, program: str) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "TOTALPETVIEW_DATA": str(self.data), **self.settings}
        with (self.data / "worker.log").open("ab") as log:
            return subprocess.Popen([sys.executable, "-c", program], env=environment, stdout=log, stderr=log)
