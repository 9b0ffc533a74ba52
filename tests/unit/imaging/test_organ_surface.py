from __future__ import annotations

import json
import math
import struct
from collections import Counter

import numpy as np
import pytest

from totalpetview.domain.geometry import Grid
from totalpetview.imaging.organ_surface import organ_surfaces
from totalpetview.imaging.surface_format import decode, encode
from totalpetview.imaging.surface_mesh import SurfaceMesh

TURN = math.radians(25)
AXIAL = Grid((60, 80, 80), (-79.0, -79.0, 500.0), (2.0, 0.0, 0.0), (0.0, 2.0, 0.0), (0.0, 0.0, 3.0))
OBLIQUE = Grid(
    (60, 80, 80),
    (-79.0, -79.0, 500.0),
    (2.0, 0.0, 0.0),
    (0.0, 2.0 * math.cos(TURN), 2.0 * math.sin(TURN)),
    (0.0, -3.0 * math.sin(TURN), 3.0 * math.cos(TURN)),
)
LEFT_HANDED = Grid((60, 80, 80), (-79.0, -79.0, 677.0), (2.0, 0.0, 0.0), (0.0, 2.0, 0.0), (0.0, 0.0, -3.0))
PLAIN = ((), (1,), (2,))


def ball(grid: Grid, centre_mm: tuple[float, float, float], radius_mm: float) -> np.ndarray:
    k, j, i = np.indices(grid.shape)
    index = np.stack([i, j, k, np.ones_like(i)], axis=-1)
    places = (index @ grid.index_to_mm.T)[..., :3]
    inside: np.ndarray = np.linalg.norm(places - np.array(centre_mm), axis=-1) < radius_mm
    return inside


def only(labels: np.ndarray, grid: Grid) -> SurfaceMesh:
    (surface,) = organ_surfaces(labels, PLAIN, grid)
    return surface.mesh


@pytest.mark.parametrize("grid", [AXIAL, OBLIQUE, LEFT_HANDED])
def test_a_ball_has_the_surface_of_a_ball_with_its_normals_outwards(grid: Grid) -> None:
    centre = grid.centre_mm
    mesh = only(ball(grid, centre, 40.0).astype(np.uint8), grid)
    off = mesh.vertices_mm - np.array(centre)
    distances = np.linalg.norm(off, axis=1)
    assert distances.mean() == pytest.approx(40.0, abs=0.5)
    assert np.abs(distances - 40.0).max() < 2.0
    assert mesh.volume_ml == pytest.approx(4 / 3 * math.pi * 4.0**3, rel=0.02)
    assert np.einsum("nd,nd->n", mesh.normals(), off / distances[:, None]).min() > 0.9
    assert np.linalg.norm(mesh.normals(), axis=1) == pytest.approx(1.0)
    assert 200 <= len(mesh.triangles) <= 3500


def test_a_surface_is_closed_also_where_the_image_cuts_the_organ() -> None:
    labels = ball(AXIAL, (0.0, 0.0, 500.0), 40.0).astype(np.uint8)
    mesh = only(labels, AXIAL)
    edges = Counter(
        (int(a), int(b)) for triangle in mesh.triangles for a, b in zip(triangle, np.roll(triangle, -1), strict=True)
    )
    assert all(edges[b, a] == count for (a, b), count in edges.items())
    assert mesh.volume_ml == pytest.approx(labels.sum() * AXIAL.voxel_volume_ml, rel=0.02)


def test_thin_and_small_structures_do_not_vanish() -> None:
    labels = np.zeros(AXIAL.shape, dtype=np.uint8)
    labels[20:50, 10:70, 40] = 1
    labels[5, 5, 5] = 2
    found = {each.number: each.mesh for each in organ_surfaces(labels, PLAIN, AXIAL)}
    assert found[1].volume_ml == pytest.approx(30 * 60 * AXIAL.voxel_volume_ml, rel=0.05)
    assert len(found[2].triangles) >= 4
    assert found[2].vertices_mm.mean(axis=0) == pytest.approx(AXIAL.point_mm(5, 5, 5), abs=1.0)


