from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from dbos import DBOS
from tests.unit.workflows.organ_world import OrganWorld
from tests.unit.workflows.organs_in_memory import KnownRun

from totalpetview.domain.problem import Problem, Refusal
from totalpetview.segmentation.port import Cancelled, Request, Result
from totalpetview.workflows import durable_organs, durable_work, stock_taking
from totalpetview.workflows.request_segmentation import SegmentationRequests
from totalpetview.workflows.segment_organs import Part
from totalpetview.workflows.work_names import SEGMENT


class DurableWorld(OrganWorld):
    """Work is really asked for from another process's side and done by DBOS."""

    def start(self, executor: str = "worker") -> None:
        self.url = f"sqlite:///{self.folder}/work.sqlite3"
        durable_work.start(self.preparation, self.url, organs=self.work, executor=executor)
        self.requests = SegmentationRequests(self.url)

    def request(self, key: str = "run") -> str:
        asked = self.organs.runs[key].asked
        return self.requests.segment(key, asked.volume_id, self.segmenter.fingerprint(Request("total", asked.mode)))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[DurableWorld]:
    world = DurableWorld(tmp_path)
    world.add_ct()
    world.start()
    yield world
    world.requests.close()
    durable_work.stop()


def ended(run: KnownRun) -> bool:
    return run.state in {"done", "failed", "cancelled"}


def test_a_run_goes_from_the_queue_to_a_map_that_is_shown_and_completed(world: DurableWorld) -> None:
    world.ask()
    world.request()
    run = world.wait_until(ended)
    assert (run.state, run.problem, run.stand_in) == ("done", None, True)
    (shown,) = world.organs.maps.values()
    world.wait_for(lambda: shown.measured or None)
    assert set(shown.measured) == {world.organs.cts["1.2.3.1"].volume_id}
    assert [stage for stage, _, _ in run.progress][-2:] == ["keeping", "checking"]


def test_the_same_request_twice_while_it_waits_is_one_piece_of_work(world: DurableWorld) -> None:
    world.segmenter.step_s = 0.2
    world.ask(key="busy")
    world.organs.runs["busy"].asked = world.ask("fast", key="busy")
    world.request("busy")
    world.ask()
    assert world.request() == world.request()
    world.wait_until(ended)
    assert len(world.segmenter.requests) == 2


def test_one_run_at_a_time(world: DurableWorld) -> None:
    world.segmenter.step_s = 0.1
    for number, mode in enumerate(("fastest", "fast")):
        world.ask(mode, key=f"run-{number}")  # type: ignore[arg-type]
        world.request(f"run-{number}")
    world.wait_for(lambda: world.organs.runs["run-0"].progress or world.organs.runs["run-1"].progress or None)
    assert sorted(run.state for run in world.organs.runs.values()) == ["running", "waiting"]
    for number in range(2):
        assert world.wait_until(ended, f"run-{number}").state == "done"


def test_full_resolution_shows_the_quick_result_first_and_then_its_own(world: DurableWorld) -> None:
    world.segmenter.step_s = 0.05
    world.ask("full")
    world.request()
    world.wait_for(lambda: world.organs.maps or None)
    assert [each.taken.making["mode"] for each in world.organs.maps.values()] == ["fast"]
    assert not ended(world.organs.runs["run"])
    assert world.wait_until(ended).state == "done"
    assert [each.taken.making["mode"] for each in world.organs.maps.values()] == ["fast", "full"]


@pytest.mark.parametrize("lacking", ["the weights for it", "organs that are large enough for it"])
def test_without_a_quick_result_the_one_in_full_resolution_comes_all_the_same(
    lacking: str, world: DurableWorld
) -> None:
    plain = world.segmenter.run

    def without(request: Request, *rest: Any) -> Result:
        if request.mode == "full":
            return plain(request, *rest)
        if lacking == "the weights for it":
            raise Refusal(Problem("weights-missing"))
        return replace(plain(request, *rest), labels=np.zeros_like(rest[0], dtype=np.uint8))

    world.segmenter.run = without  # type: ignore[method-assign,assignment]
    world.ask("full")
    world.request()
    run = world.wait_until(ended)
    assert (run.state, run.problem) == ("done", None)
    assert [each.taken.making["mode"] for each in world.organs.maps.values()] == ["full"]


def test_a_run_that_is_cancelled_while_it_is_computed_ends_before_it_is_done(world: DurableWorld) -> None:
    world.segmenter.step_s, world.segmenter.steps = 0.1, 1000
    world.ask()
    world.request()
    world.wait_until(lambda run: bool(run.progress))
    world.organs.runs["run"].cancel_requested = True
    assert world.wait_until(ended).state == "cancelled"
    assert not world.organs.maps


