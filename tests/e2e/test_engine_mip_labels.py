"""Projections with organs dimmed or tinted, against numpy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pytest
from scipy.ndimage import gaussian_filter, map_coordinates

from tests.e2e.engine_page import Json, MadeUpGrid, PreparedFolder, built_page, comparison, picture, served
from tests.e2e.label_files import LabelFolder

Floats = npt.NDArray[np.float64]
Picture = npt.NDArray[np.uint8]

WIDTH, HEIGHT = 160, 120
MAPS = json.loads((Path(__file__).parents[2] / "contracts" / "colour_maps.json").read_text())
SHAPE = (18, 50, 40)
DU_MM, DZ_MM, SLOPE = 4.0, 3.0, 0.0001
VIEW: Final = {"u_mm": 3.0, "z_mm": -6.0, "mm_per_pixel": 1.1}


def smooth(seed: int) -> Floats:
    noise = gaussian_filter(np.random.default_rng(seed).normal(size=SHAPE), (0, 2, 2))
    return np.asarray((noise - noise.min()) / np.ptp(noise), np.float64)


FRAMES = np.rint(smooth(1) * 65_000).astype(np.uint16)
LABELS = np.digitize(smooth(2), [0.4, 0.5, 0.6, 0.7]).astype(np.uint8)
STRENGTH: Final = [255, 0, 100, 255, 40]


class Drawn:
    """A page with a MIP and its labels loaded."""

    def __init__(self, page: Any, mip: str) -> None:
        self.page = page
        self.mip = mip

    def picture(self, angle_deg: float, labels: Json | None, colour_map: str = "grey") -> Picture:
        rect = {"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT}
        colours = {"scale": 1.0, "range": [0, 6.5], "colourMap": colour_map}
        pane = {"kind": "mip", "rect": rect, "mip": self.mip, "angle_deg": angle_deg, "view": VIEW, **colours}
        return picture(self.page, [pane if labels is None else {**pane, "labels": labels}], WIDTH, HEIGHT)

    def strength(self, table: list[int]) -> None:
        self.page.evaluate("t => probe.strength('organs', t)", table)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory, browser: Any) -> Iterator[Drawn]:
    folder = built_page(tmp_path_factory.mktemp("mip-labels"))
    prepared = PreparedFolder(folder)
    grid = MadeUpGrid((0.0, 0.0, 0.0), np.eye(3))
    mip = prepared.mip(FRAMES, SLOPE, DU_MM, DZ_MM)
    pet = prepared.volume(
        np.zeros((4, 4, 4), np.int16), grid, quantity="BQML", slope=[1.0], intercept=[0.0], slab_slices=4
    )
    labels = LabelFolder(folder).mip("organs", mip["id"], LABELS)
    with served(folder) as address:
        page = browser.new_page()
        page.goto(address)
        page.evaluate("([d, w, h]) => probe.load(d, w, h)", [comparison({"pet": pet, "mip": mip}), WIDTH, HEIGHT])
        page.evaluate("l => probe.loadLabels([], l)", [{"key": "organs", "descriptor": labels}])
        assert page.evaluate("probe.errors()") == []
        yield Drawn(page, mip["id"])
        page.close()


def rows_and_columns(*, mirrored: bool) -> tuple[Floats, Floats]:
    u = VIEW["u_mm"] + (np.arange(WIDTH) + 0.5 - WIDTH / 2) * VIEW["mm_per_pixel"]
    z = VIEW["z_mm"] - (np.arange(HEIGHT) + 0.5 - HEIGHT / 2) * VIEW["mm_per_pixel"]
    row, column = np.meshgrid(z / DZ_MM + 24.5, (-u if mirrored else u) / DU_MM + 19.5, indexing="ij")
    return row, column


def inside_of(row: Floats, column: Floats) -> npt.NDArray[np.bool_]:
    return (row > -0.49) & (row < 49.49) & (column > -0.49) & (column < 39.49)


@pytest.mark.parametrize(("angle_deg", "frame", "mirrored"), [(0, 0, False), (52, 5, False), (271, 9, True)])
@pytest.mark.parametrize("colour_map", ["grey", "inverted-grey"])
def test_every_ray_is_dimmed_by_the_organ_of_its_own_maximum(
    drawn: Drawn, colour_map: str, angle_deg: int, frame: int, *, mirrored: bool
) -> None:
    drawn.strength(STRENGTH)
    shown = drawn.picture(angle_deg, {"labels": "organs"}, colour_map)
    row, column = rows_and_columns(mirrored=mirrored)
    dimmed = FRAMES[frame] * SLOPE * np.array(STRENGTH)[LABELS[frame]] / 255
    value = map_coordinates(dimmed, [row, column], order=1, mode="nearest")
    level = np.rint(np.clip(value / 6.5, 0, 1) * 255).astype(int)
    expected = np.array(MAPS[colour_map], float)[level]
    inside = inside_of(row, column)
    assert np.abs(shown.astype(float) - expected)[inside].max() <= 2
    outside = (row < -0.51) | (row > 49.51) | (column < -0.51) | (column > 39.51)
    assert (shown[outside] == MAPS[colour_map][0]).all()


def test_without_dimmed_organs_it_is_the_projection_itself(drawn: Drawn) -> None:
    plain = drawn.picture(52, None)
    drawn.strength([255] * 256)
    assert np.abs(drawn.picture(52, {"labels": "organs"}).astype(int) - plain).max() <= 1
    assert np.array_equal(drawn.picture(52, {"labels": "of another map"}), plain)
    drawn.strength([255, 0, 255, 255, 255])
    assert (drawn.picture(52, {"labels": "organs"}) != plain).any()


def test_tinted_rays_run_from_the_zero_of_the_map_to_the_colour_of_the_organ(drawn: Drawn) -> None:
    drawn.strength([255] * 256)
    table = np.zeros((256, 4), np.uint8)
    table[1], table[2], table[3] = (250, 10, 20, 255), (10, 220, 30, 255), (30, 40, 240, 128)
    drawn.page.evaluate("t => probe.colours('organs', t)", table.reshape(-1).tolist())
    shown = drawn.picture(0, {"labels": "organs", "tint": 0.8}, "inverted-grey")
    row, column = rows_and_columns(mirrored=False)
    t = np.clip(map_coordinates(FRAMES[0] * SLOPE, [row, column], order=1, mode="nearest") / 6.5, 0, 1)[..., None]
    nearest = np.floor(row + 0.5).clip(0, 49).astype(int), np.floor(column + 0.5).clip(0, 39).astype(int)
    rgba = table[LABELS[0][nearest]].astype(float)
    plain = 255 - np.rint(t * 255)
    share = 0.8 * rgba[..., 3:] / 255
    expected = plain * (1 - share) + (255 * (1 - t) + rgba[..., :3] * t) * share
    border = (np.abs(row - np.floor(row) - 0.5) < 0.01) | (np.abs(column - np.floor(column) - 0.5) < 0.01)
    assert np.abs(shown.astype(float) - expected)[inside_of(row, column) & ~border].max() <= 2


def test_a_lost_graphics_context_comes_back_with_the_same_organs_dimmed(drawn: Drawn) -> None:
    drawn.strength(STRENGTH)
    before = drawn.picture(30, {"labels": "organs"})
    drawn.page.evaluate("probe.loseContext()")
    for key in ("organs", drawn.mip):
        drawn.page.wait_for_function("id => probe.residency(id).complete", arg=key)
    assert np.array_equal(drawn.picture(30, {"labels": "organs"}), before)
