"""`totalpetview worker` as a process of its own that computes organs with a segmenter without a program."""

from __future__ import annotations

import sys
from pathlib import Path
from unittest.mock import patch

from tests.unit.segmentation.segmenter_in_memory import SegmenterInMemory

from totalpetview.cli import main
from totalpetview.segmentation.port import Request
from totalpetview.segmentation.total_segmentator import TotalSegmentator


class SlowSegmenter(SegmenterInMemory):
    """Writes down each run: a file tells the test what was computed, whoever was killed meanwhile."""

    def __init__(self, record: Path, step_s: float) -> None:
        super().__init__(steps=10, step_s=step_s)
        self._record = record

    def run(self, request: Request, *rest):  # type: ignore[no-untyped-def]  # noqa: ANN002, ANN201
        with self._record.open("a") as record:
            record.write(f"{request.mode}\n")
        return super().run(request, *rest)


if __name__ == "__main__":
    record, step_s, *arguments = sys.argv[1:]
    segmenter = SlowSegmenter(Path(record), float(step_s))
    with patch.object(TotalSegmentator, "of", lambda _data: segmenter):
        main(["worker", *arguments])
