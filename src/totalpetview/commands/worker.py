"""`totalpetview worker`: follows the archive and prepares what arrives."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from totalpetview.installation.folder import DataFolder
    from totalpetview.workflows.catalogue import Catalogue

_TRY_EVERY_S: Final = 0.25
_TABLES_WITHIN_TRIES: Final = 240

HELP = "follow the archive and prepare volumes (started by serve)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's own arguments."""
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="data folder of the installation")


def run(arguments: argparse.Namespace) -> int:
    """Work until SIGTERM or SIGINT; what is not finished then is gone on with after the next start."""
    from totalpetview.installation.folder import DataFolder

    folder = DataFolder.open(arguments.data)
    os.environ["TOTALPETVIEW_DATA"] = str(folder.path)
    from totalpetview.web.setup import open_catalogue

    # no patient data in logs: what libraries say about values of headers is not written down
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("pydicom").setLevel(logging.CRITICAL)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    catalogue = open_catalogue()
    _wait_for_tables(catalogue, stop)
    if not stop.is_set():
        work(folder, catalogue, stop)
    return 0


def work(folder: DataFolder, catalogue: Catalogue, stop: threading.Event) -> None:
    """Follow the archive and prepare, until `stop` is set."""
    from totalpetview.pacs.orthanc import Orthanc
    from totalpetview.volumes.store import VolumeStore
    from totalpetview.volumes.zarr_group import remove_unfinished
    from totalpetview.workflows import durable_work
    from totalpetview.workflows.arrivals import Arrivals
    from totalpetview.workflows.follow_archive import ArchiveFollower
    from totalpetview.workflows.prepare_series import Preparation
    from totalpetview.workflows.read_ahead import ReadAhead

    address = folder.orthanc
    archive = Orthanc(address.url, address.user, address.password)
    remove_unfinished(folder.volumes)
    ahead, arrivals = ReadAhead(archive), Arrivals()
    preparation = Preparation(archive, VolumeStore(folder.volumes), catalogue, ahead, arrivals)
    queue = durable_work.start(preparation, folder.workflow_database_url, folder.settings.prepare_at_once)
    try:
        ArchiveFollower(archive, catalogue, queue, ahead=ahead, arrivals=arrivals).run(stop)
    finally:
        ahead.close()
        durable_work.stop()


def _wait_for_tables(catalogue: Catalogue, stop: threading.Event) -> None:
    """Wait until the web server, which may start at the same moment, has made or migrated the tables."""
    last_error: Exception | None = None
    for _ in range(_TABLES_WITHIN_TRIES):
        try:
            catalogue.last_change()
        except Exception as error:  # noqa: BLE001 - whatever the database says; the last one is raised
            last_error = error
        else:
            return
        if stop.wait(_TRY_EVERY_S):
            return
    if last_error is not None:
        raise last_error
