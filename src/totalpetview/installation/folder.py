"""The data folder: everything that one installation keeps, in one place that only its owner can read."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from totalpetview.installation.credentials import Credentials, read_or_generate
from totalpetview.installation.settings import TEMPLATE, Settings, read_settings

_OWNER_ONLY: Final = 0o700


@dataclass(frozen=True, slots=True)
class OrthancAddress:
    """Where the archive answers HTTP, and the generated credentials for it (never in `repr`)."""

    url: str
    user: str = field(repr=False)
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DataFolder:
    """One installation's data: `settings.toml`, `secrets.json`, databases, `orthanc/`, `volumes/`, `logs/`."""

    path: Path
    settings: Settings
    _credentials: Credentials = field(repr=False)

    @classmethod
    def open(cls, path: Path | str | None = None) -> Self:
        """Open the data folder, making it and its secrets when they are not there yet.

        Parameters
        ----------
        path
            The folder; by default `$TOTALPETVIEW_DATA`, else `$XDG_DATA_HOME/totalpetview`,
            else `~/.local/share/totalpetview`.

        Raises
        ------
        SettingsError
            `settings.toml` or an environment variable has a value that cannot be used.
        """
        where = Path(path).expanduser().absolute() if path is not None else default_path()
        if not where.exists():
            where.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
            where.chmod(_OWNER_ONLY)  # the umask may have left less; and never more
        for name in ("orthanc", "volumes", "logs"):
            (where / name).mkdir(mode=_OWNER_ONLY, exist_ok=True)
        settings_file = where / "settings.toml"
        if not settings_file.exists():
            settings_file.write_text(TEMPLATE, encoding="utf-8")
        return cls(
            path=where,
            settings=read_settings(settings_file),
            _credentials=read_or_generate(where / "secrets.json"),
        )

    @property
    def volumes(self) -> Path:
        """Prepared volumes; all of them can be made again from the archive."""
        return self.path / "volumes"

    @property
    def logs(self) -> Path:
        """One log file for each process."""
        return self.path / "logs"

    @property
    def state_file(self) -> Path:
        """What the supervisor says of its processes (JSON)."""
        return self.path / "processes.json"

    @property
    def database_url(self) -> str:
        """Accounts and catalogue: SQLite in this folder, or `$TOTALPETVIEW_DATABASE_URL` (PostgreSQL)."""
        return os.environ.get("TOTALPETVIEW_DATABASE_URL") or f"sqlite:///{self.path / 'totalpetview.sqlite3'}"

    @property
    def workflow_database_url(self) -> str:
        """Durable work: SQLite in this folder, or `$TOTALPETVIEW_WORKFLOW_DATABASE_URL` (PostgreSQL)."""
        return os.environ.get("TOTALPETVIEW_WORKFLOW_DATABASE_URL") or f"sqlite:///{self.path / 'workflows.sqlite3'}"

    @property
    def django_secret_key(self) -> str:
        """The key that signs sessions; made on the first start."""
        return self._credentials.django_secret_key

    @property
    def orthanc(self) -> OrthancAddress:
        """Return the archive's address: on this machine, unless this is a worker on another one."""
        return OrthancAddress(
            url=self.settings.orthanc_url or f"http://127.0.0.1:{self.settings.orthanc_http_port}",
            user=self._credentials.orthanc_user,
            password=self._credentials.orthanc_password,
        )


def default_path() -> Path:
    """Return the data folder of this user when none is named."""
    chosen = os.environ.get("TOTALPETVIEW_DATA")
    if chosen:
        return Path(chosen).expanduser().absolute()
    home = os.environ.get("XDG_DATA_HOME")
    base = Path(home) if home else Path.home() / ".local" / "share"
    return base / "totalpetview"
