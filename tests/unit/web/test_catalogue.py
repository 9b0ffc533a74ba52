from __future__ import annotations

import threading

import pytest
from tests.unit.web.conftest import prepare, understand
from tests.unit.web.one_patient import facts, mip

from totalpetview.domain.problem import Problem
from totalpetview.web.archive.catalogue import DjangoCatalogue, progress_of
from totalpetview.web.archive.models import Examination, Heartbeat, Patient, Series

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simple_grouping")]


def test_the_change_seen_last_is_zero_at_first_and_then_remembered(catalogue: DjangoCatalogue) -> None:
    assert catalogue.last_change() == 0
    catalogue.record_change(17)
    catalogue.record_change(9_000_000_000)
    assert catalogue.last_change() == 9_000_000_000


def test_a_series_goes_from_arriving_to_ready(catalogue: DjangoCatalogue) -> None:
    catalogue.series_arriving("o1", "1.2.0.1", 3)
    row = Series.objects.get()
    assert (row.state, row.images, row.patient) == ("arriving", 3, None)
    catalogue.series_understood("o1", facts("ct", 0), "d")
    row.refresh_from_db()
    assert (row.state, row.images) == ("waiting", 4)
    catalogue.series_progress("1.2.0.1", "reading", 0.5)
    row.refresh_from_db()
    assert row.state == "preparing"
    reading = progress_of(row)
    catalogue.series_progress("1.2.0.1", "building", 0.5)
    row.refresh_from_db()
    assert 0 < reading < progress_of(row) < 1
    catalogue.series_prepared("1.2.0.1", {"id": "a" * 32}, "d")
    row.refresh_from_db()
    assert (row.state, row.volume, progress_of(row)) == ("ready", {"id": "a" * 32}, 1.0)


def test_the_first_reading_is_seen_and_late_images_are_seen_during_the_rest_of_it(catalogue: DjangoCatalogue) -> None:
    catalogue.series_arriving("o1", "1.2.0.1", 3)
    catalogue.series_progress("1.2.0.1", "reading", 0.0)
    catalogue.series_progress("1.2.0.1", "reading", 0.5)
    row = Series.objects.get()
    assert (row.state, row.stage, row.fraction) == ("preparing", "reading", 0.5)
    catalogue.series_arriving("o1", "1.2.0.1", 4)
    catalogue.series_progress("1.2.0.1", "building", 0.5)
    row.refresh_from_db()
    assert row.state == "arriving"


def test_every_method_may_be_called_again(catalogue: DjangoCatalogue) -> None:
    for _ in range(2):
        understand(catalogue, facts("ct", 0))
        understand(catalogue, facts("pet", 0))
        prepare(catalogue, 0)
    assert Patient.objects.count() == 1
    assert Examination.objects.count() == 1
    assert set(Series.objects.values_list("role", "state")) == {("ct", "ready"), ("pet", "ready")}


def test_late_images_hide_the_old_volume_until_the_new_one_is_there(catalogue: DjangoCatalogue) -> None:
    understand(catalogue, facts("ct", 0))
    catalogue.series_prepared("1.2.0.1", {"id": "a" * 32}, "digest")
    understand(catalogue, facts("ct", 0, images=5), "another digest")
    assert Series.objects.get().state == "waiting"
    catalogue.series_prepared("1.2.0.1", {"id": "b" * 32}, "digest")  # the old work ends late
    assert Series.objects.get().state == "waiting"
    catalogue.series_prepared("1.2.0.1", {"id": "c" * 32}, "another digest")
    row = Series.objects.get()
    assert (row.state, row.volume["id"] if row.volume else None) == ("ready", "c" * 32)


def test_the_same_images_sent_again_leave_what_is_ready_ready(catalogue: DjangoCatalogue) -> None:
    understand(catalogue, facts("ct", 0))
    catalogue.series_prepared("1.2.0.1", {"id": "a" * 32}, "digest")
    catalogue.series_arriving("orthanc-P-4711-1.2.0.1", "1.2.0.1", 4)
    assert Series.objects.get().state == "arriving"
    understand(catalogue, facts("ct", 0))
    assert Series.objects.get().state == "ready"


def test_a_new_volume_of_a_pet_forgets_the_projection_of_the_old_one(catalogue: DjangoCatalogue) -> None:
    understand(catalogue, facts("pet", 0))
    prepare(catalogue, 0)
    understand(catalogue, facts("pet", 0), "new")
    catalogue.series_prepared("1.2.0.2", {"id": "c" * 32}, "new")
    assert Series.objects.get().mip is None
    catalogue.mip_prepared("1.2.0.2", mip("d" * 32))
    assert Series.objects.get().mip is not None


def test_a_failure_is_kept_and_a_new_try_clears_it(catalogue: DjangoCatalogue) -> None:
    understand(catalogue, facts("ct", 0))
    catalogue.series_failed("1.2.0.1", "orthanc-P-4711-1.2.0.1", Problem("no-images"))
    row = Series.objects.get()
    assert (row.state, row.problem) == ("failed", {"code": "no-images", "values": {}})
    understand(catalogue, facts("ct", 0))
    assert Series.objects.get().state == "failed"
    catalogue.series_progress("1.2.0.1", "reading", 0.1)
    row.refresh_from_db()
    assert (row.state, row.problem) == ("preparing", None)


