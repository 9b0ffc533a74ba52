"""Run by `serve --demo` once archive, worker and web server answer: writes the demo patient and imports it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Final

from totalpetview.installation.folder import DataFolder
from totalpetview.installation.language import said

#: in the data folder: the demo patient has been imported
MARKER: Final = "demo-loaded"


def main(size: str) -> int:
    """Write and import; safe to repeat, since the demo patient is the same each time and the archive knows it."""
    from totalpetview.demo import DemoSize, write_demo_patient
    from totalpetview.workflows.import_files import import_files

    folder = DataFolder.open()
    marker = folder.path / MARKER
    if marker.exists():
        return 0
    with tempfile.TemporaryDirectory(prefix="demo-", dir=folder.path) as temporary:
        _say(said("demo: drawing the demo patient …", "demo: Demo-Patient wird gezeichnet …"))
        write_demo_patient(Path(temporary), size=DemoSize(size))
        _say(said("demo: importing …", "demo: wird importiert …"))
        outcome = import_files([Path(temporary)], folder)
    if outcome.refused:
        _say(said(f"demo: {len(outcome.refused)} files refused", f"demo: {len(outcome.refused)} Dateien abgelehnt"))
        return 1
    marker.write_text(f"{size}\n", encoding="utf-8")
    _say(
        said(
            f"demo: {outcome.stored} images are in the archive; they are being prepared.",
            f"demo: {outcome.stored} Bilder sind im Archiv; sie werden vorbereitet.",
        )
    )
    return 0


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
