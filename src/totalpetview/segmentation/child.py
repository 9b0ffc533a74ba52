"""TotalSegmentator in a process of its own: what it says is passed on, and it is gone when we want it to be."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any, Final

from totalpetview.domain.problem import Problem, Refusal
from totalpetview.segmentation.places import Places
from totalpetview.segmentation.port import Cancelled

_SCRIPT: Final = Path(__file__).with_name("in_its_venv.py")
#: how often cancelling is asked for
_TICK_S: Final = 0.1
_KEPT_BYTES: Final = 20_000
#: nothing that proxies, Python paths or nnU-Net settings of ours should decide about
_NOT_PASSED: Final = ("PYTHON", "nnUNet", "TOTALSEG", "TOTALPETVIEW", "DJANGO", "VIRTUAL_ENV")

Event = Mapping[str, Any]


def run_child(
    places: Places,
    job: Mapping[str, Any],
    folder: Path,
    *,
    hear: Callable[[Event | None], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    limit_s: float | None = None,
) -> dict[str, Any]:
    """Have the script in TotalSegmentator's virtual environment do one job.

    Parameters
    ----------
    folder
        For all temporary files of the program.
    hear
        Called from this thread with each event, and with None several times a second in between.
    cancelled
        Asked several times a second.

    Returns
    -------
    The last event, "done".

    Raises
    ------
    Cancelled
        After the process and all that it started were killed.
    Refusal
        When it failed, ended early or took longer than `limit_s`.
    """
    errors = folder / "stderr.txt"
    whole_job = {
        **job,
        "parent": os.getpid(),
        "folder": str(folder.absolute()),
        "home": str(places.home.absolute()),
        "weights": str(places.weights.absolute()),
    }
    with errors.open("wb") as error_file:
        process = _start(places, error_file)
    try:
        events = _events_of(process, whole_job)
        outcome = _follow(process, events, hear, cancelled, limit_s)
    finally:
        _kill(process)
    if outcome is not None and outcome["event"] == "done":
        return dict(outcome)
    _keep_last_words(errors, places.kept)
    raise Refusal(_problem(outcome, process.returncode))


def _start(places: Places, errors: IO[bytes]) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_PASSED)}
    environment["PYTHONNOUSERSITE"] = "1"
    try:
        return subprocess.Popen(
            [str(places.python), "-u", "-W", "ignore", str(_SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment,
            start_new_session=True,  # a group of its own, so that all of it can be killed
        )
    except OSError as error:
        raise Refusal(Problem("segmentation-not-installed")) from error


def _events_of(process: subprocess.Popen[bytes], job: Mapping[str, Any]) -> queue.Queue[Event | None]:
    """Send the job and return the events as they come; None ends them."""
    heard: queue.Queue[Event | None] = queue.Queue()
    if process.stdin is None or process.stdout is None:
        raise ValueError("the process has no pipes")
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(json.dumps(job).encode() + b"\n")
        process.stdin.close()
    out = process.stdout

    def listen() -> None:
        with out:
            for line in out:
                with contextlib.suppress(ValueError):
                    event = json.loads(line)
                    if isinstance(event, dict) and "event" in event:
                        heard.put(event)
        heard.put(None)

    threading.Thread(target=listen, name="totalsegmentator", daemon=True).start()
    return heard


def _follow(
    process: subprocess.Popen[bytes],
    events: queue.Queue[Event | None],
    hear: Callable[[Event | None], None],
    cancelled: Callable[[], bool],
    limit_s: float | None,
) -> Event | None:
    """Return "done" or "failed", or None when the process ended without a word."""
    began = time.monotonic()
    while True:
        if cancelled():
            _kill(process)
            raise Cancelled
        if limit_s is not None and time.monotonic() - began > limit_s:
            return {"event": "failed", "code": "segmentation-failed", "reason": "timeout"}
        try:
            event = events.get(timeout=_TICK_S)
        except queue.Empty:
            hear(None)
            continue
        if event is None:
            process.wait()
            return None
        if event["event"] in {"done", "failed"}:
            return event
        hear(event)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the process and everything that it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _problem(outcome: Event | None, status: int) -> Problem:
    if outcome is None:
        if status == -signal.SIGKILL:  # nobody but the system does that, and only when memory runs out
            return Problem("segmentation-out-of-memory")
        return Problem("segmentation-failed", {"reason": f"status {status}"})
    values = {"reason": str(outcome["reason"])} if "reason" in outcome else {}
    return Problem(str(outcome["code"]), values)


def _keep_last_words(errors: Path, kept: Path) -> None:
    """Keep what the program said last; it was given no words about the patient."""
    with contextlib.suppress(OSError):
        last = errors.read_bytes()[-_KEPT_BYTES:]
        file = kept / "last-failure.txt"
        file.touch(mode=0o600)
        file.write_bytes(last)
