from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from totalpetview.workflows import presence
from totalpetview.workflows.presence import Duties, NameInUse, Presence, enrol
from totalpetview.workflows.worker_register import EnrolledWorker

SILENT_S = 60.0


@dataclass
class RegisterInMemory:
    """`heard_of` are seconds since the last beat of others, by name."""

    heard_of: dict[str, float] = field(default_factory=dict)
    given_up: list[str] = field(default_factory=list)
    enrolled: list[EnrolledWorker] = field(default_factory=list)
    taken: list[bool] = field(default_factory=list)
    is_ours: bool = True
    is_away: bool = False

    def is_taken(self, worker: EnrolledWorker, within_s: float) -> bool:
        return self.taken.pop(0) if self.taken else False

    def enrol(self, worker: EnrolledWorker) -> None:
        self.enrolled.append(worker)

    def beat(self, worker: EnrolledWorker) -> bool:
        if self.is_away:
            raise ConnectionError
        return self.is_ours

    def silent(self, silent_s: float) -> tuple[str, ...]:
        return tuple(name for name, since_s in self.heard_of.items() if since_s >= silent_s)

    def give_up(self, executor: str, silent_s: float, then: Callable[[], None]) -> bool:
        if self.heard_of[executor] < silent_s:
            return False
        self.given_up.append(executor)
        then()
        return True


class World:
    def __init__(self) -> None:
        self.now_s = 1000.0
        self.register = RegisterInMemory()
        self.begun = {"worker-dead", "worker-me"}
        self.given_on: list[str] = []
        self.stocks = self.left = 0
        me = EnrolledWorker("worker-me", ("gpu",))
        duties = Duties(self.given_on.append, self.begun.__contains__, self._take_stock, self._leave)
        self.presence = Presence(self.register, me, duties, SILENT_S, lambda: self.now_s)

    def _take_stock(self) -> None:
        self.stocks += 1

    def _leave(self) -> None:
        self.left += 1

    def pass_time(self, seconds: float) -> None:
        until = self.now_s + seconds
        while self.now_s < until:
            self.now_s += 2.0
            self.presence.once()


@pytest.fixture
def world() -> World:
    return World()


def test_the_work_of_a_worker_that_is_silent_goes_to_others_but_never_at_once(world: World) -> None:
    world.register.heard_of = {"worker-dead": 1e9}
    world.pass_time(SILENT_S - 4)
    assert world.given_on == []  # perhaps all have just been started, or the database has
    world.pass_time(12)
    assert world.given_on == ["worker-dead"]


def test_whoever_is_heard_of_keeps_its_work_and_whoever_has_none_is_left_alone(world: World) -> None:
    world.register.heard_of = {"worker-dead": SILENT_S - 1, "worker-retired": 1e9, "worker-me": 1e9}
    world.pass_time(3 * SILENT_S)
    assert world.register.given_up == []


def test_after_the_database_was_away_everybody_gets_the_time_to_be_heard_of(world: World) -> None:
    world.pass_time(2 * SILENT_S)
    world.register.is_away = True
    world.pass_time(2 * SILENT_S)
    world.register.is_away = False
    world.register.heard_of = {"worker-dead": 2 * SILENT_S}
    world.pass_time(SILENT_S - 4)
    assert world.given_on == []
    world.register.heard_of = {"worker-dead": 1.0}
    world.pass_time(SILENT_S)
    assert world.given_on == []


def test_a_machine_that_was_suspended_gives_others_the_time_to_be_heard_of(world: World) -> None:
    world.pass_time(2 * SILENT_S)
    world.register.heard_of = {"worker-dead": 2 * SILENT_S}
    world.now_s += 2 * SILENT_S
    world.presence.once()
    assert world.given_on == []


def test_whoever_was_given_up_leaves_and_does_nothing_more(world: World) -> None:
    world.register.is_ours = False
    world.presence.once()
    assert (world.left, world.stocks) == (1, 0)


def test_stock_is_taken_now_and_then_while_the_database_answers(world: World) -> None:
    world.pass_time(60)
    assert 5 <= world.stocks <= 7
    world.register.is_away = True
    world.pass_time(60)
    assert world.stocks <= 7


def test_a_name_that_somebody_has_elsewhere_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "BEAT_EVERY_S", 0.001)
    monkeypatch.setattr(presence, "NAME_IS_FREE_AFTER_S", 0.01)
    register = RegisterInMemory(taken=[True] * 10_000)
    with pytest.raises(NameInUse):
        enrol(register, EnrolledWorker("worker-me", ("gpu",)), threading.Event())
    assert register.enrolled == []


def test_a_name_of_a_machine_that_is_gone_is_free_after_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "BEAT_EVERY_S", 0.001)
    register, me = RegisterInMemory(taken=[True, True]), EnrolledWorker("worker-me", ("gpu",))
    enrol(register, me, threading.Event())
    assert register.enrolled == [me]
