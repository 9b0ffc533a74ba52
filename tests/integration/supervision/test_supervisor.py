"""The supervisor with real processes: small HTTP servers that stand for archive, worker and web."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from tests.integration.real_orthanc import free_port

from totalpetview.supervision.state import ProcessState, read_state

WAIT_LIMIT_S = 30.0

SUPERVISE = """
import sys
from pathlib import Path
from totalpetview.supervision.plan import ProcessPlan
from totalpetview.supervision.supervisor import Supervisor

folder, ports = Path(sys.argv[1]), [int(port) for port in sys.argv[2:]]
plans = [
    ProcessPlan(
        name=f"process{number}",
        command=(sys.executable, str(folder / "server.py"), str(port), str(folder)),
        ready_url=f"http://127.0.0.1:{port}/",
        stop_limit_s=10,
    )
    for number, port in enumerate(ports)
]
write_once = "open(%r, 'a').write('x')" % str(folder / "once")
plans.append(ProcessPlan(name="once", command=(sys.executable, "-c", write_once), once=True))
Supervisor(
    plans, state_file=folder / "state.json", logs=folder,
    say=lambda line: print(line, flush=True), when_ready=lambda: print("all ready", flush=True),
).run()
print("all stopped", flush=True)
"""

# a process with a child of its own, as a web server with its worker processes
SERVER = """
import http.server, signal, subprocess, sys
port, folder = int(sys.argv[1]), sys.argv[2]
def end(number, frame):
    with open(folder + "/ended", "a") as file:
        file.write(sys.argv[1] + "\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
http.server.ThreadingHTTPServer(("127.0.0.1", port), http.server.SimpleHTTPRequestHandler).serve_forever()
"""


class Running:
    """A supervisor with two servers and a one-shot process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "supervise.py").write_text(textwrap.dedent(SUPERVISE))
        (folder / "server.py").write_text(textwrap.dedent(SERVER))
        self.ports = [free_port(), free_port()]
        self.output = folder / "console.txt"
        with self.output.open("wb") as console:
            self.process = subprocess.Popen(
                [sys.executable, str(folder / "supervise.py"), str(folder), *map(str, self.ports)],
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=subprocess.STDOUT,
                cwd=folder,
            )

    def console(self) -> str:
        return self.output.read_text()

    def state(self, name: str) -> ProcessState | None:
        state = read_state(self.folder / "state.json")
        return state.processes.get(name) if state else None

    def pid(self, name: str) -> int:
        state = self.state(name)
        assert state is not None
        assert state.pid is not None
        return state.pid

    def family(self) -> list[psutil.Process]:
        children: list[psutil.Process] = psutil.Process(self.process.pid).children(recursive=True)
        return children


def wait_until(condition: Callable[[], Any], what: str) -> None:
    give_up_at = time.monotonic() + WAIT_LIMIT_S
    while not condition():
        if time.monotonic() > give_up_at:
            pytest.fail(f"waited in vain: {what}")
        time.sleep(0.05)


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [process for process in processes if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    started = Running(tmp_path)
    wait_until(
        lambda: "all ready" in started.console() or started.process.poll() is not None, "the processes to be ready"
    )
    assert started.process.poll() is None, started.console()
    family = started.family()
    yield started
    family += started.family() if started.process.poll() is None else []
    started.process.kill()
    started.process.wait()
    for process in alive(family):
        process.kill()


def test_it_says_that_all_are_ready_only_when_each_one_answers(running: Running) -> None:
    for port in running.ports:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
            assert answer.status == 200


def test_a_killed_process_comes_back_and_the_state_file_tells_of_it(running: Running) -> None:
    first = running.pid("process0")
    os.kill(first, signal.SIGKILL)

    def is_back() -> bool:
        state = running.state("process0")
        return state is not None and state.condition == "running" and state.pid not in {None, first}

    wait_until(is_back, "the killed process to run again")
    state = running.state("process0")
    assert state is not None
    assert state.restarts == 1
    assert "process0: running again" in running.console()


def test_what_a_dead_process_had_started_dies_with_it(running: Running) -> None:
    orphan = psutil.Process(running.pid("process0")).children()
    assert len(orphan) == 1
    os.kill(running.pid("process0"), signal.SIGKILL)
    wait_until(lambda: not alive(orphan), "the grandchild to end")


def test_ctrl_c_ends_all_in_reverse_order_and_leaves_nothing_behind(running: Running) -> None:
    family = running.family()
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(WAIT_LIMIT_S) == 0
    assert "all stopped" in running.console()
    assert not alive(family)
    assert (running.folder / "ended").read_text().split() == [str(port) for port in reversed(running.ports)]
    assert not (running.folder / "state.json").exists()


def test_when_the_supervisor_is_killed_its_processes_end_too(running: Running) -> None:
    servers = [psutil.Process(running.pid(name)) for name in ("process0", "process1")]
    running.process.kill()
    running.process.wait()
    wait_until(lambda: not alive(servers), "the processes to end")
    assert sorted((running.folder / "ended").read_text().split()) == sorted(map(str, running.ports))
    assert read_state(running.folder / "state.json") is None


def test_a_one_shot_process_runs_once(running: Running) -> None:
    def is_done() -> bool:
        state = running.state("once")
        return state is not None and state.condition == "done"

    wait_until(is_done, "the one-shot process to be done")
    os.kill(running.pid("process0"), signal.SIGKILL)
    wait_until(lambda: "running again" in running.console(), "the killed process to run again")
    assert (running.folder / "once").read_text() == "x"


def test_the_state_file_holds_nothing_but_names_conditions_and_numbers(running: Running) -> None:
    kept = json.loads((running.folder / "state.json").read_text())
    assert set(kept) == {"supervisor_pid", "processes"}
    assert all(set(process) == {"condition", "pid", "restarts"} for process in kept["processes"].values())
