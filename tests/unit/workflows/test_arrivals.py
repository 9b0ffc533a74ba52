from __future__ import annotations

import pytest
from tests.unit.pacs.archive_in_memory import ArchiveInMemory, id_of
from tests.unit.workflows.simple_dicom import dicom

from totalpetview.workflows.arrivals import Arrivals

SERIES = id_of("1.2.3.1")


class World:
    def __init__(self) -> None:
        self.archive, self.now = ArchiveInMemory(), 0.0
        self.arrivals = Arrivals(lambda: self.now)

    def image(self, k: int) -> None:
        self.archive.store(dicom(1, k))

    def is_over(self) -> bool:
        series = self.archive.series(SERIES)
        assert series is not None
        return self.arrivals.are_over(series)


@pytest.fixture
def world() -> World:
    return World()


def test_a_series_that_was_never_looked_at_is_not_over_unless_the_archive_says_so(world: World) -> None:
    world.image(0)
    world.now = 100
    assert not world.is_over()
    world.archive.settle()
    assert world.is_over()


def test_a_fast_sender_is_done_when_it_is_quiet_for_a_moment(world: World) -> None:
    for k in range(5):
        world.image(k)
        world.now += 0.1
        assert not world.is_over()
    world.now += 0.6
    assert not world.is_over()
    world.now += 0.2
    assert world.is_over()


def test_a_slow_sender_is_given_three_times_its_longest_pause(world: World) -> None:
    world.image(0)
    assert not world.is_over()
    world.now += 0.6
    world.image(1)
    assert not world.is_over()
    world.now += 1.7
    assert not world.is_over()
    world.now += 0.2
    assert world.is_over()


def test_a_late_image_makes_it_wait_again(world: World) -> None:
    world.image(0)
    world.is_over()
    world.now += 1
    assert world.is_over()
    world.image(1)
    assert not world.is_over()
    world.now += 2.5  # it was silent for one second before
    assert not world.is_over()
    world.now += 0.6
    assert world.is_over()
