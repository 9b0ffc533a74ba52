"""The one segmentation program of this process. Nothing here loads it: it runs in processes of its own."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from totalpetview.segmentation.port import Segmenter


@cache
def segmenter() -> Segmenter:
    """Return the program of this installation, there or not."""
    from totalpetview.segmentation.total_segmentator import TotalSegmentator  # noqa: PLC0415 - seldom needed

    return TotalSegmentator.of(settings.DATA_FOLDER)
