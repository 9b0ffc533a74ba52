"""Write tests/fixtures/totalsegmentator-class-maps.json: what each task of TotalSegmentator finds, by its own tables.

Run it with the Python of TotalSegmentator's virtual environment: `PYTHONPATH=. PYTHON -m tests.standin.class_maps`.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

from totalsegmentator.map_to_binary import class_map

_TARGET = Path(__file__).parents[1] / "fixtures" / "totalsegmentator-class-maps.json"
_OLD = ("_v1", "_v3", "_LEGACY", "_auxiliary", "test")


def main() -> None:
    """Write the names of each task in the order of their values, which begin with 1."""
    tasks = {task: names for task, names in class_map.items() if not task.endswith(_OLD)}
    for task, names in tasks.items():
        if list(names) != list(range(1, len(names) + 1)):
            raise ValueError(f"{task}: values with gaps")
    written = {
        "source": f"TotalSegmentator {version('TotalSegmentator')}, map_to_binary.class_map, Apache License 2.0",
        "tasks": {task: list(names.values()) for task, names in sorted(tasks.items())},
    }
    _TARGET.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
