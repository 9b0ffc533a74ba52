from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.unit.segmentation.segmenter_in_memory import SegmenterInMemory
from tests.unit.web.conftest import make_account, signed_in
from tests.unit.web.organ_rows import a_map
from tests.unit.web.test_comparisons import ids

from totalpetview.domain.problem import Problem
from totalpetview.web.answers import ApiRefusal
from totalpetview.web.archive.catalogue import DjangoCatalogue
from totalpetview.web.archive.models import Series, Worker
from totalpetview.web.archive.workers import DjangoWorkerRegister
from totalpetview.web.organs import asking
from totalpetview.web.organs.catalogue import DjangoOrganCatalogue
from totalpetview.web.organs.models import SegmentationRun
from totalpetview.workflows.worker_register import EnrolledWorker

pytestmark = pytest.mark.django_db


class Here:
    """A program that is here, and the requests that reach the worker."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.segmenter = SegmenterInMemory()
        self.requested: list[str] = []
        self.worker_is_down = False
        for place in ("asking", "possible"):
            monkeypatch.setattr(f"totalpetview.web.organs.{place}.segmenter", lambda: self.segmenter)
        monkeypatch.setattr("totalpetview.web.organs.asking.request_run", self.request)
        self.worker = EnrolledWorker("worker", ("cpu", "gpu"))
        DjangoWorkerRegister().enrol(self.worker)

    def request(self, row: SegmentationRun) -> None:
        if self.worker_is_down:
            raise ApiRefusal(503, "worker-down")
        self.requested.append(row.key)


@pytest.fixture
def here(followed: DjangoCatalogue, monkeypatch: pytest.MonkeyPatch) -> Here:
    return Here(monkeypatch)


@pytest.fixture
def segmenting(db: None) -> Client:
    return signed_in(make_account("segmenter", "Segmenters"))


def ask(client: Client, *examinations: str, **more: Any) -> Any:
    body = {"examinations": list(examinations or ids()), "task": "total", "mode": "fast", **more}
    return client.post("/api/segmentations", body, content_type="application/json")


def test_what_can_be_computed_is_listed_with_its_weights(here: Here, reading: Client) -> None:
    answer = reading.get("/api/segmentation").json()
    assert (answer["available"], answer["why_not"], answer["device"]) == (True, None, "cpu")
    total, chambers = answer["tasks"]
    assert [(mode["key"], mode["weights"]) for mode in total["modes"]] == [
        ("fastest", "stand-in"), ("fast", "stand-in"), ("full", "stand-in"),
    ]  # fmt: skip
    assert total["usable"]
    assert not chambers["usable"]
    assert chambers["why_not"]


def test_a_program_that_is_missing_is_a_sentence_and_nothing_is_asked_for(here: Here, segmenting: Client) -> None:
    here.segmenter.why_not = Problem("segmenting-failed", {"reason": "x"})
    answer = segmenting.get("/api/segmentation").json()
    assert (answer["available"], answer["why_not"]["code"]) == (False, "segmenting-failed")
    refused = ask(segmenting)
    assert (refused.status_code, refused.json()["code"]) == (409, "segmenting-failed")
    assert not SegmentationRun.objects.exists()


def test_how_long_it_would_take_is_told_before(here: Here, reading: Client) -> None:
    here.segmenter.step_s = 2.0
    answer = reading.get("/api/segmentation/estimate", {"examination": ids()[0], "task": "total", "mode": "fast"})
    assert answer.json() == {"seconds": 10.0, "device": "cpu"}


def test_a_run_for_each_examination_is_asked_for(here: Here, segmenting: Client) -> None:
    answer = ask(segmenting)
    assert answer.status_code == 202
    runs = answer.json()["runs"]
    assert [run["examination"] for run in runs] == ids()
    assert {run["state"] for run in runs} == {"waiting"}
    assert here.requested == [run["key"] for run in runs]


def test_the_same_again_is_the_same_run(here: Here, segmenting: Client) -> None:
    first, second = ask(segmenting).json(), ask(segmenting).json()
    assert first == second
    assert len(here.requested) == 4
    ask(segmenting, mode="fastest")
    assert len(here.requested) == 8


def test_what_is_computed_is_not_computed_again_unless_it_was_deleted(here: Here, segmenting: Client) -> None:
    (run,) = ask(segmenting, ids()[0]).json()["runs"]
    organs = DjangoOrganCatalogue()
    fingerprint = SegmentationRun.objects.get().fingerprint
    organs.map_taken_up(a_map(0, fingerprint=fingerprint, run_key=run["key"]))
    organs.run_ends(run["key"], "done")
    assert ask(segmenting, ids()[0]).json()["runs"][0]["state"] == "done"
    assert len(here.requested) == 1
    SegmentationRun.objects.get().maps.all().delete()
    assert ask(segmenting, ids()[0]).json()["runs"][0]["state"] == "waiting"
    assert len(here.requested) == 2


def test_asking_needs_the_right_and_reading_is_enough_to_look(here: Here, reading: Client, uploading: Client) -> None:
    for client in (reading, uploading):
        refused = ask(client)
        assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")
    assert reading.get("/api/segmentation").status_code == 200


def test_a_run_that_waits_is_cancelled_at_once_and_one_under_way_is_asked_to_end(
    here: Here, segmenting: Client
) -> None:
    first, second, *_ = ask(segmenting).json()["runs"]
    organs = DjangoOrganCatalogue()
    assert organs.run_begins(first["key"]) is not None
    assert segmenting.delete(f"/api/segmentations/{first['key']}").json()["state"] == "running"
    assert organs.run_is_cancelled(first["key"])
    assert segmenting.delete(f"/api/segmentations/{second['key']}").json()["state"] == "cancelled"
    assert organs.run_begins(second["key"]) is None
    assert not organs.run_is_cancelled(ask(segmenting, ids()[2]).json()["runs"][0]["key"])


def test_a_run_that_failed_says_why_in_the_readers_language_and_can_be_tried_again(
    here: Here, segmenting: Client
) -> None:
    (run,) = ask(segmenting, ids()[0]).json()["runs"]
    DjangoOrganCatalogue().run_ends(run["key"], "failed", Problem("organs-none-found"))
    german = signed_in(make_account("dora", "Segmenters", language="de"))
    shown = german.get("/api/organs", {"examination": ids()[0]}).json()["time_points"][0]["run"]
    assert shown["state"] == "failed"
    assert shown["problem"] == {
        "code": "organs-none-found",
        "text": "Von dem, was gesucht wurde, ist in diesem CT nichts gefunden worden.",
    }
    again = segmenting.post(f"/api/segmentations/{run['key']}/again")
    assert (again.status_code, again.json()["state"], again.json()["problem"]) == (202, "waiting", None)
    assert len(here.requested) == 2
    segmenting.post(f"/api/segmentations/{run['key']}/again")
    assert len(here.requested) == 2  # it waits already


def test_progress_is_told_with_the_time_left(here: Here, segmenting: Client) -> None:
    (run,) = ask(segmenting, ids()[0]).json()["runs"]
    organs = DjangoOrganCatalogue()
    organs.run_begins(run["key"])
    organs.run_progress(run["key"], "predicting", 0.4, 33.0)
    shown = segmenting.get("/api/organs", {"examination": ids()[0]}).json()["time_points"][0]["run"]
    assert (shown["state"], shown["stage"], shown["fraction"], shown["left_s"]) == ("running", "predicting", 0.4, 33.0)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"examinations": []}, 422, "invalid-request"),
        ({"examinations": ["nothing"]}, 404, "no-such-examination"),
        ({"task": "no such task"}, 422, "no-such-task"),
        ({"mode": "slow"}, 422, "invalid-request"),
        ({"task": "heartchambers_highres", "mode": "full"}, 409, "segmentation-needs-licence"),
    ],
)
def test_what_cannot_be_computed_is_refused_in_words(
    here: Here, segmenting: Client, body: dict[str, Any], status: int, code: str
) -> None:
    refused = segmenting.post(
        "/api/segmentations",
        {"examinations": ids(), "task": "total", "mode": "fast", **body},
        content_type="application/json",
    )
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert refused.json()["message"]
    assert here.requested == []


def test_a_ct_that_is_not_prepared_is_asked_for_later(here: Here, segmenting: Client) -> None:
    Series.objects.filter(series_uid="1.2.0.1").update(state="preparing")
    assert ask(segmenting, ids()[0]).json()["code"] == "ct-not-prepared"
    Series.objects.filter(series_uid="1.2.0.1").update(role="other")
    assert ask(segmenting, ids()[0]).json()["code"] == "no-ct-for-organs"


def test_a_run_that_is_not_there_is_not_found(here: Here, segmenting: Client) -> None:
    assert segmenting.delete("/api/segmentations/nothing").status_code == 404
    assert segmenting.post("/api/segmentations/nothing/again").status_code == 404


def test_what_the_worker_does_not_take_does_not_seem_to_wait(here: Here, segmenting: Client) -> None:
    here.worker_is_down = True
    assert (ask(segmenting, ids()[0]).status_code, SegmentationRun.objects.get().state) == (503, "cancelled")
    here.worker_is_down = False
    assert ask(segmenting, ids()[0]).json()["runs"][0]["state"] == "waiting"


def test_a_run_that_two_try_again_at_the_same_moment_is_asked_for_once(here: Here, segmenting: Client) -> None:
    (run,) = ask(segmenting, ids()[0]).json()["runs"]
    DjangoOrganCatalogue().run_ends(run["key"], "failed", Problem("organs-none-found"))
    before_the_other = asking._run(run["key"])
    assert segmenting.post(f"/api/segmentations/{run['key']}/again").status_code == 202
    asking._begin_again(before_the_other)
    assert len(here.requested) == 2  # at first, and once again


def test_a_run_that_waits_for_a_worker_that_is_not_there_says_so(here: Here, segmenting: Client) -> None:
    (run,) = ask(segmenting, ids()[0]).json()["runs"]
    assert run["problem"] is None
    Worker.objects.update(queues="cpu")
    shown = segmenting.get("/api/organs", {"examination": ids()[0]}).json()["time_points"][0]["run"]
    assert (shown["state"], shown["problem"]["code"]) == ("waiting", "no-worker-for-organs")


def test_a_run_whose_worker_is_silent_waits_for_another_one_and_says_so(here: Here, segmenting: Client) -> None:
    (run,) = ask(segmenting, ids()[0]).json()["runs"]
    organs = DjangoOrganCatalogue()
    organs.run_begins(run["key"])
    organs.run_progress(run["key"], "predicting", 0.4, 33.0)
    organs.run_is_left(run["key"], Problem("worker-silent", {"worker": "gpu-1"}))
    shown = segmenting.get("/api/organs", {"examination": ids()[0]}).json()["time_points"][0]["run"]
    assert (shown["state"], shown["fraction"], shown["left_s"]) == ("waiting", 0.0, None)
    assert "gpu-1" in shown["problem"]["text"]
    # whoever takes it goes on at the step that was not finished: that it begins is not said again
    organs.run_progress(run["key"], "starting", 0.0, None)
    shown = segmenting.get("/api/organs", {"examination": ids()[0]}).json()["time_points"][0]["run"]
    assert (shown["state"], shown["problem"]) == ("running", None)


def test_a_cancelled_run_whose_worker_is_silent_ends(here: Here, segmenting: Client) -> None:
    (run,) = ask(segmenting, ids()[0]).json()["runs"]
    organs = DjangoOrganCatalogue()
    organs.run_begins(run["key"])
    assert segmenting.delete(f"/api/segmentations/{run['key']}").json()["state"] == "running"
    organs.run_is_left(run["key"], Problem("worker-silent", {"worker": "gpu-1"}))
    assert SegmentationRun.objects.get().state == "cancelled"
    assert segmenting.post(f"/api/segmentations/{run['key']}/again").json()["state"] == "waiting"
