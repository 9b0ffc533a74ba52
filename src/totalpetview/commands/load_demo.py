"""Run by `serve --demo` once archive, worker and web server answer: writes the demo patient and imports it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Final

from totalpetview.installation.folder import DataFolder
from totalpetview.installation.language import said, spoken_language

#: in the data folder: the demo patient has been imported
MARKER: Final = "demo-loaded"


def main(size: str) -> int:
    """Write and import; safe to repeat, since the demo patient is the same each time and the archive knows it."""
    from totalpetview.demo import DemoSize, write_demo_patient
    from totalpetview.pacs.orthanc import Orthanc
    from totalpetview.workflows.import_files import store_files
    from totalpetview.workflows.import_items import items_of_paths

    folder = DataFolder.open()
    marker = folder.path / MARKER
    if marker.exists():
        return 0
    address = folder.orthanc
    with tempfile.TemporaryDirectory(prefix="demo-", dir=folder.path) as temporary:
        _say(said("demo: drawing the demo patient …", "demo: Demo-Patient wird gezeichnet …"))
        write_demo_patient(Path(temporary), DemoSize(size))
        _say(said("demo: importing …", "demo: wird importiert …"))
        examinations = sorted(path for path in Path(temporary).iterdir() if path.is_dir())
        report = store_files(Orthanc(address.url, address.user, address.password), items_of_paths(examinations))
    for name, problem in report.refused:
        _say(f"demo: {name}: {problem.sentence(spoken_language())}")
    if report.refused:
        return 1
    marker.write_text(f"{size}\n", encoding="utf-8")
    images = report.stored + report.already_there
    _say(
        said(
            f"demo: {images} images are in the archive; they are being prepared.",
            f"demo: {images} Bilder sind im Archiv; sie werden vorbereitet.",
        )
    )
    return 0


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
