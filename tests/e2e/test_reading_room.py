"""A stranger's first hour: the page asks for a login, files go in by the browser, and a comparison opens.

The tests tell one story in order, with one browser and an installation of their own; each goes on where the one
before has ended.
"""

from __future__ import annotations

import base64
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.comparison_page import ComparisonPage
from tests.e2e.renamed_examination import renamed, tiny_demo
from tests.running_server import NEW_PASSWORD, RunningServer, running_server
from totalpetview.demo.orientation import Orientation, write_phantom

PATIENCE_MS: Final = 120_000
DATES: Final = ("12 Mar 2025", "4 Jun 2025", "3 Sep 2025", "6 Jan 2026")

DROP: Final = """
([name, content]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name));
  return transfer;
}
"""


@dataclass(frozen=True, slots=True)
class Files:
    """What lies on the stranger's desk."""

    by_dialogue: list[Path]
    dropped: Path
    good: int
    bad: tuple[Path, Path]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Return the tiny demo patient, an earlier CT of hers, a phantom, and two files that are no images."""
    desk = tmp_path_factory.mktemp("desk")
    folders = tiny_demo(desk / "demo")
    first = sorted((folders[0] / "CT").iterdir())
    for number, image in enumerate(renamed(first, "TPV-DEMO-1", "Demo^Anna", date="20241105")):
        image.save_as(desk / f"earlier-{number}", enforce_file_format=True)
    write_phantom(desk / "phantom", Orientation.OBLIQUE)
    (desk / "holiday.txt").write_text("The weather was fine.")
    (desk / "torn.dcm").write_bytes(first[0].read_bytes()[:3000])
    dropped = desk / "last.zip"
    with zipfile.ZipFile(dropped, "w") as archive:
        for path in folders[3].rglob("*.dcm"):
            archive.write(path, path.relative_to(folders[3]))
    good = [
        *(path for folder in (*folders[:3], desk / "phantom") for path in sorted(folder.rglob("*.dcm"))),
        *sorted(desk.glob("earlier-*")),
    ]
    bad = (desk / "holiday.txt", desk / "torn.dcm")
    return Files([*good[:100], *bad, *good[100:]], dropped, len(good), bad)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Return an installation that has just been started for the first time."""
    with running_server(tmp_path_factory.mktemp("room") / "data") as started:
        yield started


@pytest.fixture(scope="module")
def complaints() -> list[str]:
    """Return what the browser complains about during the story."""
    return []


@pytest.fixture(scope="module")
def page(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    """Return the stranger's browser window."""
    context = browser.new_context(viewport={"width": 1600, "height": 1000}, locale="en-GB")
    opened = context.new_page()
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "console",
        lambda message: complaints.append(message.text) if "Security Policy" in message.text else None,
    )
    yield opened
    context.close()


def log_in(page: Page, password: str) -> None:
    page.get_by_label("Name").fill("admin")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Log in").click()


def patients(page: Page) -> list[str]:
    return page.locator("#patients tbody a").all_inner_texts()


