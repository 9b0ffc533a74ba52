"""What a person knows better than the header, or what the header lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final

from totalpetview.domain.problem import refuse
from totalpetview.domain.suv.body import Sex
from totalpetview.domain.suv.nuclides import Nuclide, known_nuclide

WEIGHT_KG: Final = (1.0, 500.0)
HEIGHT_M: Final = (0.3, 2.5)
DOSE_BQ: Final = (1e6, 3e9)
HALF_LIFE_S: Final = (60.0, 4e7)
#: an entered half-life further than this from that of the entered nuclide is one of another nuclide
_OTHER_HALF_LIFE: Final = 0.1
SEXES: Final = frozenset({"M", "F", "O"})
FIELDS: Final = ("weight_kg", "height_m", "sex", "dose_bq", "injected_at", "nuclide", "half_life_s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """Values that take the place of the header's; None where the header stands.

    Attributes
    ----------
    injected_at
        Local time of the scanner, without a zone.
    nuclide
        One of `nuclides.TABLE`, as "18F": its half-life counts unless `half_life_s` is given too.
    """

    weight_kg: float | None = None
    height_m: float | None = None
    sex: Sex | None = None
    dose_bq: float | None = None
    injected_at: datetime | None = None
    nuclide: str | None = None
    half_life_s: float | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What is corrected."""
        return tuple(part.name for part in fields(self) if getattr(self, part.name) is not None)

    @property
    def changes_dose(self) -> bool:
        """Whether the dose at scan start changes."""
        return self.dose_bq is not None or self.injected_at is not None or self.changes_decay

    @property
    def changes_decay(self) -> bool:
        """Whether another half-life counts than that of the header."""
        return self.nuclide is not None or self.half_life_s is not None

    @property
    def known_nuclide(self) -> Nuclide | None:
        """The nuclide that was entered."""
        return known_nuclide(self.nuclide)

    def checked(self) -> Corrections:
        """Return itself.

        Raises
        ------
        Refusal
            "correction-implausible" where a value cannot be right, "correction-nuclide" for one without a known
            half-life, "suv-half-life-contradiction" where both were entered and do not fit.
        """
        ranges = {"weight_kg": WEIGHT_KG, "height_m": HEIGHT_M, "dose_bq": DOSE_BQ, "half_life_s": HALF_LIFE_S}
        for name, (low, high) in ranges.items():
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                raise refuse("correction-implausible", name=name, found=value, low=low, high=high)
        nuclide, half_life_s = self.known_nuclide, self.half_life_s
        if self.nuclide is not None and nuclide is None:
            raise refuse("correction-nuclide", found=self.nuclide[:16])
        if nuclide is not None and half_life_s is not None:
            expected_s = nuclide.half_life_s
            if abs(half_life_s / expected_s - 1.0) > _OTHER_HALF_LIFE:
                raise refuse(
                    "suv-half-life-contradiction", found=half_life_s, nuclide=nuclide.name, expected=expected_s
                )
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
