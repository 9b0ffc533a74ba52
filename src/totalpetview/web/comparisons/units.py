"""The unit in which a PET is shown."""

from __future__ import annotations

from typing import Final

from totalpetview.domain.series import SeriesFacts

# DICOM PS3.3 C.8.9.1.1.3, Units (0054,1001)
_WRITTEN: Final = {
    "BQML": "Bq/ml",
    "CNTS": "counts",
    "PROPCNTS": "proportional counts",
    "PROPCPS": "proportional counts/s",
    "CPS": "counts/s",
    "GML": "g/ml",
    "CM2ML": "cm²/ml",
    "PCNT": "%",
    "KBQML": "kBq/ml",
    "NONE": "no unit",
}


def suvbw_factor(facts: SeriesFacts) -> float | None:
    """Return SUVbw per unit of the stored quantity; None when it was refused."""
    return None if facts.suv is None else facts.suv.factor_per_unit


def shown_unit(facts: SeriesFacts, quantity: str | None = None) -> str:
    """Return "SUVbw", or the image's own unit when there is no factor to SUVbw."""
    if suvbw_factor(facts) is not None:
        return "SUVbw"
    code = (quantity or facts.units or "").strip().upper()
    return _WRITTEN.get(code, code or "?")
