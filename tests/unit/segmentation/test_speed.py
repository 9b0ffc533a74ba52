"""The estimate before a run, against what was measured with networks of the real size."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from totalpetview.domain.geometry import Grid
from totalpetview.segmentation.port import Request
from totalpetview.segmentation.speed import Record, Run, model_s
from totalpetview.segmentation.tasks import TASKS

WHOLE_BODY = Grid((300, 512, 512), (0.0, 0.0, 0.0), (0.9766, 0.0, 0.0), (0.0, 0.9766, 0.0), (0.0, 0.0, 3.27))
TOTAL = TASKS["total"].modes


@pytest.mark.parametrize(("mode", "low_s", "high_s"), [("fastest", 40, 60), ("fast", 150, 215), ("full", 7000, 10800)])
def test_two_cores_need_what_was_measured_on_two_cores(
    mode: str, low_s: float, high_s: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    # networks of the real size, 512x512x300: fastest 48 s, fast 177 s, full 2 to 3 hours
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    estimate = model_s(TOTAL[mode], WHOLE_BODY, "cpu", "released")  # type: ignore[index]
    assert estimate is not None
    assert low_s <= estimate <= high_s


def test_a_gpu_needs_what_its_makers_measured() -> None:
    # TotalSegmentator's README, RTX 3090: full 77 s, fast 34 s
    full = model_s(TOTAL["full"], WHOLE_BODY, "gpu", "released")
    fast = model_s(TOTAL["fast"], WHOLE_BODY, "gpu", "released")
    assert full is not None
    assert fast is not None
    assert 55 <= full <= 100
    assert 20 <= fast <= 45


def test_nothing_is_said_where_the_search_region_is_not_known(tmp_path: Path) -> None:
    networks = TASKS["lung_nodules"].modes["full"]
    assert model_s(networks, WHOLE_BODY, "cpu", "released") is None
    record = Record(tmp_path / "runs.json")
    request = Request("lung_nodules", "full")
    assert record.estimate_s(request, "cpu", "released", None) is None
    for seconds in (100.0, 300.0, 200.0):
        record.keep(Run("lung_nodules", "full", "cpu", "released", None, seconds))
    assert record.estimate_s(request, "cpu", "released", None) == 200.0


def test_runs_of_this_machine_correct_the_model_for_their_own_kind_only(tmp_path: Path) -> None:
    record = Record(tmp_path / "runs.json")
    for _ in range(3):
        record.keep(Run("total", "fast", "cpu", "released", 100.0, 50.0))
    assert record.estimate_s(Request("total", "fast"), "cpu", "released", 300.0) == 150.0
    assert record.estimate_s(Request("total", "fast"), "gpu", "released", 300.0) == 300.0
    assert record.estimate_s(Request("total", "fast"), "cpu", "stand-in", 300.0) == 300.0


def test_a_spoilt_record_is_no_record(tmp_path: Path) -> None:
    (tmp_path / "runs.json").write_text('[{"task": 1}]', encoding="utf-8")
    assert Record(tmp_path / "runs.json").estimate_s(Request("total", "fast"), "cpu", "released", 30.0) == 30.0
