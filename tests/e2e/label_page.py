"""A page of the drawing engine with two made-up organ maps, and what numpy finds in their nearest voxels."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter

from tests.e2e.engine_page import Json, MadeUpGrid, PreparedFolder, comparison, picture, served
from tests.e2e.label_files import LabelFolder, Labels, opened
from tests.e2e.reference_picture import pane_points_mm

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Picture = npt.NDArray[np.uint8]

WIDTH, HEIGHT = 160, 120
CENTRE_MM: Final = [1.7, -3.2, 21.3]
#: from a voxel on seven pixels to seven voxels on a pixel
ZOOMS_MM: Final = (0.14, 0.9, 3.1)
PLANES: dict[str, tuple[list[float], list[float]]] = {
    "axial": ([1, 0, 0], [0, 1, 0]),
    "coronal": ([1, 0, 0], [0, 0, -1]),
    "sagittal": ([0, 1, 0], [0, 0, -1]),
    "oblique": ([0.8, 0.6, 0], [0.36, -0.48, -0.8]),
}
MOVED = np.array([[0.96, 0.28, 0, 7.3], [-0.28, 0.96, 0, -4.1], [0, 0, 1, 11.7], [0, 0, 0, 1]])
SHAPE = (60, 96, 112)
SLAB_SLICES = 7
GRID = MadeUpGrid((-51.4, -50.8, -38.6), np.diag([0.97, 0.97, 2.0]))
TILTED = MadeUpGrid((-60.0, -49.0, -38.6), np.array([[1.1, 0, 0], [0, 0.9, 0.3], [0.1, 0, 2.0]]))
HIDDEN = 5
#: in units of the stored values: beyond this near a border between voxels, rounding may take either
UNSURE = 2e-3


def blobs(shape: tuple[int, int, int], seed: int, values: int) -> npt.NDArray[np.uint16]:
    """Organs with crooked borders, more than half of the voxels without one; the sides differ."""
    rng = np.random.default_rng(seed)
    noise = gaussian_filter(rng.normal(size=shape), 4)
    organs = np.searchsorted(np.quantile(noise, np.linspace(0.45, 1, values + 1)), noise)
    organs[:, :, : shape[2] // 8] = 0
    return np.clip(organs, 0, values).astype(np.uint16)


def shuffled_values(labels: npt.NDArray[np.uint16], seed: int, highest: int) -> npt.NDArray[np.uint16]:
    """Give every organ a stored value of its own somewhere up to the highest."""
    values = np.random.default_rng(seed).permutation(np.arange(1, highest + 1))[: int(labels.max())]
    table = np.concatenate([[0], values]).astype(labels.dtype)
    return np.asarray(table[labels], np.uint16)


SMALL = blobs(SHAPE, 1, 40).astype(np.uint8)
SMALL_COARSE = np.ascontiguousarray(SMALL[1::2, 1::2, 1::2])
WIDE = shuffled_values(blobs(SHAPE, 2, 60), 3, 2000)
WIDE_COARSE = np.ascontiguousarray(WIDE[::2, ::2, ::2])


def colour_table(highest: int, alpha: int = 255) -> Picture:
    table = np.random.default_rng(4).integers(1, 255, (highest + 1, 4)).astype(np.uint8)
    table[:, 3] = alpha
    table[HIDDEN, 3] = 0
    return table


@dataclass(frozen=True, slots=True)
class ReferenceLabels:
    """Labels [k, j, i] and the matrix from their voxels to common mm."""

    labels: Labels
    index_to_common: Floats

    def nearest(self, points_mm: Floats) -> tuple[npt.NDArray[np.int64], Mask, Mask]:
        """Return the label of the nearest voxel, whether the point is in the grid, and whether that is sure."""
        homogeneous = np.concatenate([points_mm, np.ones((*points_mm.shape[:-1], 1))], axis=-1)
        index = (homogeneous @ np.linalg.inv(self.index_to_common).T)[..., :3] + 0.5
        sizes = np.array(self.labels.shape[::-1])
        inside = ((index >= 0) & (index <= sizes)).all(axis=-1)
        sure = (np.abs(index - np.rint(index)) > UNSURE).all(axis=-1)
        i, j, k = np.moveaxis(np.clip(np.floor(index).astype(int), 0, sizes - 1), -1, 0)
        return self.labels[k, j, i].astype(np.int64), inside, sure


def view_of(plane: str, mm_per_pixel: float) -> Json:
    right, down = PLANES[plane]
    return {"centre_mm": CENTRE_MM, "right": right, "down": down, "mm_per_pixel": mm_per_pixel}


def around(plane: str, mm_per_pixel: float) -> tuple[Floats, Floats, Floats]:
    """Points of all pixels, of the ones to their right and of the ones below, in mm."""
    right, down = PLANES[plane]
    here = pane_points_mm(CENTRE_MM, right, down, mm_per_pixel, (WIDTH, HEIGHT))
    return here, here + mm_per_pixel * np.array(right), here + mm_per_pixel * np.array(down)


class Drawn:
    """A page with the volumes of this file loaded."""

    def __init__(self, page: Any, ids: dict[str, str]) -> None:
        self.page = page
        self.ids = ids

    def pane(self, plane: str, mm_per_pixel: float, labels: Json | None = None, **layers: Any) -> Json:
        rect = {"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT}
        pane = {"kind": "slice", "rect": rect, "view": view_of(plane, mm_per_pixel), "opacity": 0.5, **layers}
        return pane if labels is None else {**pane, "labels": labels}

    def slice(self, plane: str, mm_per_pixel: float, labels: Json | None = None, **layers: Any) -> Picture:
        return picture(self.page, [self.pane(plane, mm_per_pixel, labels, **layers)], WIDTH, HEIGHT)

    def ct(self) -> Json:
        return {"volume": self.ids["ct"], "window": {"centre": 40, "width": 400}}

    def pet(self) -> Json:
        return {"volume": self.ids["pet"], "scale": 1.0, "range": [0, 7], "colourMap": "hot-iron"}

    def fused(self) -> Json:
        return {"base": self.ct(), "overlay": self.pet()}

    def colour(self, key: str, table: Picture) -> None:
        self.page.evaluate("([k, t]) => probe.colours(k, t)", [key, table.reshape(-1).tolist()])


def descriptor_of(folder: Path) -> tuple[Json, dict[str, str]]:
    prepared = PreparedFolder(folder)
    rng = np.random.default_rng(9)
    ct_values = rng.integers(-200, 300, SHAPE).astype(np.int16)
    pet_values = rng.integers(0, 700, (30, 40, 44)).astype(np.uint16)
    ct = prepared.volume(ct_values, GRID, quantity="HU", slope=[1.0], intercept=[0.0], slab_slices=SLAB_SLICES)
    pet_grid = MadeUpGrid((-55.0, -52.0, -40.0), np.diag([2.6, 2.6, 4.1]))
    pet = prepared.volume(pet_values, pet_grid, quantity="BQML", slope=[0.01], intercept=[0.0], slab_slices=30)
    return comparison({"ct": ct, "pet": pet}), {"ct": ct["id"], "pet": pet["id"]}


def labels_of(folder: Path) -> list[Json]:
    files = LabelFolder(folder)
    small = files.volume("small", SMALL, GRID, SLAB_SLICES, SMALL_COARSE)
    wide = files.volume("wide", WIDE, TILTED, SLAB_SLICES, WIDE_COARSE)
    marked = np.zeros(SHAPE, np.uint8)
    marked[40:60, 10:20, 90:100] = 7
    coarse = np.ascontiguousarray(marked[::2, ::2, ::2])
    described = files.volume("marked", marked, GRID, SLAB_SLICES, coarse)
    return [opened("small", small, np.eye(4)), opened("wide", wide, MOVED), opened("marked", described, np.eye(4))]


REFERENCES: Final = {
    "small": ReferenceLabels(SMALL, GRID.index_to_mm()),
    "wide": ReferenceLabels(WIDE, MOVED @ TILTED.index_to_mm()),
}
TABLES: Final = {"small": colour_table(255), "wide": colour_table(2000), "marked": colour_table(255)}


@contextmanager
def loaded(folder: Path, browser: Any, slabs: list[int] | None = None) -> Iterator[Drawn]:
    described, ids = descriptor_of(folder)
    with served(folder) as address:
        page = browser.new_page()
        page.goto(address)
        page.evaluate("([d, w, h]) => probe.load(d, w, h)", [described, WIDTH, HEIGHT])
        page.evaluate("([l, s]) => probe.loadLabels(l, [], s)", [labels_of(folder), slabs])
        assert page.evaluate("probe.errors()") == []
        drawn = Drawn(page, ids)
        for key, table in TABLES.items():
            drawn.colour(key, table)
        yield drawn
        page.close()


def layer(key: str, style: str = "filled", opacity: float = 1.0, highlighted: int = 0) -> Json:
    return {"volume": key, "style": style, "opacity": opacity, "highlighted": highlighted}


def mixed(under: Picture, rgba: Picture, share: float | Floats) -> Floats:
    alpha = (rgba[..., 3:] / 255) * np.asarray(share)[..., None] if np.ndim(share) else rgba[..., 3:] / 255 * share
    return np.asarray(under * (1 - alpha) + rgba[..., :3] * alpha, np.float64)
