"""Organ surfaces on the screen: where they are, which one hides which, and what is under a pixel, against numpy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pytest

from tests.e2e.engine_page import Json, built_page, comparison, picture, served
from tests.e2e.label_files import Box, surfaces_file

Floats = npt.NDArray[np.float64]
Picture = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

WIDTH, HEIGHT = 200, 150
MM_PER_PIXEL = 1.5
CENTRE_MM: Final = (4.0, -7.0, 30.0)
BACKGROUND: Final = [10, 20, 30]
MOVED = np.array([[0.8, -0.6, 0, 9.0], [0.6, 0.8, 0, -14.0], [0, 0, 1, 21.0], [0, 0, 0, 1]])
#: no two sides of this body are alike: trunk, something at its left near the head, something in front near the feet
BOXES: Final = {
    1: [Box((-30, -15, 0), (30, 15, 60))],
    2: [Box((30, -5, 45), (50, 5, 60))],
    3: [Box((-20, -40, 5), (-5, -15, 15))],
}
SKIN: Final = Box((-60, -50, -10), (60, 30, 75))
COLOURS: Final = {1: (230, 60, 60), 2: (60, 230, 60), 3: (60, 60, 230)}
ANGLES: Final = [(0, 0), (90, 0), (180, 0), (270, 0), (35, 20), (200, -50), (0, 90)]


def axes(angle_deg: float, elevation_deg: float) -> Floats:
    """Rows: to the right of the picture, to its top, and away from the eye."""
    a, e = np.deg2rad([angle_deg, elevation_deg])
    right = [np.cos(a), np.sin(a), 0]
    level = np.array([-np.sin(a), np.cos(a), 0])
    head = np.array([0, 0, 1])
    return np.array([right, np.cos(e) * head + np.sin(e) * level, np.cos(e) * level - np.sin(e) * head])


def hit_by_rays(box: Box, to_common: Floats, angle_deg: float, elevation_deg: float) -> Floats:
    """Depth at which the ray of each pixel enters a box, infinite where it passes."""
    right, up, away = axes(angle_deg, elevation_deg)
    x = (np.arange(WIDTH) + 0.5 - WIDTH / 2) * MM_PER_PIXEL
    y = (HEIGHT / 2 - np.arange(HEIGHT) - 0.5) * MM_PER_PIXEL
    start = np.array(CENTRE_MM) + x[None, :, None] * right + y[:, None, None] * up
    back = np.linalg.inv(to_common)
    origin = start @ back[:3, :3].T + back[:3, 3]
    direction = np.where(np.abs(back[:3, :3] @ away) < 1e-12, 1e-12, back[:3, :3] @ away)
    one = (np.array(box.low_mm) - origin) / direction
    other = (np.array(box.high_mm) - origin) / direction
    enters = np.minimum(one, other).max(axis=-1)
    leaves = np.maximum(one, other).min(axis=-1)
    return np.where(enters < leaves, enters, np.inf)


def nearest_number(to_common: Floats, angle_deg: float, elevation_deg: float) -> npt.NDArray[np.int64]:
    """Return the number of the box that each pixel sees first, 0 for none."""
    depths = np.stack([hit_by_rays(boxes[0], to_common, angle_deg, elevation_deg) for boxes in BOXES.values()])
    return np.where(np.isinf(depths).all(axis=0), 0, depths.argmin(axis=0) + 1)


def away_from_edges(numbers: npt.NDArray[np.int64], pixels: int = 1) -> Mask:
    sure = np.ones(numbers.shape, bool)
    for dy in range(-pixels, pixels + 1):
        for dx in range(-pixels, pixels + 1):
            sure &= np.roll(numbers, (dy, dx), (0, 1)) == numbers
    return sure


class Drawn:
    """A page with the surfaces of this file."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def pane(self, angle_deg: float, elevation_deg: float, key: str = "body", **more: Any) -> Json:
        rect = {"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT}
        view = {"centre_mm": CENTRE_MM, "mm_per_pixel": MM_PER_PIXEL}
        looked_at = {"angle_deg": angle_deg, "elevation_deg": elevation_deg, "view": view}
        return {"kind": "surface", "rect": rect, "surfaces": key, "background": BACKGROUND, **looked_at, **more}

    def picture(self, *panes: Json) -> Picture:
        return picture(self.page, panes, WIDTH, HEIGHT)

    def colour(self, key: str, colours: Mapping[int, tuple[int, ...]]) -> None:
        table = np.zeros((max(colours) + 1, 4), int)
        for number, colour in colours.items():
            table[number] = [*colour, 255] if len(colour) == 3 else colour
        self.page.evaluate("([k, t]) => probe.surfaceColours(k, t)", [key, table.reshape(-1).tolist()])

    def under(self, pane: Json, pixels: list[tuple[int, int]]) -> list[int]:
        found: list[int] = self.page.evaluate("([p, xy]) => probe.surfacesAt(p, xy)", [pane, pixels])
        return found


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory, browser: Any) -> Iterator[Drawn]:
    folder = built_page(tmp_path_factory.mktemp("surfaces"))
    (folder / "body").write_bytes(surfaces_file(BOXES))
    (folder / "skin").write_bytes(surfaces_file({**BOXES, 9: [SKIN]}))
    with served(folder) as address:
        page = browser.new_page()
        page.goto(address)
        page.evaluate("([d, w, h]) => probe.load(d, w, h)", [comparison(), WIDTH, HEIGHT])
        for key, file, to_common in (
            ("body", "body", np.eye(4)),
            ("moved", "body", MOVED),
            ("skin", "skin", np.eye(4)),
        ):
            page.evaluate("([k, u, m]) => probe.surfaces(k, u, m)", [key, f"/{file}", to_common.reshape(-1).tolist()])
        shown = Drawn(page)
        for key in ("body", "moved"):
            shown.colour(key, COLOURS)
        shown.colour("skin", {**COLOURS, 9: (220, 220, 220, 60)})
        yield shown
        page.close()