def wait_until(page: Page, happened: Callable[[], bool], what: str) -> None:
    for _ in range(PATIENCE_MS // 100):
        if happened():
            return
        page.wait_for_timeout(100)
    raise TimeoutError(what)


def test_any_address_leads_to_the_login_first(page: Page, room: RunningServer) -> None:
    page.goto(f"{room.url}/patients/1")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    log_in(page, "a wrong guess")
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.get_by_label("Password", exact=True).input_value() == ""


def test_the_one_time_password_opens_nothing_until_it_is_replaced(page: Page, room: RunningServer) -> None:
    assert room.one_time_password
    page.goto(room.url)
    log_in(page, room.one_time_password)
    expect(page.get_by_role("heading", name="Choose your own password")).to_be_visible()
    page.goto(f"{room.url}/upload")
    expect(page.get_by_role("heading", name="Choose your own password")).to_be_visible()
    assert page.evaluate("async () => (await fetch('/api/studies')).status") == httpx.codes.FORBIDDEN
    page.get_by_label("One-time password").fill(room.one_time_password)
    page.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("New password, again").fill(NEW_PASSWORD + "!")
    expect(page.get_by_text("The two are not the same.")).to_be_visible()
    expect(page.get_by_role("button", name="Save password")).to_be_disabled()
    page.get_by_label("New password, again").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Save password").click()
    expect(page.get_by_role("heading", name="Upload images")).to_be_visible()


def test_an_empty_archive_says_how_images_get_in(page: Page, room: RunningServer) -> None:
    page.get_by_role("navigation").get_by_role("link", name="Patients").click()
    expect(page.get_by_role("heading", name="There are no images yet")).to_be_visible()
    port = room.environment["TOTALPETVIEW_DICOM_PORT"]
    expect(page.get_by_text(f"AE title TOTALPETVIEW, port {port}")).to_be_visible()
    page.get_by_role("link", name="Upload files").click()


def test_files_go_in_by_the_browser_and_bad_ones_are_named_with_the_reason(page: Page, files: Files) -> None:
    page.get_by_test_id("files").set_input_files(files.by_dialogue)
    standing = page.get_by_role("region", name="Progress of the upload")
    expect(standing.get_by_role("progressbar")).to_be_visible()
    expect(standing.get_by_role("status")).to_have_text("Finished", timeout=PATIENCE_MS)
    expect(standing.locator("dd")).to_have_text([str(files.good), "0", str(len(files.bad))])
    expect(page.get_by_role("heading", name=f"{len(files.bad)} files were refused")).to_be_visible()
    for path in files.bad:
        row = page.get_by_role("row").filter(has_text=path.name)
        reason = row.get_by_role("cell").nth(1).inner_text()
        assert len(reason.split()) >= 4, f"{path.name}: {reason!r} is no sentence"


def test_a_dropped_zip_goes_in_and_its_progress_is_seen_until_it_is_ready(page: Page, files: Files) -> None:
    content = base64.b64encode(files.dropped.read_bytes()).decode()
    transfer = page.evaluate_handle(DROP, [files.dropped.name, content])
    page.get_by_role("region", name="Drop files here").dispatch_event("drop", {"dataTransfer": transfer})
    expect(page.get_by_role("status").filter(has_text="Finished")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("link", name="To the patients").click()
    row = page.get_by_role("row").filter(has_text="TPV-DEMO-1")
    arriving = page.get_by_text(re.compile(r"^Images of \d+ series are arriving"))
    seen: list[str] = []

    def ready() -> bool:
        state = row.locator("[data-state]").first
        if arriving.count():
            seen.append("arriving")
        if state.count():
            seen.append(f"{row.locator('td').nth(3).inner_text()} {state.get_attribute('data-state')}")
        return bool(seen) and seen[-1] == "5 ready"

    wait_until(page, ready, "all five examinations are prepared")
    assert len(set(seen)) > 1, f"the page did not follow the work by itself: {set(seen)}"
    assert not any(state.endswith("failed") for state in seen)
    expect(row.locator("img")).to_be_visible(timeout=PATIENCE_MS)
    assert row.locator("img").evaluate("(picture) => picture.naturalHeight") > 50


@pytest.mark.parametrize(
    "typed",
    ["anna", "Demo, A", "tpv-demo", "2025-06", "04.06.2025", "DEMO0002", "anna 2026"],
    ids=["given name", "name", "id", "month", "German date", "accession number", "name and year"],
)
def test_the_list_narrows_as_one_types(page: Page, typed: str) -> None:
    field = page.get_by_role("searchbox")
    field.fill("")
    wait_until(page, lambda: len(patients(page)) == 2, "both patients are listed")
    field.press_sequentially(typed, delay=10)
    wait_until(page, lambda: patients(page) == ["Demo, Anna"], f"{typed} finds the patient")
    assert "anna" not in page.url.lower()


def test_what_is_not_there_is_not_found(page: Page) -> None:
    page.get_by_role("searchbox").fill("nobody of this name")
    expect(page.get_by_text("Nothing found for “nobody of this name”.")).to_be_visible()
    page.keyboard.press("Escape")
    wait_until(page, lambda: len(patients(page)) == 2, "both patients are listed again")


def test_the_patient_page_shows_the_time_line_with_the_latest_four_chosen(page: Page) -> None:
    page.get_by_role("link", name="Demo, Anna").click()
    time_line = page.get_by_role("region", name="Examinations in order of time")
    cards = time_line.locator("ol > li")
    expect(cards).to_have_count(5)
    boxes = time_line.get_by_role("checkbox")
    assert [box.is_checked() for box in boxes.all()] == [False, True, True, True, True]
    dates = [re.sub(r"\s+", " ", card.locator("label").first.inner_text()) for card in cards.all()]
    assert all(date.startswith(expected) for date, expected in zip(dates, ("5 Nov 2024", *DATES), strict=True))
    expect(cards.first.get_by_text("no PET", exact=True)).to_be_visible()
    expect(page.get_by_role("img", name="The examinations on a time axis")).to_be_visible()
    expect(boxes.first).to_be_disabled()  # four are chosen: a fifth has no column
    boxes.nth(1).uncheck()
    expect(boxes.first).to_be_enabled()
    expect(page.get_by_role("link", name="Compare 3 examinations")).to_be_visible()
    boxes.nth(1).check()


def test_the_comparison_opens_with_a_column_for_each_in_order_of_time(page: Page) -> None:
    page.get_by_role("link", name="Compare 4 examinations").click()
    comparison = ComparisonPage(page)
    comparison.wait_until("Boolean(window.__tpv)")
    comparison.wait_until("window.__tpv.engineState().complete")
    heads = page.locator("header[data-column]")
    expect(heads).to_have_count(4)
    assert all(date in head for date, head in zip(DATES, heads.all_inner_texts(), strict=True))
    assert "day 0" in heads.first.inner_text()
    fused = [pane for pane in comparison.panes() if pane["row"] == 0]
    assert [pane["column"] for pane in fused] == [0, 1, 2, 3]
    assert all(comparison.pixels(pane).max() > 100 for pane in fused)
    for pane in fused:
        written = page.locator(f'[data-pane="{pane["id"]}"]').inner_text()
        assert "Demo, Anna" in written
        assert DATES[pane["column"]] in written


def test_everything_speaks_german_when_asked_to(page: Page) -> None:
    page.get_by_role("link", name="Back to the patient").click()
    page.get_by_role("button", name=re.compile("^Account:")).click()
    page.get_by_role("menuitemradio", name="Deutsch").click()
    expect(page.get_by_role("link", name="4 Untersuchungen vergleichen")).to_be_visible()
    expect(page.get_by_text("12.03.2025").first).to_be_visible()
    page.reload()
    page.get_by_role("link", name="4 Untersuchungen vergleichen").click()
    expect(page.get_by_role("toolbar", name="Werkzeuge und Anordnung")).to_be_visible()
    expect(page.locator("header[data-column]").first).to_contain_text("12.03.2025")
    assert page.evaluate("document.documentElement.lang") == "de"


def test_after_logging_out_nothing_is_left_to_see(page: Page, room: RunningServer, complaints: list[str]) -> None:
    compared = page.url
    page.goto(f"{room.url}/studies")
    page.get_by_role("button", name=re.compile("^Konto:")).click()
    page.get_by_role("menuitem", name="Abmelden").click()
    expect(page.get_by_role("heading", name="Anmelden")).to_be_visible()
    assert page.evaluate("async () => (await fetch('/api/studies')).status") == httpx.codes.UNAUTHORIZED
    page.goto(compared)
    expect(page.get_by_role("heading", name="Anmelden")).to_be_visible()
    expect(page.get_by_text("Anna")).to_have_count(0)
    assert complaints == []
