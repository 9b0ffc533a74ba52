"""One installation on PostgreSQL with several machines: each has a data folder and processes of its own."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psycopg
from psycopg.rows import dict_row
from tests.integration.real_orthanc import RealOrthanc, free_port
from tests.running_server import RunningServer
from tests.unit.workflows.simple_dicom import image

from totalpetview.pacs.orthanc import Orthanc
from totalpetview.workflows.import_files import store_files

ROOT = Path(__file__).resolve().parents[3]
LIMIT_S = 90.0
SLICES = 12


@dataclass
class Machine:
    """A data folder, and the processes that use it."""

    data: Path
    environment: Mapping[str, str]
    within: tuple[str, ...] = ()
    started: list[subprocess.Popen[bytes]] = field(default_factory=list, repr=False)

    @property
    def record(self) -> Path:
        return self.data / "computed.txt"

    @property
    def log(self) -> Path:
        return self.data / "processes.log"

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """Return what was started last."""
        return self.started[-1]

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        module = (sys.executable, "-m", "tests.integration.workflows.organ_worker", str(self.record), "0.01")
        environment = {**os.environ, "TOTALPETVIEW_DATA": str(self.data), **self.environment}
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [*self.within, *module, *words],
                env=environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.started.append(process)
        return process

    def hold(self) -> None:
        """Let runs here stay where they are until `go_on`."""
        self.record.with_name("held").touch()

    def go_on(self) -> None:
        self.record.with_name("held").unlink(missing_ok=True)

    def is_at(self) -> str | None:
        """Return the key of the run that is under way here; what was killed seems to be."""
        lines = self.lines()
        return lines[-1].split()[2] if lines and lines[-1].startswith("begin ") else None

    def begun(self) -> list[str]:
        """Return the keys of the runs whose computing began here, as often as it did."""
        return self._noted("begin")

    def ended(self) -> list[str]:
        """Return the keys of the runs that were computed here to their end."""
        return self._noted("end")

    def at_once(self) -> int:
        """Return how many runs were under way here at the same moment, at most; none was killed meanwhile."""
        most = now = 0
        for line in self.lines():
            now += 1 if line.startswith("begin ") else -1
            most = max(most, now)
        return most

    def lines(self) -> list[str]:
        return self.record.read_text().splitlines() if self.record.exists() else []

    def _noted(self, what: str) -> list[str]:
        return [line.split()[2] for line in self.lines() if line.startswith(f"{what} ")]


@dataclass
class Installation:
    """The machine of the archive and the pages, and further ones for workers."""

    archive: RealOrthanc
    database_url: str
    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    machines: list[Machine] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.main = Machine(self.archive.folder.path, self.environment())
        self.machines.append(self.main)
        self._examinations = 0
        self._connection: psycopg.Connection[dict[str, Any]] | None = None
        first = self.run("-m", "totalpetview.commands.first_start")
        self.password: str = json.loads(first)["password"]

    def environment(self) -> dict[str, str]:
        return {
            "TOTALPETVIEW_DATABASE_URL": self.database_url,
            "TOTALPETVIEW_WORKFLOW_DATABASE_URL": self.database_url,
            **self.settings,
        }

    def run(self, *words: str) -> str:
        environment = {**os.environ, "TOTALPETVIEW_DATA": str(self.main.data), **self.environment()}
        done = subprocess.run([sys.executable, *words], env=environment, cwd=ROOT, capture_output=True, check=True)
        return done.stdout.decode()

    def another_machine(self, name: str, **more: str) -> Machine:
        """Make what an administrator makes on a further machine: a copy of the secrets, and the shared folder."""
        data = self.folder / name
        data.mkdir(mode=0o700)
        (data / "secrets.json").write_bytes((self.main.data / "secrets.json").read_bytes())
        (data / "volumes").symlink_to(self.main.data / "volumes")
        environment = {**self.environment(), "TOTALPETVIEW_ORTHANC_URL": self.archive.address.url, **more}
        machine = Machine(data, environment)
        self.machines.append(machine)
        return machine

    def web(self) -> RunningServer:
        """Start another web server for the pages."""
        port = free_port()
        process = self.main.start("web", "--port", str(port))
        server = RunningServer(f"http://127.0.0.1:{port}", self.main.data, {}, self.password, process)  # type: ignore[arg-type]
        self.until(lambda: _answers(f"{server.url}/api/session"))
        return server

    def stop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        for machine in reversed(self.machines):
            for process in reversed(machine.started):
                if process.poll() is None:
                    process.send_signal(signal.SIGTERM)
        for machine in self.machines:
            for process in machine.started:
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    process.kill()

    def send_examinations(self, count: int) -> list[str]:
        """Send examinations to the archive, and return the series UIDs of their CTs."""
        gateway = Orthanc(self.archive.address.url, self.archive.address.user, self.archive.address.password)
        ours = []
        for _ in range(count):
            self._examinations += 1
            number = self._examinations
            ours.append(f"1.2.3.{10 * number}")
            files = [
                (f"{number}{kind}{k}", io.BytesIO(_image(number, kind, k)))
                for kind in ("CT", "PT")
                for k in range(SLICES)
            ]
            assert store_files(gateway, iter(files)).refused == ()
        gateway.close()
        return ours

    def prepared_examinations(self, ours: list[str]) -> list[str]:
        """Wait until examinations with these CTs are prepared, and return their keys."""

        def prepared() -> list[str] | None:
            rows = self.rows(
                "SELECT series_uid, examination_id FROM archive_series WHERE state = 'ready' AND role = 'ct'"
            )
            found = {row["series_uid"]: row["examination_id"] for row in rows}
            waiting = self.rows("SELECT 1 FROM archive_series WHERE state NOT IN ('ready', 'not-an-image-volume')")
            return None if waiting or any(uid not in found for uid in ours) else [found[uid] for uid in ours]

        examinations: list[str] = self.until(prepared)
        return examinations

    def rows(self, question: str, *values: Any) -> list[dict[str, Any]]:
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self.database_url, row_factory=dict_row, autocommit=True)
        try:
            return self._connection.execute(question, values).fetchall()
        except psycopg.OperationalError:  # it was restarted
            self._connection.close()
            return self.rows(question, *values)

    def a_run(self, key: str) -> dict[str, Any]:
        (row,) = self.rows("SELECT * FROM organs_segmentationrun WHERE key = %s", key)
        return row

    def until(self, reached: Callable[[], Any]) -> Any:
        give_up_at = time.monotonic() + LIMIT_S
        while time.monotonic() < give_up_at:
            found = reached()
            if found:
                return found
            time.sleep(0.1)
        runs = self.rows("SELECT key, state, stage, fraction, problem, cancel_requested FROM organs_segmentationrun")
        work = self.rows("SELECT workflow_uuid, status, executor_id FROM dbos.workflow_status WHERE queue_name = 'gpu'")
        logs = "\n".join(machine.log.read_text()[-3000:] for machine in self.machines if machine.log.exists())
        raise AssertionError(f"not reached: {runs}\n{work}\n{[each.lines() for each in self.machines]}\n{logs}")


def ask(client: httpx.Client, examinations: list[str], mode: str = "fast") -> list[str]:
    """Ask for organs as the pages do; return the keys of the runs."""
    body = {"examinations": examinations, "task": "total", "mode": mode}
    answer = client.post("/api/segmentations", json=body)
    assert answer.status_code == httpx.codes.ACCEPTED, answer.text
    return [run["key"] for run in answer.json()["runs"]]


def _image(number: int, kind: str, k: int) -> bytes:
    made = image(10 * number + (kind == "PT"), k, modality=kind, seed=number)
    made.StudyInstanceUID, made.FrameOfReferenceUID = f"1.2.3.4.{number}", f"1.2.3.99.{number}"
    made.PatientID = f"TEST{number}"
    written = io.BytesIO()
    made.save_as(written, enforce_file_format=True)
    return written.getvalue()


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False