def dominant(shown: Picture) -> npt.NDArray[np.int64]:
    """Number of the box whose colour a pixel has: each has one strong channel; 0 for the background."""
    is_background = (shown == BACKGROUND).all(axis=-1)
    return np.where(is_background, 0, shown.argmax(axis=-1) + 1)


@pytest.mark.parametrize(("angle_deg", "elevation_deg"), ANGLES)
@pytest.mark.parametrize("key", ["body", "moved"])
def test_every_organ_is_where_the_rays_of_its_pixels_meet_it_first(
    drawn: Drawn, key: str, angle_deg: float, elevation_deg: float
) -> None:
    shown = dominant(drawn.picture(drawn.pane(angle_deg, elevation_deg, key)))
    expected = nearest_number(np.eye(4) if key == "body" else MOVED, angle_deg, elevation_deg)
    sure = away_from_edges(expected)
    assert np.count_nonzero(expected) > 500
    assert np.array_equal(shown[sure], expected[sure])


def test_from_the_front_the_head_is_up_and_the_patients_left_on_the_right(drawn: Drawn) -> None:
    shown = dominant(drawn.picture(drawn.pane(0, 0)))
    middle = {number: np.argwhere(shown == number).mean(axis=0) for number in (1, 2, 3)}
    assert middle[2][1] > middle[1][1] + 20
    assert middle[2][0] < middle[1][0]
    assert middle[3][0] > middle[1][0]
    behind = dominant(drawn.picture(drawn.pane(180, 0)))
    assert np.argwhere(behind == 2).mean(axis=0)[1] < np.argwhere(behind == 1).mean(axis=0)[1]
    assert not (behind == 3).any()


