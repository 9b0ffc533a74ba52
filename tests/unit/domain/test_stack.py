"""Slices of random volumes, shuffled, tilted, jittered, incomplete."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from totalpetview.domain.geometry import Vector, cross, dot
from totalpetview.domain.problem import Refusal
from totalpetview.domain.stack import Slice, stack

Random = Any


def _vector(numbers: NDArray[Any]) -> Vector:
    return (float(numbers[0]), float(numbers[1]), float(numbers[2]))


@st.composite
def volumes(draw: Any, least: int = 2) -> tuple[list[Slice], NDArray[Any]]:
    """Slices in their true order (label = place in it) and the true step from one to the next."""
    numbers = st.floats(-1, 1)
    quaternion = np.array([draw(numbers) for _ in range(4)])
    if np.linalg.norm(quaternion) < 0.1:
        quaternion = np.array([1.0, 0, 0, 0])
    w, x, y, z = quaternion / np.linalg.norm(quaternion)
    turn = np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )
    along_i, along_j, normal = turn.T
    tilt = draw(st.sampled_from([0.0, 0.0, 0.2, -0.4]))
    spacing = draw(st.floats(0.5, 8))
    step = spacing * (normal + tilt * along_j)
    origin = np.array([draw(st.floats(-500, 500)) for _ in range(3)])
    pixel = (draw(st.floats(0.5, 6)), draw(st.floats(0.5, 6)))
    rows, columns = draw(st.integers(1, 512)), draw(st.integers(1, 512))
    return [
        Slice(str(k), rows, columns, _vector(origin + k * step), _vector(along_i), _vector(along_j), *pixel)
        for k in range(draw(st.integers(least, 40)))
    ], step


@settings(max_examples=60, deadline=None)
@given(volumes(), st.randoms(use_true_random=False))
def test_shuffled_slices_of_any_orientation_and_tilt_become_their_grid(
    volume: tuple[list[Slice], NDArray[Any]], random: Random
) -> None:
    slices, step = volume
    shuffled = random.sample(slices, len(slices))
    found = stack(shuffled)
    assert [shuffled[place].label for place in found.order] == [str(k) for k in range(len(slices))]
    assert found.grid.shape == (len(slices), slices[0].rows, slices[0].columns)
    assert found.grid.step_k_mm == pytest.approx(tuple(step), abs=1e-6)
    for k, one in enumerate(slices):
        assert found.grid.point_mm(0, 0, k) == pytest.approx(one.position_mm, abs=1e-6)
    assert dot(cross(found.grid.step_i_mm, found.grid.step_j_mm), found.grid.step_k_mm) > 0


@settings(max_examples=60, deadline=None)
@given(volumes(least=4), st.data())
def test_a_missing_slice_is_refused_and_its_neighbours_are_named(
    volume: tuple[list[Slice], NDArray[Any]], data: Any
) -> None:
    slices, _ = volume
    gone = data.draw(st.integers(1, len(slices) - 2))
    with pytest.raises(Refusal) as refused:
        stack(slices[:gone] + slices[gone + 1 :])
    problem = refused.value.problem
    assert problem.code == "missing-slices"
    assert problem.values["missing"] == 1
    assert {problem.values["image"], problem.values["other"]} == {str(gone - 1), str(gone + 1)}
    assert f"image {gone - 1} " in problem.sentence("en")
    assert f"Bild {gone - 1} " in problem.sentence("de")


@settings(max_examples=40, deadline=None)
@given(volumes(least=3), st.data())
def test_jitter_of_a_hundredth_of_a_millimetre_is_no_reason_to_refuse(
    volume: tuple[list[Slice], NDArray[Any]], data: Any
) -> None:
    slices, _ = volume
    jitter = [data.draw(st.tuples(*[st.floats(-0.005, 0.005)] * 3)) for _ in slices]
    moved = [
        dataclasses.replace(one, position_mm=_vector(np.array(one.position_mm) + shift))
        for one, shift in zip(slices, jitter, strict=True)
    ]
    assert [moved[place].label for place in stack(moved).order] == [one.label for one in slices]


def _axial(count: int = 6, spacing: float = 3.0) -> list[Slice]:
    return [
        Slice(str(k + 1), 10, 12, (0.0, 0.0, spacing * k), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), 1.0, 1.0)
        for k in range(count)
    ]


def _refusal(slices: list[Slice]) -> dict[str, Any]:
    with pytest.raises(Refusal) as refused:
        stack(slices)
    return {"code": refused.value.problem.code, **refused.value.problem.values}


def test_a_slice_of_another_size_is_named() -> None:
    slices = _axial()
    slices[2] = dataclasses.replace(slices[2], rows=11)
    found = _refusal(slices)
    assert (found["code"], found["image"], found["found"], found["expected"]) == (
        "mixed-sizes", "3", "12 x 11", "12 x 10",
    )  # fmt: skip


def test_a_slice_of_another_orientation_is_named_even_if_it_comes_first() -> None:
    slices = _axial()
    slices[0] = dataclasses.replace(slices[0], along_j=(0.0, 0.0, -1.0))
    found = _refusal(slices)
    assert (found["code"], found["image"], found["degrees"]) == ("mixed-orientations", "1", 90.0)


def test_a_slice_of_another_pixel_spacing_is_named() -> None:
    slices = _axial()
    slices[4] = dataclasses.replace(slices[4], spacing_i_mm=1.1)
    assert (_refusal(slices)["code"], _refusal(slices)["image"]) == ("mixed-spacings", "5")


def test_two_images_of_one_place_are_named() -> None:
    slices = [*_axial(), dataclasses.replace(_axial()[3], label="40")]
    found = _refusal(slices)
    assert (found["code"], found["position_mm"], found["images"], found["places"]) == ("same-position", 9.0, 7, 6)
    assert {found["image"], found["other"]} == {"4", "40"}


def test_a_displaced_slice_is_named_with_the_place_where_it_was_expected() -> None:
    slices = _axial()
    slices[3] = dataclasses.replace(slices[3], position_mm=(0.0, 0.0, 10.2))
    found = _refusal(slices)
    assert (found["code"], found["image"], found["other"]) == ("uneven-spacing", "3", "4")
    assert (found["expected_mm"], found["found_mm"], found["spacing_mm"]) == (9.0, 10.2, 3.0)


def test_a_slice_shifted_within_its_plane_is_named() -> None:
    slices = _axial()
    slices[3] = dataclasses.replace(slices[3], position_mm=(5.0, 0.0, 9.0))
    found = _refusal(slices)
    assert (found["code"], found["image"], found["off_mm"]) == ("shifted-slice", "4", 5.0)
    assert found["expected"] == "(0.000, 0.000, 9.000)"


def test_a_spacing_that_drifts_slowly_is_refused() -> None:
    slices = _axial(60, 3.0)
    drifting = [
        dataclasses.replace(one, position_mm=(0.0, 0.0, 3.0 * k + (0.04 * (k - 30) if k > 30 else 0.0)))
        for k, one in enumerate(slices)
    ]
    assert _refusal(drifting)["code"] == "drifting-spacing"


def test_a_spacing_that_changes_on_the_way_is_refused() -> None:
    slices = _axial(10)
    changed = [
        dataclasses.replace(one, position_mm=(0.0, 0.0, 3.0 * k if k < 7 else 21.0 + 4.5 * (k - 7)))
        for k, one in enumerate(slices)
    ]
    assert _refusal(changed)["code"] == "uneven-spacing"


def test_positions_rounded_to_one_decimal_are_accepted() -> None:
    slices = [
        dataclasses.replace(one, position_mm=(0.0, 0.0, round(0.625 * k, 1))) for k, one in enumerate(_axial(101))
    ]
    assert stack(slices).grid.step_k_mm[2] == pytest.approx(0.625, abs=1e-3)


def test_a_tilted_gantry_is_said_with_its_angle() -> None:
    slices = [dataclasses.replace(one, position_mm=(0.0, 3.0 * k, 3.0 * k)) for k, one in enumerate(_axial())]
    found = stack(slices)
    assert [(problem.code, problem.values["degrees"]) for problem in found.problems] == [("gantry-tilt", 45.0)]
    assert found.grid.step_k_mm == (0.0, 3.0, 3.0)


def test_one_slice_is_no_volume() -> None:
    assert _refusal(_axial(1)) == {"code": "too-few-slices", "slices": 1}


def test_directions_that_are_not_square_are_refused() -> None:
    slices = [dataclasses.replace(one, along_j=(0.1, 1.0, 0.0)) for one in _axial()]
    assert _refusal(slices)["code"] == "bad-orientation"
    slices = [dataclasses.replace(one, along_j=(0.0, 0.0, 0.0)) for one in _axial()]
    assert _refusal(slices)["code"] == "bad-orientation"


def test_a_pixel_spacing_of_nothing_is_refused() -> None:
    assert _refusal([dataclasses.replace(one, spacing_j_mm=0.0) for one in _axial()])["code"] == "bad-pixel-spacing"
