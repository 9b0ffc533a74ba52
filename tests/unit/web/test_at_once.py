"""Several workers write at the same moment; on PostgreSQL they really do: see `tests/integration/web`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connections
from tests.unit.web.conftest import understand
from tests.unit.web.one_patient import facts
from tests.unit.web.organ_rows import a_map

from totalpetview.domain.problem import Problem
from totalpetview.web.archive.catalogue import DjangoCatalogue
from totalpetview.web.archive.models import Examination, Patient, Series
from totalpetview.web.organs.catalogue import DjangoOrganCatalogue
from totalpetview.web.organs.models import OrganMapRow

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 8


def at_once(*works: Callable[[], object]) -> None:
    together = threading.Barrier(len(works), timeout=60)

    def begin(work: Callable[[], object]) -> None:
        try:
            together.wait()
            work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as threads:
        begun = [threads.submit(begin, work) for work in works]
    for each in begun:
        each.result()


def members() -> dict[str, Sequence[str]]:
    rows = Series.objects.exclude(examination=None).order_by("series_uid")
    return {
        str(row.examination_id): [*row.examination.series.values_list("role", flat=True)]
        for row in rows
        if row.examination
    }


@pytest.mark.usefixtures("simple_grouping")
def test_ct_and_pet_that_are_understood_at_the_same_moment_are_one_examination() -> None:
    catalogue = DjangoCatalogue()
    for number in range(TIMES):
        kinds = [
            facts(kind, 0, patient_id=f"P-{number}", series_uid=f"1.2.{number}.{kind == 'pet'}")
            for kind in ("ct", "pet")
        ]
        at_once(*(partial(understand, catalogue, known) for known in kinds))
    assert Patient.objects.count() == Examination.objects.count() == TIMES
    assert {tuple(sorted(roles)) for roles in members().values()} == {("ct", "pet")}


@pytest.mark.usefixtures("simple_grouping")
def test_a_series_that_is_deleted_while_another_one_of_the_patient_arrives_takes_nothing_with_it() -> None:
    catalogue = DjangoCatalogue()
    for number in range(TIMES):
        old, new = (facts("ct", k, patient_id=f"P-{number}", series_uid=f"1.2.{number}.{k}") for k in (0, 1))
        understand(catalogue, old)
        gone = partial(catalogue.series_deleted, f"orthanc-P-{number}-{old.series_uid}")
        at_once(gone, partial(understand, catalogue, new))
        row = Series.objects.get(patient__patient_id=f"P-{number}")
        assert (row.series_uid, row.role) == (new.series_uid, "ct")


@pytest.mark.usefixtures("followed")
def test_a_map_that_two_take_up_at_the_same_moment_is_there_once() -> None:
    organs = DjangoOrganCatalogue()
    for which in range(TIMES):
        at_once(*(partial(organs.map_taken_up, a_map(0, which)) for _ in range(2)))
    assert OrganMapRow.objects.count() == TIMES


@pytest.mark.usefixtures("followed")
def test_a_map_that_is_refused_and_taken_up_at_the_same_moment_is_there_once() -> None:
    organs = DjangoOrganCatalogue()
    for which in range(TIMES):
        taken = a_map(0, which)
        refused = partial(organs.map_refused, taken.source, Problem("organ-empty"))
        at_once(refused, partial(organs.map_taken_up, taken))
    assert OrganMapRow.objects.count() == TIMES