def test_faces_towards_the_light_are_brighter_and_the_colour_is_that_of_the_table(drawn: Drawn) -> None:
    shown = drawn.picture(drawn.pane(0, 45)).astype(float)
    numbers = nearest_number(np.eye(4), 0, 45)
    trunk = shown[(numbers == 1) & away_from_edges(numbers)]
    _, counts = np.unique(trunk[:, 0], return_counts=True)
    assert np.sort(counts)[-2:].sum() > 0.95 * len(trunk)  # its upper and its front face, and where they meet
    red, green, blue = COLOURS[1]
    light = trunk.mean(axis=0) / (red, green, blue)
    assert 0.3 < light[0] < 1.2
    drawn.colour("body", {**COLOURS, 1: (60, 230, 60)})
    assert (dominant(drawn.picture(drawn.pane(0, 45)))[(numbers == 1) & away_from_edges(numbers)] == 2).all()
    drawn.colour("body", {2: COLOURS[2]})
    assert set(np.unique(dominant(drawn.picture(drawn.pane(0, 45))))) == {0, 2}
    drawn.colour("body", COLOURS)


@pytest.mark.parametrize(("angle_deg", "elevation_deg"), [(0, 0), (130, 15)])
def test_organs_are_seen_through_the_skin_from_every_side(drawn: Drawn, angle_deg: float, elevation_deg: float) -> None:
    shown = drawn.picture(drawn.pane(angle_deg, elevation_deg, "skin")).astype(float)
    without = drawn.picture(drawn.pane(angle_deg, elevation_deg, "body"))
    numbers = nearest_number(np.eye(4), angle_deg, elevation_deg)
    sure = away_from_edges(numbers, 2)
    assert (shown.argmax(axis=-1) + 1)[(numbers > 0) & sure].tolist() == numbers[(numbers > 0) & sure].tolist()
    skin = ~np.isinf(hit_by_rays(SKIN, np.eye(4), angle_deg, elevation_deg))
    lighter = np.abs(shown - without).max(axis=-1)
    assert (lighter[skin & (numbers == 0) & sure] > 20).all()
    assert (lighter[~skin & away_from_edges(skin.astype(int), 2)] == 0).all()


@pytest.mark.parametrize("key", ["body", "skin"])
def test_the_organ_under_a_pixel_counts_before_what_is_seen_through(drawn: Drawn, key: str) -> None:
    numbers = nearest_number(np.eye(4), 35, 20)
    skin = ~np.isinf(hit_by_rays(SKIN, np.eye(4), 35, 20))
    sure = away_from_edges(numbers) & away_from_edges(skin.astype(int))
    expected = np.where((numbers == 0) & skin & (key == "skin"), 9, numbers)
    rng = np.random.default_rng(5)
    pixels = [(int(x), int(y)) for x, y in rng.integers(0, (WIDTH, HEIGHT), (80, 2)) if sure[y, x]]
    found = drawn.under(drawn.pane(35, 20, key), pixels)
    assert found == [int(expected[y, x]) for x, y in pixels]
    assert {1, 2} <= set(drawn.under(drawn.pane(35, 20, key), [(int(x), int(y)) for y, x in np.argwhere(sure)[::37]]))
    assert drawn.under(drawn.pane(35, 20, key), [(-1, 5), (WIDTH, 5)]) == [0, 0]


def test_the_crosshair_runs_through_its_point_in_front_of_what_lies_behind_it(drawn: Drawn) -> None:
    point = np.array([40.0, -30.0, 20.0])
    pane = drawn.pane(0, 0)
    changed = (drawn.picture({**pane, "crosshair": point.tolist()}) != drawn.picture(pane)).any(axis=-1)
    right, up, _ = axes(0, 0)
    column = WIDTH / 2 + (point - CENTRE_MM) @ right / MM_PER_PIXEL
    row = HEIGHT / 2 - (point - CENTRE_MM) @ up / MM_PER_PIXEL
    rows, columns = np.nonzero(changed)
    assert (np.minimum(np.abs(rows + 0.5 - row), np.abs(columns + 0.5 - column)) < 2).all()
    assert changed[int(row), :].sum() > 40
    assert changed[:, int(column)].sum() > 30


