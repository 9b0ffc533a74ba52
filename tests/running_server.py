"""The whole product as a stranger starts it (`totalpetview serve`), for end-to-end tests and for the bench."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import httpx

_START_TIMEOUT_S: Final = 120.0
_PREPARE_TIMEOUT_S: Final = 600.0
_POLL_S: Final = 0.2
NEW_PASSWORD: Final = "four-examinations-in-step"
TOTALPETVIEW: Final = Path(sys.executable).with_name("totalpetview")


@dataclass(frozen=True, slots=True)
class RunningServer:
    """Where the started product answers, and the password that its first start printed."""

    url: str
    data: Path
    environment: dict[str, str]
    one_time_password: str
    process: subprocess.Popen[str]

    @property
    def orthanc_url(self) -> str:
        """The archive's own HTTP address."""
        return f"http://127.0.0.1:{self.environment['TOTALPETVIEW_ORTHANC_HTTP_PORT']}"

    def orthanc_login(self) -> tuple[str, str]:
        """Return the generated credentials of the archive."""
        secrets = json.loads((self.data / "secrets.json").read_text())
        return secrets["orthanc_user"], secrets["orthanc_password"]

    def run(self, *words: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one `totalpetview` command on this installation."""
        return subprocess.run(
            [TOTALPETVIEW, *map(str, words)], env=self.environment, text=True, capture_output=True, check=check
        )

    @contextmanager
    def signed_in(self) -> Iterator[httpx.Client]:
        """Give a client with a session; the first account's password is changed as the first login demands."""
        with httpx.Client(base_url=self.url, timeout=60) as client:
            for password in (NEW_PASSWORD, self.one_time_password):
                client.headers["X-CSRFToken"] = client.get("/api/session").json()["csrf_token"]
                answer = client.post("/api/session", json={"name": "admin", "password": password})
                if answer.status_code == httpx.codes.OK:
                    break
            answer.raise_for_status()
            client.headers["X-CSRFToken"] = client.get("/api/session").json()["csrf_token"]
            if password == self.one_time_password:
                client.post("/api/session/password", json={"old": password, "new": NEW_PASSWORD}).raise_for_status()
                client.headers["X-CSRFToken"] = client.get("/api/session").json()["csrf_token"]
            yield client

    def prepared_examinations(self, client: httpx.Client, count: int, patient: str = "") -> list[dict[str, Any]]:
        """Wait until a patient's examinations are whole (CT and PET) and prepared; return them in order of time.

        An examination whose PET has not arrived yet is another one, with another id.
        """
        deadline = time.monotonic() + _PREPARE_TIMEOUT_S
        while time.monotonic() < deadline:
            patients = client.get("/api/studies", params={"limit": 100, "search": patient}).json()["patients"]
            found = [examination for patient in patients for examination in patient["examinations"]]
            if len(found) >= count and all(
                examination["state"] == "ready"
                and examination["ct"]
                and examination["pet"]
                and examination["thumbnail_url"]
                for examination in found
            ):
                return sorted(found, key=lambda examination: examination["acquired_at"])
            time.sleep(_POLL_S)
        message = f"not prepared in time: {[(examination['state'], examination['problems']) for examination in found]}"
        raise TimeoutError(message)


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on now."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


@contextmanager
def running_server(data: Path, *words: str, settings: str = "") -> Iterator[RunningServer]:
    """Start `totalpetview serve` on free ports, wait until it answers, and stop it with Ctrl-C afterwards.

    `settings` becomes the new installation's settings.toml.
    """
    if settings:
        data.mkdir(mode=0o700)
        (data / "settings.toml").write_text(settings)
    web, orthanc, dicom = free_ports(3)
    environment = os.environ | {
        "TOTALPETVIEW_DATA": str(data),
        "TOTALPETVIEW_WEB_PORT": str(web),
        "TOTALPETVIEW_ORTHANC_HTTP_PORT": str(orthanc),
        "TOTALPETVIEW_DICOM_PORT": str(dicom),
        "PYTHONUNBUFFERED": "1",
        "LANG": "C.UTF-8",
    }
    console_path = data.parent / f"{data.name}-console.txt"
    with console_path.open("w") as console:
        process = _start(["serve", *words], environment, console)
        try:
            url = f"http://127.0.0.1:{web}"
            _wait_until_it_answers(url, process, console_path)
            found = re.search(r"(?i)one-time password\D*?:?\s+(\S+)", console_path.read_text())
            yield RunningServer(url, data, environment, found.group(1) if found else "", process)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def _start(words: Sequence[str], environment: dict[str, str], console: IO[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [TOTALPETVIEW, *words],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=console,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def _wait_until_it_answers(url: str, process: subprocess.Popen[str], console: Path) -> None:
    deadline = time.monotonic() + _START_TIMEOUT_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}:\n{console.read_text()}")
        try:
            status = httpx.get(f"{url}/api/session", timeout=5).status_code
            if status == httpx.codes.INTERNAL_SERVER_ERROR:
                raise RuntimeError(f"the web server does not work:\n{console.read_text()}")
            if status == httpx.codes.OK and "http" in console.read_text():
                return
        except httpx.TransportError:
            pass
        time.sleep(_POLL_S)
    raise TimeoutError(f"the server does not answer:\n{console.read_text()}")
