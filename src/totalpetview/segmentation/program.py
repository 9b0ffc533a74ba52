"""TotalSegmentator's program: where it is, which version, and what it can run on."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from totalpetview.domain.problem import Problem, Refusal
from totalpetview.segmentation.child import run_child
from totalpetview.segmentation.places import Places
from totalpetview.segmentation.port import Device

#: earlier versions mirror some results
NEEDED: Final = (2, 18)
_DISTRIBUTION: Final = re.compile(r"totalsegmentator-(\d+(?:\.\d+)*)[^/]*\.dist-info", re.IGNORECASE)
_ASK_S: Final = 120.0


@dataclass(frozen=True, slots=True)
class Program:
    """The installed program."""

    version: str
    device: Device
    torch: str


def installed_version(venv: Path) -> str | None:
    """Return the version in a virtual environment from its files, without starting anything; None if there is none."""
    if not os.access(venv / "bin" / "python", os.X_OK):
        return None
    for folder in venv.glob("lib/python3*/site-packages/[Tt]otal[Ss]egmentator-*.dist-info"):
        found = _DISTRIBUTION.fullmatch(folder.name)
        if found:
            return found.group(1)
    return None


def why_unusable(places: Places) -> Problem | None:
    """Return why the program cannot be started, or None; looks at files only."""
    version = installed_version(places.venv)
    if version is None:
        return Problem("segmentation-not-installed")
    if tuple(int(part) for part in version.split(".")[:2]) < NEEDED:
        return Problem("segmentation-too-old", {"version": version, "needed": ".".join(map(str, NEEDED))})
    return None


def ask_program(places: Places) -> Program:
    """Return what the program says of itself; asked once for each state of its virtual environment (seconds).

    Raises
    ------
    Refusal
        When it is not there or does not start.
    """
    problem = why_unusable(places)
    if problem is not None:
        raise Refusal(problem)
    memory = places.kept / "program.json"
    state = _state(places.venv)
    known = _remembered(memory)
    if known.get("state") != state:
        places.kept.mkdir(mode=0o700, parents=True, exist_ok=True)
        answer = run_child(places, {"what": "ask"}, places.kept, limit_s=_ASK_S)
        known = {"state": state, **answer}
        memory.write_text(json.dumps(known), encoding="utf-8")
    return Program(str(known["version"]), "gpu" if known["gpu"] else "cpu", str(known["torch"]))


def has_gpu_driver() -> bool:
    """Whether the driver of a graphics card is loaded; without one nobody needs to be asked."""
    return Path("/dev/nvidiactl").exists() or Path("/dev/kfd").exists()


def _state(venv: Path) -> str:
    """Return something that changes when packages are installed or the driver comes or goes."""
    folders = sorted(venv.glob("lib/python3*/site-packages"))
    return f"{venv} {[folder.stat().st_mtime_ns for folder in folders]} {has_gpu_driver()}"


def _remembered(memory: Path) -> dict[str, Any]:
    try:
        read: Any = json.loads(memory.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}
