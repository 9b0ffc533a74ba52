"""The script that TotalSegmentator's own Python runs: what it makes of failures, without that Python."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from totalpetview.domain.sentences import SENTENCES
from totalpetview.segmentation import in_its_venv

SCRIPT = Path(in_its_venv.__file__)


class ConnectionFailed(Exception):
    __module__ = "requests.exceptions"


class OutOfMemoryError(RuntimeError):
    pass


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MemoryError(), "segmentation-out-of-memory"),
        (
            RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried"),
            "segmentation-out-of-memory",
        ),
        (OutOfMemoryError("CUDA out of memory"), "segmentation-out-of-memory"),
        (ConnectionFailed("github.com"), "weights-not-downloaded"),
        (ImportError("torch"), "segmentation-program-unusable"),
        (ValueError("/home/someone/ct.nii"), "segmentation-failed"),
        (SystemExit(1), "segmentation-failed"),
    ],
)
def test_each_failure_has_a_code_with_a_sentence_and_none_of_the_programs_words(
    error: BaseException, code: str
) -> None:
    reason = in_its_venv._reason(error)
    assert reason["code"] == code
    assert code in SENTENCES
    assert "someone" not in json.dumps(reason)


def _asked(parent: int, folder: Path) -> subprocess.CompletedProcess[str]:
    job = {"what": "ask", "parent": parent, "folder": str(folder), "home": str(folder), "weights": str(folder)}
    return subprocess.run(
        [sys.executable, str(SCRIPT)],
        input=json.dumps(job) + "\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_in_a_python_without_totalsegmentator_it_says_so(tmp_path: Path) -> None:
    lines = [json.loads(line) for line in _asked(os.getpid(), tmp_path).stdout.splitlines()]
    assert lines[-1]["event"] == "failed"
    assert lines[-1]["code"] == "segmentation-program-unusable"


def test_it_ends_at_once_when_its_parent_is_gone_already(tmp_path: Path) -> None:
    done = _asked(1, tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""


def test_no_connection_is_made_unless_weights_are_to_be_downloaded() -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(SCRIPT.parent)!r}); import in_its_venv as s, socket, urllib.request\n"
        "job = {}; s._keep_off_the_network(job)\n"
        "for ask in (lambda: socket.create_connection(('127.0.0.1', 9)), lambda: socket.getaddrinfo('localhost', 80),\n"
        "            lambda: urllib.request.urlopen('http://localhost:9')):\n"
        "    try: ask(); print('reached')\n"
        "    except s._NotAllowed: print('refused')\n"
        "job['downloading'] = True\n"
        "try: socket.create_connection(('127.0.0.1', 9), 2)\n"
        "except OSError: print('tried')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.split() == ["refused", "refused", "refused", "tried"], done.stderr
