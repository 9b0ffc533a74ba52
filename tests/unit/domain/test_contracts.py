"""The fixtures that the browser's geometry must agree with as well."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from totalpetview.domain.geometry import Grid, vector
from totalpetview.domain.timepoints import TimePoint, transforms_to_common

CONTRACTS = Path(__file__).resolve().parents[3] / "contracts" / "geometry"
GRIDS: list[dict[str, Any]] = json.loads((CONTRACTS / "grids.json").read_text())["grids"]
CASES: list[dict[str, Any]] = json.loads((CONTRACTS / "to_common.json").read_text())["cases"]


@pytest.mark.parametrize("case", GRIDS, ids=lambda case: case["name"])
def test_grid_maps_indices_to_millimetres_and_back(case: dict[str, Any]) -> None:
    grid = Grid.from_json(case["grid"])
    for point in case["points"]:
        i, j, k = point["index"]
        assert grid.point_mm(i, j, k) == pytest.approx(tuple(point["mm"]), abs=1e-9)
        assert grid.index_of(vector(point["mm"])) == pytest.approx((i, j, k), abs=1e-9)
        assert (grid.index_to_mm @ [i, j, k, 1])[:3] == pytest.approx(point["mm"], abs=1e-9)
    assert grid.spacing_mm == pytest.approx(tuple(case["spacing_mm"]), abs=1e-9)
    assert grid.centre_mm == pytest.approx(tuple(case["centre_mm"]), abs=1e-9)
    assert np.array(grid.box_mm()) == pytest.approx(np.array(case["box_mm"]), abs=1e-9)
    for halved in case["halved"]:
        axes = halved["axes"]
        assert grid.halved(i="i" in axes, j="j" in axes, k="k" in axes) == Grid.from_json(halved["grid"])


@pytest.mark.parametrize("case", GRIDS, ids=lambda case: case["name"])
def test_grid_survives_json(case: dict[str, Any]) -> None:
    grid = Grid.from_json(case["grid"])
    assert Grid.from_json(json.loads(json.dumps(grid.to_json()))) == grid


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_time_points_come_into_the_common_space(case: dict[str, Any]) -> None:
    points = [
        TimePoint(
            one["examination"],
            one["frame_of_reference_uid"],
            None if one["body_centre_mm"] is None else vector(one["body_centre_mm"]),
            vector(one["manual_shift_mm"]),
        )
        for one in case["time_points"]
    ]
    found = transforms_to_common(points)
    assert [one.source for one in found] == [one["source"] for one in case["to_common"]]
    for one, expected in zip(found, case["to_common"], strict=True):
        assert one.matrix == pytest.approx(tuple(expected["matrix"]), abs=1e-9)


def test_a_comparison_of_nothing_has_no_transforms() -> None:
    assert transforms_to_common([]) == ()
