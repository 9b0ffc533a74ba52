"""Which slice of a volume a picture is: what `stack` accepted is found again, anything else is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from totalpetview.domain.geometry import Grid, Vector
from totalpetview.domain.stack import Slice, slice_of, stack


def pictures(spacing_mm: float, tilt_mm: float, count: int = 9) -> list[Slice]:
    """Return slices whose positions are written with one decimal."""
    positions: list[Vector] = [(0.0, round(k * tilt_mm - 5, 1), round(k * spacing_mm, 1)) for k in range(count)]
    return [
        Slice(str(k + 1), 30, 20, place, (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), 0.4, 0.4)
        for k, place in enumerate(positions)
    ]


@pytest.mark.parametrize(("spacing_mm", "tilt_mm"), [(0.7, 0.0), (3.0, 0.0), (0.5, 0.26), (1.0, 0.26), (1.25, 0.26)])
def test_every_picture_of_a_stack_is_its_slice(spacing_mm: float, tilt_mm: float) -> None:
    found = pictures(spacing_mm, tilt_mm)
    stacked = stack(found)
    assert [slice_of(found[place], stacked.grid) for place in stacked.order] == list(range(len(found)))


GRID = Grid((5, 30, 20), (0.0, 0.0, 0.0), (0.5, 0.0, 0.0), (0.0, 0.5, 0.0), (0.0, 0.0, 2.0))
SECOND = Slice("2", 30, 20, (0.0, 0.0, 2.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), 0.5, 0.5)


@pytest.mark.parametrize(
    "other",
    [
        replace(SECOND, rows=20, columns=30),
        replace(SECOND, position_mm=(0.0, 0.0, 10.0)),
        replace(SECOND, position_mm=(0.0, 0.0, -2.0)),
        replace(SECOND, position_mm=(0.0, 0.0, 2.9)),
        replace(SECOND, position_mm=(0.1, 0.0, 2.0)),
        replace(SECOND, along_j=(0.0, 0.0, -1.0)),
        replace(SECOND, along_i=(-1.0, 0.0, 0.0), along_j=(0.0, -1.0, 0.0)),
        replace(SECOND, spacing_i_mm=0.55),
    ],
    ids=["rows and columns", "above", "below", "between", "beside", "coronal", "turned", "larger pixels"],
)
def test_a_picture_of_another_place_is_none_of_the_slices(other: Slice) -> None:
    assert slice_of(SECOND, GRID) == 1
    assert slice_of(other, GRID) is None
