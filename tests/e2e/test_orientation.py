"""A phantom without symmetry, head first, feet first, prone and oblique: every picture is the right way round."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import httpx
import numpy as np
import pytest

from tests.e2e.comparison_page import ComparisonPage
from tests.running_server import RunningServer
from totalpetview.demo.orientation import BLOCKS, CENTRE_MM, Orientation, values_at, write_phantom

#: what a physician expects at the left, right, top and bottom edge of each plane
LETTERS = {"axial": "RLAP", "coronal": "RLHF", "sagittal": "APHF"}
#: directions on the screen in patient coordinates (LPS): (to the right, downwards)
DIRECTIONS = {
    "axial": ((1, 0, 0), (0, 1, 0)),
    "coronal": ((1, 0, 0), (0, 0, -1)),
    "sagittal": ((0, 1, 0), (0, 0, -1)),
}
MARKERS = {
    block.name: tuple((low + high) / 2 for low, high in zip(block.low_mm, block.high_mm, strict=True))
    for block in BLOCKS
}
#: (plane, marker through which the slice is laid): where the marker lies from the phantom's middle on the screen
EXPECTED_SIDE = {("axial", "L"): "right", ("axial", "A"): "top", ("coronal", "L"): "right", ("coronal", "H"): "top",
                 ("sagittal", "A"): "left", ("sagittal", "H"): "top"}  # fmt: skip
#: half a voxel diagonal of the coarsest of the phantom's grids: closer to an edge, interpolation blurs both sides
EDGE_MM = 5.0
#: pixels compared in rows and columns: the truth of all of them would take minutes
EVERY = 5


@pytest.fixture(scope="module", params=list(Orientation), ids=str)
def shown(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    server: RunningServer,
    client: httpx.Client,
    open_comparison: Callable[[list[str]], ComparisonPage],
) -> ComparisonPage:
    """Return the phantom in one orientation on the screen."""
    folder = tmp_path_factory.mktemp("phantom")
    write_phantom(folder, request.param)
    server.run("import", folder)
    examinations: list[dict[str, Any]] = server.prepared_examinations(client, 1, patient=f"TPV-PHANTOM-{request.param}")
    return open_comparison([examinations[0]["id"]])


def point(marker: str) -> tuple[float, ...]:
    return tuple(middle + offset for middle, offset in zip(CENTRE_MM, MARKERS[marker], strict=True))


@pytest.mark.parametrize(("plane", "marker"), list(EXPECTED_SIDE))
def test_a_marker_lies_on_its_side_of_the_picture(shown: ComparisonPage, plane: str, marker: str) -> None:
    shown.show("ct", plane=plane)
    shown.set(ctWindow={"centre": 500, "width": 1000})
    shown.put_crosshair(point(marker))
    pane = shown.pane(0, 0)
    levels = shown.pixels(pane)[..., 0].astype(float)
    level = next(block.hu for block in BLOCKS if block.name == marker) / 1000 * 255
    own = np.argwhere(np.abs(levels - level) < 8)
    view = pane["spec"]["view"]
    right, down = DIRECTIONS[plane]
    middle = np.array(CENTRE_MM) - np.array(view["centre_mm"])
    middle_row = levels.shape[0] / 2 + middle @ np.array(down) / view["mm_per_pixel"]
    middle_column = levels.shape[1] / 2 + middle @ np.array(right) / view["mm_per_pixel"]
    row, column = np.median(own, axis=0)  # the blurred edge of a brighter marker has few such pixels
    side = EXPECTED_SIDE[plane, marker]
    offset = {"right": column - middle_column, "left": middle_column - column, "top": middle_row - row}[side]
    assert offset * view["mm_per_pixel"] > 10  # each marker's middle is at least 15 mm from the phantom's


@pytest.mark.parametrize("plane", ["axial", "coronal", "sagittal"])
def test_the_edges_of_the_picture_carry_the_right_letters(shown: ComparisonPage, plane: str) -> None:
    shown.show("fused", plane=plane)
    pane = shown.pane(0, 0)
    element = shown.page.locator(f'[data-pane="{pane["id"]}"]')
    letters = "".join(
        element.locator(f'[data-part="{edge}"]').inner_text() for edge in ("left", "right", "top", "bottom")
    )
    assert letters == LETTERS[plane]


@pytest.mark.parametrize("plane", ["axial", "coronal", "sagittal"])
@pytest.mark.parametrize(("content", "modality"), [("ct", "CT"), ("pet", "PT")])
def test_every_pixel_away_from_an_edge_shows_the_phantoms_value(
    shown: ComparisonPage, plane: str, content: str, modality: Literal["CT", "PT"]
) -> None:
    shown.show(content, plane=plane)
    shown.set(ctWindow={"centre": 0, "width": 2000}, petRange={"lo": 0, "hi": 10}, petMap="grey")
    shown.put_crosshair(point("L"))
    pane = shown.pane(0, 0)
    points = shown.points_mm(pane)[::EVERY, ::EVERY]
    truth = values_at(points, modality)
    corners = np.array(np.meshgrid(*[(-EDGE_MM, 0, EDGE_MM)] * 3)).reshape(3, -1).T
    flat = np.all([values_at(points + corner, modality) == truth for corner in corners], axis=0)
    low, high = (-1000, 1000) if modality == "CT" else (0, 10)
    expected = np.clip((truth - low) / (high - low), 0, 1) * 255
    levels = shown.pixels(pane)[::EVERY, ::EVERY, 0].astype(float)
    assert np.mean(truth[flat] != truth.min()) > 0.05, "too little of the phantom is in the picture"
    assert np.abs(levels - expected)[flat].max() <= 2.5
