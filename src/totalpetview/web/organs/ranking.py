"""Which of several organ maps of one CT is shown when nobody chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from totalpetview.segmentation.tasks import TASKS

#: a map of fewer known structures shows a lesion or one organ: it does not take the place of one of the whole body
_MANY: Final = 15
#: so do the other tasks of TotalSegmentator, some of which find more structures than that: 77 of the teeth
_OF_A_PART: Final = frozenset(TASKS) - {"total"}
_MODES: Final = {"full": 4, "": 3, "fast": 2, "fastest": 1}


def rank_of(making: Mapping[str, Any], segments: Sequence[Mapping[str, Any]]) -> int:
    """Return a number that is higher for the map that a reader rather wants to see.

    Many organs before few, real weights before stand-ins, then by resolution; of the same rank the latest is shown.
    """
    known = {each["structure"]["key"] for each in segments if not str(each["structure"]["key"]).startswith("other:")}
    many = len(known) >= _MANY and making.get("task") not in _OF_A_PART
    real = making.get("weights") != "stand-in"
    return 100 * many + 10 * real + _MODES.get(str(making.get("mode", "")), 3)
