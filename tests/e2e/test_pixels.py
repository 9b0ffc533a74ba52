"""What is on the screen is what pydicom, scipy and numpy compute from the same files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from tests.e2e.comparison_page import ComparisonPage
from tests.e2e.demo_volumes import DemoVolumes, read_demo_volumes
from tests.e2e.reference_picture import Floats, coloured, fused, grey

COLOUR_MAPS = json.loads((Path(__file__).parents[2] / "contracts" / "colour_maps.json").read_text())
GREY_LEVELS = 2
#: half floats can move a colour's index by one: at steep colours few pixels differ more
SHARE_WITHIN = 0.998
Opened = Callable[[list[str]], ComparisonPage]


@pytest.fixture(scope="module")
def volumes(demo_folder: Path) -> list[DemoVolumes]:
    """Return CT in HU and PET in SUVbw of the four demo examinations, read with pydicom alone."""
    return read_demo_volumes(demo_folder)


@pytest.fixture
def four(open_comparison: Opened, demo_examinations: list[dict[str, Any]]) -> ComparisonPage:
    """Return all four examinations side by side."""
    return open_comparison([one["id"] for one in demo_examinations])


def agreement(shown: npt.NDArray[np.uint8], expected: Floats) -> float:
    """Return the share of pixels within the allowed grey levels in all three colours."""
    return float(np.mean(np.all(np.abs(shown - expected) <= GREY_LEVELS + 0.5, axis=-1)))


@pytest.mark.parametrize("plane", ["axial", "coronal", "sagittal"])
@pytest.mark.parametrize("column", [0, 1, 3])
def test_the_ct_on_the_screen_is_the_ct_of_the_files(
    plane: str, column: int, four: ComparisonPage, volumes: list[DemoVolumes]
) -> None:
    four.show("ct", plane=plane)
    four.set(ctWindow={"centre": 40, "width": 400})
    pane = four.pane(0, column)
    expected = grey(volumes[column].ct, four.points_mm(pane), centre=40, width=400)
    shown = four.pixels(pane)
    assert shown.max() > 100, "the pane is dark: nothing would be compared"
    assert agreement(shown, expected) >= SHARE_WITHIN


@pytest.mark.parametrize("plane", ["axial", "coronal"])
@pytest.mark.parametrize(("opacity", "column"), [(0.0, 0), (0.35, 1), (1.0, 2)])
def test_the_fused_picture_blends_ct_and_pet_in_screen_space(
    plane: str, opacity: float, column: int, four: ComparisonPage, volumes: list[DemoVolumes]
) -> None:
    four.show("fused", plane=plane)
    four.set(ctWindow={"centre": 0, "width": 800}, petRange={"lo": 0, "hi": 10}, fusedMap="hot-iron", opacity=opacity)
    pane = four.pane(0, column)
    points = four.points_mm(pane)
    pet, inside = coloured(volumes[column].pet, points, 0, 10, COLOUR_MAPS["hot-iron"])
    expected = fused(grey(volumes[column].ct, points, centre=0, width=800), pet, inside, opacity)
    assert agreement(four.pixels(pane), expected) >= SHARE_WITHIN


def test_the_difference_is_the_later_suv_less_the_earlier(
    open_comparison: Opened, demo_examinations: list[dict[str, Any]], volumes: list[DemoVolumes]
) -> None:
    comparison = open_comparison([demo_examinations[0]["id"], demo_examinations[2]["id"]])
    comparison.show("overlay")
    overlay = {"a": 0, "aShows": "pet", "bShows": "pet", "mode": "difference", "opacity": 1, "limit": 5}
    comparison.set(overlay=overlay, opacity=1)
    pane = comparison.pane(0, 1)
    later, later_inside = volumes[2].pet.sample(comparison.points_mm(pane))
    earlier, earlier_inside = volumes[0].pet.sample(comparison.points_mm({**pane, "column": 0}))
    both = later_inside & earlier_inside
    table = np.array(COLOUR_MAPS["difference"], float)
    expected = table[np.rint(np.clip((later - earlier + 5) / 10, 0, 1) * 255).astype(int)]
    shown = comparison.pixels(pane)
    assert both.mean() > 0.1
    assert agreement(shown[both], expected[both]) >= SHARE_WITHIN
