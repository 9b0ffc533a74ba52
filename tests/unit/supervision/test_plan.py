"""Which processes are started, and how."""

from __future__ import annotations

from pathlib import Path

import pytest

from totalpetview.installation.folder import DataFolder
from totalpetview.supervision.plan import worker_plan


def test_organs_are_computed_here_unless_only_other_machines_are_to(
    data_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert worker_plan(DataFolder.open(data_path)).command[-1] == "worker"
    monkeypatch.setenv("TOTALPETVIEW_COMPUTE_ORGANS_HERE", "false")
    assert worker_plan(DataFolder.open(data_path)).command[-3:] == ("worker", "--queue", "cpu")
