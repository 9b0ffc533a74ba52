"""`totalpetview worker`: follows the archive, prepares what arrives, and computes organs."""

from __future__ import annotations

import argparse
import logging
import os
import re
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from totalpetview.installation.folder import DataFolder
    from totalpetview.pacs.archive import Archive
    from totalpetview.volumes.store import VolumeStore
    from totalpetview.workflows.catalogue import Catalogue
    from totalpetview.workflows.durable_organs import OrganWork
    from totalpetview.workflows.worker_register import EnrolledWorker, WorkerRegister

QUEUES: Final = ("cpu", "gpu")
_NAME_IN_USE: Final = (
    "A worker called {name} is at work on another machine: give this one another --name.",
    "Ein Arbeitsprozess namens {name} läuft auf einem anderen Rechner: diesem einen anderen --name geben.",
)
_TRY_EVERY_S: Final = 0.25
_TABLES_WITHIN_TRIES: Final = 240

HELP = "follow the archive, prepare volumes, compute organs (started by serve)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's own arguments."""
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="data folder of the installation")
    parser.add_argument(
        "--queue",
        choices=("cpu", "gpu"),
        action="append",
        help="work of this kind only: gpu computes organs, cpu does everything else (default: both)",
    )
    parser.add_argument(
        "--name",
        default="",
        type=_name,
        help="of a further worker at the same (PostgreSQL) database, always the same for it",
    )


def _name(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9._-]{0,40}", text):
        raise argparse.ArgumentTypeError("up to 40 letters, digits, dots, hyphens and underscores")
    return text


def run(arguments: argparse.Namespace) -> int:
    """Work until SIGTERM or SIGINT; what is not finished then is gone on with after the next start."""
    from totalpetview.domain.problem import Refusal
    from totalpetview.installation.folder import DataFolder
    from totalpetview.installation.language import said, spoken_language
    from totalpetview.workflows.presence import NameInUse
    from totalpetview.workflows.work_names import executor_of
    from totalpetview.workflows.worker_register import EnrolledWorker

    folder = DataFolder.open(arguments.data)
    os.environ["TOTALPETVIEW_DATA"] = str(folder.path)
    from totalpetview.web.setup import open_catalogue, open_worker_register

    # no patient data in logs: what libraries say about values of headers is not written down
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("pydicom").setLevel(logging.CRITICAL)
    logging.getLogger("highdicom").setLevel(logging.WARNING)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    catalogue, register = open_catalogue(), open_worker_register()
    _wait_for_tables(catalogue, register, stop)
    me = EnrolledWorker(executor_of(arguments.name), tuple(dict.fromkeys(arguments.queue or QUEUES)))
    status = 0
    try:
        if not stop.is_set():
            work(folder, catalogue, register, stop, me)
    except Refusal as refusal:
        print(refusal.problem.sentence(spoken_language()), file=sys.stderr)
        status = 1
    except NameInUse:
        print(said(*_NAME_IN_USE).format(name=arguments.name or me.executor), file=sys.stderr)
        status = 1
    _end(status)


def _end(status: int) -> NoReturn:
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    # a run of an hour may be under way in a thread: its program ends with us, and the run goes on after the next start
    os._exit(status)


def _leave() -> None:
    logging.getLogger(__name__).error(
        "another worker was started under this name, or this one was not heard of and others go on with its work"
    )
    _end(1)


def work(
    folder: DataFolder, catalogue: Catalogue, register: WorkerRegister, stop: threading.Event, me: EnrolledWorker
) -> None:
    """Do what the queues hold, and with "cpu" among them follow the archive, until `stop` is set.

    Raises
    ------
    Refusal
        On another machine, when something is lacking there.
    NameInUse
        When another machine has a worker of this name.
    """
    from totalpetview.domain.problem import Refusal
    from totalpetview.pacs.orthanc import Orthanc
    from totalpetview.volumes.store import VolumeStore
    from totalpetview.workflows import durable_work, stock_taking
    from totalpetview.workflows.arrivals import Arrivals
    from totalpetview.workflows.follow_archive import ArchiveFollower
    from totalpetview.workflows.further_worker import why_it_cannot_work
    from totalpetview.workflows.prepare_series import Preparation
    from totalpetview.workflows.presence import Duties, Presence, enrol
    from totalpetview.workflows.read_ahead import ReadAhead

    address = folder.orthanc
    archive = Orthanc(address.url, address.user, address.password)
    ahead, arrivals = ReadAhead(archive), Arrivals()
    store = VolumeStore(folder.volumes)
    organs = organ_work(folder, archive, store)
    if "cpu" not in me.queues:
        lacking = why_it_cannot_work(archive, store, catalogue, organs.segmenting.segmenter)
        if lacking is not None:
            raise Refusal(lacking)
    enrol(register, me, stop)
    if stop.is_set():
        return
    queue = durable_work.start(
        Preparation(archive, store, catalogue, ahead, arrivals),
        folder.workflow_database_url,
        folder.settings.prepare_at_once,
        organs=organs,
        queues=me.queues,
        executor=me.executor,
    )
    duties = Duties(stock_taking.give_on, stock_taking.has_begun, durable_work.take_stock, _leave)
    presence = Presence(register, me, duties, folder.settings.worker_silent_after_s)
    threading.Thread(target=presence.run, args=[stop], name="presence", daemon=True).start()
    try:
        if "cpu" in me.queues:
            ArchiveFollower(archive, catalogue, queue, ahead=ahead, arrivals=arrivals).run(stop)
        else:
            stop.wait()
    finally:
        ahead.close()
        durable_work.stop()


def organ_work(folder: DataFolder, archive: Archive, store: VolumeStore) -> OrganWork:
    """Return what the work on organ maps is done with."""
    from totalpetview.segmentation.total_segmentator import TotalSegmentator
    from totalpetview.web.setup import open_organ_catalogue
    from totalpetview.workflows.complete_organ_map import Completing
    from totalpetview.workflows.dicom_map_files import DicomMapFiles
    from totalpetview.workflows.durable_organs import OrganWork
    from totalpetview.workflows.import_organ_map import TakingUp
    from totalpetview.workflows.segment_on_arrival import OnArrival, rule_of
    from totalpetview.workflows.segment_organs import Segmenting

    organs, files, segmenter = open_organ_catalogue(), DicomMapFiles(), TotalSegmentator.of(folder)
    taking_up = TakingUp(archive, store, organs, files)
    return OrganWork(
        segmenting=Segmenting(archive, store, organs, segmenter, files, taking_up, folder.path / "segmenting"),
        taking_up=taking_up,
        completing=Completing(store, organs),
        on_arrival=OnArrival(rule_of(folder.settings.segment_on_arrival), organs, segmenter),
    )


def _wait_for_tables(catalogue: Catalogue, register: WorkerRegister, stop: threading.Event) -> None:
    """Wait until the web server, which may start at the same moment, has made or migrated the tables."""
    last_error: Exception | None = None
    for _ in range(_TABLES_WITHIN_TRIES):
        try:
            catalogue.last_change()
            register.silent(0)
        except Exception as error:  # noqa: BLE001 - whatever the database says; the last one is raised
            last_error = error
        else:
            return
        if stop.wait(_TRY_EVERY_S):
            return
    if last_error is not None:
        raise last_error
