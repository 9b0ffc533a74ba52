from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from tests.unit.pacs.archive_in_memory import ArchiveInMemory, id_of
from tests.unit.workflows.catalogue_in_memory import CatalogueInMemory
from tests.unit.workflows.simple_dicom import dicom

from totalpetview.pacs.archive import ArchiveUnavailable
from totalpetview.workflows.arrivals import Arrivals
from totalpetview.workflows.follow_archive import ArchiveFollower
from totalpetview.workflows.read_ahead import ReadAhead
from totalpetview.workflows.series_digest import digest_of

SERIES = id_of("1.2.3.1")


@dataclass
class Requests:
    made: list[tuple[str, str, bool]] = field(default_factory=list)

    def request(self, orthanc_id: str, digest: str, last_update: str, *, anew: bool) -> None:
        self.made.append((orthanc_id, digest, anew))


class World:
    def __init__(self) -> None:
        self.archive, self.catalogue, self.queue, self.now = ArchiveInMemory(), CatalogueInMemory(), Requests(), 0.0
        self.restart()

    def restart(self) -> None:
        self.ahead, arrivals = ReadAhead(self.archive, clock=lambda: self.now), Arrivals(lambda: self.now)
        self.follower = ArchiveFollower(
            self.archive, self.catalogue, self.queue, ahead=self.ahead, arrivals=arrivals, clock=lambda: self.now
        )

    def store(self, *ks: int) -> None:
        for k in ks:
            self.archive.store(dicom(1, k))

    def digests(self) -> list[str]:
        return [digest for _, digest, _ in self.queue.made]


@pytest.fixture
def world() -> World:
    return World()


def of(*ks: int) -> str:
    return digest_of(f"1.2.3.1.{k + 1}" for k in ks)


def test_a_series_is_announced_while_it_arrives_and_handed_on_when_it_is_stable(world: World) -> None:
    world.store(0, 1)
    world.follower.follow()
    assert world.catalogue.series["1.2.3.1"].images == 2
    assert world.digests() == []
    world.archive.settle()
    world.follower.follow()
    assert world.digests() == [of(0, 1)]
    world.follower.follow()
    assert world.digests() == [of(0, 1)]


def test_a_quiet_series_is_built_in_advance_and_asked_for_once(world: World) -> None:
    world.store(0, 1)
    world.follower.follow()
    world.now += 0.5
    world.follower.follow()
    assert world.digests() == [of(0, 1)]
    world.archive.settle()
    world.follower.follow()
    assert world.digests() == [of(0, 1)]


def test_a_series_around_which_it_is_quiet_is_handed_on_before_the_archive_says_that_it_is_stable(world: World) -> None:
    world.store(0, 1)
    world.follower.follow()
    world.now += 1
    world.follower.follow()
    assert world.digests() == [of(0, 1)]
    assert world.catalogue.last_change() == world.archive.last_change()
    world.archive.settle()
    world.follower.follow()
    assert world.queue.made[1:] == [(SERIES, of(0, 1), False)]  # said again: the same piece of work


def test_the_next_advance_waits_longer_when_more_images_came_after_the_first(world: World) -> None:
    world.store(0)
    world.follower.follow()
    world.now += 0.3
    world.follower.follow()
    world.store(1)
    world.follower.follow()
    world.now += 0.3
    world.follower.follow()
    assert world.digests() == [of(0)]
    world.now += 0.3
    world.follower.follow()
    assert world.digests() == [of(0), of(0, 1)]


def test_images_are_counted_before_work_on_them_begins_and_not_afterwards(world: World) -> None:
    world.store(0)
    world.follower.follow()
    world.now += 0.1
    world.store(1)
    world.follower.follow()
    world.now += 0.3
    world.follower.follow()
    assert world.digests() == [of(0, 1)]
    assert world.catalogue.series["1.2.3.1"].images == 2
    world.catalogue.series["1.2.3.1"].state = "preparing"
    world.now += 0.4
    world.follower.follow()
    assert world.catalogue.series["1.2.3.1"].state == "preparing"


def test_images_are_read_while_their_series_arrives(world: World) -> None:
    world.store(0, 1)
    world.follower.follow()
    world.ahead.close()
    with world.ahead.lent(SERIES, [each.id for each in world.archive.instances(SERIES)]) as images:
        assert len(images.ids) <= 2
    assert world.archive.reads == len(images.ids)


