"""What a person knows better than the header, or what the header lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final

from totalpetview.domain.problem import refuse
from totalpetview.domain.suv.body import Sex

WEIGHT_KG: Final = (1.0, 500.0)
HEIGHT_M: Final = (0.3, 2.5)
DOSE_BQ: Final = (1e6, 3e9)
SEXES: Final = frozenset({"M", "F", "O"})
FIELDS: Final = ("weight_kg", "height_m", "sex", "dose_bq", "injected_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """Values that take the place of the header's; None where the header stands.

    Attributes
    ----------
    injected_at
        Local time of the scanner, without a zone.
    """

    weight_kg: float | None = None
    height_m: float | None = None
    sex: Sex | None = None
    dose_bq: float | None = None
    injected_at: datetime | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What is corrected."""
        return tuple(part.name for part in fields(self) if getattr(self, part.name) is not None)

    @property
    def changes_dose(self) -> bool:
        """Whether the dose at scan start changes."""
        return self.dose_bq is not None or self.injected_at is not None

    def checked(self) -> Corrections:
        """Return itself.

        Raises
        ------
        Refusal
            "correction-implausible" where a value cannot be right.
        """
        for name, (low, high) in (("weight_kg", WEIGHT_KG), ("height_m", HEIGHT_M), ("dose_bq", DOSE_BQ)):
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                raise refuse("correction-implausible", name=name, found=value, low=low, high=high)
        return self

    def to_json(self) -> dict[str, Any]:
        """Return plain values of what is corrected."""
        data = {name: getattr(self, name) for name in self.names}
        return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in data.items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Corrections:
        """Return the corrections that `to_json` described."""
        values = {name: data[name] for name in FIELDS if data.get(name) is not None}
        if "injected_at" in values:
            values["injected_at"] = datetime.fromisoformat(values["injected_at"])
        return cls(**values)
