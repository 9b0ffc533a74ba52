"""What the engine draws, pixel by pixel, against pictures computed by scipy from the same voxels."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy.ndimage import gaussian_filter, map_coordinates

from tests.e2e.engine_page import Json, MadeUpGrid, PreparedFolder, block_means, built_page, comparison, picture, served
from tests.e2e.reference_picture import ReferenceVolume, coloured, fused, grey, pane_points_mm

Floats = npt.NDArray[np.float64]
Levels = npt.NDArray[np.float64] | npt.NDArray[np.uint8]

WIDTH, HEIGHT = 160, 120
MAPS = json.loads((Path(__file__).parents[2] / "contracts" / "colour_maps.json").read_text())
SUVBW_FACTOR = 0.0005
SUV_RANGE = (0.0, 7.0)
WINDOW = (40.0, 400.0)
MOVED = np.array([[1.0, 0, 0, 7.3], [0, 1, 0, -4.1], [0, 0, 1, 11.7], [0, 0, 0, 1]])

PLANES: dict[str, tuple[list[float], list[float]]] = {
    "axial": ([1, 0, 0], [0, 1, 0]),
    "coronal": ([1, 0, 0], [0, 0, -1]),
    "sagittal": ([0, 1, 0], [0, 0, -1]),
    "oblique": ([0.8, 0.6, 0], [0.36, -0.48, -0.8]),
}


def turned(about_z_deg: float, about_x_deg: float) -> Floats:
    z, x = np.deg2rad([about_z_deg, about_x_deg])
    first = np.array([[np.cos(z), -np.sin(z), 0], [np.sin(z), np.cos(z), 0], [0, 0, 1]])
    second = np.array([[1, 0, 0], [0, np.cos(x), -np.sin(x)], [0, np.sin(x), np.cos(x)]])
    return np.asarray(first @ second, np.float64)


def grid_around(middle_mm: tuple[float, float, float], shape: tuple[int, int, int], steps: Floats) -> MadeUpGrid:
    nk, nj, ni = shape
    origin = np.array(middle_mm) - steps @ ((np.array([ni, nj, nk]) - 1) / 2)
    return MadeUpGrid((float(origin[0]), float(origin[1]), float(origin[2])), steps)


CT_SHAPE = (60, 96, 112)
PET_SHAPE = (44, 48, 40)
CT_GRID = grid_around((3, -5, 20), CT_SHAPE, np.diag([0.97, 0.97, 2.0]))
#: turned, and sheared as by a tilted gantry
PET_STEPS = turned(9, -6) @ np.array([[4.07, 0, 0], [0, 4.07, 0.7], [0, 0, 3.27]])
PET_GRID = grid_around((0, 0, 22), PET_SHAPE, PET_STEPS)


def cloud(shape: tuple[int, int, int], seed: int) -> Floats:
    noise = gaussian_filter(np.random.default_rng(seed).normal(size=shape), 2)
    return np.asarray((noise - noise.min()) / np.ptp(noise), np.float64)


CT_STORED = np.rint(cloud(CT_SHAPE, 1) * 1800).astype(np.int16)
PET_STORED = np.rint(cloud(PET_SHAPE, 2) * 60_000).astype(np.uint16)
OTHER_STORED = np.rint(cloud(PET_SHAPE, 3) * 60_000).astype(np.uint16)
CT_INTERCEPT = -1024.0
#: every PET slice has a slope of its own, as many scanners write it
PET_SLOPES = np.linspace(0.15, 0.35, PET_SHAPE[0])

CT = ReferenceVolume(CT_STORED.astype(float) + CT_INTERCEPT, CT_GRID.index_to_mm())
PET = ReferenceVolume(PET_STORED.astype(float) * PET_SLOPES[:, None, None] * SUVBW_FACTOR, PET_GRID.index_to_mm())
OTHER = ReferenceVolume(OTHER_STORED.astype(float) * 0.25 * SUVBW_FACTOR, MOVED @ PET_GRID.index_to_mm())
MIP_FRAMES = np.rint(cloud((36, 50, 40), 4) * 65_000).astype(np.uint16)
MIP_SLOPE, DU_MM, DZ_MM = 0.2, 4.0, 3.0


class Drawn:
    """A page with the volumes of this file loaded."""

    def __init__(self, page: Any, ids: dict[str, str]) -> None:
        self.page = page
        self.ids = ids

    def ct(self) -> Json:
        return {"volume": self.ids["ct"], "window": {"centre": WINDOW[0], "width": WINDOW[1]}}

    def pet(self, which: str = "pet", colour_map: str = "hot-iron") -> Json:
        return {"volume": self.ids[which], "scale": SUVBW_FACTOR, "range": SUV_RANGE, "colourMap": colour_map}

    def slice(self, plane: str, **layers: Any) -> npt.NDArray[np.uint8]:
        return picture(self.page, [self.pane(plane, **layers)], WIDTH, HEIGHT)

    def pane(self, plane: str, **layers: Any) -> Json:
        right, down = PLANES[plane]
        view = {"centre_mm": CENTRE_MM, "right": right, "down": down, "mm_per_pixel": MM_PER_PIXEL}
        rect = {"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT}
        return {"kind": "slice", "rect": rect, "view": view, "opacity": 0.5, **layers}


CENTRE_MM = [1.7, -3.2, 21.3]
MM_PER_PIXEL = 1.3


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_page(tmp_path_factory.mktemp("engine"))


def descriptor_of(folder: Path) -> tuple[Json, dict[str, str]]:
    prepared = PreparedFolder(folder)
    ct = prepared.volume(CT_STORED, CT_GRID, quantity="HU", slope=[1.0], intercept=[CT_INTERCEPT], slab_slices=7)
    pet = prepared.volume(
        PET_STORED,
        PET_GRID,
        quantity="BQML",
        slope=PET_SLOPES.tolist(),
        intercept=[0.0] * len(PET_SLOPES),
        slab_slices=10,
    )
    other = prepared.volume(OTHER_STORED, PET_GRID, quantity="BQML", slope=[0.25], intercept=[0.0], slab_slices=44)
    mip = prepared.mip(MIP_FRAMES, MIP_SLOPE, DU_MM, DZ_MM)
    described = comparison({"ct": ct, "pet": pet, "mip": mip}, {"pet": other, "to_common": MOVED})
    return described, {"ct": ct["id"], "pet": pet["id"], "other": other["id"], "mip": mip["id"]}


@pytest.fixture(scope="module")
def drawn(folder: Path, browser: Any) -> Iterator[Drawn]:
    described, ids = descriptor_of(folder)
    with served(folder) as address:
        page = browser.new_page()
        page.goto(address)
        page.evaluate("([d, w, h]) => probe.load(d, w, h)", [described, WIDTH, HEIGHT])
        assert page.evaluate("probe.errors()") == []
        yield Drawn(page, ids)
        page.close()


def points(plane: str) -> Floats:
    right, down = PLANES[plane]
    return pane_points_mm(CENTRE_MM, right, down, MM_PER_PIXEL, (WIDTH, HEIGHT))


def edge_of(inside: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Pixels where the outline of a grid runs: rounding may put them on either side."""
    y, x = np.gradient(inside.astype(float))
    return np.asarray((x != 0) | (y != 0), np.bool_)


