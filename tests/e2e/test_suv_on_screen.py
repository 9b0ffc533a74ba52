"""The SUV switch and a corrected weight: pictures and numbers are those of the formula, from the header."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pydicom
import pytest
from playwright.sync_api import expect

from tests.e2e.comparison_page import ComparisonPage
from tests.e2e.demo_volumes import read_examination
from tests.e2e.reference_picture import coloured
from tests.e2e.test_pixels import COLOUR_MAPS, SHARE_WITHIN, agreement

SWITCH = 'select[aria-label="What the PET is normalised by, in all columns"]'
COLUMN = 1


@pytest.fixture(scope="module")
def header(demo_folder: Path) -> pydicom.Dataset:
    """Return one PET header of the second examination."""
    folder = sorted(path for path in demo_folder.iterdir() if path.is_dir())[COLUMN]
    return pydicom.dcmread(next((folder / "PET").glob("*.dcm")), stop_before_pixels=True)


@pytest.fixture
def four(
    open_comparison: Callable[[list[str]], ComparisonPage], demo_examinations: list[dict[str, Any]]
) -> Iterator[ComparisonPage]:
    """Return all four examinations; they are left in SUVbw as they were found."""
    comparison = open_comparison([one["id"] for one in demo_examinations])
    yield comparison
    comparison.page.locator(SWITCH).select_option("bw")


def lean_body_mass_kg(weight_kg: float, height_m: float, sex: str) -> float:
    """Janmahasatian et al., Clin Pharmacokinet 2005."""
    bmi = weight_kg / height_m**2
    return 9270 * weight_kg / (6680 + 216 * bmi) if sex == "M" else 9270 * weight_kg / (8780 + 244 * bmi)


def test_the_switch_shows_every_pet_by_lean_body_mass(
    four: ComparisonPage, header: pydicom.Dataset, demo_folder: Path
) -> None:
    folder = sorted(path for path in demo_folder.iterdir() if path.is_dir())[COLUMN]
    pet = read_examination(folder).pet
    weight_kg = float(header.PatientWeight)
    share = lean_body_mass_kg(weight_kg, float(header.PatientSize), header.PatientSex) / weight_kg
    four.show("pet", plane="coronal")
    four.page.locator(SWITCH).select_option("lbm")
    four.set(petRange={"lo": 0, "hi": 5}, petMap="grey")
    pane = four.pane(0, COLUMN)
    # values below a range that ends at 5 SUVlbm are values in SUVbw below one that ends at 5 / share
    expected, inside = coloured(pet, four.points_mm(pane), 0, 5 / share, COLOUR_MAPS["grey"])
    shown = four.pixels(pane)
    assert shown[inside].max() > 100
    assert agreement(shown[inside], expected[inside]) >= SHARE_WITHIN
    expect(four.page.locator(f'[data-pane="{pane["id"]}"]')).to_contain_text("SUVlbm")


def test_a_corrected_weight_changes_the_picture_without_loading_a_voxel_and_can_be_taken_back(
    four: ComparisonPage, client: httpx.Client, demo_examinations: list[dict[str, Any]], header: pydicom.Dataset
) -> None:
    address = f"/api/series/{demo_examinations[COLUMN]['pet']['key']}/suv-corrections"
    four.show("pet")
    before = four.pane(0, COLUMN)["spec"]["base"]
    corrected_kg = float(header.PatientWeight) * 1.5
    try:
        client.put(address, json={"weight_kg": corrected_kg}).raise_for_status()
        ids = [one["id"] for one in demo_examinations]
        answer = client.get("/api/comparisons", params={"examination": ids}).json()["time_points"][COLUMN]["pet"]
        assert answer["suvbw_factor"] == pytest.approx(before["scale"] * 1.5, rel=1e-9)
        assert answer["id"] == before["volume"]  # the same prepared volume: nothing was rebuilt
        assert answer["corrected"]
    finally:
        client.delete(address).raise_for_status()
    answer = client.get("/api/comparisons", params={"examination": ids}).json()["time_points"][COLUMN]["pet"]
    assert answer["suvbw_factor"] == pytest.approx(before["scale"], rel=1e-12)
    assert not answer["corrected"]
    assert np.isfinite(answer["suvbw_factor"])


def test_the_window_behind_the_number_corrects_a_weight_with_a_reason_and_takes_it_back(
    four: ComparisonPage, client: httpx.Client, demo_examinations: list[dict[str, Any]], header: pydicom.Dataset
) -> None:
    page = four.page
    address = f"/api/series/{demo_examinations[COLUMN]['pet']['key']}/suv-corrections"
    four.show("pet", "mip")
    four.set(petRange={"lo": 0, "hi": 7}, petMap="inverted-grey")
    slice_before = four.pane(0, COLUMN)["spec"]["base"]
    mip_before = four.pane(1, COLUMN)["spec"]
    pixels_before = four.pixels(four.pane(1, COLUMN)).astype(int)
    small_before = thumbnail_address(client)
    entries = len(client.get(address.removesuffix("-corrections")).json()["history"])
    try:
        page.locator('[data-opens="suv"]').nth(COLUMN).click()
        window = page.locator("dialog[open]")
        corrected_kg = round(float(header.PatientWeight) * 1.5, 1)
        # a moment that no one can read for sure is not sent
        window.locator('[data-field="injected_at"] input').fill("03/01/2026 9:05 PM")
        expect(window.locator('[data-action="save"]')).to_be_disabled()
        window.locator('[data-field="injected_at"] input').fill("")
        window.locator('[data-field="weight_kg"] input').fill(str(corrected_kg).replace(".", ","))
        window.locator('[data-field="reason"] input').fill("weighed again")
        window.locator('[data-action="save"]').click()
        expect(window.locator("[data-history] li").first).to_contain_text("weighed again")
        expect(window.locator('[data-source="correction"]')).to_contain_text(f"{corrected_kg:g} kg")
        by = corrected_kg / float(header.PatientWeight)
        scale = f"window.__tpv.engineState().panes.find((p) => p.row === 0 && p.column === {COLUMN}).spec.base.scale"
        four.wait_until(f"Math.abs({scale} / {slice_before['scale'] * by} - 1) < 1e-9")
        # same voxels, same projection, another factor
        assert four.pane(0, COLUMN)["spec"]["base"]["volume"] == slice_before["volume"]
        assert four.pane(1, COLUMN)["spec"]["mip"] == mip_before["mip"]
        assert four.pane(1, COLUMN)["spec"]["scale"] == pytest.approx(mip_before["scale"] * by, rel=1e-9)
        # in inverted grey more SUV is darker
        assert four.pixels(four.pane(1, COLUMN)).astype(int).sum() < pixels_before.sum()
        assert thumbnail_address(client) != small_before

        window.locator('[data-field="weight_kg"] [data-action="undo"]').click()
        four.wait_until(f"Math.abs({scale} / {slice_before['scale']} - 1) < 1e-9")
        expect(window.locator("[data-history] li")).to_have_count(entries + 2)
        page.keyboard.press("Escape")
        expect(page.locator('[data-mark="corrected"]')).to_have_count(0)
    finally:
        client.delete(address).raise_for_status()


def thumbnail_address(client: httpx.Client) -> str:
    """Return where the small picture of the examination lies; it must be there."""
    [patient] = client.get("/api/studies", params={"search": "TPV-DEMO-1"}).json()["patients"]
    address = str(patient["examinations"][COLUMN]["thumbnail_url"])
    assert client.get(address).content.startswith(b"\x89PNG")
    return address
