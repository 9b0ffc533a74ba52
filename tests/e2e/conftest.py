"""End to end: the product as `totalpetview serve` starts it, and real Chromium with software WebGL."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page

from tests.chromium import chromium_program, running_chromium
from tests.e2e.comparison_page import ComparisonPage
from tests.running_server import RunningServer, running_server
from totalpetview.demo import DemoSize, write_demo_patient

DEMO_EXAMINATIONS = 4
KNOWN_PEER = "SCANNER1"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return real Chromium; without it these tests are skipped, but never in CI."""
    if chromium_program() is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: script/setup --tests installs it")
        pytest.skip("Chromium is missing: script/setup --tests installs it")
    with running_chromium() as started:
        yield started


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the small demo patient as DICOM files, one folder an examination, and truth.json."""
    folder = tmp_path_factory.mktemp("demo")
    write_demo_patient(folder, size=DemoSize.SMALL)
    return folder


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Return an empty running installation that takes images from one DICOM peer on this machine."""
    settings = f'[[dicom_peers]]\naet = "{KNOWN_PEER}"\nhost = "127.0.0.1"\nport = 104\n'
    with running_server(tmp_path_factory.mktemp("installation") / "data", settings=settings) as started:
        yield started


@pytest.fixture(scope="session")
def client(server: RunningServer) -> Iterator[httpx.Client]:
    """Return a signed-in client of the interface."""
    with server.signed_in() as signed_in:
        yield signed_in


@pytest.fixture(scope="session")
def demo_examinations(server: RunningServer, client: httpx.Client, demo_folder: Path) -> list[dict[str, Any]]:
    """Return the demo's examinations, imported and prepared, in order of time."""
    server.run("import", *(path for path in sorted(demo_folder.iterdir()) if path.is_dir()))
    return server.prepared_examinations(client, DEMO_EXAMINATIONS, patient="TPV-DEMO-1")


@pytest.fixture(scope="session")
def open_page(browser: Browser, server: RunningServer, client: httpx.Client) -> Iterator[Callable[..., Page]]:
    """Return a function that opens an address of the server in a new, signed-in browser context."""
    contexts = []

    def open_address(address: str, width: int = 1920, height: int = 1080) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB")
        contexts.append(context)
        context.add_cookies(
            [{"name": one.name, "value": one.value or "", "url": server.url} for one in client.cookies.jar]
        )
        page = context.new_page()
        page.goto(server.url + address)
        return page

    yield open_address
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def open_comparison(open_page: Callable[..., Page]) -> Iterator[Callable[[list[str]], ComparisonPage]]:
    """Return a function that shows examinations side by side at full resolution; one page for each choice of them."""
    opened: dict[tuple[str, ...], ComparisonPage] = {}

    def open_examinations(ids: list[str]) -> ComparisonPage:
        if tuple(ids) not in opened:
            for comparison in opened.values():  # one at a time: each holds all of its voxels
                comparison.page.context.close()
            opened.clear()
            size = (1920, 1080) if len(ids) > 1 else (900, 760)  # every pixel is drawn by the processor
            opened[tuple(ids)] = ComparisonPage(open_page("/compare?" + "&".join(f"e={one}" for one in ids), *size))
            opened[tuple(ids)].wait_until_complete()
        return opened[tuple(ids)]

    yield open_examinations
    for comparison in opened.values():
        comparison.page.context.close()