def test_stairs_of_voxels_are_smoothed_away() -> None:
    mesh = only(ball(AXIAL, AXIAL.centre_mm, 50.0).astype(np.uint8), AXIAL)
    # voxel faces would give an area of 1.5 times that of a ball
    assert mesh.area_mm2 == pytest.approx(4 * math.pi * 50.0**2, rel=0.03)


def test_overlapping_segments_have_a_surface_each() -> None:
    labels = ball(AXIAL, AXIAL.centre_mm, 30.0).astype(np.uint8)
    labels[ball(AXIAL, AXIAL.centre_mm, 15.0)] = 2
    found = {each.number: each.mesh for each in organ_surfaces(labels, ((), (1,), (1, 2)), AXIAL)}
    assert found[1].volume_ml == pytest.approx(4 / 3 * math.pi * 27, rel=0.03)
    assert found[2].volume_ml == pytest.approx(4 / 3 * math.pi * 1.5**3, rel=0.06)


def test_the_bytes_are_laid_out_as_agreed_with_the_browser() -> None:
    labels = ball(AXIAL, AXIAL.centre_mm, 20.0).astype(np.uint8)
    labels[2:6, 2:6, 2:6] = 2
    surfaces = tuple(organ_surfaces(labels, PLAIN, AXIAL))
    data = encode(surfaces)
    (length,) = struct.unpack("<I", data[:4])
    assert length % 4 == 0
    header = json.loads(data[4 : 4 + length])
    first, second = surfaces
    assert header == {
        "vertices": len(first.mesh.vertices_mm) + len(second.mesh.vertices_mm),
        "triangles": len(first.mesh.triangles) + len(second.mesh.triangles),
        "structures": [
            {"number": 1, "first_triangle": 0, "triangles": len(first.mesh.triangles)},
            {"number": 2, "first_triangle": len(first.mesh.triangles), "triangles": len(second.mesh.triangles)},
        ],
    }
    assert len(data) == 4 + length + header["vertices"] * 16 + header["triangles"] * 12
    x, y, z = struct.unpack("<3f", data[4 + length : 16 + length])
    assert (x, y, z) == pytest.approx(first.mesh.vertices_mm[0], rel=1e-6)
    at = 4 + length + header["vertices"] * 12
    normal = np.array(struct.unpack("<4b", data[at : at + 4]))
    assert normal[:3] / 127 == pytest.approx(first.mesh.normals()[0], abs=0.005)
    assert normal[3] == 0


def test_surfaces_come_back_as_they_were_written() -> None:
    labels = ball(OBLIQUE, OBLIQUE.centre_mm, 25.0).astype(np.uint8)
    labels[2:6, 2:6, 2:6] = 2
    surfaces = tuple(organ_surfaces(labels, PLAIN, OBLIQUE))
    read = decode(encode(surfaces))
    assert [each.number for each in read] == [1, 2]
    for one, other in zip(surfaces, read, strict=True):
        assert other.mesh.volume_ml == pytest.approx(one.mesh.volume_ml, rel=1e-4)
        places = one.mesh.vertices_mm[one.mesh.triangles]
        np.testing.assert_allclose(other.mesh.vertices_mm[other.mesh.triangles], places, atol=1e-3)


def test_bytes_that_end_early_are_refused() -> None:
    data = encode(tuple(organ_surfaces(ball(AXIAL, AXIAL.centre_mm, 20.0).astype(np.uint8), PLAIN, AXIAL)))
    with pytest.raises(ValueError, match="shorter"):
        decode(data[:-4])


def test_a_map_of_nothing_has_no_surfaces() -> None:
    empty = np.zeros(AXIAL.shape, dtype=np.uint8)
    assert decode(encode(organ_surfaces(empty, PLAIN, AXIAL))) == ()
