"""Values of organs on the screen are the interface's, and a click goes to the very tissue that is seen."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.e2e.comparison_page import ComparisonPage
from tests.e2e.test_organs import Patient, four, patient

__all__ = ["four", "patient"]  # fixtures

COLUMN = 2
#: a picture's own millimetres to the place of the crosshair: the mouse is on whole pixels
HERE_MM = 1e-3


def _statistics(patient: Patient, normalisation: str) -> dict[str, Any]:
    answer = patient.client.get("/api/organs/statistics", params=[*patient.query, ("normalisation", normalisation)])
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


def _row(found: dict[str, Any], structure: str) -> list[dict[str, Any]]:
    values: list[dict[str, Any]] = next(row["values"] for row in found["rows"] if row["structure"] == structure)
    return values


@pytest.mark.parametrize(("plane", "at"), [("coronal", (0.55, 0.3)), ("sagittal", (0.45, 0.7)), ("axial", (0.6, 0.5))])
def test_a_click_puts_the_crosshair_on_the_tissue_that_is_seen_in_that_column(
    four: ComparisonPage, patient: Patient, plane: str, at: tuple[float, float]
) -> None:
    four.show("ct", plane=plane)
    centre = patient.map(0)["segments"][0]["centre_mm"]
    four.put_crosshair(centre)
    assert four.state()["placements"][COLUMN]["source"] == "organs"
    pane = four.pane(0, COLUMN)
    box = four.page.locator(f'[data-pane="{pane["id"]}"]').bounding_box()
    assert box is not None
    x, y = (int(part * size) for part, size in zip(at, (box["width"], box["height"]), strict=True))
    view = pane["spec"]["view"]
    offset = [
        (x + box["x"] - int(box["x"]) - box["width"] / 2) * view["mm_per_pixel"],
        (y + box["y"] - int(box["y"]) - box["height"] / 2) * view["mm_per_pixel"],
    ]
    seen = np.array(view["centre_mm"]) + offset[0] * np.array(view["right"]) + offset[1] * np.array(view["down"])
    tissue = np.linalg.inv(four.to_common(COLUMN)) @ [*seen, 1]
    four.page.mouse.click(int(box["x"]) + x, int(box["y"]) + y)
    four.page.wait_for_timeout(300)
    here = np.linalg.inv(four.to_common(COLUMN)) @ [*four.state()["crosshair"], 1]
    pixel_mm = view["mm_per_pixel"]
    assert here[:3] == pytest.approx(tissue[:3], abs=max(HERE_MM, 0.51 * pixel_mm))


def test_scrolling_moves_each_column_along_its_own_body_and_can_be_fixed(four: ComparisonPage) -> None:
    four.show("ct")

    def shifts() -> list[list[float]]:
        return [four.to_common(column)[:3, 3].tolist() for column in range(4)]

    x, y, z = four.state()["crosshair"]
    four.put_crosshair([x, y, z])
    before = shifts()
    four.put_crosshair([x, y, z + 60])
    after = shifts()
    assert after[0] == before[0]
    assert after[1:] != before[1:]
    button = four.page.locator("[data-organ-step] button").first
    button.click()
    fixed = shifts()
    four.put_crosshair([x, y, z])
    assert shifts() == fixed
    button.click()
    assert shifts() == before


def test_the_table_shows_what_was_measured_follows_the_switch_and_goes_to_the_organ(
    four: ComparisonPage, patient: Patient
) -> None:
    page = four.page
    page.get_by_role("tab", name="Values").click()
    cells = page.locator('[data-structure="liver"] td')
    switch = page.locator('select[aria-label="What the PET is normalised by, in all columns"]')
    try:
        for normalisation, unit in (("bw", "SUVbw"), ("lbm", "SUVlbm")):
            switch.select_option(normalisation)
            expect(page.locator("[data-unit]")).to_have_text(unit)
            values = [one["pet"]["mean"] for one in _row(_statistics(patient, normalisation), "liver")]
            for column, value in enumerate(values):
                expect(cells.nth(column)).to_contain_text(f"{value:.2f}")
            change = 100 * (values[3] / values[0] - 1)
            expect(cells.nth(3)).to_contain_text(f"{abs(change):.{1 if abs(change) < 9.95 else 0}f} %")
    finally:
        switch.select_option("bw")
    cells.nth(COLUMN).locator("button").click()
    centre = next(one["centre_mm"] for one in patient.map(COLUMN)["segments"] if one["structure"] == "liver")
    here = np.linalg.inv(four.to_common(COLUMN)) @ [*four.state()["crosshair"], 1]
    assert here[:3] == pytest.approx(centre, abs=1e-6)


def test_the_course_of_an_organ_is_drawn_with_its_band_and_its_source(four: ComparisonPage) -> None:
    page = four.page
    page.get_by_role("tab", name="Values").click()
    page.get_by_label("Spleen: Draw this organ's course").click()
    page.get_by_role("tab", name="Course").click()
    expect(page.locator("[data-chart] canvas")).to_be_visible()
    expect(page.locator('[data-note="band"]').first).to_contain_text("Boktor")
    page.get_by_text("The same as a table").click()
    organs = ("liver", "aorta", "spleen")  # the first two are drawn unasked
    expect(page.locator("[data-course-table] tbody td")).to_have_count(4 * len(organs))