def test_a_run_that_is_cancelled_while_its_result_is_written_is_cancelled(
    world: DurableWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = type(world.work.segmenting.files)
    plain = files.write

    def write(self: Any, *arguments: Any) -> bytes:
        world.organs.runs["run"].cancel_requested = True
        return plain(self, *arguments)

    monkeypatch.setattr(files, "write", write)
    world.ask()
    world.request()
    assert world.wait_until(ended).state == "cancelled"
    assert not world.organs.maps


def test_a_failure_says_why_and_it_can_be_tried_again(world: DurableWorld) -> None:
    world.segmenter.fails_with = Problem("weights-missing")
    world.ask()
    first = world.request()
    run = world.wait_until(ended)
    assert (run.state, run.problem) == ("failed", Problem("weights-missing"))
    DBOS.retrieve_workflow(first).get_result()
    world.segmenter.fails_with = None
    world.ask()
    assert world.request() != first
    assert world.wait_until(ended).state == "done"


def test_a_defect_is_told_as_a_failure_too(world: DurableWorld) -> None:
    world.segmenter.names = {}
    world.segmenter.find = lambda *_: 1 / 0  # type: ignore[assignment]
    world.ask()
    world.request()
    run = world.wait_until(ended)
    assert run.problem == Problem("segmenting-failed", {"reason": "ZeroDivisionError"})


def test_what_fails_because_the_worker_stops_is_no_failure_of_the_run(world: DurableWorld) -> None:
    def stopped(*_: Any) -> Result:
        durable_organs.leave()
        raise RuntimeError

    world.segmenter.run = stopped  # type: ignore[method-assign,assignment]
    world.ask()
    asked = world.request()
    with pytest.raises(RuntimeError):
        DBOS.retrieve_workflow(asked).get_result()
    assert not ended(world.organs.runs["run"])


def test_what_was_interrupted_goes_on_and_finished_stages_are_not_repeated(world: DurableWorld) -> None:
    world.segmenter.step_s = 0.01
    world.ask("full")
    plain, go_on = world.segmenter.run, threading.Event()
    held: list[threading.Thread] = []

    def held_up(request: Request, *rest: Any) -> Result:
        if request.mode == "full":
            held.append(threading.current_thread())
            assert go_on.wait(60)
            raise Cancelled
        return plain(request, *rest)

    world.segmenter.run = held_up  # type: ignore[method-assign,assignment]
    world.request()
    world.wait_for(lambda: len(world.organs.maps) == 1 or None)
    world.wait_for(lambda: held or None)
    world.requests.close()
    durable_work.stop()
    go_on.set()
    held[0].join(60)  # in a process of its own it would be gone
    assert not ended(world.organs.runs["run"]), "stopping is no failure"
    world.segmenter.run = plain  # type: ignore[method-assign]
    world.start()
    assert world.wait_until(ended).state == "done"
    assert [request.mode for request in world.segmenter.requests] == ["fast", "full"]
    assert len(DBOS.list_workflows(name=SEGMENT)) == 1


def test_a_run_that_nobody_does_any_more_is_said_to_have_failed_at_the_next_start(world: DurableWorld) -> None:
    world.ask()  # its work was lost with the database of the work
    world.requests.close()
    durable_work.stop()
    world.start()
    run = world.wait_until(ended)
    assert run.problem == Problem("segmenting-crashed")


def test_what_a_map_lacks_is_made_at_the_next_start(world: DurableWorld) -> None:
    steps = world.work.segmenting
    asked = world.ask()
    part = Part("fastest", (0.0, 1.0))
    key = steps.keep(asked, part, steps.compute(asked, part))
    world.organs.run_ends(asked.key, "done")
    world.requests.close()
    durable_work.stop()
    world.start()
    world.wait_for(lambda: world.organs.maps[key].surfaces_id or None)


def test_what_a_dead_worker_had_begun_is_given_on_and_done_by_another_one(world: DurableWorld) -> None:
    go_on = threading.Event()
    held: list[threading.Thread] = []
    plain = world.segmenter.run

    def held_up(*_: Any) -> Result:
        held.append(threading.current_thread())
        assert go_on.wait(60)
        raise Cancelled

    world.segmenter.run = held_up  # type: ignore[method-assign,assignment]
    world.ask()
    work = world.request()
    world.wait_for(lambda: held or None)
    world.requests.close()
    durable_work.stop()
    go_on.set()
    held[0].join(60)  # in a process of its own it would be gone
    world.segmenter.run = plain  # type: ignore[method-assign]
    world.start("worker-other")
    assert (stock_taking.has_begun("worker"), stock_taking.has_begun("worker-other")) == (True, False)
    assert world.organs.runs["run"].state == "running"
    stock_taking.give_on("worker")
    assert not stock_taking.has_begun("worker")
    assert world.wait_until(ended).state == "done"
    assert DBOS.retrieve_workflow(work).get_result() == "done"
    assert len(DBOS.list_workflows(name=SEGMENT)) == 1


def test_a_run_that_nobody_does_any_more_is_said_to_have_failed_while_the_worker_goes_on(world: DurableWorld) -> None:
    go_on, held = threading.Event(), threading.Event()

    def held_up(*_: Any) -> Result:
        held.set()
        assert go_on.wait(60)
        raise Cancelled

    world.segmenter.run = held_up  # type: ignore[method-assign,assignment]
    world.ask()
    work = world.request()
    assert held.wait(60)
    durable_work.take_stock()
    assert world.organs.runs["run"].state == "running"
    DBOS.cancel_workflow(work)  # as the library does with what killed its worker again and again
    durable_work.take_stock()
    assert world.organs.runs["run"].problem == Problem("segmenting-crashed")
    go_on.set()
