"""From a database address to Django's settings."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

#: seconds that a writer waits for another one before it gives up
BUSY_TIMEOUT_S = 20

# readers never wait for the worker's writes (WAL), which makes NORMAL safe: a power cut loses the last moments at most
_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY; "
    "PRAGMA cache_size=-32000; PRAGMA mmap_size=134217728"
)


def database_settings(url: str) -> dict[str, Any]:
    """Return the entry of `DATABASES` for `sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST:PORT/NAME?OPTION=VALUE`.

    Raises
    ------
    ValueError
        If it is neither.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = unquote(parts.path.removeprefix("/"))
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "CONN_MAX_AGE": None,  # one connection a thread, for as long as the thread lives
            "NAME": path,
            "TEST": {"NAME": f"{path}.test"},  # a file as in earnest: one in memory locks differently
            "OPTIONS": {
                # take the write lock at the start of a transaction: a lock asked for later can fail at once
                "transaction_mode": "IMMEDIATE",
                "timeout": BUSY_TIMEOUT_S,
                "init_command": _PRAGMAS,
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 300,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    raise ValueError("the database address must begin with sqlite:/// or postgresql://")
