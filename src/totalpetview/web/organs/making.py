"""Where a map comes from, line by line, for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from totalpetview.domain.organs.organ_map import Making
from totalpetview.web.language import Language
from totalpetview.web.organs.words import MAKING_NAMES, MODE_NAMES, WEIGHTS_NAMES, said

#: a setting for programs, see `workflows.show_organ_map`
FINGERPRINT = "fingerprint"


def making_entries(data: Mapping[str, Any], language: Language) -> list[dict[str, str]]:
    """Return names and values; what nobody stated is left out, but for the weights."""
    if not data:
        return []
    making = Making.from_json(data)
    modes: Mapping[str, tuple[str, str]] = {mode: words for mode, words in MODE_NAMES.items()}  # noqa: C416 - other keys
    values = {
        "program": f"{making.program} {making.version}".strip(),
        "task": making.task,
        "mode": said(modes[making.mode], language) if making.mode in modes else making.mode,
        "weights": said(WEIGHTS_NAMES[making.weights], language) if making.weights_digest or making.task else "",
        "weights_digest": making.weights_digest,
        "device": making.device.upper(),
        "made_at": making.made_at or "",
    }
    told = [(said(MAKING_NAMES[name], language), value) for name, value in values.items() if value]
    settings = [pair for pair in making.settings if pair[0] != FINGERPRINT]
    return [{"name": name, "value": value} for name, value in [*told, *settings]]
