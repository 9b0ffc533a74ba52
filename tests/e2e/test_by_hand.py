"""Mouse, keys and tools of the comparison: what a hand does is done in every column, and the numbers are the files'."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.e2e.comparison_page import ComparisonPage
from tests.e2e.demo_volumes import DemoVolumes, read_demo_volumes
from tests.e2e.hand import COLUMNS, FRESH, at, common_point, drag, pane_of, views
from tests.e2e.reference_picture import ReferenceVolume, coloured, fused, grey
from tests.e2e.test_pixels import COLOUR_MAPS, SHARE_WITHIN, agreement

MINUS: Final = "\N{MINUS SIGN}"
OUTSIDE: Final = "\N{EN DASH}"


@pytest.fixture(scope="module")
def volumes(demo_folder: Any) -> list[DemoVolumes]:
    """Return CT in HU and PET in SUVbw of the four demo examinations, read with pydicom alone."""
    return read_demo_volumes(demo_folder)


@pytest.fixture(scope="module")
def start(volumes: list[DemoVolumes]) -> list[float]:
    """Return a place inside the body, in the millimetres of the first examination, on no border of two voxels."""
    ct = volumes[0].ct
    k, j, i = (size // 2 + 0.3 for size in ct.values.shape)
    return [float(part) for part in (ct.index_to_mm @ [i, j, k, 1])[:3]]


@pytest.fixture
def four(
    open_comparison: Callable[[list[str]], ComparisonPage], demo_examinations: list[dict[str, Any]], start: list[float]
) -> ComparisonPage:
    """Return all four examinations as they are shown at first."""
    comparison = open_comparison([one["id"] for one in demo_examinations])
    comparison.page.get_by_role("button", name="Fit to the pane").click()
    comparison.page.get_by_role("region", name="Pictures").focus()
    comparison.set(**FRESH)
    comparison.put_crosshair(start)
    return comparison


def test_the_wheel_scrolls_every_column_by_the_same_whole_slices(
    four: ComparisonPage, volumes: list[DemoVolumes]
) -> None:
    slice_mm = min(float(np.linalg.norm(one.ct.index_to_mm[:3, 2])) for one in volumes)
    before = views(four)
    four.page.mouse.move(*at(four, 0, 2))
    four.page.mouse.wheel(0, 300)
    four.wait_until(f"Math.abs(window.__tpv.state().crosshair[2] - {before[0]['centre_mm'][2]}) > 0.5")
    for old, new in zip(before, views(four), strict=True):
        moved = np.array(new["centre_mm"]) - np.array(old["centre_mm"])
        assert moved == pytest.approx([0, 0, -3 * slice_mm], abs=1e-3)  # towards the feet


def test_dragging_with_the_hand_moves_every_picture_with_the_mouse(four: ComparisonPage) -> None:
    before = views(four)
    expected = np.array([-60, 30, 0]) * before[1]["mm_per_pixel"]  # panes may differ by a pixel: that of the mouse
    four.page.get_by_role("button", name="Pan (P)").click()
    drag(four.page, at(four, 0, 1), (60, -30))
    for old, new in zip(before, views(four), strict=True):
        moved = np.array(new["centre_mm"]) - np.array(old["centre_mm"])
        assert moved == pytest.approx(expected, abs=1e-3)
        assert new["mm_per_pixel"] == old["mm_per_pixel"]


def test_zooming_keeps_the_place_under_the_mouse_and_zooms_every_column(four: ComparisonPage) -> None:
    before, mouse = views(four), at(four, 0, 3, 0.6, 0.4)
    held = common_point(four, 0, 3, mouse)
    four.page.mouse.move(*mouse)
    four.page.keyboard.down("Control")
    four.page.mouse.wheel(0, -240)
    four.page.keyboard.up("Control")
    four.wait_until("window.__tpv.state().cameras.axial.zoom > 1.2")
    after = views(four)
    assert common_point(four, 0, 3, mouse) == pytest.approx(held, abs=1e-3)
    ratios = {round(new["mm_per_pixel"] / old["mm_per_pixel"], 6) for old, new in zip(before, after, strict=True)}
    assert len(ratios) == 1
    assert ratios.pop() < 0.9


def test_dragging_with_the_right_button_windows_the_ct(four: ComparisonPage, volumes: list[DemoVolumes]) -> None:
    four.page.get_by_label("Layout", exact=True).select_option(label="CT, PET, fused")
    drag(four.page, at(four, 0, 1), (50, 40), button="right")
    window = four.state()["ctWindow"]
    assert window["width"] > 410
    assert window["centre"] < 20
    for column in (0, 3):
        pane = pane_of(four, 0, column)
        written = four.page.locator(f'[data-pane="{pane["id"]}"] [data-part="window"]').inner_text()
        shown = written.replace(MINUS, "-").replace(",", "")
        assert shown == f"C {window['centre']} W {window['width']}"
        expected = grey(volumes[column].ct, four.points_mm(pane), window["centre"], window["width"])
        assert agreement(four.pixels(pane), expected) >= SHARE_WITHIN


@pytest.mark.parametrize("percent", [0, 100])
def test_the_slider_goes_from_the_ct_alone_to_the_colours_of_the_pet_alone(
    percent: int, four: ComparisonPage, volumes: list[DemoVolumes]
) -> None:
    four.page.get_by_role("slider", name="PET over CT").fill(str(percent))
    four.wait_until(f"window.__tpv.state().opacity === {percent / 100}")
    for column in COLUMNS:
        pane = pane_of(four, 0, column)
        points = four.points_mm(pane)
        pet, inside = coloured(volumes[column].pet, points, 0, 7, COLOUR_MAPS["hot-iron"])
        expected = fused(grey(volumes[column].ct, points, 40, 400), pet, inside, percent / 100)
        assert agreement(four.pixels(pane), expected) >= SHARE_WITHIN


def test_dragging_a_mip_turns_all_of_them(four: ComparisonPage) -> None:
    before = four.pixels(pane_of(four, 1, 3))
    drag(four.page, at(four, 1, 0), (-80, 0))
    panes = [pane_of(four, 1, column) for column in COLUMNS]
    assert [pane["spec"]["angle_deg"] for pane in panes] == [40] * 4
    for pane in panes:
        expect(four.page.locator(f'[data-pane="{pane["id"]}"] [data-part="position"]')).to_have_text("40°")
    assert np.mean(four.pixels(panes[3]) != before) > 0.01


def test_the_mips_turn_by_themselves_until_they_are_stopped(four: ComparisonPage) -> None:
    four.page.get_by_role("button", name="Rotate the MIP").click()
    four.wait_until("window.__tpv.state().mipAngle > 5")
    four.page.get_by_role("button", name="Stop the rotation").click()
    assert four.state()["mipPlaying"] is False
    stopped = four.state()["mipAngle"]
    four.page.wait_for_timeout(300)
    assert four.state()["mipAngle"] == stopped


def test_a_click_on_another_plane_turns_every_picture(four: ComparisonPage, volumes: list[DemoVolumes]) -> None:
    four.page.get_by_role("group", name="Plane").get_by_role("button", name="coronal").click()
    for column in COLUMNS:
        pane = pane_of(four, 0, column)
        element = four.page.locator(f'[data-pane="{pane["id"]}"]')
        letters = [element.locator(f'[data-part="{side}"]').inner_text() for side in ("left", "right", "top", "bottom")]
        assert letters == ["R", "L", "H", "F"]
    pane = pane_of(four, 0, 2)
    points = four.points_mm(pane)
    pet, inside = coloured(volumes[2].pet, points, 0, 7, COLOUR_MAPS["hot-iron"])
    expected = fused(grey(volumes[2].ct, points, 40, 400), pet, inside, 0.5)
    assert agreement(four.pixels(pane), expected) >= SHARE_WITHIN


def index_of(volume: ReferenceVolume, point_mm: Any) -> Any:
    return (np.linalg.inv(volume.index_to_mm) @ [*point_mm[:3], 1])[:3]


def nearest(volume: ReferenceVolume, point_mm: Any) -> float | None:
    """Return the value of the voxel that a point lies in; None outside."""
    i, j, k = (int(part) for part in np.floor(index_of(volume, point_mm) + 0.5))
    shape = volume.values.shape
    inside = 0 <= i < shape[2] and 0 <= j < shape[1] and 0 <= k < shape[0]
    return float(volume.values[k, j, i]) if inside else None


def assert_readouts(four: ComparisonPage, volumes: list[DemoVolumes]) -> None:
    """Compare HU and SUV written above each column with the voxel of the files under the crosshair."""
    for column in COLUMNS:
        head = four.page.locator(f'header[data-column="{column}"]')
        expect(head.locator("dl")).to_have_attribute("data-stale", "false", timeout=20_000)
        own = np.linalg.inv(four.to_common(column)) @ [*four.state()["crosshair"], 1]
        for name, volume, half_a_digit in (("hu", volumes[column].ct, 0.501), ("pet", volumes[column].pet, 0.00501)):
            written = head.locator(f'[data-value="{name}"]').inner_text().replace(MINUS, "-").replace(",", "")
            expected = nearest(volume, own)
            if expected is None:
                assert written == OUTSIDE
            else:
                assert float(written) == pytest.approx(expected, abs=half_a_digit), (column, name)


def depends_on_rounding(four: ComparisonPage, volumes: list[DemoVolumes], common_mm: Any) -> bool:
    """Return whether a point lies on the border of two voxels in any of the volumes."""
    for column, one in enumerate(volumes):
        own = np.linalg.inv(four.to_common(column)) @ [*common_mm, 1]
        if any(np.any(np.abs(index_of(volume, own) % 1 - 0.5) < 0.01) for volume in (one.ct, one.pet)):
            return True
    return False


@pytest.mark.parametrize(("column", "place"), [(0, (0.51, 0.47)), (2, (0.41, 0.55)), (3, (0.93, 0.08))])
def test_a_click_puts_the_crosshair_there_and_reads_the_voxels_of_the_files(
    column: int, place: tuple[float, float], four: ComparisonPage, volumes: list[DemoVolumes]
) -> None:
    mouse = at(four, 0, column, *place)
    while depends_on_rounding(four, volumes, aimed := common_point(four, 0, column, mouse)):
        mouse = (mouse[0] + 1, mouse[1])
    four.page.mouse.click(*mouse)
    assert four.state()["crosshair"] == pytest.approx(aimed, abs=1e-3)
    assert_readouts(four, volumes)


KEYS: Final = [
    ("2", "state.ctWindow.centre === -600 && state.ctWindow.width === 1500"),
    ("Shift+Digit3", "state.petRange.hi === 10"),
    ("[", "state.opacity === 0.4"),
    ("]", "state.opacity === 0.6"),
    ("o", "state.opacity === 0"),
    ("x", "state.crosshairShown === false"),
    ("s", "state.rows.every((row) => row.content === 'mip' || row.plane === 'sagittal')"),
    ("g", "state.rows.map((row) => row.content).join() === 'ct,pet,fused'"),
    ("d", "state.rows.some((row) => row.content === 'overlay')"),
    ("ArrowDown", "Math.abs(before.crosshair[2] - state.crosshair[2] - state.step) < 1e-6"),
    ("PageUp", "Math.abs(state.crosshair[2] - before.crosshair[2] - 10 * state.step) < 1e-6"),
    ("Home", "state.crosshair[2] > before.crosshair[2] + 300"),
    ("End", "state.crosshair[2] < before.crosshair[2] - 300"),
    ("ArrowLeft", "state.mipAngle === 10"),
    ("+", "state.cameras.axial.zoom > 1.2"),
    ("w", "state.tool === 'window'"),
    ("Enter", "state.maximised && state.maximised.column === 1"),
]


@pytest.mark.parametrize(("key", "expected"), KEYS, ids=[key for key, _ in KEYS])
def test_a_key_does_what_the_help_says(key: str, expected: str, four: ComparisonPage) -> None:
    four.page.mouse.click(*at(four, 0, 1))  # the keys act on this pane
    four.page.evaluate("() => { window.before = window.__tpv.state(); }")
    four.page.keyboard.press(key)
    script = f"() => {{ const state = window.__tpv.state(), before = window.before; return Boolean({expected}); }}"
    assert four.page.evaluate(script), four.state()


def test_the_help_opens_and_closes_by_key(four: ComparisonPage) -> None:
    four.page.keyboard.press("?")
    expect(four.page.get_by_role("dialog")).to_contain_text("previous, next slice")
    four.page.keyboard.press("Escape")
    expect(four.page.get_by_role("dialog")).to_have_count(0)


def test_a_manual_shift_is_kept_and_the_first_examination_stays_where_it_is(
    four: ComparisonPage, volumes: list[DemoVolumes], start: list[float]
) -> None:
    page, mm = four.page, views(four)[1]["mm_per_pixel"]
    before = [four.to_common(column) for column in COLUMNS]
    page.get_by_role("button", name="Shift one examination (M)").click()
    drag(page, at(four, 0, 0), (25, 10))
    assert np.array_equal(four.to_common(0), before[0])
    with page.expect_response(lambda answer: answer.url.endswith("/api/comparisons/shift")) as kept:
        drag(page, at(four, 0, 1), (20, -12))
    assert kept.value.ok
    expected = np.array([20 * mm, -12 * mm, 0])
    page.reload()
    four.wait_until_complete()
    for column in COLUMNS:
        moved = four.to_common(column)[:3, 3] - before[column][:3, 3]
        assert moved == pytest.approx(expected if column == 1 else [0, 0, 0], abs=1e-3)
    head = page.locator('header[data-column="1"]')
    expect(head).to_contain_text(f"manual shift {expected[0]:.1f} / {MINUS}{-expected[1]:.1f} / 0.0 mm")
    four.put_crosshair(start)
    assert_readouts(four, volumes)
    with page.expect_response(lambda answer: answer.url.endswith("/api/comparisons/shift")) as undone:
        head.get_by_role("button", name="Undo the manual shift").click()
    assert undone.value.ok
    assert four.to_common(1) == pytest.approx(before[1], abs=1e-6)
    expect(head).not_to_contain_text("manual shift")
