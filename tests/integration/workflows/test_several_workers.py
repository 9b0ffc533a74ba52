"""Several workers on several machines at one PostgreSQL: nothing is computed twice, nothing is lost with a machine."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from tests.integration.real_orthanc import RealOrthanc
from tests.integration.real_postgres import RealPostgres
from tests.integration.workflows.machines import Installation, Machine, ask
from tests.running_server import RunningServer

pytestmark = pytest.mark.orthanc
#: a worker that was not heard of for so long is taken for dead
SILENT_AFTER_S = "8"


@pytest.fixture(scope="module")
def installation(
    start_orthanc: Callable[[], RealOrthanc], postgres: RealPostgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    installed = Installation(
        start_orthanc(),
        postgres.new_database(),
        tmp_path_factory.mktemp("machines"),
        {"TOTALPETVIEW_WORKER_SILENT_AFTER_S": SILENT_AFTER_S},
    )
    try:
        # all at once, since each takes some seconds to be there
        installed.main.start("worker", "--queue", "cpu")
        for name in ("gpu-1", "gpu-2"):
            start(installed.another_machine(name))
        yield installed
    finally:
        installed.stop()


@pytest.fixture(scope="module")
def web(installation: Installation, sent: list[str]) -> RunningServer:
    return installation.web()


@pytest.fixture(scope="module")
def client(web: RunningServer) -> Iterator[httpx.Client]:
    with web.signed_in() as signed_in:
        yield signed_in


@pytest.fixture(scope="module")
def sent(installation: Installation) -> list[str]:
    return installation.send_examinations(4)


@pytest.fixture(scope="module")
def cts(installation: Installation, sent: list[str], client: httpx.Client) -> list[str]:
    return installation.prepared_examinations(sent)


@pytest.fixture
def machines(installation: Installation) -> Iterator[tuple[Machine, Machine]]:
    """Return two machines at work; what ended in the test before is started again."""
    _, one, two = installation.machines
    for machine in (one, two):
        machine.record.unlink(missing_ok=True)
        if machine.process.poll() is not None:
            start(machine)
    yield one, two
    for machine in (one, two):
        machine.go_on()


def start(machine: Machine) -> None:
    machine.start("worker", "--queue", "gpu", "--name", machine.data.name)


def states(installation: Installation, keys: list[str]) -> list[str]:
    return [installation.a_run(key)["state"] for key in keys]


def test_two_cts_are_computed_at_the_same_time_by_two_workers_and_each_once(
    installation: Installation, client: httpx.Client, cts: list[str], machines: tuple[Machine, Machine]
) -> None:
    for machine in machines:
        machine.hold()
    keys = ask(client, cts[:3], "fastest")
    installation.until(lambda: all(each.is_at() for each in machines))
    installation.until(lambda: sorted(states(installation, keys)) == ["running", "running", "waiting"])
    for machine in machines:
        machine.go_on()
    installation.until(lambda: states(installation, keys) == ["done"] * 3)
    assert sorted(machines[0].begun() + machines[1].begun()) == sorted(keys)
    assert [each.at_once() for each in machines] == [1, 1]
    shown = installation.rows("SELECT run_id FROM organs_organmap WHERE problem IS NULL")
    assert len({row["run_id"] for row in shown}) == len(shown) == 3


def test_a_run_that_another_machine_computes_is_cancelled(
    installation: Installation, client: httpx.Client, cts: list[str], machines: tuple[Machine, Machine]
) -> None:
    for machine in machines:
        machine.hold()
    (key,) = ask(client, cts[:1], "fast")
    installation.until(lambda: any(each.is_at() for each in machines))
    assert client.delete(f"/api/segmentations/{key}").json()["state"] == "running"
    installation.until(lambda: states(installation, [key]) == ["cancelled"])
    assert machines[0].ended() + machines[1].ended() == []


def test_the_same_asked_for_from_two_web_servers_at_the_same_moment_is_one_run(
    installation: Installation, web: RunningServer, cts: list[str], machines: tuple[Machine, Machine]
) -> None:
    told: list[tuple[str, str]] = []
    together = threading.Barrier(2, timeout=60)
    with web.signed_in() as one, installation.web().signed_in() as two:

        def ask_at_once(client: httpx.Client) -> None:
            for ct in cts[1:]:
                together.wait()
                (key,) = ask(client, [ct], "fast")
                told.append((ct, key))

        threads = [threading.Thread(target=ask_at_once, args=[client]) for client in (one, two)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(told) == 6
    keys = sorted({key for _, key in told})
    assert len(keys) == 3
    installation.until(lambda: states(installation, keys) == ["done"] * 3)
    assert sorted(machines[0].begun() + machines[1].begun()) == keys


def test_a_database_that_restarts_takes_no_run_with_it(
    installation: Installation,
    client: httpx.Client,
    cts: list[str],
    machines: tuple[Machine, Machine],
    postgres: RealPostgres,
) -> None:
    for machine in machines:
        machine.hold()
    (key,) = ask(client, cts[:1], "fast")  # it was cancelled before
    installation.until(lambda: any(each.is_at() for each in machines))
    postgres.stop()
    for machine in machines:
        machine.go_on()
    time.sleep(1)  # what is told meanwhile reaches nobody
    postgres.start()
    installation.until(lambda: states(installation, [key]) == ["done"])
    assert machines[0].begun() + machines[1].begun() == [key]
    assert client.get("/api/status").json()["worker"] == "up"


def test_a_worker_that_is_killed_and_comes_back_goes_on_and_no_other_one_does_the_same(
    installation: Installation, client: httpx.Client, cts: list[str], machines: tuple[Machine, Machine]
) -> None:
    for machine in machines:
        machine.hold()
    keys = ask(client, cts[2:], "full")
    first, other = machines
    installation.until(lambda: first.is_at() and other.is_at())
    first.process.kill()
    killed_at = first.is_at()
    start(first)
    installation.until(lambda: first.begun() == [killed_at, killed_at])
    for machine in machines:
        machine.go_on()
    installation.until(lambda: states(installation, keys) == ["done"] * 2)
    assert (len(first.begun()), len(other.begun())) == (2, 1)
    assert sorted(first.ended() + other.ended()) == sorted(keys)


def test_what_a_silent_machine_computed_waits_visibly_goes_on_elsewhere_and_it_ends_when_it_wakes_up(
    installation: Installation, client: httpx.Client, cts: list[str], machines: tuple[Machine, Machine]
) -> None:
    for machine in machines:
        machine.hold()
    keys = ask(client, cts[:2], "full")
    silent, other = machines
    installation.until(lambda: silent.is_at() and other.is_at())
    key = silent.is_at() or ""
    silent.process.send_signal(signal.SIGSTOP)
    installation.until(lambda: states(installation, [key]) == ["waiting"])
    shown = client.get("/api/organs", params={"examination": cts[keys.index(key)]}).json()
    problem = shown["time_points"][0]["run"]["problem"]
    assert problem["code"] == "worker-silent"
    assert "gpu-1" in problem["text"]
    other.go_on()
    installation.until(lambda: states(installation, keys) == ["done"] * 2)
    assert key in other.ended()
    silent.process.send_signal(signal.SIGCONT)
    assert silent.process.wait(60) == 1
    assert silent.ended() == []


def test_a_run_on_a_machine_that_died_can_be_cancelled_and_tried_again(
    installation: Installation, client: httpx.Client, cts: list[str], machines: tuple[Machine, Machine]
) -> None:
    for machine in machines:
        machine.hold()
    (key,) = ask(client, cts[3:], "fastest")
    installation.until(lambda: any(each.is_at() for each in machines))
    dead, other = machines if machines[0].is_at() else machines[::-1]
    dead.process.kill()
    assert client.delete(f"/api/segmentations/{key}").json()["state"] == "running"
    installation.until(lambda: states(installation, [key]) == ["cancelled"])
    other.go_on()
    assert client.post(f"/api/segmentations/{key}/again").json()["state"] in {"waiting", "running"}
    installation.until(lambda: states(installation, [key]) == ["done"])
    assert other.ended() == [key]
