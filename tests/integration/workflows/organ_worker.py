"""A verb of `totalpetview` as a process of its own, with a segmenter without a program: it only takes its time."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from tests.unit.segmentation.segmenter_in_memory import SegmenterInMemory

from totalpetview.cli import main
from totalpetview.domain.geometry import Grid
from totalpetview.segmentation.port import Progress, Request, Result
from totalpetview.segmentation.total_segmentator import TotalSegmentator


class SlowSegmenter(SegmenterInMemory):
    """Writes down when a run begins and ends: a file tells the test, whoever was killed meanwhile.

    While there is a file `held` beside the record, a run stays where it is.
    """

    def __init__(self, record: Path, step_s: float) -> None:
        super().__init__(steps=10, step_s=step_s)
        self._record = record

    def run(  # noqa: PLR0917 - as the port has it
        self,
        request: Request,
        hu: NDArray[np.int16],
        grid: Grid,
        folder: Path,
        progress: Callable[[Progress], None],
        cancelled: Callable[[], bool],
    ) -> Result:
        def held_or_cancelled() -> bool:
            while self._record.with_name("held").exists() and not cancelled():
                time.sleep(0.05)
            return cancelled()

        self._note("begin", request, folder)
        result = super().run(request, hu, grid, folder, progress, held_or_cancelled)
        self._note("end", request, folder)
        return result

    def _note(self, what: str, request: Request, folder: Path) -> None:
        with self._record.open("a") as record:
            record.write(f"{what} {request.mode} {folder.parent.name}\n")


if __name__ == "__main__":
    record, step_s, *arguments = sys.argv[1:]
    segmenter = SlowSegmenter(Path(record), float(step_s))
    with patch.object(TotalSegmentator, "of", lambda _data: segmenter):
        main(arguments)
