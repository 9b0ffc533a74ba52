from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from dbos import DBOS
from tests.unit.pacs.archive_in_memory import ArchiveInMemory, id_of
from tests.unit.workflows.catalogue_in_memory import CatalogueInMemory, KnownSeries
from tests.unit.workflows.simple_dicom import dicom

from totalpetview.pacs.patience import Patience
from totalpetview.volumes.store import VolumeStore
from totalpetview.workflows import durable_work
from totalpetview.workflows.arrivals import Arrivals
from totalpetview.workflows.prepare_series import Preparation
from totalpetview.workflows.read_ahead import ReadAhead
from totalpetview.workflows.request_preparation import PreparationRequests
from totalpetview.workflows.series_digest import digest_of
from totalpetview.workflows.work_names import PREPARE

SERIES, UID = id_of("1.2.3.1"), "1.2.3.1"
_LIMIT_S = 60.0


class World:
    """One CT series, complete in the archive; reading it can be held up."""

    def __init__(self, folder: Path) -> None:
        self.archive, self.catalogue = ArchiveInMemory(), CatalogueInMemory()
        for k in range(4):
            self.archive.store(dicom(1, k))
        self.archive.settle()
        self.reading, self.go_on = threading.Event(), threading.Event()
        self.go_on.set()
        plain = self.archive.instance_file

        def held_up(instance_id: str) -> bytes:
            self.reading.set()
            assert self.go_on.wait(_LIMIT_S)
            return plain(instance_id)

        self.archive.instance_file = held_up  # type: ignore[method-assign]
        self.preparation = Preparation(
            self.archive,
            VolumeStore(folder / "volumes"),
            self.catalogue,
            ReadAhead(self.archive),
            Arrivals(),
            Patience(give_up_after_s=0),
        )
        self.database_url = f"sqlite:///{folder}/work.sqlite3"
        self.queue = durable_work.start(self.preparation, self.database_url)
        self.requests = PreparationRequests(self.database_url)

    def request(self, *, anew: bool = False) -> None:
        uids = (each.sop_instance_uid for each in self.archive.instances(SERIES))
        self.queue.request(SERIES, digest_of(uids), "1", anew=anew)

    def wait_until(self, reached: Callable[[KnownSeries], bool]) -> KnownSeries:
        give_up_at = time.monotonic() + _LIMIT_S
        while time.monotonic() < give_up_at:
            known = self.catalogue.series.get(UID)
            if known is not None and reached(known):
                return known
            time.sleep(0.02)
        raise AssertionError(f"not reached: {self.catalogue.series}")

    def pieces_of_work(self) -> int:
        return len(DBOS.list_workflows(name=PREPARE))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.go_on.set()
    world.requests.close()
    durable_work.stop()


def test_the_same_request_twice_is_one_piece_of_work(world: World) -> None:
    world.request()
    world.request()
    world.wait_until(lambda known: known.state == "ready")
    world.request()
    assert world.pieces_of_work() == 1


def test_what_is_finished_is_done_again_when_it_is_asked_for_anew(world: World) -> None:
    world.request()
    world.wait_until(lambda known: known.state == "ready")
    DBOS.retrieve_workflow(DBOS.list_workflows(name=PREPARE)[0].workflow_id).get_result()
    world.catalogue.series[UID].state = "arriving"
    world.request(anew=True)
    world.wait_until(lambda known: known.state == "ready")
    assert world.pieces_of_work() == 2


def test_what_another_process_asks_for_is_prepared_as_the_series_is_now(world: World) -> None:
    world.requests.prepare_again(SERIES)
    known = world.wait_until(lambda known: known.state == "ready")
    assert known.volume is not None
    assert known.prepared_digest == digest_of(f"1.2.3.1.{k + 1}" for k in range(4))


def test_what_is_asked_for_again_is_done_again_although_it_was_done(world: World) -> None:
    world.request()
    world.wait_until(lambda known: known.state == "ready")
    world.catalogue.series[UID].state = "lost"
    world.requests.prepare_again(SERIES)
    world.wait_until(lambda known: known.state == "ready")


def test_a_job_that_is_cancelled_while_it_runs_shows_nothing_and_says_so(world: World) -> None:
    world.go_on.clear()
    world.request()
    assert world.reading.wait(_LIMIT_S)
    assert world.requests.cancel(SERIES) == 1
    world.go_on.set()
    known = world.wait_until(lambda known: known.state == "failed")
    assert known.problem is not None
    assert known.problem.code == "preparing-cancelled"
    assert known.volume is None
    assert world.requests.cancel(SERIES) == 0


def test_after_a_cancellation_it_can_be_asked_for_again(world: World) -> None:
    world.go_on.clear()
    world.request()
    assert world.reading.wait(_LIMIT_S)
    world.requests.cancel(SERIES)
    world.go_on.set()
    world.wait_until(lambda known: known.state == "failed")
    world.requests.prepare_again(SERIES)
    assert world.wait_until(lambda known: known.state == "ready").volume is not None


def test_a_job_that_was_not_begun_is_cancelled_too(world: World) -> None:
    world.go_on.clear()
    world.request()
    assert world.reading.wait(_LIMIT_S)
    for _ in range(2):
        world.requests.prepare_again(SERIES)
    assert world.requests.cancel(SERIES) == 3
    world.go_on.set()
    world.wait_until(lambda known: known.state == "failed")


def test_work_that_was_interrupted_goes_on_after_the_next_start(world: World) -> None:
    world.go_on.clear()
    world.request()
    assert world.reading.wait(_LIMIT_S)
    durable_work.stop()
    world.go_on.set()
    durable_work.start(world.preparation, world.database_url)
    world.wait_until(lambda known: known.state == "ready")
    assert world.pieces_of_work() == 1


def test_how_much_is_done_at_once_is_said_by_those_who_do_it(world: World) -> None:
    def at_once(queue: str) -> int | None:
        found = DBOS.retrieve_queue(queue)
        assert found is not None
        return found.worker_concurrency

    durable_work.stop()
    durable_work.start(world.preparation, world.database_url, 5, queues=("cpu",))
    durable_work.stop()
    durable_work.start(world.preparation, world.database_url, 2, queues=("gpu",), executor="worker-gpu-1")
    assert (at_once("cpu"), at_once("gpu")) == (5, 1)
    durable_work.stop()
    durable_work.start(world.preparation, world.database_url, 3, queues=("cpu",))
    assert at_once("cpu") == 3
