"""A coded term: what DICOM writes in place of a word, so that every program understands the same thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Code:
    """One code of one coding scheme (PS3.3 section 8.8).

    Attributes
    ----------
    value
        The code itself, e.g. "64033007".
    scheme
        Who gives it, e.g. "SCT" for SNOMED CT, "DCM" for DICOM itself.
    meaning
        English words for people; two codes with different words are the same code.
    """

    value: str
    scheme: str
    meaning: str

    @property
    def identity(self) -> tuple[str, str]:
        """(scheme, value): what two programs agree about."""
        return (self.scheme, self.value)

    def to_json(self) -> dict[str, str]:
        """Return {"value", "scheme", "meaning"}."""
        return {"value": self.value, "scheme": self.scheme, "meaning": self.meaning}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Code:
        """Return the code that `to_json` described."""
        return cls(str(data["value"]), str(data["scheme"]), str(data["meaning"]))
