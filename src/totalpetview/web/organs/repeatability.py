"""By how much two measurements differ when nothing changed, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from totalpetview.web.language import Language
from totalpetview.web.suv.units import Normalisation


def repeatability_of(keys: Sequence[str], normalisation: Normalisation, language: Language) -> list[dict[str, Any]]:
    """Return the bands that apply to these structures."""
    del keys, normalisation, language
    return []
