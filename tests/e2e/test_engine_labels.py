"""Organ labels over slices, pixel by pixel, against what numpy finds in the nearest voxel of the same labels."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from tests.e2e.engine_page import built_page, picture
from tests.e2e.label_page import (
    CENTRE_MM,
    GRID,
    HEIGHT,
    PLANES,
    REFERENCES,
    TABLES,
    WIDTH,
    ZOOMS_MM,
    Drawn,
    Mask,
    Picture,
    around,
    colour_table,
    layer,
    loaded,
    mixed,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_page(tmp_path_factory.mktemp("labels"))


@pytest.fixture(scope="module")
def drawn(folder: Path, browser: Any) -> Iterator[Drawn]:
    with loaded(folder, browser) as page:
        yield page


@pytest.mark.parametrize("mm_per_pixel", ZOOMS_MM)
@pytest.mark.parametrize("key", ["small", "wide"])
@pytest.mark.parametrize("plane", PLANES)
def test_filled_organs_have_exactly_the_colour_of_the_nearest_voxel(
    drawn: Drawn, plane: str, key: str, mm_per_pixel: float
) -> None:
    shown = drawn.slice(plane, mm_per_pixel, layer(key), **drawn.fused())
    without = drawn.slice(plane, mm_per_pixel, **drawn.fused())
    labels, inside, sure = REFERENCES[key].nearest(around(plane, mm_per_pixel)[0])
    visible = inside & (labels != 0) & (TABLES[key][labels][..., 3] > 0)
    assert visible.mean() > 0.01
    expected = np.where(visible[..., None], TABLES[key][labels][..., :3], without)
    assert np.array_equal(shown[sure], expected[sure])
    assert sure.mean() > 0.95


@pytest.mark.parametrize("layers", ["ct", "pet", "fused", "nothing"])
def test_labels_lie_over_whatever_a_pane_shows(drawn: Drawn, layers: str) -> None:
    under = {"ct": {"base": drawn.ct()}, "pet": {"base": drawn.pet()}, "fused": drawn.fused(), "nothing": {}}[layers]
    drawn.colour("small", colour_table(255, alpha=128))
    shown = drawn.slice("coronal", 0.9, layer("small", opacity=0.6), **under)
    drawn.colour("small", TABLES["small"])
    without = drawn.slice("coronal", 0.9, **under)
    labels, inside, sure = REFERENCES["small"].nearest(around("coronal", 0.9)[0])
    table = colour_table(255, alpha=128)
    expected = np.where((inside & (labels > 0))[..., None], mixed(without, table[labels], 0.6), without)
    assert np.abs(shown.astype(float) - expected)[sure].max() <= 1


def outlined(key: str, plane: str, mm_per_pixel: float, table: Picture) -> tuple[npt.NDArray[np.int64], Mask, Mask]:
    """Return the label that each pixel is drawn with, whether that is a line, and whether it is sure."""
    reference = REFERENCES[key]
    here, right, below = (reference.nearest(points) for points in around(plane, mm_per_pixel))
    edge = (here[0] != right[0]) | (here[0] != below[0])
    label = here[0]
    for other in (right[0], below[0]):
        hidden = (label == 0) | (table[label][..., 3] == 0)
        label = np.where(edge & hidden, other, label)
    label = np.where(here[1], label, 0)
    return label, edge & here[1], here[2] & right[2] & below[2]


@pytest.mark.parametrize("mm_per_pixel", ZOOMS_MM)
@pytest.mark.parametrize("key", ["small", "wide"])
@pytest.mark.parametrize("plane", PLANES)
@pytest.mark.parametrize("hidden", ["none hidden", "one hidden", "most hidden"])
def test_lines_are_one_pixel_wide_at_any_zoom_in_the_colour_of_a_neighbour(
    drawn: Drawn, hidden: str, plane: str, key: str, mm_per_pixel: float
) -> None:
    table = TABLES[key][: int(REFERENCES[key].labels.max()) + 1].copy()
    if hidden != "one hidden":
        table[:, 3] = 255 if hidden == "none hidden" else np.where(np.arange(len(table)) % 3 == 1, 255, 0)
    drawn.colour(key, table)
    shown = drawn.slice(plane, mm_per_pixel, layer(key, "outlined"), base=drawn.ct())
    drawn.colour(key, TABLES[key])
    without = drawn.slice(plane, mm_per_pixel, base=drawn.ct())
    label, line, sure = outlined(key, plane, mm_per_pixel, table)
    visible = line & (label != 0) & (table[label][..., 3] > 0)
    assert visible.any()
    expected = np.where(visible[..., None], table[label][..., :3], without)
    assert np.array_equal(shown[sure], expected[sure])


def test_lines_and_weak_areas_together(drawn: Drawn) -> None:
    shown = drawn.slice("coronal", 0.9, layer("small", "both", 0.8), base=drawn.ct())
    without = drawn.slice("coronal", 0.9, base=drawn.ct())
    label, line, sure = outlined("small", "coronal", 0.9, TABLES["small"])
    table = TABLES["small"].copy()
    table[0, 3] = 0
    expected = mixed(without, table[label], np.where(line, 0.8, 0.8 * 0.35))
    assert np.abs(shown.astype(float) - expected)[sure].max() <= 1


@pytest.mark.parametrize(("style", "area"), [("filled", 0.7), ("outlined", 0.5), ("both", 0.57)])
def test_the_highlighted_organ_is_stronger_and_no_other_changes(drawn: Drawn, style: str, area: float) -> None:
    label, line, sure = outlined("small", "coronal", 0.9, TABLES["small"])
    organ = int(np.bincount(label[label > 0]).argmax())
    shown = drawn.slice("coronal", 0.9, layer("small", style, 0.4, highlighted=organ), base=drawn.ct())
    plain = drawn.slice("coronal", 0.9, layer("small", style, 0.4), base=drawn.ct())
    without = drawn.slice("coronal", 0.9, base=drawn.ct())
    others = sure & (label != organ) if style != "filled" else sure & (label != organ) & ~line
    assert np.array_equal(shown[others], plain[others])
    within = sure & (label == organ) & ~line
    expected = mixed(without, TABLES["small"][label], area)
    assert np.abs(shown.astype(float) - expected)[within].max() <= 1


@pytest.mark.parametrize(
    ("plane", "right_half", "upper_half"), [("axial", True, True), ("coronal", True, True), ("sagittal", False, True)]
)
def test_an_organ_at_the_left_in_front_near_the_head_is_drawn_there(
    drawn: Drawn, plane: str, *, right_half: bool, upper_half: bool
) -> None:
    right, down = PLANES[plane]
    middle_of_organ = (GRID.index_to_mm() @ [94.5, 14.5, 49.5, 1])[:3]
    normal = np.cross(right, down)
    centre = np.array(CENTRE_MM) + normal * ((middle_of_organ - CENTRE_MM) @ normal)
    pane = drawn.pane(plane, 1.0, layer("marked"))
    pane["view"]["centre_mm"] = centre.tolist()
    rows, columns = np.nonzero(picture(drawn.page, [pane], WIDTH, HEIGHT).any(axis=-1))
    assert len(rows) > 50
    assert (columns >= WIDTH / 2).all() == right_half
    assert (columns < WIDTH / 2).all() != right_half
    assert (rows < HEIGHT / 2).all() == upper_half
