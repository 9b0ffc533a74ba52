"""The register of workers; also run on PostgreSQL, see `tests/conftest.py`."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F

from totalpetview.web.archive.models import Worker
from totalpetview.web.archive.workers import DjangoWorkerRegister, computes_organs
from totalpetview.workflows.worker_register import EnrolledWorker

pytestmark = pytest.mark.django_db
ONE, OTHER = EnrolledWorker("worker-1", ("gpu",), "first"), EnrolledWorker("worker", ("cpu",), "first")


@pytest.fixture
def register() -> DjangoWorkerRegister:
    register = DjangoWorkerRegister()
    register.enrol(ONE)
    register.enrol(OTHER)
    return register


def let_time_pass(seconds: float, *executors: str) -> None:
    Worker.objects.filter(executor__in=executors).update(at=F("at") - timedelta(seconds=seconds))


def test_who_was_not_heard_of_for_long_is_silent(register: DjangoWorkerRegister) -> None:
    let_time_pass(61, "worker-1")
    let_time_pass(50, "worker")
    assert register.silent(60) == ("worker-1",)
    assert register.beat(ONE)
    assert register.silent(60) == ()


def test_who_is_given_up_is_told_so_at_its_next_beat(register: DjangoWorkerRegister) -> None:
    done: list[str] = []
    assert not register.give_up("worker-1", 60, lambda: done.append("too early"))
    let_time_pass(61, "worker-1")
    assert register.give_up("worker-1", 60, lambda: done.append("once"))
    assert done == ["once"]
    assert not register.beat(ONE)
    assert register.beat(OTHER)
    assert register.silent(60) == ("worker-1",)  # what it had begun may still be found


def test_a_new_start_has_the_name_from_now_on(register: DjangoWorkerRegister) -> None:
    again = EnrolledWorker("worker-1", ("gpu",), "first")
    assert not register.is_taken(again, 10)  # it is on the same machine, so the one before it is gone
    register.enrol(again)
    assert (register.beat(ONE), register.beat(again)) == (False, True)


def test_a_name_is_taken_while_another_machine_is_heard_of_under_it(register: DjangoWorkerRegister) -> None:
    elsewhere = EnrolledWorker("worker-1", ("gpu",), "second")
    assert register.is_taken(elsewhere, 10)
    let_time_pass(11, "worker-1")
    assert not register.is_taken(elsewhere, 10)


def test_only_a_worker_of_that_kind_that_is_heard_of_computes_organs(register: DjangoWorkerRegister) -> None:
    assert computes_organs(60)
    let_time_pass(61, "worker-1")
    assert not computes_organs(60)
