"""The register of `totalpetview.workflows.worker_register`, in the database, by the database's clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from totalpetview.web.archive.connection import on_a_living_connection
from totalpetview.web.archive.models import Worker

if TYPE_CHECKING:
    from totalpetview.workflows.worker_register import EnrolledWorker, WorkerRegister


class DjangoWorkerRegister:
    """Every method is one transaction."""

    @on_a_living_connection
    def is_taken(self, worker: EnrolledWorker, within_s: float) -> bool:
        """Return whether a worker of that name on another machine was heard of within so many seconds."""
        named = Worker.objects.filter(executor=worker.executor).exclude(instance="")
        return _heard_of(named, within_s).exclude(host=worker.host).exists()

    @on_a_living_connection
    def enrol(self, worker: EnrolledWorker) -> None:
        """Say that this start of the worker has the name from now on."""
        Worker.objects.update_or_create(
            executor=worker.executor,
            defaults={
                "instance": worker.instance,
                "host": worker.host,
                "queues": " ".join(worker.queues),
                "at": Now(),
            },
        )

    @on_a_living_connection
    def beat(self, worker: EnrolledWorker) -> bool:
        """Say that it is there; False: it was given up, or another start has its name."""
        mine = Worker.objects.filter(executor=worker.executor, instance=worker.instance)
        return mine.update(at=Now()) == 1

    @on_a_living_connection
    def silent(self, silent_s: float) -> tuple[str, ...]:
        """Return the names of the workers that were not heard of for so many seconds."""
        return tuple(_silent(silent_s).values_list("executor", flat=True))

    @on_a_living_connection
    def give_up(self, executor: str, silent_s: float, then: Callable[[], None]) -> bool:
        """Give up a worker that is still silent, and do `then` before it can be enrolled again."""
        with transaction.atomic():
            # whoever enrols or beats meanwhile waits for the end of this
            row = _silent(silent_s).select_for_update().filter(executor=executor).first()
            if row is None:
                return False
            Worker.objects.filter(pk=row.pk).update(instance="")
            then()
            return True


def computes_organs(silent_s: float) -> bool:
    """Return whether a worker that computes organs was heard of within so many seconds."""
    return _heard_of(Worker.objects.filter(queues__contains="gpu"), silent_s).exists()


def _silent(silent_s: float) -> QuerySet[Worker]:
    return Worker.objects.filter(at__lte=Now() - timedelta(seconds=silent_s))


def _heard_of(workers: QuerySet[Worker], within_s: float) -> QuerySet[Worker]:
    return workers.filter(at__gt=Now() - timedelta(seconds=within_s))


def _keeps_to_the_port() -> WorkerRegister:
    # checked by mypy: this is the register that the workers write to
    return DjangoWorkerRegister()
