"""A phantom with one edge, once as CT and once as PET: both show the edge at the same place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import Browser

from tests.e2e.engine_page import Json, MadeUpGrid, PreparedFolder, built_page, comparison, picture, served

Floats = npt.NDArray[np.float64]

SIZE = 200
MM_PER_PIXEL = 0.5
PET_VOXEL_MM = 4.0
PLANES: dict[str, tuple[list[float], list[float]]] = {
    "axial": ([1, 0, 0], [0, 1, 0]),
    "coronal": ([1, 0, 0], [0, 0, -1]),
    "sagittal": ([0, 1, 0], [0, 0, -1]),
}
#: the edge lies at right angles to this, 3.3 mm from the middle; no plane sees it parallel to its pixels
NORMAL = np.array([0.62, 0.55, 0.56]) / np.linalg.norm([0.62, 0.55, 0.56])
OFFSET_MM = 3.3

TURN = np.linalg.qr(np.array([[0.97, -0.15, 0.1], [0.17, 0.95, -0.2], [-0.07, 0.21, 0.98]]))[0]
TURN = TURN * np.sign(np.diag(TURN))
GRIDS: dict[str, tuple[Floats, Floats]] = {
    "grids along the axes": (np.diag([1.0, 1.0, 2.0]), np.diag([PET_VOXEL_MM] * 3)),
    "an oblique PET": (np.diag([1.0, 1.0, 2.0]), TURN * PET_VOXEL_MM),
    "a tilted CT and a PET seen from below": (
        np.array([[1.0, 0, 0], [0, 1.0, 0.6], [0, 0, 2.0]]),
        np.diag([PET_VOXEL_MM, -PET_VOXEL_MM, -PET_VOXEL_MM]),
    ),
}
#: where the second frame of reference lies in common space
MOVED = np.block([[TURN.T, np.array([[12.0], [-7.0], [31.0]])], [np.zeros((1, 3)), np.ones((1, 1))]])


def grid_around_nothing(shape: tuple[int, int, int], steps: Floats, common_to_own: Floats) -> MadeUpGrid:
    """Return a grid whose middle shows the origin of common space."""
    nk, nj, ni = shape
    middle = common_to_own[:3, 3]
    origin = middle - steps @ ((np.array([ni, nj, nk]) - 1) / 2)
    return MadeUpGrid((float(origin[0]), float(origin[1]), float(origin[2])), steps)


def filled(grid: MadeUpGrid, shape: tuple[int, int, int], to_common: Floats, blur_mm: float, high: float) -> Floats:
    """Values that rise from 0 to `high` across the edge, half of it being exactly on it."""
    k, j, i = np.indices(shape)
    index = np.stack([i, j, k, np.ones(shape)], axis=-1)
    common = index @ (to_common @ grid.index_to_mm()).T
    distance = common[..., :3] @ NORMAL - OFFSET_MM
    return np.asarray(high * np.clip(0.5 + distance / (2 * blur_mm), 0, 1), np.float64)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_page(tmp_path_factory.mktemp("engine"))


@pytest.fixture(scope="module", params=[*GRIDS])
def drawn(request: pytest.FixtureRequest, folder: Path, browser: Browser) -> Iterator[tuple[Any, Json, Json]]:
    ct_steps, pet_steps = GRIDS[request.param]
    prepared = PreparedFolder(folder)
    ct_grid = grid_around_nothing((70, 130, 130), ct_steps, np.eye(4))
    ct_values = filled(ct_grid, (70, 130, 130), np.eye(4), 4.0, 1000)
    ct = prepared.volume(
        np.rint(ct_values).astype(np.int16), ct_grid, quantity="HU", slope=[1.0], intercept=[0.0], slab_slices=20
    )
    pet_grid = grid_around_nothing((40, 40, 40), pet_steps, np.linalg.inv(MOVED))
    pet_values = filled(pet_grid, (40, 40, 40), MOVED, 9.0, 20_000)
    pet = prepared.volume(
        np.rint(pet_values).astype(np.uint16), pet_grid, quantity="BQML", slope=[1.0], intercept=[0.0], slab_slices=16
    )
    described = comparison({"ct": ct}, {"pet": pet, "to_common": MOVED})
    ct_layer = {"volume": ct["id"], "window": {"centre": 500, "width": 1000}}
    pet_layer = {"volume": pet["id"], "scale": 0.001, "range": [0, 20], "colourMap": "grey"}
    with served(folder) as address:
        page = browser.new_page()
        page.goto(address)
        page.evaluate("([d, w, h]) => probe.load(d, w, h)", [described, SIZE, SIZE])
        yield page, ct_layer, pet_layer
        page.close()


def crossings_mm(row: npt.NDArray[np.uint8]) -> float:
    """Where along a row half of the full level is crossed, between two pixels if need be."""
    levels = row.astype(float)
    (steps,) = np.nonzero((levels[:-1] < 127.5) & (levels[1:] >= 127.5))
    assert len(steps) == 1
    n = int(steps[0])
    return float((n + (127.5 - levels[n]) / (levels[n + 1] - levels[n])) * MM_PER_PIXEL)


@pytest.mark.parametrize("plane", PLANES)
def test_ct_and_pet_show_the_same_edge_within_half_a_pet_voxel(drawn: tuple[Any, Json, Json], plane: str) -> None:
    page, ct_layer, pet_layer = drawn
    right, down = PLANES[plane]
    view = {"centre_mm": [0, 0, 0], "right": right, "down": down, "mm_per_pixel": MM_PER_PIXEL}
    rect = {"x": 0, "y": 0, "width": SIZE, "height": SIZE}
    pane: Json = {"kind": "slice", "rect": rect, "view": view, "opacity": 1}
    ct = picture(page, [{**pane, "base": ct_layer}], SIZE, SIZE)[..., 0]
    pet = picture(page, [{**pane, "base": ct_layer, "overlay": pet_layer}], SIZE, SIZE)[..., 0]
    # NORMAL . (x right + y down) = OFFSET_MM is where the edge must be
    for row in range(70, 130, 4):
        y_mm = (row + 0.5 - SIZE / 2) * MM_PER_PIXEL
        x_mm = (OFFSET_MM - y_mm * float(NORMAL @ down)) / float(NORMAL @ right)
        expected = x_mm + (SIZE - 1) / 2 * MM_PER_PIXEL
        assert crossings_mm(ct[row]) == pytest.approx(expected, abs=0.5)
        assert crossings_mm(pet[row]) == pytest.approx(crossings_mm(ct[row]), abs=PET_VOXEL_MM / 2)
        assert crossings_mm(pet[row]) == pytest.approx(expected, abs=PET_VOXEL_MM / 8)
