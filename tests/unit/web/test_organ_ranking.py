"""Which of several maps of one CT is shown when nobody chose."""

from __future__ import annotations

from typing import Any

import pytest
from tests.totalsegmentator import class_names

from totalpetview.segmentation.tasks import TASKS
from totalpetview.web.organs.ranking import rank_of


def _rank(task: str, mode: str, weights: str = "released", found_by: str | None = None) -> int:
    segments: list[dict[str, Any]] = [{"structure": {"key": key}} for key in class_names()[found_by or task].values()]
    return rank_of({"task": task, "mode": mode, "weights": weights}, segments)


@pytest.mark.parametrize("task", sorted(TASKS.keys() - {"total"}))
def test_a_map_of_a_part_of_the_body_does_not_take_the_place_of_one_of_the_whole_body(task: str) -> None:
    assert _rank(task, "full") < _rank("total", "fastest")


def test_full_resolution_goes_before_a_quick_result_and_real_weights_before_both() -> None:
    assert _rank("total", "fastest") < _rank("total", "fast") < _rank("total", "full")
    assert _rank("total", "full", "stand-in") < _rank("total", "fastest")
    assert _rank("total", "fast", "unverified") == _rank("total", "fast")


def test_a_map_of_others_with_many_organs_is_one_of_the_whole_body() -> None:
    assert _rank("", "", found_by="total") > _rank("total", "fast")
