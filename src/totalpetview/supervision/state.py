"""What the supervisor says of its processes, in a file that the web server and `totalpetview doctor` read."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

#: "starting": it runs and does not answer yet; "waiting": it died and is started again in a moment
Condition = Literal["starting", "running", "waiting", "done", "failed", "stopped"]


@dataclass(frozen=True, slots=True)
class ProcessState:
    """One supervised process."""

    condition: Condition
    pid: int | None
    restarts: int


@dataclass(frozen=True, slots=True)
class SupervisorState:
    """The supervisor and its processes by name: archive, worker, web."""

    supervisor_pid: int
    processes: Mapping[str, ProcessState]


def write_state(path: Path, state: SupervisorState) -> None:
    """Replace the file in one step: a reader sees the old state or the new one."""
    temporary = path.with_suffix(".new")
    temporary.write_text(json.dumps(asdict(state)), encoding="utf-8")
    temporary.chmod(0o600)
    temporary.replace(path)


def read_state(path: Path) -> SupervisorState | None:
    """Return what the supervisor said last, or None when none is running."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        state = SupervisorState(
            supervisor_pid=int(kept["supervisor_pid"]),
            processes={name: ProcessState(**values) for name, values in kept["processes"].items()},
        )
        os.kill(state.supervisor_pid, 0)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return state