def test_a_series_that_cannot_even_be_read_is_kept_as_failed(catalogue: DjangoCatalogue) -> None:
    catalogue.series_failed("1.2.3", "o9", Problem("no-images"))
    assert Series.objects.get(orthanc_id="o9").state == "failed"


def test_what_is_no_volume_is_none_and_a_refused_ct_is_a_failure(catalogue: DjangoCatalogue) -> None:
    understand(catalogue, facts("scout", 0, grid=None, series_uid="1.1"))
    understand(catalogue, facts("ct", 0, grid=None, series_uid="1.2", problems=(Problem("no-images"),)))
    states = dict(Series.objects.values_list("series_uid", "state"))
    assert states == {"1.1": "not-an-image-volume", "1.2": "failed"}


def test_deleting_the_last_series_forgets_the_patient(catalogue: DjangoCatalogue) -> None:
    understand(catalogue, facts("ct", 0))
    understand(catalogue, facts("pet", 0))
    both = Examination.objects.get().pk
    catalogue.series_deleted("orthanc-P-4711-1.2.0.1")
    left = Examination.objects.get()
    assert left.pk != both
    assert list(left.series.values_list("series_uid", flat=True)) == ["1.2.0.2"]
    catalogue.series_deleted("orthanc-P-4711-1.2.0.2")
    catalogue.series_deleted("orthanc-P-4711-1.2.0.2")
    assert not Examination.objects.exists()
    assert not Patient.objects.exists()


def test_one_patient_id_with_two_dates_of_birth_is_two_people(catalogue: DjangoCatalogue) -> None:
    understand(catalogue, facts("ct", 0))
    understand(catalogue, facts("ct", 1, birth_date="1999-01-01"))
    assert Patient.objects.count() == 2


def test_without_an_id_people_are_told_apart_by_name(catalogue: DjangoCatalogue) -> None:
    understand(catalogue, facts("ct", 0, patient_id="", patient_name="A"))
    understand(catalogue, facts("ct", 1, patient_id="", patient_name="B"))
    assert Patient.objects.count() == 2


def test_a_new_spelling_of_the_name_stays_the_same_patient(catalogue: DjangoCatalogue) -> None:
    understand(catalogue, facts("ct", 0))
    understand(catalogue, facts("ct", 1, patient_name="Mueller^Anna-Lena"))
    assert Patient.objects.get().name == "Mueller^Anna-Lena"


def test_a_copy_under_another_patient_id_does_not_take_the_examination_away(catalogue: DjangoCatalogue) -> None:
    understand(catalogue, facts("ct", 0))
    understand(catalogue, facts("ct", 0, patient_id="RESEARCH-1", patient_name="Anon"))
    assert Patient.objects.count() == 2
    owners = {examination.patient.patient_id for examination in Examination.objects.all()}
    assert owners == {"P-4711", "RESEARCH-1"}
    understand(catalogue, facts("ct", 0))
    assert Examination.objects.count() == 2


def test_a_series_that_moves_to_another_patient_leaves_the_first_one(catalogue: DjangoCatalogue) -> None:
    catalogue.series_understood("o1", facts("ct", 0), "d")
    catalogue.series_understood("o1", facts("ct", 0, patient_id="OTHER"), "d")
    assert [patient.patient_id for patient in Patient.objects.all()] == ["OTHER"]


def test_what_is_known_and_what_is_in_use(followed: DjangoCatalogue) -> None:
    assert len(followed.known_series()) == 8
    used = followed.volumes_in_use()
    assert len(used) == 12
    assert "00" * 16 in used
    assert "20" * 16 in used


def test_the_worker_says_that_it_lives(catalogue: DjangoCatalogue) -> None:
    catalogue.heartbeat()
    first = Heartbeat.objects.get().at
    catalogue.heartbeat()
    assert Heartbeat.objects.get().at >= first


def test_keys_hold_nothing_of_the_patient(catalogue: DjangoCatalogue) -> None:
    understand(catalogue, facts("ct", 0))
    key = Patient.objects.get().key
    catalogue.series_deleted("orthanc-P-4711-1.2.0.1")
    understand(catalogue, facts("ct", 0))
    assert Patient.objects.get().key != key  # random, so that no list of names can be turned into keys
    assert len(key) == 16


@pytest.mark.django_db(transaction=True)
def test_several_threads_write_at_once(catalogue: DjangoCatalogue) -> None:
    failed: list[BaseException] = []

    def work(number: int) -> None:
        try:
            understand(catalogue, facts("ct", number))
            understand(catalogue, facts("pet", number))
            prepare(catalogue, number)
        except BaseException as error:  # noqa: BLE001 - whatever it is fails the test below
            failed.append(error)
        finally:
            from django.db import connection

            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert Patient.objects.count() == 1
    assert Examination.objects.count() == 4
    assert set(Series.objects.values_list("state", flat=True)) == {"ready"}
