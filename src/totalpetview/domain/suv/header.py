"""What the header of a PET series says about its quantification, reduced to what the rules need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, time
from typing import Any, Final

from totalpetview.domain.problem import Problem

_MOMENTS: Final = (
    "injected_at", "private_injected_at", "series_at", "ge_scan_start", "siemens_decay_corrected_to",
    "decay_corrected_to", "first_acquired_at", "back_computed_at", "decay_folded_to",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PetHeader:
    """None where the header says nothing. Numbers are as written, implausible ones as well: the rules judge them.

    Attributes
    ----------
    units, suv_type
        Units (0054,1001), SUV Type (0054,1006).
    decay_correction
        START, ADMIN or NONE (0054,1102).
    corrected_image
        Corrected Image (0028,0051).
    weight, size
        Patient's Weight (0010,1030), meant to be kg; Patient's Size (0010,1020), meant to be m.
    dose, dose_in_mbq
        Radionuclide Total Dose (0018,1074), meant to be Bq; True for enhanced PET, which states MBq.
    nuclide_code, nuclide_name
        Of the Radionuclide Code Sequence (0054,0300).
    injected_at, injection_time, private_injected_at
        (0018,1078); (0018,1072), which has no date; GE (0009,103B).
    ge_scan_start, siemens_decay_corrected_to
        PET scan_datetime (0009,100D); Decay Correction DateTime (0071,1022).
    decay_corrected_to
        Decay Correction Date Time of enhanced PET (0018,9701).
    first_acquired_at, back_computed_at
        Earliest acquisition of any picture; `decay.back_computed` of all of them.
    decay_folded_to
        Moment to which pictures without decay correction were corrected when they were read; None when they were not.
    suv_scale, activity_scale
        Philips (7053,1000) and (7053,1009); 0 means none.
    rescale_slope
        Rescale Slope if it is the same in all pictures, else None.
    intercepts_are_zero
        PET has no offset (PS3.3 C.8.9.4.1.2).
    refusal
        Why no rule can hold for the whole series (its images differ, several tracers); None normally.
    """

    units: str | None = None
    suv_type: str | None = None
    attenuation_corrected: bool | None = None
    decay_correction: str | None = None
    corrected_image: tuple[str, ...] = ()
    weight: float | None = None
    size: float | None = None
    sex: str | None = None
    dose: float | None = None
    dose_in_mbq: bool = False
    half_life_s: float | None = None
    nuclide_code: str | None = None
    nuclide_name: str | None = None
    injected_at: datetime | None = None
    injection_time: time | None = None
    private_injected_at: datetime | None = None
    series_at: datetime | None = None
    ge_scan_start: datetime | None = None
    siemens_decay_corrected_to: datetime | None = None
    decay_corrected_to: datetime | None = None
    first_acquired_at: datetime | None = None
    back_computed_at: datetime | None = None
    decay_folded_to: datetime | None = None
    suv_scale: float | None = None
    activity_scale: float | None = None
    rescale_slope: float | None = None
    intercepts_are_zero: bool = True
    refusal: Problem | None = None

    def to_json(self) -> dict[str, Any]:
        """Return plain values, without what is None."""
        data: dict[str, Any] = {}
        for part in fields(self):
            value = getattr(self, part.name)
            if isinstance(value, (datetime, time)):
                value = value.isoformat()
            elif isinstance(value, Problem):
                value = value.to_json()
            elif isinstance(value, tuple):
                value = list(value)
            if value is not None:
                data[part.name] = value
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PetHeader:
        """Return the header that `to_json` described; keys of other versions are ignored."""
        known = {part.name for part in fields(cls)}
        values = {name: value for name, value in data.items() if name in known}
        for name in _MOMENTS:
            if values.get(name) is not None:
                values[name] = datetime.fromisoformat(values[name])
        if values.get("injection_time") is not None:
            values["injection_time"] = time.fromisoformat(values["injection_time"])
        if values.get("refusal") is not None:
            values["refusal"] = Problem.from_json(values["refusal"])
        values["corrected_image"] = tuple(values.get("corrected_image", ()))
        return cls(**values)
