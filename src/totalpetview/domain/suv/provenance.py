"""Where a factor came from: the values used with their tags, the rule, what was assumed and what to be wary of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from totalpetview.domain.problem import Problem
from totalpetview.domain.suv.body import UNITS, Normalisation

Source = Literal["header", "correction", "table", "computed"]

#: name of a value -> DICOM element it is read from
TAGS: Final[dict[str, tuple[str, str]]] = {
    "units": ("(0054,1001)", "Units"),
    "suv_type": ("(0054,1006)", "SUV Type"),
    "decay_correction": ("(0054,1102)", "Decay Correction"),
    "weight_kg": ("(0010,1030)", "Patient's Weight"),
    "height_m": ("(0010,1020)", "Patient's Size"),
    "sex": ("(0010,0040)", "Patient's Sex"),
    "dose_bq": ("(0018,1074)", "Radionuclide Total Dose"),
    "half_life_s": ("(0018,1075)", "Radionuclide Half Life"),
    "nuclide": ("(0054,0300)", "Radionuclide Code Sequence"),
    "injected_at": ("(0018,1078)", "Radiopharmaceutical Start DateTime"),
    "injection_time": ("(0018,1072)", "Radiopharmaceutical Start Time"),
    "ge_injected_at": ("(0009,103B)", "GE PET admin_datetime"),
    "series_at": ("(0008,0021) (0008,0031)", "Series Date, Series Time"),
    "ge_scan_start": ("(0009,100D)", "GE PET scan_datetime"),
    "siemens_decay_corrected_to": ("(0071,1022)", "Siemens Decay Correction DateTime"),
    "decay_corrected_to": ("(0018,9701)", "Decay Correction DateTime"),
    "first_acquired_at": ("(0008,0022) (0008,0032)", "Acquisition Date, Acquisition Time"),
    "back_computed_at": ("(0008,0032) (0054,1300) (0018,1242)", "Acquisition Time, Frame Reference Time, Duration"),
    "decay_folded_to": ("(0008,0032) (0018,1242)", "Acquisition Time, Actual Frame Duration"),
    "suv_scale": ("(7053,1000)", "Philips SUV Scale Factor"),
    "activity_scale": ("(7053,1009)", "Philips Activity Concentration Scale Factor"),
}


@dataclass(frozen=True, slots=True)
class Used:
    """One value that went into a factor; moments are ISO 8601 text."""

    name: str
    value: float | str
    source: Source = "header"

    def to_json(self) -> dict[str, Any]:
        """Return name, value, source, and tag and name of the DICOM element it belongs to ("" for computed ones)."""
        tag, element = TAGS.get(self.name, ("", ""))
        return {"name": self.name, "value": self.value, "source": self.source, "tag": tag, "element": element}


@dataclass(frozen=True, slots=True)
class Normalised:
    """The factor of one normalisation per unit of the series' own quantity, or why there is none."""

    factor: float | None
    refusal: Problem | None = None


@dataclass(frozen=True, slots=True)
class Quantification:
    """What a PET series can be shown in, and why.

    Attributes
    ----------
    rule
        Code of a sentence that says how the factor is computed; "rule-none" where nothing is.
    normalised
        For each of `body.NORMALISATIONS`.
    assumptions
        What the rules take for granted because the header does not say it.
    warnings
        What a reader should know before trusting the number.
    uptake_s
        From the injection to the moment to which the activity is decay corrected; None where unknown.
    """

    rule: str
    normalised: Mapping[Normalisation, Normalised]
    used: tuple[Used, ...] = ()
    assumptions: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    uptake_s: float | None = None

    @property
    def bw(self) -> Normalised:
        """SUVbw, the one that is always meant where nothing else is said."""
        return self.normalised["bw"]

    def value(self, name: str) -> float | str | None:
        """Return a value that was used."""
        return next((one.value for one in self.used if one.name == name), None)

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """Return plain values with the sentences in a language."""
        return {
            "rule": {"code": self.rule, "text": Problem(self.rule).sentence(language)},
            "normalisations": {
                name: {
                    "unit": UNITS[name],
                    "factor": one.factor,
                    "refusal": None if one.refusal is None else one.refusal.sentence(language),
                    "refusal_code": None if one.refusal is None else one.refusal.code,
                }
                for name, one in self.normalised.items()
            },
            "used": [one.to_json() for one in self.used],
            "assumptions": [{"code": one.code, "text": one.sentence(language)} for one in self.assumptions],
            "warnings": [{"code": one.code, "text": one.sentence(language)} for one in self.warnings],
            "uptake_s": self.uptake_s,
        }


@dataclass(slots=True)
class Trail:
    """What is noted on the way to a `Quantification`; each thing once, in the order in which it came up."""

    used: dict[str, Used] = field(default_factory=dict)
    assumptions: dict[Problem, None] = field(default_factory=dict)
    warnings: dict[Problem, None] = field(default_factory=dict)

    def use(self, name: str, value: float | str, source: Source = "header") -> None:
        """Note a value."""
        self.used[name] = Used(name, value, source)

    def assume(self, code: str, **values: str | float) -> None:
        """Note what was taken for granted."""
        self.assumptions[Problem(code, values)] = None

    def warn(self, code: str, **values: str | float) -> None:
        """Note what a reader should know."""
        self.warnings[Problem(code, values)] = None
