"""Our tables of tasks, networks, folders and names against those of the installed TotalSegmentator."""

from __future__ import annotations

import json
import os
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.totalsegmentator import class_names, totalsegmentator_venv

from totalpetview.segmentation.datasets import datasets
from totalpetview.segmentation.port import Mode
from totalpetview.segmentation.tasks import TASKS

_ITS_MODES: dict[Mode, str] = {"fastest": "fastest", "fast": "fast", "full": "default"}
_PROGRAM = """
import json
from totalsegmentator.map_tasks_config import TASK_CONFIGS, TASK_ID_WEIGHTS_CONFIGS
from totalsegmentator.map_to_binary import class_map
print(json.dumps({"tasks": TASK_CONFIGS, "weights": TASK_ID_WEIGHTS_CONFIGS, "classes": class_map}))
"""


@cache
def _its() -> dict[str, Any]:
    python = totalsegmentator_venv() / "bin" / "python"
    environment = {**os.environ, "TOTALSEG_HOME_DIR": str(Path.cwd())}
    said = subprocess.run(
        [python, "-W", "ignore", "-c", _PROGRAM], check=True, capture_output=True, text=True, env=environment
    ).stdout
    tables: dict[str, Any] = json.loads(said.splitlines()[-1])
    return tables


def test_the_names_of_its_classes_are_those_of_our_fixture() -> None:
    for task, names in class_names().items():
        assert {int(value): name for value, name in _its()["classes"][task].items()} == names


def test_folders_and_releases_are_its_own() -> None:
    for number, dataset in datasets().items():
        known = _its()["weights"][str(number)]
        assert (known["foldername"], known.get("version")) == (dataset.folder, dataset.release)


@pytest.mark.parametrize("task", TASKS)
def test_a_task_runs_the_networks_that_it_runs(task: str) -> None:
    config, plan = _its()["tasks"][task], TASKS[task]
    modes = config.get("sub_modes", {"default": config})
    assert {_ITS_MODES[mode] for mode in plan.modes} == set(modes)
    assert (plan.licence == "key") == bool(config.get("commercial"))
    for mode, networks in plan.modes.items():
        its = modes[_ITS_MODES[mode]]
        numbers = its["task_id"] if isinstance(its["task_id"], list) else [its["task_id"]]
        refined = (305,) if task == "vertebrae_pp_refined" else ()  # in its code, not in its table
        assert networks.datasets == (*refined, *numbers)
        assert networks.before == _before(config)
        assert (plan.region is None) == (not networks.before)
        if networks.spacing_mm is not None:
            spacing = its["resample"]
            assert spacing in (networks.spacing_mm, 3 * [networks.spacing_mm])


def _before(config: dict[str, Any]) -> tuple[int, ...]:
    """Return the networks that find the region, as its `python_api` chooses them."""
    if "crop" not in config:
        return ()
    if "crop_model" in config:
        other = _its()["tasks"][config["crop_model"]]
        return (*_before(other), other["task_id"])
    if "body_trunc" in config["crop"]:
        return (300,)
    return (297,) if config.get("robust_crop") else (298,)
