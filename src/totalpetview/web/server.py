"""granian, one process with several threads."""
# ruff: noqa: PLC0415 - Django's modules can be imported only after it is configured

from __future__ import annotations

import os
import shutil
from pathlib import Path

from totalpetview.installation.folder import DataFolder

#: answers wait for disk, database and archive; more threads than cores keep the rest going
THREADS = 8


def serve(data: str | None, host: str | None, port: int | None) -> int:
    """Bring the tables up to date and serve until told to stop (SIGINT, SIGTERM)."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from totalpetview.web.setup import migrate

    if data is not None:
        os.environ["TOTALPETVIEW_DATA"] = str(Path(data).expanduser().absolute())
    folder = DataFolder.open()
    settings = folder.settings
    migrate()
    _close_connections()
    _forget_interrupted_uploads(folder)
    os.environ["TOTALPETVIEW_WEB_PARENT"] = str(os.getpid())
    server = Granian(
        "totalpetview.web.wsgi:application",
        address=host or settings.web_host,
        port=port or settings.web_port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        websockets=False,
        log_access=False,  # ours has no addresses in it
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
    )
    server.serve()
    return 0


def _forget_interrupted_uploads(folder: DataFolder) -> None:
    # what a killed process had received and not stored was never acknowledged
    for left in (folder.path / "incoming").glob("*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _close_connections() -> None:
    # the process that serves is forked from this one: a database connection must not be in both
    from django.db import connections

    connections.close_all()