def assert_same(shown: npt.NDArray[np.uint8], expected: Levels, but_for: npt.NDArray[np.bool_]) -> None:
    off = np.abs(shown.astype(float) - expected).max(axis=-1)
    assert off[~but_for].max() <= 2


def assert_same_colours(
    shown: npt.NDArray[np.uint8], volume: ReferenceVolume, where: Floats, colour_map: str = "hot-iron"
) -> None:
    """Two levels nearly everywhere; elsewhere the neighbouring entry of the table, whose steps may be larger.

    Around the grid: the table's first entry, as for a value of zero.
    """
    expected, inside = coloured(volume, where, *SUV_RANGE, MAPS[colour_map])
    expected = np.where(inside[..., None], expected, MAPS[colour_map][0])
    off = np.abs(shown.astype(float) - expected).max(axis=-1)[~edge_of(inside)]
    assert (off <= 2).mean() > 0.99
    assert off.max() <= np.abs(np.diff(np.array(MAPS[colour_map], float), axis=0)).max()


@pytest.mark.parametrize("plane", PLANES)
def test_a_ct_alone_has_the_grey_levels_of_its_window(drawn: Drawn, plane: str) -> None:
    _, inside = CT.sample(points(plane))
    assert inside.mean() > 0.2
    assert_same(drawn.slice(plane, base=drawn.ct()), grey(CT, points(plane), *WINDOW), edge_of(inside))