def test_behind_an_organ_the_crosshair_is_weak_and_before_it_strong(drawn: Drawn) -> None:
    organs = drawn.picture(drawn.pane(0, 0)).astype(float)
    column = int(WIDTH / 2 + (12.2 - CENTRE_MM[0]) / MM_PER_PIXEL)
    row = int(HEIGHT / 2 - (30 - CENTRE_MM[2]) / MM_PER_PIXEL) - 8
    shares = {}
    for side, y in (("before", -45.0), ("behind", 25.0)):
        shown = drawn.picture(drawn.pane(0, 0, crosshair=[12.2, y, 30.0])).astype(float)
        blue = shown[row, column - 1 : column + 2, 2] - organs[row, column - 1 : column + 2, 2]
        green = shown[row, column - 1 : column + 2, 1] - organs[row, column - 1 : column + 2, 1]
        assert abs(blue).max() < 60
        shares[side] = green.max() / (0.84 * 255 - organs[row, column, 1])
    assert shares["before"] > 0.95
    assert 0.2 < shares["behind"] < 0.4


def test_a_crosshair_that_moves_leaves_nothing_behind_and_colours_change_under_it(drawn: Drawn) -> None:
    first = drawn.pane(20, 10, "skin", crosshair=[10, 0, 30])
    before = drawn.picture(first)
    other = drawn.picture(drawn.pane(20, 10, "skin", crosshair=[-20, 5, 10]))
    assert (other != before).any()
    assert np.array_equal(drawn.picture(first), before)
    drawn.colour("skin", COLOURS)
    without_skin = drawn.picture(first)
    assert (without_skin != before).any()
    organs = drawn.pane(20, 10, "body")
    assert np.array_equal(drawn.picture(drawn.pane(20, 10, "skin")), drawn.picture(organs))
    drawn.colour("skin", {**COLOURS, 9: (220, 220, 220, 60)})
    assert np.array_equal(drawn.picture(first), before)


def test_a_lost_graphics_context_comes_back_with_the_same_surfaces(drawn: Drawn) -> None:
    panes = drawn.pane(35, 20, "skin", crosshair=[0, 0, 30])
    before = drawn.picture(panes)
    drawn.page.evaluate("probe.loseContext()")
    assert np.array_equal(drawn.picture(panes), before)


def test_panes_stay_in_their_rectangles_and_do_not_disturb_each_other(drawn: Drawn) -> None:
    left = {**drawn.pane(0, 0), "rect": {"x": 0, "y": 10, "width": 90, "height": 100}}
    right = {**drawn.pane(180, 0, "skin"), "rect": {"x": 100, "y": 20, "width": 80, "height": 120}}
    both = drawn.picture(left, right)
    assert np.array_equal(both[10:110, :90], drawn.picture(left)[10:110, :90])
    assert np.array_equal(both[20:140, 100:180], drawn.picture(right)[20:140, 100:180])
    both = both.copy()
    both[10:110, :90] = 0
    both[20:140, 100:180] = 0
    assert both.max() == 0


@pytest.mark.parametrize("broken", ["cut", "empty", "text"])
def test_what_is_no_file_of_surfaces_is_refused(drawn: Drawn, broken: str) -> None:
    whole = surfaces_file(BOXES)
    data = {"cut": whole[:-1], "empty": b"", "text": b"<html>not found</html>"}[broken]
    message = drawn.page.evaluate(
        """async (bytes) => {
          const url = URL.createObjectURL(new Blob([Uint8Array.from(bytes)]));
          try { await probe.surfaces('broken', url, []); return ''; } catch (error) { return String(error); }
        }""",
        list(data),
    )
    assert "RangeError" in message
