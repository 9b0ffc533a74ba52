"""Which processes there are, how each is started, when it is ready, and in which order they come and go."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from totalpetview.installation.folder import DataFolder
from totalpetview.installation.orthanc import ENVIRONMENT, OrthancProgram, write_orthanc_configuration


@dataclass(frozen=True, slots=True)
class ProcessPlan:
    """How one process is started and what is expected of it."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    #: any HTTP answer from here, also a refusal, says that the process is ready; None: ready once it has run a moment
    ready_url: str | None = None
    #: how long it may take to end by itself before it is killed
    stop_limit_s: float = 15.0
    #: started when all others are ready; its end with status 0 is its success, and it is not started again
    once: bool = False


def archive_plan(folder: DataFolder, program: OrthancProgram) -> ProcessPlan:
    """Return the plan for Orthanc; writes its configuration, so that changed settings are in force."""
    configuration = write_orthanc_configuration(folder, program)
    return ProcessPlan(
        name="archive",
        command=(str(program.binary), str(configuration)),
        environment=ENVIRONMENT,
        ready_url=f"{folder.orthanc.url}/system",
        stop_limit_s=30.0,  # it finishes the requests that it has begun
    )


def worker_plan(folder: DataFolder) -> ProcessPlan:
    """Return the plan for the worker, which follows the archive and prepares what arrives."""
    only = () if folder.settings.compute_organs_here else ("--queue", "cpu")
    return ProcessPlan(
        name="worker",
        command=own_command("worker", *only),
        environment=_for(folder),
        stop_limit_s=20.0,
    )


def web_plan(folder: DataFolder) -> ProcessPlan:
    """Return the plan for the web server."""
    settings = folder.settings
    host = "127.0.0.1" if settings.web_host in {"0.0.0.0", "::", ""} else settings.web_host  # noqa: S104
    return ProcessPlan(
        name="web",
        command=own_command("web"),
        environment=_for(folder),
        ready_url=f"http://{host}:{settings.web_port}/api/session",
        stop_limit_s=10.0,
    )


def own_command(*words: str) -> tuple[str, ...]:
    """Return the command line of one of our own verbs, in the Python that runs now."""
    return (sys.executable, "-m", "totalpetview.cli", *words)


def _for(folder: DataFolder) -> Mapping[str, str]:
    # the port may have been given on the command line: children must agree with it
    return {
        "TOTALPETVIEW_DATA": str(folder.path),
        "TOTALPETVIEW_WEB_PORT": str(folder.settings.web_port),
        "PYTHONUNBUFFERED": "1",
    }
