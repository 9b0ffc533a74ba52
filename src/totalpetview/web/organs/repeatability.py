"""By how much two measurements differ when nothing changed, in the reader's language."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from totalpetview.domain.organs.repeatability import BANDS
from totalpetview.web.language import Language

#: all published bands were measured with it
_FDG: Final = ("fdg", "fluorodeoxyglucose")


def repeatability_of(
    keys: Collection[str], unit: str, tracers: Collection[str | None], language: Language
) -> list[dict[str, Any]]:
    """Return the published bands that apply to these structures.

    None for what is not SUV, which follows the dose, and for tracers of which nobody measured it.
    """
    if not unit.startswith("SUV") or not all(_is_fdg(each) for each in tracers):
        return []
    return [band.to_json(language) for band in BANDS if band.structure is None or band.structure in keys]


def _is_fdg(tracer: str | None) -> bool:
    return tracer is not None and any(name in tracer.casefold() for name in _FDG)
