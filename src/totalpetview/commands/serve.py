"""`totalpetview serve`: everything that one installation needs, started, watched, and ended together."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from totalpetview.commands.load_demo import MARKER as DEMO_MARKER
from totalpetview.installation.folder import DataFolder
from totalpetview.installation.language import said
from totalpetview.installation.orthanc import OrthancMissing, OrthancProgram, find_orthanc
from totalpetview.installation.settings import SettingsError

HELP: Final = "start the archive, the worker and the web server, and keep them running until Ctrl-C"

#: after a supervisor was killed, its children still hold their ports while they end
_PATIENCE_AFTER_A_CRASH_S: Final = 20.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--data", type=Path, help="data folder (default: $TOTALPETVIEW_DATA)")
    parser.add_argument("--port", type=int, help="port of the web pages (default: web_port in settings.toml)")
    parser.add_argument(
        "--demo",
        nargs="?",
        const="clinical",
        choices=("clinical", "small", "tiny"),
        help="load the synthetic demo patient once (size: clinical)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM. Status 1 with a sentence when it cannot begin."""
    from totalpetview.supervision.lock import AlreadyServed, served_by_us
    from totalpetview.supervision.ports import PortInUse, check_ports

    # children and Django find the same folder and port by the environment
    if arguments.data is not None:
        os.environ["TOTALPETVIEW_DATA"] = str(arguments.data.expanduser().absolute())
    if arguments.port is not None:
        os.environ["TOTALPETVIEW_WEB_PORT"] = str(arguments.port)
    try:
        folder = DataFolder.open()
        program = find_orthanc()
        with served_by_us(folder):
            crashed = folder.state_file.exists()
            check_ports(folder.settings, patience_s=_PATIENCE_AFTER_A_CRASH_S if crashed else 0.0)
            return _serve(folder, program, arguments.demo)
    except (SettingsError, OrthancMissing, AlreadyServed, PortInUse) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _serve(folder: DataFolder, program: OrthancProgram, demo_size: str | None) -> int:
    from totalpetview.supervision.plan import ProcessPlan, archive_plan, web_plan, worker_plan
    from totalpetview.supervision.supervisor import Supervisor

    _say(said("Starting …", "Startet …"))
    first = subprocess.run(
        [sys.executable, "-m", "totalpetview.commands.first_start"], stdout=subprocess.PIPE, check=False
    )
    if first.returncode:
        _say(said("The database could not be brought up to date.", "Die Datenbank konnte nicht aktualisiert werden."))
        return 1
    plans = [archive_plan(folder, program), worker_plan(folder), web_plan(folder)]
    if demo_size is not None and not (folder.path / DEMO_MARKER).exists():
        command = (sys.executable, "-m", "totalpetview.commands.load_demo", demo_size)
        plans.append(ProcessPlan(name="demo", command=command, once=True))

    def announce() -> None:
        _say(_greeting(folder, json.loads(first.stdout)))

    Supervisor(plans, state_file=folder.state_file, logs=folder.logs, say=_say, when_ready=announce).run()
    _say(said("Stopped.", "Beendet."))
    return 0


def _greeting(folder: DataFolder, account: dict[str, str | None]) -> str:
    settings = folder.settings
    host = "localhost" if settings.web_host in {"127.0.0.1", "0.0.0.0", "::"} else settings.web_host  # noqa: S104
    lines = ["", f"  TotalPETView   http://{host}:{settings.web_port}/"]
    if account["password"]:
        name, password = account["account"], account["password"]
        lines += [
            said(
                f"  First account  {name}   one-time password  {password}",
                f"  Erstes Konto   {name}   Einmalpasswort     {password}",
            ),
            said(
                "                 (shown this once; a new one is chosen at the first login)",
                "                 (nur dieses eine Mal gezeigt; beim ersten Anmelden wird ein neues gewählt)",
            ),
        ]
    dicom = f"{settings.aet}, port {settings.dicom_port}, {len(settings.dicom_peers)}"
    lines += [
        said(f"  DICOM          {dicom} known senders", f"  DICOM          {dicom} bekannte Sender"),
        said(f"  Data and logs  {folder.path}", f"  Daten, Logs    {folder.path}"),
        said("  Ctrl-C stops all of it.", "  Strg-C beendet alles."),
        "",
    ]
    return "\n".join(lines)


def _say(line: str) -> None:
    print(line, flush=True)
