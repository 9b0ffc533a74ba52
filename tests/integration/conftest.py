"""Integration tests run against a real Orthanc, some against a real PostgreSQL.

`start_orthanc()` makes another one (its own ports and folder); `orthanc` is one for the whole session, emptied
before each test that asks for it. `postgres` is one server for the session, in which tests make their databases.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from tests.integration.real_orthanc import RealOrthanc, write_test_settings
from tests.integration.real_postgres import PostgresMissing, RealPostgres, find_postgres

from totalpetview.installation.orthanc import OrthancMissing, OrthancProgram, find_orthanc


@pytest.fixture(scope="session")
def orthanc_program() -> OrthancProgram:
    """Return Orthanc as installed; without it these tests are skipped, but never in CI."""
    try:
        return find_orthanc()
    except OrthancMissing as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def start_orthanc(
    orthanc_program: OrthancProgram, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], RealOrthanc]]:
    """Return a function that starts another Orthanc; all are stopped at the end."""
    started: list[RealOrthanc] = []

    def start() -> RealOrthanc:
        archive = RealOrthanc(write_test_settings(tmp_path_factory.mktemp("orthanc")), orthanc_program)
        started.append(archive)
        archive.start()
        return archive

    yield start
    for archive in started:
        archive.stop()


@pytest.fixture(scope="session")
def _session_orthanc(start_orthanc: Callable[[], RealOrthanc]) -> RealOrthanc:
    return start_orthanc()


@pytest.fixture
def orthanc(_session_orthanc: RealOrthanc) -> RealOrthanc:
    """Return an empty, running Orthanc."""
    if _session_orthanc.process is None or _session_orthanc.process.poll() is not None:
        _session_orthanc.start()  # the last test stopped it
    _session_orthanc.empty()
    return _session_orthanc


@pytest.fixture(scope="session")
def postgres() -> Iterator[RealPostgres]:
    """Return a running PostgreSQL; without one these tests are skipped, but never in CI."""
    try:
        programs = find_postgres()
    except PostgresMissing as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(missing))
    server = RealPostgres(programs)
    try:
        server.start()
        yield server
    finally:
        server.forget()
