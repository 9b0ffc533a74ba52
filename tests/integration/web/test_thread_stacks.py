"""Room for linear algebra in the threads that answer requests: without it one request takes the whole process away."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest
from tests.integration.real_orthanc import free_port

from totalpetview.installation.thread_stacks import STACK_BYTES

#: what OpenBLAS needs with kernels for AVX-512, see `installation.thread_stacks`
NEEDED_BYTES = 8 * 1024 * 1024
_PATIENCE_S = 60.0
_SERVE = """
import sys
from totalpetview.installation.thread_stacks import make_room
make_room()
from granian import Granian
from granian.constants import Interfaces
Granian("tests.integration.web.thread_stack_app:application", port=int(sys.argv[1]), interface=Interfaces.WSGI).serve()
"""
_INVERT = """
import threading
import numpy as np
from totalpetview.installation.thread_stacks import make_room
make_room()
threads = [threading.Thread(target=lambda: np.linalg.inv(np.eye(500) + np.ones((500, 500)))) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print("inverted")
"""


@pytest.fixture
def address() -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", _SERVE, str(port)])
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_a_thread_that_answers_requests_has_room_for_linear_algebra(address: str) -> None:
    give_up_at = time.monotonic() + _PATIENCE_S
    while True:
        try:
            answer = httpx.get(address)
            break
        except httpx.TransportError:
            assert time.monotonic() < give_up_at, "the server does not start"
            time.sleep(0.1)
    assert NEEDED_BYTES <= int(answer.text) <= 2 * STACK_BYTES


def test_threads_can_invert_matrices_also_where_the_limit_of_the_stack_is_unlimited() -> None:
    done = subprocess.run(
        ["bash", "-c", 'ulimit -S -s unlimited; exec "$0" -c "$1"', sys.executable, _INVERT],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "inverted"), done.stderr
