"""The real examination and the three follow-ups derived from it: known places, known SUV, in step."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from tests.e2e.comparison_page import ComparisonPage
from tests.e2e.demo_volumes import DemoVolumes, read_examination
from tests.e2e.reference_picture import coloured, fused, grey
from tests.e2e.test_pixels import COLOUR_MAPS, SHARE_WITHIN, agreement
from tests.running_server import RunningServer
from tests.shared_data import followups, needs_shared_data, shared

pytestmark = [needs_shared_data, pytest.mark.shared_data]
SUVBW_PER_BQML = 0.00042111  # of two of the examination's own real-world value maps
NAMES = ("T2", "T3", "T4")


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    """Return what the script that derived the follow-ups says of them."""
    known: dict[str, Any] = json.loads((followups() / "truth.json").read_text())
    return known


@pytest.fixture(scope="module")
def examinations(server: RunningServer, client: httpx.Client) -> list[dict[str, Any]]:
    """Return the four examinations, imported and prepared."""
    server.run("import", shared("acrin-042") / "dicom", *(followups() / name for name in NAMES))
    return server.prepared_examinations(client, 4, patient="ACRIN")


@pytest.fixture
def four(open_comparison: Callable[[list[str]], ComparisonPage], examinations: list[dict[str, Any]]) -> ComparisonPage:
    """Return all four on the screen."""
    return open_comparison([one["id"] for one in examinations])


def values(client: httpx.Client, examination: dict[str, Any], point_mm: list[float]) -> dict[str, Any]:
    """Return HU and PET at a place of an examination, as the readout under the crosshair gets them."""
    question = {"points": [{"examination": examination["id"], "point_mm": point_mm}]}
    answer: dict[str, Any] = client.post("/api/comparisons/values", json=question).json()["values"][0]
    return answer


def test_there_are_four_examinations_and_the_corrected_pet_was_chosen(examinations: list[dict[str, Any]]) -> None:
    assert len(examinations) == 4
    assert [one["ct"]["images"] for one in examinations[:1]] == [135]
    assert examinations[0]["pet"]["attenuation_corrected"] is True


def test_the_tumours_hottest_voxel_has_its_known_suv(
    client: httpx.Client, examinations: list[dict[str, Any]], truth: dict[str, Any]
) -> None:
    answer = values(client, examinations[0], truth["T1"]["tumour_hottest_voxel_mm"])
    assert answer["pet_unit"] == "SUVbw"
    assert answer["pet"] == pytest.approx(truth["T1"]["tumour_suvmax"], rel=1e-4)


@pytest.mark.parametrize("name", NAMES)
def test_spheres_of_known_uptake_read_their_suv(
    name: str, client: httpx.Client, examinations: list[dict[str, Any]], truth: dict[str, Any]
) -> None:
    examination = examinations[1 + NAMES.index(name)]
    assert truth[name]["spheres"]
    for sphere in truth[name]["spheres"].values():
        read = values(client, examination, sphere["centre_mm"])
        assert read["pet"] == pytest.approx(sphere["suv_inside"], rel=0.05)  # the script blurs the spheres by 6 mm


@pytest.mark.parametrize("column", [0, 2])
def test_the_fused_picture_is_what_the_files_say(
    column: int, four: ComparisonPage, examinations: list[dict[str, Any]]
) -> None:
    volumes = _volumes(column)
    four.show("fused", plane="coronal")
    four.set(ctWindow={"centre": 40, "width": 400}, petRange={"lo": 0, "hi": 8}, fusedMap="hot-iron", opacity=0.5)
    pane = four.pane(0, column)
    points = four.points_mm(pane)
    pet, inside = coloured(volumes.pet, points, 0, 8, COLOUR_MAPS["hot-iron"])
    expected = fused(grey(volumes.ct, points, 40, 400), pet, inside, 0.5)
    assert agreement(four.pixels(pane), expected) >= SHARE_WITHIN


def test_the_suv_factors_of_the_pictures_are_those_of_the_value_maps_and_of_the_truth(
    client: httpx.Client, examinations: list[dict[str, Any]], truth: dict[str, Any]
) -> None:
    ids = [one["id"] for one in examinations]
    points = client.get("/api/comparisons", params={"examination": ids}).json()["time_points"]
    factors = [point["pet"]["suvbw_factor"] for point in points]
    assert factors[0] == pytest.approx(SUVBW_PER_BQML, abs=5e-9)  # the maps give five digits
    assert factors[1:] == pytest.approx([truth[name]["suvbw_per_bqml"] for name in NAMES], rel=1e-6)


def test_scrolling_moves_all_columns_by_the_same_millimetres(four: ComparisonPage) -> None:
    four.show("fused")
    before = [np.array(four.pane(0, column)["spec"]["view"]["centre_mm"]) for column in range(4)]
    box = four.page.locator("canvas").first.bounding_box()
    assert box
    four.page.mouse.move(box["x"] + 200, box["y"] + 300)
    four.page.mouse.wheel(0, 300)
    four.wait_until(f"Math.abs(window.__tpv.state().crosshair[2] - {before[0][2]}) > 1")
    four.page.evaluate("() => window.__tpv.drawNow(true)")
    after = [np.array(four.pane(0, column)["spec"]["view"]["centre_mm"]) for column in range(4)]
    moved = np.array(after) - np.array(before)
    assert abs(moved[0][2]) > 1
    assert np.ptp(moved, axis=0) == pytest.approx(0, abs=1e-6)


def _volumes(column: int) -> DemoVolumes:
    if column == 0:
        root = shared("acrin-042") / "dicom"
        ct = next(path for path in root.iterdir() if path.name.startswith("CT_CT"))
        pet = next(path for path in root.iterdir() if path.name.startswith("PT_PET_AC"))
        return read_examination(ct, pet)
    folder: Path = followups() / NAMES[column - 1]
    return read_examination(folder / "CT", folder / "PT")