@pytest.mark.parametrize("plane", PLANES)
def test_at_opacity_0_exactly_the_ct_is_shown(drawn: Drawn, plane: str) -> None:
    over = drawn.slice(plane, base=drawn.ct(), overlay=drawn.pet(), opacity=0)
    assert np.array_equal(over, drawn.slice(plane, base=drawn.ct()))


@pytest.mark.parametrize("plane", PLANES)
def test_at_opacity_1_exactly_the_colours_of_the_pet_are_shown(drawn: Drawn, plane: str) -> None:
    over = drawn.slice(plane, base=drawn.ct(), overlay=drawn.pet(), opacity=1)
    _, inside = PET.sample(points(plane))
    alone = drawn.slice(plane, base=drawn.pet())
    sure = inside & ~edge_of(inside)
    assert np.array_equal(over[sure], alone[sure])
    assert_same_colours(alone, PET, points(plane))


@pytest.mark.parametrize("colour_map", ["inverted-grey", "pet", "hot-metal-blue", "rainbow"])
def test_every_colour_map_is_the_shared_table(drawn: Drawn, colour_map: str) -> None:
    shown = drawn.slice("coronal", base=drawn.pet(colour_map=colour_map))
    assert_same_colours(shown, PET, points("coronal"), colour_map)


@pytest.mark.parametrize("plane", PLANES)
def test_a_sheared_and_turned_pet_lies_over_the_ct_at_the_same_millimetres(drawn: Drawn, plane: str) -> None:
    shown = drawn.slice(plane, base=drawn.ct(), overlay=drawn.pet(colour_map="grey"), opacity=0.4)
    where = points(plane)
    colours, inside = coloured(PET, where, *SUV_RANGE, MAPS["grey"])
    _, in_ct = CT.sample(where)
    assert_same(shown, fused(grey(CT, where, *WINDOW), colours, inside, 0.4), edge_of(inside) | edge_of(in_ct))


@pytest.mark.parametrize("plane", PLANES)
def test_the_difference_of_two_examinations_goes_through_both_transforms(drawn: Drawn, plane: str) -> None:
    difference = {"a": drawn.pet("other"), "b": drawn.pet(), "range": [-4, 4], "colourMap": "grey"}
    shown = drawn.slice(plane, difference=difference)
    (a, in_a), (b, in_b) = OTHER.sample(points(plane)), PET.sample(points(plane))
    expected = np.clip((a - b + 4) / 8, 0, 1) * 255 * (in_a & in_b)
    assert_same(shown, np.repeat(expected[..., None], 3, -1), edge_of(in_a) | edge_of(in_b))


