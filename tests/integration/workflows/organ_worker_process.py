"""A worker whose organs come from a segmenter without a program, and what it writes down."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.integration.workflows.worker_process import LIMIT_S, WorkerProcess

ROOT = Path(__file__).resolve().parents[3]


@dataclass
class OrganWorker(WorkerProcess):
    step_s: float = 0.02
    arguments: list[str] = field(default_factory=list)

    def start(self) -> None:
        program = [sys.executable, "-m", "tests.integration.workflows.organ_worker", str(self.record), str(self.step_s)]
        environment = {**os.environ, "TOTALPETVIEW_DATA": str(self.data), **self.settings}
        with (self.data / "worker.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*program, "worker", *self.arguments], env=environment, cwd=ROOT, stdout=log, stderr=log
            )

    @property
    def record(self) -> Path:
        return self.data / "computed.txt"

    def computed(self) -> list[str]:
        """Return the modes of the runs that were begun."""
        lines = self.record.read_text().splitlines() if self.record.exists() else []
        return [line.split()[1] for line in lines if line.startswith("begin ")]

    def run(self) -> dict[str, Any]:
        return next(iter(self.rows("SELECT * FROM organs_segmentationrun")), {})

    def maps(self) -> list[dict[str, Any]]:
        return self.rows("SELECT * FROM organs_organmap ORDER BY id")

    def until(self, reached: Callable[[], Any]) -> Any:
        give_up_at = time.monotonic() + 2 * LIMIT_S
        while time.monotonic() < give_up_at:
            found = reached()
            if found:
                return found
            time.sleep(0.05)
        log = (self.data / "worker.log").read_text(errors="replace")[-3000:]
        raise AssertionError(f"not reached: {self.run()} {self.maps()} {self.series()}\n{log}")
