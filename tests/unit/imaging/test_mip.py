from __future__ import annotations

import io
import math

import numpy as np
import pytest
from PIL import Image

from totalpetview.imaging.body import body_centre_index
from totalpetview.imaging.mip import project
from totalpetview.imaging.thumbnail import thumbnail_png


def a_point(i: int, j: int, k: int) -> np.ndarray:
    values = np.zeros((20, 40, 40), dtype=np.float32)
    values[k, j, i] = 500.0
    return values


AXIAL = np.array([[4.0, 0, 0, -78.0], [0, 4.0, 0, -78.0], [0, 0, 3.0, 100.0], [0, 0, 0, 1]])


def where(pictures: np.ndarray, number: int) -> tuple[int, int]:
    z, u = np.unravel_index(int(pictures[number].argmax()), pictures[number].shape)
    return int(z), int(u)


@pytest.mark.parametrize("number", [0, 5, 9, 18, 27, 35])
def test_a_hot_point_is_seen_where_trigonometry_says(number: int) -> None:
    made = project(a_point(30, 12, 7), AXIAL)
    x, y = 4.0 * 30 - 78 - made.centre_mm[0], 4.0 * 12 - 78 - made.centre_mm[1]
    angle = math.radians(number * 180 / 36)
    z, u = where(made.pictures, number)
    assert made.u0_mm + u * made.du_mm == pytest.approx(x * math.cos(angle) + y * math.sin(angle), abs=made.du_mm)
    assert made.z0_mm + z * made.dz_mm == pytest.approx(121.0)
    assert made.pictures[number].max() * made.slope == pytest.approx(500.0)


@pytest.mark.parametrize(("size", "step_mm"), [(40, 4.07283), (41, 4.07283), (40, 3.65), (50, 5.3 / 3)])
def test_a_body_has_no_gap_from_any_side(size: int, step_mm: float) -> None:
    j, i = np.indices((size, size)) - (size - 1) / 2
    body = np.broadcast_to((np.hypot(i, j) < 0.4 * size).astype(np.float32), (3, size, size))
    scanner = np.diag([step_mm, step_mm, 3.27, 1.0])
    scanner[:2, 3] = -step_mm * (size - 1) / 2 + 0.123
    seen = project(body, scanner).pictures[:, 1] > 0
    first, last = seen.argmax(axis=1), seen.shape[1] - 1 - seen[:, ::-1].argmax(axis=1)
    assert list(seen.sum(axis=1)) == list(last - first + 1)


def test_seen_from_in_front_the_patients_left_is_on_the_right() -> None:
    made = project(a_point(35, 20, 3), AXIAL)  # x = +62 mm: towards the left hand (LPS)
    _, u = where(made.pictures, 0)
    assert u > made.pictures.shape[2] / 2


def test_slices_that_run_towards_the_feet_are_turned_so_that_the_head_comes_last() -> None:
    downwards = AXIAL.copy()
    downwards[2, 2], downwards[0, 0], downwards[0, 3] = -3.0, -4.0, 78.0
    made = project(a_point(30, 12, 7), downwards)
    z, u = where(made.pictures, 0)
    assert made.dz_mm > 0
    assert made.z0_mm + z * made.dz_mm == pytest.approx(100.0 - 21.0)
    assert made.u0_mm + u * made.du_mm + made.centre_mm[0] == pytest.approx(78.0 - 120.0, abs=made.du_mm)


def test_an_oblique_volume_is_seen_where_it_lies_in_the_patient() -> None:
    tilt = math.radians(20)
    turn = np.array([[1, 0, 0], [0, math.cos(tilt), -math.sin(tilt)], [0, math.sin(tilt), math.cos(tilt)]])
    oblique = AXIAL.copy()
    oblique[:3, :3] = turn @ AXIAL[:3, :3]
    values = np.zeros((20, 40, 40), dtype=np.float32)
    values[6:9, 11:14, 29:32] = 500.0  # more than one voxel: nearest neighbour may miss a single one
    made = project(values, oblique)
    x, _, z_mm, _ = oblique @ np.array([30, 12, 7, 1])
    rows, columns = np.nonzero(made.pictures[0] > made.pictures[0].max() / 2)
    assert made.z0_mm + rows.mean() * made.dz_mm == pytest.approx(z_mm, abs=4)
    assert made.centre_mm[0] + made.u0_mm + columns.mean() * made.du_mm == pytest.approx(x, abs=4)


def test_a_volume_of_nothing_gives_black_pictures() -> None:
    assert not project(np.zeros((3, 4, 5), dtype=np.float32), AXIAL).pictures.any()


def test_the_body_is_found_although_there_is_a_table() -> None:
    hu = np.full((30, 64, 64), -1000.0, dtype=np.float32)
    j, i = np.mgrid[:64, :64]
    hu[:, ((i - 34) / 20) ** 2 + ((j - 28) / 12) ** 2 < 1] = 40.0
    hu[:, 50:51, 4:60] = 200.0  # 8 mm thick
    centre = body_centre_index(hu, (8.0, 8.0, 8.0), is_ct=True)
    assert centre == pytest.approx((34, 28, 14.5), abs=0.5)


def test_where_there_is_only_air_there_is_no_body() -> None:
    assert body_centre_index(np.full((5, 8, 8), -1000.0, dtype=np.float32), (8, 8, 8), is_ct=True) is None


def test_the_small_picture_is_isotropic_with_the_head_at_the_top_and_uptake_in_black() -> None:
    anterior = np.zeros((100, 50))
    anterior[80:90, 20:30] = 9.0
    picture = Image.open(io.BytesIO(thumbnail_png(anterior, (4.0, 4.0), 7.0)))
    assert picture.size == (96, 192)
    grey = np.asarray(picture)
    assert grey[2 * 14, 48] == 0
    assert grey[150, 48] == 255
