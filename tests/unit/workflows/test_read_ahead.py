from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.unit.pacs.archive_in_memory import ArchiveInMemory, id_of
from tests.unit.workflows.simple_dicom import dicom

from totalpetview.workflows.read_ahead import ReadAhead

CT, OTHER = id_of("1.2.3.1"), id_of("1.2.3.2")


class AtOnce:
    """Reads where it is asked to, so that a test knows when it is done."""

    def submit(self, work: Any, *arguments: Any) -> None:
        work(*arguments)

    def shutdown(self, **_: Any) -> None:
        pass


class World:
    def __init__(self, limit_bytes: int = 1_000_000) -> None:
        self.archive, self.now = ArchiveInMemory(), 0.0
        self.ahead = ReadAhead(self.archive, limit_bytes, lambda: self.now)
        self.ahead._threads.shutdown()
        self.ahead._threads = AtOnce()  # type: ignore[assignment]

    def arrive(self, *ks: int, series: int = 1) -> set[str]:
        ids = {self.archive.store(dicom(series, k)).instance_id for k in ks}
        self.ahead.read(id_of(f"1.2.3.{series}"), ids)
        return ids

    def read_of(self, series_id: str) -> set[str]:
        ids = [each.id for each in self.archive.instances(series_id)]
        with self.ahead.lent(series_id, ids) as images:
            return set(images.ids)


@pytest.fixture
def world() -> World:
    return World()


def test_what_arrived_is_read_already_when_the_volume_is_built(world: World) -> None:
    ids = world.arrive(0, 1, 2)
    with world.ahead.lent(CT, sorted(ids)) as images:
        assert images.ids == ids
        assert images.reader.volume().grid.shape == (3, 24, 24)
    assert world.archive.reads == 3


def test_nothing_is_added_while_a_volume_is_built_and_what_was_read_is_kept_for_late_images(world: World) -> None:
    ids = world.arrive(0, 1)
    with world.ahead.lent(CT, sorted(ids)) as images:
        world.arrive(2)
        assert images.ids == ids
    world.arrive(3)
    assert len(world.read_of(CT)) == 3  # the one that came meanwhile is read by whoever builds


def test_two_that_build_at_once_do_not_share(world: World) -> None:
    ids = sorted(world.arrive(0, 1))
    with world.ahead.lent(CT, ids) as first, world.ahead.lent(CT, ids) as second:
        assert first is not second
        assert second.ids == set()


def test_a_deleted_image_is_not_in_what_is_built(world: World) -> None:
    ids = sorted(world.arrive(0, 1, 2))
    with world.ahead.lent(CT, ids[:2]) as images:
        assert images.ids == set()


def test_an_image_that_is_sent_again_is_read_again(world: World) -> None:
    world.arrive(0, 1)
    world.archive.delete_series(CT)
    world.arrive(1)
    assert world.read_of(CT) == set()


def test_memory_is_bounded_over_all_series() -> None:
    one_image_bytes = 24 * 24 * 2
    world = World(3 * one_image_bytes)
    world.arrive(0, 1)
    world.arrive(0, 1, 2, series=2)
    assert len(world.read_of(CT)) == 2
    assert len(world.read_of(OTHER)) == 1
    world.ahead.forget(CT)
    world.arrive(3, series=2)
    assert len(world.read_of(OTHER)) == 2


def test_series_around_which_it_is_silent_are_not_kept(world: World) -> None:
    world.arrive(0)
    world.now = 15
    world.arrive(0, series=2)
    world.now = 25
    world.ahead.forget_silent()
    assert world.read_of(CT) == set()
    assert len(world.read_of(OTHER)) == 1


def test_an_archive_that_is_down_costs_only_the_head_start(world: World) -> None:
    world.archive.down = True
    world.ahead.read(CT, {"x"})
    world.archive.down = False
    world.arrive(0)
    assert len(world.read_of(CT)) == 1


def test_an_unreadable_image_is_kept_as_such(world: World) -> None:
    whole = dicom(1, 1)
    world.archive.instance_file = lambda instance_id: whole[:-100]  # type: ignore[method-assign]
    world.arrive(1)
    with world.ahead.lent(CT, [each.id for each in world.archive.instances(CT)]) as images:
        assert [each.problem.code for each in images.unreadable] == ["pixel-data-truncated"]


def test_reading_in_threads_is_waited_for(world: World) -> None:
    with ThreadPoolExecutor(2) as threads:
        world.ahead._threads = threads
        ids = world.arrive(*range(20))
        with world.ahead.lent(CT, sorted(ids)) as images:
            read = set(images.ids)
            assert read <= ids
        assert images.ids == read  # what was still waiting to be read was left to the builder
