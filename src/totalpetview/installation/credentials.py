"""Secrets of one installation: made once from the system's randomness, readable by their owner only, never shown."""

from __future__ import annotations

import json
import os
import secrets
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

_OWNER_ONLY: Final = 0o600


@dataclass(frozen=True, slots=True)
class Credentials:
    """What is kept in `<data>/secrets.json`. No field appears in `repr`, so that no log can hold one."""

    django_secret_key: str = field(repr=False)
    orthanc_user: str = field(repr=False)
    orthanc_password: str = field(repr=False)


def read_or_generate(path: Path) -> Credentials:
    """Return the secrets in `path`; make them if there are none yet.

    Two processes may do this at the same moment on the first start: the file is linked into place complete,
    and whoever comes second reads what the first one made.
    """
    if not path.exists():
        _write_once(path, _generate())
    path.chmod(_OWNER_ONLY)
    kept = json.loads(path.read_text(encoding="utf-8"))
    return Credentials(
        django_secret_key=str(kept["django_secret_key"]),
        orthanc_user=str(kept["orthanc_user"]),
        orthanc_password=str(kept["orthanc_password"]),
    )


def _generate() -> Credentials:
    return Credentials(
        django_secret_key=secrets.token_urlsafe(50),
        orthanc_user="totalpetview",
        orthanc_password=secrets.token_urlsafe(32),
    )


def _write_once(path: Path, credentials: Credentials) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".secrets-")  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(credentials), file)
            file.flush()
            os.fsync(file.fileno())
        os.link(temporary, path)
    except FileExistsError:
        pass  # another process was first: its secrets are the installation's
    finally:
        Path(temporary).unlink()
