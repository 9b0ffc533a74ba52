"""Organ labels that change, arrive, are lost or are asked for: what is on the screen then, against numpy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.e2e.engine_page import built_page
from tests.e2e.label_page import (
    CENTRE_MM,
    GRID,
    HEIGHT,
    HIDDEN,
    MOVED,
    PLANES,
    REFERENCES,
    SHAPE,
    SLAB_SLICES,
    SMALL,
    SMALL_COARSE,
    TABLES,
    TILTED,
    WIDE_COARSE,
    WIDTH,
    Drawn,
    ReferenceLabels,
    around,
    layer,
    loaded,
)
from tests.e2e.reference_picture import pane_points_mm


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_page(tmp_path_factory.mktemp("labels"))


@pytest.fixture(scope="module")
def drawn(folder: Path, browser: Any) -> Iterator[Drawn]:
    with loaded(folder, browser) as page:
        yield page


def test_colouring_hiding_and_moving_are_in_the_next_picture(drawn: Drawn) -> None:
    shown = drawn.slice("axial", 0.9, layer("small"))
    other = 255 - TABLES["small"]
    other[:, 3] = 255
    drawn.colour("small", other)
    labels, inside, sure = REFERENCES["small"].nearest(around("axial", 0.9)[0])
    expected = np.where((inside & (labels > 0))[..., None], other[labels][..., :3], 0)
    assert np.array_equal(drawn.slice("axial", 0.9, layer("small"))[sure], expected[sure])
    drawn.colour("small", np.zeros((256, 4), np.uint8))
    assert drawn.slice("axial", 0.9, layer("small")).max() == 0
    drawn.colour("small", TABLES["small"])
    assert np.array_equal(drawn.slice("axial", 0.9, layer("small")), shown)
    drawn.page.evaluate("m => probe.move('small', m)", MOVED.reshape(-1).tolist())
    moved = ReferenceLabels(SMALL, MOVED @ GRID.index_to_mm())
    labels, inside, sure = moved.nearest(around("axial", 0.9)[0])
    visible = inside & (labels > 0) & (labels != HIDDEN)
    expected = np.where(visible[..., None], TABLES["small"][labels][..., :3], 0)
    assert np.array_equal(drawn.slice("axial", 0.9, layer("small"))[sure], expected[sure])
    drawn.page.evaluate("m => probe.move('small', m)", np.eye(4).reshape(-1).tolist())


@pytest.mark.parametrize("key", ["small", "wide"])
@pytest.mark.parametrize("plane", PLANES)
def test_the_label_under_a_pixel_is_the_stored_one(drawn: Drawn, plane: str, key: str) -> None:
    rng = np.random.default_rng(11)
    rows, columns = rng.integers(0, HEIGHT, 60), rng.integers(0, WIDTH, 60)
    pane = drawn.pane(plane, 0.9, layer(key, "outlined"))
    found = drawn.page.evaluate(
        "([pane, pixels]) => probe.labelsAt(pane, pixels)", [pane, np.stack([columns, rows], 1).tolist()]
    )
    labels, inside, sure = REFERENCES[key].nearest(around(plane, 0.9)[0])
    expected = np.where(inside, labels, 0)[rows, columns]
    assert np.count_nonzero(expected) > 5
    assert np.array_equal(np.array(found)[sure[rows, columns]], expected[sure[rows, columns]])


def test_the_label_under_a_pixel_counts_from_the_corner_of_the_canvas(drawn: Drawn) -> None:
    pane = drawn.pane("axial", 0.9, layer("small"))
    pane["rect"] = {"x": 40, "y": 30, "width": 80, "height": 60}
    pixels = [[40 + x, 30 + y] for x, y in ((3, 5), (70, 20), (44, 51))]
    found = drawn.page.evaluate(
        "([pane, pixels]) => probe.labelsAt(pane, pixels)", [pane, [*pixels, [39, 40], [50, 90]]]
    )
    right, down = PLANES["axial"]
    where = pane_points_mm(CENTRE_MM, right, down, 0.9, (80, 60))
    labels, inside, _ = REFERENCES["small"].nearest(where)
    expected = np.where(inside, labels, 0)
    assert found == [expected[5, 3], expected[20, 70], expected[51, 44], 0, 0]


def test_a_lost_graphics_context_comes_back_with_the_same_organs_in_the_same_colours(
    folder: Path, browser: Any
) -> None:
    with loaded(folder, browser) as drawn:
        before = drawn.slice("coronal", 0.9, layer("wide", "both"), **drawn.fused())
        drawn.page.evaluate("probe.loseContext()")
        for key in ("small", "wide", drawn.ids["ct"], drawn.ids["pet"]):
            drawn.page.wait_for_function("id => probe.residency(id).complete", arg=key)
        assert np.array_equal(drawn.slice("coronal", 0.9, layer("wide", "both"), **drawn.fused()), before)


@pytest.mark.parametrize("key", ["small", "wide"])
@pytest.mark.parametrize("plane", PLANES)
def test_slabs_that_are_there_are_shown_fine_and_the_others_coarse(
    folder: Path, browser: Any, plane: str, key: str
) -> None:
    slabs = [2, 3, 8]
    with loaded(folder, browser, slabs) as partly:
        shown = partly.slice(plane, 0.9, layer(key))
        pane = partly.pane(plane, 0.9, layer(key))
        says_coarse = partly.page.evaluate("pane => probe.isCoarseAt(pane)", pane)
        pixels = [[x, y] for x in (20, 80, 130) for y in (15, 55, 100)]
        under = partly.page.evaluate("([pane, pixels]) => probe.labelsAt(pane, pixels)", [pane, pixels])
    fine = REFERENCES[key]
    grid = GRID if key == "small" else TILTED
    to_common = np.eye(4) if key == "small" else MOVED
    coarse = ReferenceLabels(SMALL_COARSE if key == "small" else WIDE_COARSE, to_common @ grid.halved().index_to_mm())
    where = around(plane, 0.9)[0]
    homogeneous = np.concatenate([where, np.ones((*where.shape[:-1], 1))], axis=-1)
    k = np.clip(np.floor((homogeneous @ np.linalg.inv(fine.index_to_common).T)[..., 2] + 0.5), 0, SHAPE[0] - 1)
    there = np.isin(k // SLAB_SLICES, slabs)
    assert says_coarse or there.all()
    (fine_labels, fine_inside, fine_sure), (coarse_labels, coarse_inside, coarse_sure) = (
        reference.nearest(where) for reference in (fine, coarse)
    )
    sure = fine_sure & coarse_sure
    labels = np.where(there, fine_labels * fine_inside, coarse_labels * coarse_inside)
    visible = (labels > 0) & (labels != HIDDEN)
    expected = np.where(visible[..., None], TABLES[key][labels][..., :3], 0)
    assert np.array_equal(shown[sure], expected[sure])
    for (x, y), label in zip(pixels, under, strict=True):
        assert label == labels[y, x] or not sure[y, x]


def test_labels_that_are_known_but_not_there_yet_are_said_to_be_missing(drawn: Drawn) -> None:
    known = drawn.pane("axial", 0.9, layer("small"), base=drawn.ct())
    unknown = drawn.pane("axial", 0.9, layer("of another map"), base=drawn.ct())
    assert not drawn.page.evaluate("pane => probe.isCoarseAt(pane)", known)
    assert not drawn.page.evaluate("pane => probe.isCoarseAt(pane)", unknown)
    assert np.array_equal(
        drawn.slice("axial", 0.9, layer("of another map"), base=drawn.ct()),
        drawn.slice("axial", 0.9, base=drawn.ct()),
    )
