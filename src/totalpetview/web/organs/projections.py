"""Projections of a PET without chosen organs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from totalpetview.web.answers import ApiRefusal


def projections_without(key: str, numbers: Sequence[int]) -> dict[str, Any]:
    """Return the descriptor of the projections without these segments."""
    del key, numbers
    raise ApiRefusal(404, "no-such-organ-map")