def test_images_after_an_advance_are_another_request(world: World) -> None:
    world.store(0)
    world.follower.follow()
    world.now += 0.5
    world.follower.follow()
    world.store(1)
    world.follower.follow()
    world.archive.settle()
    world.follower.follow()
    assert world.digests() == [of(0), of(0, 1)]


def test_late_images_make_another_request(world: World) -> None:
    world.store(0)
    world.archive.settle()
    world.follower.follow()
    world.store(1)
    world.follower.follow()
    assert world.catalogue.series["1.2.3.1"].state == "arriving"
    world.archive.settle()
    world.follower.follow()
    assert world.digests() == [of(0), of(0, 1)]


def test_what_came_while_we_were_down_is_handed_on_after_the_start(world: World) -> None:
    world.store(0, 1)
    world.archive.settle()
    world.restart()
    world.follower.follow()
    assert world.digests() == [of(0, 1)]


def test_a_restart_in_the_middle_of_a_series_forgets_nothing(world: World) -> None:
    world.store(0)
    world.follower.follow()
    world.restart()
    world.archive.settle()
    world.restart()
    world.follower.follow()
    assert world.digests() == [of(0)]


def test_a_series_that_was_handed_on_is_not_read_from_the_feed_again(world: World) -> None:
    world.store(0)
    world.archive.settle()
    world.follower.follow()
    world.restart()
    world.follower.follow()
    assert world.digests() == [of(0)]
    assert world.catalogue.last_change() == world.archive.last_change()


def test_an_archive_that_was_killed_and_never_says_stable_is_believed_after_a_while_of_quiet(world: World) -> None:
    world.store(0, 1)
    world.follower.follow()
    world.archive.settle_silently()
    world.follower.follow()
    assert world.digests() == []
    world.now += 6
    world.follower.follow()
    assert world.digests() == [of(0, 1)]


def test_late_images_of_a_series_whose_end_nobody_tells_are_found_too(world: World) -> None:
    world.store(0)
    world.archive.settle()
    world.follower.follow()
    world.store(1)
    world.archive.settle_silently()
    world.follower.follow()
    world.now += 6
    world.follower.follow()
    assert world.digests() == [of(0), of(0, 1)]


def test_an_archive_that_is_down_is_waited_for(world: World) -> None:
    world.archive.down = True
    with pytest.raises(ArchiveUnavailable):
        world.follower.follow()
    world.archive.down = False
    world.store(0)
    world.archive.settle()
    world.follower.follow()
    assert world.digests() == [of(0)]


def test_a_deleted_series_is_forgotten(world: World) -> None:
    world.store(0)
    world.archive.settle()
    world.follower.follow()
    world.archive.delete_series(SERIES)
    world.now += 31
    world.follower.follow()
    assert world.catalogue.series == {}


def test_a_series_that_is_deleted_and_sent_again_is_asked_for_anew(world: World) -> None:
    world.store(0)
    world.archive.settle()
    world.follower.follow()
    world.archive.delete_series(SERIES)
    world.now += 31
    world.follower.follow()
    world.store(0)
    world.archive.settle()
    world.follower.follow()
    assert world.queue.made[-1] == (SERIES, of(0), True)


def test_a_lost_catalogue_is_filled_again(world: World) -> None:
    world.store(0)
    world.archive.settle()
    world.follower.follow()
    world.catalogue.series.clear()
    world.now += 31
    world.follower.follow()
    world.now += 6
    world.follower.follow()
    assert world.digests() == [of(0), of(0)]


def test_another_archive_in_the_place_of_the_old_one_is_read_from_its_beginning(world: World) -> None:
    world.catalogue.change = 5000
    world.store(0)
    world.archive.settle()
    world.restart()
    world.follower.follow()
    assert world.digests() == [of(0)]
    assert world.catalogue.last_change() == world.archive.last_change()


def test_the_number_seen_last_stays_before_a_series_that_is_still_arriving(world: World) -> None:
    world.store(0)
    world.archive.settle()
    world.archive.store(dicom(2, 0))
    world.follower.follow()
    assert world.digests() == [of(0)]
    first_of_second = next(c.number for c in world.archive.feed if c.id == id_of("1.2.3.2"))
    assert world.catalogue.last_change() == first_of_second - 1
