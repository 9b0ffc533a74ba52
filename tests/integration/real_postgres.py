"""A real PostgreSQL for tests: in a temporary folder, on this machine only, with a password made for it."""

from __future__ import annotations

import getpass
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from tests.integration.real_orthanc import free_port

START_LIMIT_S = 60.0

#: nothing in these databases needs to survive a power cut
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class PostgresMissing(Exception):
    """There is no PostgreSQL server on this machine."""


def find_postgres() -> Path:
    """Return the folder of the newest server's programs; raises PostgresMissing."""
    found = [Path(program).parent for program in (shutil.which("postgres"),) if program]
    debian = Path("/usr/lib/postgresql").glob("*/bin/postgres")  # not in the path there
    found += [program.parent for program in sorted(debian, key=lambda path: int(path.parts[-3]), reverse=True)]
    if not found:
        raise PostgresMissing("no PostgreSQL server: apt-get install postgresql")
    return found[0]


def _owner() -> str:
    """Return as whom it runs: PostgreSQL refuses to run as root."""
    if os.geteuid():
        return getpass.getuser()
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@dataclass
class RealPostgres:
    """One server with a folder of its own; it can be stopped, killed, and started again on the same data.

    Attributes
    ----------
    listens_on
        Addresses with which clients on this machine reach it; more of them for tests with a network of their own.
    """

    programs: Path
    listens_on: str = "127.0.0.1"
    user: str = "totalpetview"
    password: str = field(default_factory=lambda: secrets.token_urlsafe(16) + "@:/%", repr=False)
    port: int = 0
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="totalpetview-postgres-")))
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        if not (self.folder / "data").exists():
            self._make()
        self.port = self.port or free_port()
        settings = (f"port={self.port}", f"listen_addresses={self.listens_on}", *_FAST)
        words = [word for setting in settings for word in ("-c", setting)]
        with (self.folder / "postgres.log").open("ab") as log:
            self.process = self._run(
                "postgres", "-D", str(self.folder / "data"), "-k", str(self.folder), *words, stdout=log, stderr=log
            )
        give_up_at = time.monotonic() + START_LIMIT_S
        while True:
            try:
                psycopg.connect(self._url("postgres"), connect_timeout=5).close()
            except psycopg.OperationalError:
                if self.process.poll() is not None or time.monotonic() > give_up_at:
                    log_text = (self.folder / "postgres.log").read_text(errors="replace")[-3000:]
                    raise RuntimeError(f"PostgreSQL did not start:\n{log_text}") from None
                time.sleep(0.05)
            else:
                return

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it; SIGINT breaks off what goes on, as at a restart for an update."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(START_LIMIT_S)
            self.process = None

    def forget(self) -> None:
        """Stop it and remove all that it kept."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def new_database(self) -> str:
        """Make an empty database and return its address."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return self._url(name)

    def _make(self) -> None:
        if not os.geteuid():
            owner = pwd.getpwnam(_owner())
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        secret = self.folder / "password"
        secret.touch(mode=0o600)
        secret.write_text(self.password)
        shutil.chown(secret, _owner())
        making = self._run(
            "initdb", "--no-sync", "--encoding=UTF8", "--locale=C", f"--username={self.user}",
            "--auth-local=reject", "--auth-host=scram-sha-256", f"--pwfile={secret}", "-D", str(self.folder / "data"),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        said, _ = making.communicate(timeout=START_LIMIT_S)
        secret.unlink()
        if making.returncode:
            raise RuntimeError(said.decode(errors="replace"))

    def _run(self, program: str, *words: str, **more: Any) -> subprocess.Popen[bytes]:
        command = [str(self.programs / program), *words]
        if not os.geteuid():
            who = pwd.getpwnam(_owner())
            command = ["setpriv", f"--reuid={who.pw_uid}", f"--regid={who.pw_gid}", "--clear-groups", *command]
        # not where the tests run: that folder may be closed to its owner
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, cwd="/", **more)

    def _url(self, database: str) -> str:
        return f"postgresql://{self.user}:{quote(self.password, safe='')}@127.0.0.1:{self.port}/{database}"
