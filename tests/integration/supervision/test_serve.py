"""`totalpetview serve` as a person starts it, with a real Orthanc."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from tests.integration.real_orthanc import write_test_settings

from totalpetview.installation.folder import DataFolder
from totalpetview.installation.orthanc import OrthancProgram
from totalpetview.supervision.state import read_state

START_LIMIT_S = 120.0
PASSWORD = re.compile(r"one-time password +(\S{12,})")


class Served:
    """One `totalpetview serve`."""

    def __init__(self, folder: DataFolder, console: Path, *words: str) -> None:
        self.folder, self._console = folder, console
        with console.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "totalpetview.cli", "serve", "--data", str(folder.path), *words],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def console(self) -> str:
        return self._console.read_text(encoding="utf-8")

    def wait_for(self, condition: Callable[[], bool]) -> None:
        give_up_at = time.monotonic() + START_LIMIT_S
        while not condition():
            assert self.process.poll() is None, self.console()
            assert time.monotonic() < give_up_at, self.console()
            time.sleep(0.05)

    def wait_until_ready(self) -> None:
        self.wait_for(lambda: "Ctrl-C stops all of it." in self.console())

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(60)
        finally:
            self.process.kill()


@pytest.fixture(scope="module")
def served(orthanc_program: OrthancProgram, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    assert orthanc_program.binary.exists()
    place = tmp_path_factory.mktemp("serve")
    running = Served(write_test_settings(place / "data"), place / "console.txt")
    try:
        running.wait_until_ready()
        yield running
    finally:
        running.stop()


def _status_of(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def test_it_prints_the_address_and_a_one_time_password(served: Served) -> None:
    assert f"http://localhost:{served.folder.settings.web_port}/" in served.console()
    assert PASSWORD.search(served.console())


def test_no_secret_and_no_password_is_in_the_logs(served: Served) -> None:
    password = PASSWORD.search(served.console())
    assert password is not None
    secrets = (served.folder.orthanc.password, served.folder.django_secret_key, password.group(1))
    logs = "".join(path.read_text(errors="replace") for path in served.folder.logs.iterdir())
    assert logs
    assert [secret for secret in secrets if secret in logs] == []


def test_no_secret_is_on_a_command_line(served: Served) -> None:
    family = psutil.Process(served.process.pid).children(recursive=True)
    words = " ".join(word for process in family for word in process.cmdline())
    assert "worker" in words
    assert served.folder.orthanc.password not in words


def test_a_killed_archive_comes_back(served: Served) -> None:
    before = read_state(served.folder.state_file)
    assert before is not None
    pid = before.processes["archive"].pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)

    def is_back() -> bool:
        now = read_state(served.folder.state_file)
        return (
            now is not None and now.processes["archive"].condition == "running" and now.processes["archive"].pid != pid
        )

    served.wait_for(is_back)
    assert _status_of(f"{served.folder.orthanc.url}/system") == 401  # it answers, and wants the credentials


def test_the_same_folder_cannot_be_served_twice(served: Served, tmp_path: Path) -> None:
    second = Served(served.folder, tmp_path / "second.txt")
    assert second.process.wait(60) == 1
    assert f"uses {served.folder.path} already" in second.console()


@pytest.mark.usefixtures("orthanc_program")
def test_a_port_in_use_is_said_with_the_setting_to_change(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        blocked = Served(write_test_settings(tmp_path / "data"), tmp_path / "console.txt", "--port", str(port))
        assert blocked.process.wait(60) == 1
    assert f"Port {port} is in use" in blocked.console()
    assert "web_port" in blocked.console()


def test_ctrl_c_ends_everything_and_the_second_start_shows_no_password(served: Served, tmp_path: Path) -> None:
    family = psutil.Process(served.process.pid).children(recursive=True)
    assert len(family) >= 3
    assert served.stop() == 0
    assert [process for process in family if process.is_running() and process.status() != psutil.STATUS_ZOMBIE] == []
    again = Served(served.folder, tmp_path / "again.txt")
    try:
        again.wait_until_ready()
        assert PASSWORD.search(again.console()) is None
    finally:
        assert again.stop() == 0
