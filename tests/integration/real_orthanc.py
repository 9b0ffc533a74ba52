"""A real Orthanc for tests: configured as `totalpetview serve` does, on free ports, in a temporary folder."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from totalpetview.installation.folder import DataFolder, OrthancAddress
from totalpetview.installation.orthanc import ENVIRONMENT, OrthancProgram, write_orthanc_configuration

START_LIMIT_S = 60.0

#: the application entity that tests send from
TEST_PEER_AET = "TESTSCU"


def free_port() -> int:
    """Return a TCP port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class RealOrthanc:
    """One Orthanc with a data folder of its own; it can be stopped, killed, and started again on the same data."""

    folder: DataFolder
    program: OrthancProgram
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def address(self) -> OrthancAddress:
        return self.folder.orthanc

    @property
    def dicom_port(self) -> int:
        return self.folder.settings.dicom_port

    @property
    def aet(self) -> str:
        return self.folder.settings.aet

    def start(self) -> None:
        configuration = write_orthanc_configuration(self.folder, self.program)
        with (self.folder.logs / "orthanc.log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.program.binary), str(configuration)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **ENVIRONMENT},
            )
        give_up_at = time.monotonic() + START_LIMIT_S
        while True:
            try:
                self.get("/system")
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                if self.process.poll() is not None or time.monotonic() > give_up_at:
                    log_text = (self.folder.logs / "orthanc.log").read_text(errors="replace")[-3000:]
                    raise RuntimeError(f"Orthanc did not start:\n{log_text}") from None
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        """End it as an administrator would."""
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
            self.process = None

    def kill(self) -> None:
        """End it as a failing machine would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def get(self, path: str) -> Any:
        return json.loads(self.request("GET", path))

    def post(self, path: str, body: bytes) -> Any:
        return json.loads(self.request("POST", path, body))

    def request(self, method: str, path: str, body: bytes | None = None) -> bytes:
        word = b64encode(f"{self.address.user}:{self.address.password}".encode()).decode()
        request = urllib.request.Request(
            self.address.url + path, data=body, method=method, headers={"Authorization": f"Basic {word}"}
        )
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
            content: bytes = answer.read()
        return content

    def empty(self) -> None:
        """Delete every patient, and forget the changes."""
        for patient in self.get("/patients"):
            self.request("DELETE", f"/patients/{patient}")
        self.request("DELETE", "/changes")


def write_test_settings(path: Path, **more: int | str) -> DataFolder:
    """Make a data folder on free ports, in which `TEST_PEER_AET` on this machine may send by DICOM."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    values: dict[str, int | str] = {
        "web_port": free_port(),
        "orthanc_http_port": free_port(),
        "dicom_port": free_port(),
        **more,
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in values.items()]
    lines += ["[[dicom_peers]]", f'aet = "{TEST_PEER_AET}"', 'host = "127.0.0.1"', f"port = {free_port()}"]
    (path / "settings.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return DataFolder.open(path)
