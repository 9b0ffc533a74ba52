"""From the button to organs on the screen: the real TotalSegmentator, with weights that only stand in for its own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, Final

import httpx
import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.comparison_page import ComparisonPage
from tests.running_server import RunningServer, running_server
from tests.totalsegmentator import STANDIN_WEIGHTS, totalsegmentator_venv
from totalpetview.demo import LABELS, DemoSize, write_demo_patient

_PATIENCE_MS: Final = 240_000
_CANCEL_WITHIN_S: Final = 5.0
MARK: Final = "Stand-in weights \N{EN DASH} not for diagnosis"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Return an installation with TotalSegmentator, stand-in weights, and one examination."""
    folder = tmp_path_factory.mktemp("finding")
    settings = f'totalsegmentator = "{totalsegmentator_venv()}"\ntotalsegmentator_weights = "{STANDIN_WEIGHTS}"\n'
    write_demo_patient(folder / "demo", size=DemoSize.SMALL)
    examination = min(path for path in (folder / "demo").iterdir() if path.is_dir())
    with running_server(folder / "data", settings=settings) as started:
        started.run("import", examination)
        yield started


@pytest.fixture(scope="module")
def client(server: RunningServer) -> Iterator[httpx.Client]:
    """Return a signed-in client of the interface."""
    with server.signed_in() as signed_in:
        yield signed_in


@pytest.fixture(scope="module")
def page(server: RunningServer, client: httpx.Client, browser: Browser) -> Iterator[Page]:
    """Return the examination's page, complete."""
    examination = server.prepared_examinations(client, 1)[0]["id"]
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="en-GB")
    context.add_cookies([{"name": one.name, "value": one.value or "", "url": server.url} for one in client.cookies.jar])
    opened = context.new_page()
    opened.goto(f"{server.url}/compare?e={examination}")
    ComparisonPage(opened).wait_until_complete()
    yield opened
    context.close()


def run_of(client: httpx.Client, server: RunningServer) -> dict[str, Any]:
    """Return the newest run of the examination."""
    examination = server.prepared_examinations(client, 1)[0]["id"]
    point = client.get("/api/organs", params={"examination": examination}).json()["time_points"][0]
    run: dict[str, Any] = point["run"]
    return run


def segmenting(server: RunningServer) -> list[psutil.Process]:
    """Return the processes of TotalSegmentator that this installation started."""
    every = psutil.Process(server.process.pid).children(recursive=True)
    venv = str(totalsegmentator_venv())
    return [one for one in every if one.is_running() and any(venv in word for word in one.cmdline())]


def ask(page: Page) -> None:
    """Fill in what is to be found and start."""
    page.get_by_role("radio", name="6 mm").check()
    page.get_by_role("button", name="Start", exact=True).click()


def test_a_run_can_be_cancelled_within_seconds_and_leaves_no_process(
    page: Page, client: httpx.Client, server: RunningServer
) -> None:
    page.get_by_role("button", name="Organs", exact=True).click()
    ask(page)
    deadline = time.monotonic() + _PATIENCE_MS / 1000
    while not segmenting(server):
        assert time.monotonic() < deadline, "TotalSegmentator was never started"
        time.sleep(0.1)
    page.get_by_role("button", name="Cancel").first.click()
    asked = time.monotonic()
    while segmenting(server) and time.monotonic() - asked < 10 * _CANCEL_WITHIN_S:
        time.sleep(0.1)
    assert not segmenting(server)
    expect(page.get_by_text("cancelled").first).to_be_visible(timeout=_PATIENCE_MS)
    assert run_of(client, server)["state"] == "cancelled"


def test_organs_appear_by_themselves_and_are_marked_as_found_with_stand_in_weights(
    page: Page, client: httpx.Client, server: RunningServer
) -> None:
    again = page.get_by_role("button", name="again")
    if again.count():
        again.first.click()
    else:
        ask(page)
    comparison = ComparisonPage(page)
    deadline = time.monotonic() + _PATIENCE_MS / 1000
    while not page.evaluate("() => window.__tpv.organs()?.columns[0]?.labels?.complete ?? false"):
        assert time.monotonic() < deadline, run_of(client, server)
        page.wait_for_timeout(200)
    assert page.evaluate("() => window.__tpv.organs().columns[0].standIn")
    for row in range(len(comparison.panes())):
        if comparison.pane(row, 0)["spec"].get("labels"):
            expect(page.get_by_text(MARK).nth(row)).to_be_visible()
    expect(page.get_by_text(MARK).first).to_be_visible()
    visible = page.evaluate("() => window.__tpv.organs().columns[0].visible")
    assert {"liver", "heart", "lung_upper_lobe_left", "kidney_right"} <= set(visible) <= set(LABELS)


def test_the_same_examination_with_the_same_settings_is_not_computed_twice(
    page: Page, client: httpx.Client, server: RunningServer
) -> None:
    before = run_of(client, server)
    examination = server.prepared_examinations(client, 1)[0]["id"]
    wanted = {"examinations": [examination], "task": "total", "mode": "fastest"}
    answer = client.post("/api/segmentations", json=wanted)
    answer.raise_for_status()
    assert answer.json()["runs"][0]["key"] == before["key"]
    assert answer.json()["runs"][0]["state"] == "done"
    assert not segmenting(server)


def test_the_object_in_the_archive_says_that_the_weights_only_stand_in(
    client: httpx.Client, server: RunningServer
) -> None:
    found = client.get("/dicom-web/series", params={"Modality": "SEG", "includefield": "0008103E"}).json()
    assert len(found) == 1, "a cancelled run must leave nothing, a finished one exactly one object"
    assert "STAND-IN" in found[0]["0008103E"]["Value"][0].upper()