@pytest.mark.parametrize(
    ("angle_deg", "frame", "mirrored"), [(0, 0, False), (52, 10, False), (180, 0, True), (271, 18, True)]
)
def test_the_projection_nearest_to_an_angle_is_shown(
    drawn: Drawn, angle_deg: int, frame: int, *, mirrored: bool
) -> None:
    rect = {"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT}
    view = {"u_mm": 3.0, "z_mm": -6.0, "mm_per_pixel": 1.1}
    colours = {"scale": SUVBW_FACTOR, "range": SUV_RANGE, "colourMap": "inverted-grey"}
    pane = {"kind": "mip", "rect": rect, "mip": drawn.ids["mip"], "angle_deg": angle_deg, "view": view, **colours}
    shown = picture(drawn.page, [pane], WIDTH, HEIGHT)
    u = 3.0 + (np.arange(WIDTH) + 0.5 - WIDTH / 2) * 1.1
    z = -6.0 - (np.arange(HEIGHT) + 0.5 - HEIGHT / 2) * 1.1
    row, column = np.meshgrid(z / DZ_MM + 24.5, (-u if mirrored else u) / DU_MM + 19.5, indexing="ij")
    suv = map_coordinates(MIP_FRAMES[frame] * MIP_SLOPE * SUVBW_FACTOR, [row, column], order=1, mode="nearest")
    inside = (row >= -0.5) & (row <= 49.5) & (column >= -0.5) & (column <= 39.5)
    expected = np.where(inside, 255 - np.rint(np.clip(suv / SUV_RANGE[1], 0, 1) * 255), 255)
    assert_same(shown, np.repeat(expected[..., None], 3, -1), edge_of(inside))


def test_panes_stay_in_their_rectangles(drawn: Drawn) -> None:
    left = {**drawn.pane("axial", base=drawn.ct()), "rect": {"x": 10, "y": 20, "width": 50, "height": 40}}
    shown = picture(drawn.page, [left], WIDTH, HEIGHT)
    right, down = PLANES["axial"]
    where = pane_points_mm(CENTRE_MM, right, down, MM_PER_PIXEL, (50, 40))
    _, inside = CT.sample(where)
    assert_same(shown[20:60, 10:60], grey(CT, where, *WINDOW), edge_of(inside))
    shown = shown.copy()
    shown[20:60, 10:60] = 0
    assert shown.max() == 0


def test_a_lost_graphics_context_comes_back_with_the_same_picture(drawn: Drawn) -> None:
    layers = {"base": drawn.ct(), "overlay": drawn.pet(), "opacity": 0.5}
    before = drawn.slice("coronal", **layers)
    drawn.page.evaluate("probe.loseContext()")
    drawn.page.wait_for_function("id => probe.residency(id).complete", arg=drawn.ids["ct"])
    drawn.page.wait_for_function("id => probe.residency(id).complete", arg=drawn.ids["pet"])
    assert np.array_equal(drawn.slice("coronal", **layers), before)


@contextmanager
def with_only_slabs(folder: Path, browser: Any, slabs: list[int]) -> Iterator[Drawn]:
    described, ids = descriptor_of(folder)
    with served(folder) as address:
        page = browser.new_page()
        page.goto(address)
        page.evaluate("([d, w, h, s]) => probe.load(d, w, h, s)", [described, WIDTH, HEIGHT, slabs])
        yield Drawn(page, ids)
        page.close()


COARSE_CT = ReferenceVolume(block_means(CT_STORED).astype(float) + CT_INTERCEPT, CT_GRID.halved().index_to_mm())


@pytest.mark.parametrize("plane", PLANES)
def test_until_its_slabs_are_there_a_picture_is_coarse_and_says_so(folder: Path, browser: Any, plane: str) -> None:
    with with_only_slabs(folder, browser, []) as coarse:
        assert coarse.page.evaluate("pane => probe.isCoarseAt(pane)", coarse.pane(plane, base=coarse.ct()))
        shown = coarse.slice(plane, base=coarse.ct())
    _, inside = COARSE_CT.sample(points(plane))
    assert_same(shown, grey(COARSE_CT, points(plane), *WINDOW), edge_of(inside))


@pytest.mark.parametrize("plane", PLANES)
def test_slabs_that_are_there_are_shown_fine_and_the_others_coarse(folder: Path, browser: Any, plane: str) -> None:
    where = points(plane)
    with with_only_slabs(folder, browser, [2, 3, 8]) as partly:
        pane = partly.pane(plane, base=partly.ct())
        says_coarse = partly.page.evaluate("pane => probe.isCoarseAt(pane)", pane)
        shown = partly.slice(plane, base=partly.ct())
    k = (where[..., 2] - CT_GRID.origin_mm[2]) / 2.0
    lower = np.clip(np.floor(k), 0, 59)
    upper = np.minimum(lower + 1, 59)
    fine = np.isin(lower // 7, [2, 3, 8]) & np.isin(upper // 7, [2, 3, 8])
    _, inside = CT.sample(where)
    expected = np.where(fine[..., None], grey(CT, where, *WINDOW), grey(COARSE_CT, where, *WINDOW))
    assert_same(shown, expected, edge_of(inside) | edge_of(fine))
    assert says_coarse == (plane != "axial" or not fine.all())
