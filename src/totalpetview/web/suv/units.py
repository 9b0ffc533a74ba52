"""The unit in which a PET is shown."""

from __future__ import annotations

from typing import Final

from totalpetview.domain.series import SeriesFacts
from totalpetview.domain.suv.body import UNITS, Normalisation

__all__ = ["UNITS", "Normalisation", "stored_unit"]

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


def stored_unit(facts: SeriesFacts, quantity: str | None = None) -> str:
    """Return the unit of the values as they are prepared."""
    code = (quantity or facts.units or "").strip().upper()
    return _WRITTEN.get(code, code or "?")
