"""Making TotalSegmentator's virtual environment: wholly or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Final

#: written last: whoever finds it finds a whole environment
COMPLETE: Final = "totalpetview-complete"
#: builds of torch for CPUs only; pip takes them before those of PyPI because of their local version "+cpu"
_CPU_INDEX: Final = "https://download.pytorch.org/whl/cpu"


class InstallationFailed(Exception):
    """Pip could not do it; it has said why on the console."""


def install_program(venv: Path, *, gpu: bool, quiet: bool = False) -> None:
    """Make the virtual environment at `venv`, replacing one that is there.

    Parameters
    ----------
    venv
        Where it belongs. It is made beside and moved there when it is complete.
    gpu
        Without it, torch is a build for CPUs (2.5 GB in all instead of 9).

    Raises
    ------
    InstallationFailed
        When pip failed; what was there before stays.
    """
    venv.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A virtual environment knows its own place, so it is made there, and the old one kept aside until then.
    old = venv.with_name(f"{venv.name}.old")
    if old.exists():
        shutil.rmtree(old)
    if venv.exists():
        venv.rename(old)
    try:
        _pip(venv, gpu=gpu, quiet=quiet)
        (venv / COMPLETE).touch()
    except BaseException:
        shutil.rmtree(venv, ignore_errors=True)
        if old.exists():
            old.rename(venv)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _pip(venv: Path, *, gpu: bool, quiet: bool) -> None:
    python = Path(getattr(sys, "_base_executable", sys.executable))
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    made = subprocess.run([str(python), "-m", "venv", str(venv)], check=False, env=environment)
    if made.returncode != 0:
        raise InstallationFailed
    package = resources.files("totalpetview.segmentation")
    with (
        resources.as_file(package / "requirements.txt") as wanted,
        resources.as_file(package / "requirements-cpu.txt") as for_cpu,
    ):
        command = [str(venv / "bin" / "python"), "-m", "pip", "install", "--disable-pip-version-check"]
        command += ["--quiet"] if quiet else []
        if not gpu:
            command += ["--constraint", str(for_cpu)]
            command += [] if _has_own_torch(venv, environment) else ["--extra-index-url", _CPU_INDEX]
            command += ["torch==2.13.0"]
        if subprocess.run([*command, "-r", str(wanted)], check=False, env=environment).returncode != 0:
            raise InstallationFailed


def _has_own_torch(venv: Path, environment: dict[str, str]) -> bool:
    """Whether pip was told of a folder with wheels for CPUs: then no other place needs to be reached."""
    pip = [str(venv / "bin" / "python"), "-m", "pip", "config", "get", "global.find-links"]
    configured = subprocess.run(pip, check=False, env=environment, capture_output=True, text=True).stdout
    folders = [Path(name) for name in (environment.get("PIP_FIND_LINKS", "") + " " + configured).split()]
    return any(folder.is_dir() and any(folder.glob("torch-*+cpu-*.whl")) for folder in folders)
