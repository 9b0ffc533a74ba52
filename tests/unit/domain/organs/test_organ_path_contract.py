"""The viewer follows the organs by the same rule: both sides agree with numbers worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from totalpetview.domain.organs.organ_path import OrganPath

FIXTURES = Path(__file__).resolve().parents[4] / "contracts" / "geometry" / "organ_path.json"
QUALITY = {"median_mm": None, "worst_mm": None, "checked": 0}


@pytest.mark.parametrize("fixture", json.loads(FIXTURES.read_text())["paths"], ids=lambda one: one["name"])
def test_a_path_leads_there_and_back(fixture: dict[str, Any]) -> None:
    path = OrganPath.from_json({**fixture, "landmarks": 3, "quality": QUALITY})
    for pair in fixture["pairs"]:
        here, common = tuple(pair["here_mm"]), tuple(pair["common_mm"])
        assert path.to_common(here) == pytest.approx(common, abs=1e-9)
        assert path.to_here(common) == pytest.approx(here, abs=1e-9)
