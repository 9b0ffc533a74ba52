"""Real world value maps (PS3.3 C.7.6.16.2.11) are read and compared, never believed where they disagree.

Such a map says by which factor somebody else's program turns the values of a series into SUV. DICOM applies it
to stored pixel values; programs write it for rescaled values as well, and where a PET has another rescale slope
in each slice only that can be meant. Both readings are tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from totalpetview.domain.suv.body import UNITS, Normalisation
from totalpetview.domain.suv.inputs import TOLERANCE
from totalpetview.domain.suv.provenance import Normalised, Trail

#: UCUM code of the measurement units -> which of our factors may be meant
_MEANT: Final[dict[str, tuple[Normalisation, ...]]] = {
    "{SUVBW}G/ML": ("bw",),
    "{SUVLBM}G/ML": ("lbm", "lbmjames"),
    "{SUVLBM(JAMES128)}G/ML": ("lbmjames",),
    "{SUVLBM(JANMA)}G/ML": ("lbm",),
    "{SUVBSA}CM2/ML": ("bsa",),
    "{SUVIBW}G/ML": ("ibw",),
}


@dataclass(frozen=True, slots=True)
class ValueMap:
    """value = slope * (stored or rescaled value) + intercept, in `unit` (a UCUM code)."""

    series_uid: str
    unit: str
    slope: float
    intercept: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ValueMap:
        """Return the map that `to_json` described."""
        return cls(str(data["series_uid"]), str(data["unit"]), float(data["slope"]), float(data["intercept"]))


def compare(
    maps: Iterable[ValueMap],
    normalised: Mapping[Normalisation, Normalised],
    rescale_slope: float | None,
    series_uid: str | None,
    trail: Trail,
) -> None:
    """Note on the trail every map that differs from our own factors by more than 1 %, each once.

    Of maps made for another series of the study only SUVbw is looked at: a program may apply it to this one as well.
    """
    for one in maps:
        meant = _MEANT.get(one.unit.strip().upper())
        own = one.series_uid == series_uid or not one.series_uid
        if meant is None or not (own or "bw" in meant):
            continue
        factors = [factor for name in meant if (factor := normalised[name].factor) is not None]
        readings = [one.slope, *([one.slope / rescale_slope] if rescale_slope else [])]
        agrees = one.intercept == 0 and any(
            abs(reading / factor - 1.0) <= TOLERANCE for reading in readings for factor in factors
        )
        if agrees:
            if own:
                trail.assume("suv-map-agrees", unit=UNITS[meant[0]], found=one.slope)
        elif not factors:
            if own:
                trail.warn("suv-map-without-own", unit=UNITS[meant[0]], found=one.slope)
        else:
            code = "suv-map-disagrees" if own else "suv-map-of-other-series"
            trail.warn(code, unit=UNITS[meant[0]], found=one.slope, own=factors[0])
