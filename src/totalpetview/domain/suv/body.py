"""What an uptake is divided by: body weight, lean body mass, ideal body weight or body surface.

Formulas as in the manual of Vacha et al. (after Sugawara; the same as in DICOM's CID 85 for SUVType):

- "bw": weight;
- "lbm": lean body mass, Janmahasatian et al. 2005;
- "lbmjames": lean body mass, James et al. 1976 (DICOM LBMJAMES128);
- "lbm120": lean body mass, Morgan (DICOM LBM); only to understand images that a scanner normalised with it;
- "ibw": ideal body weight;
- "bsa": body surface, Du Bois.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final, Literal

from totalpetview.domain.problem import refuse

Normalisation = Literal["bw", "lbm", "lbmjames", "bsa", "ibw"]
Divisor = Literal["bw", "lbm", "lbmjames", "bsa", "ibw", "lbm120"]
Sex = Literal["M", "F", "O"]

#: in the order in which they are offered
NORMALISATIONS: Final[tuple[Normalisation, ...]] = ("bw", "lbm", "lbmjames", "bsa", "ibw")
UNITS: Final[dict[Normalisation, str]] = {
    "bw": "SUVbw",
    "lbm": "SUVlbm",
    "lbmjames": "SUVlbm (James)",
    "bsa": "SUVbsa",
    "ibw": "SUVibw",
}
NEEDS_HEIGHT: Final = frozenset({"lbm", "lbmjames", "lbm120", "bsa", "ibw"})
NEEDS_SEX: Final = frozenset({"lbm", "lbmjames", "lbm120", "ibw"})

GRAMS_PER_KG: Final = 1e3
CM2_PER_M2: Final = 1e4
#: lean or ideal mass outside of these parts of the weight is the formula leaving the range it was made for
_MASS_PART: Final = (0.2, 2.0)

_Formula = Callable[[float, float], float]


def _janmahasatian(constant: float, per_bmi: float) -> _Formula:
    return lambda kg, m: 9270.0 * kg / (constant + per_bmi * kg / m**2)


def _of_ratio(linear: float, squared: float) -> _Formula:
    return lambda kg, m: linear * kg - squared * (kg / (100.0 * m)) ** 2


def _ideal(base_kg: float, per_cm: float) -> _Formula:
    return lambda _kg, m: base_kg + per_cm * (100.0 * m - 152.0)


_BY_SEX: Final[dict[str, tuple[_Formula, _Formula]]] = {  # men, women
    "lbm": (_janmahasatian(6680.0, 216.0), _janmahasatian(8780.0, 244.0)),
    "lbmjames": (_of_ratio(1.10, 128.0), _of_ratio(1.07, 148.0)),
    "lbm120": (_of_ratio(1.10, 120.0), _of_ratio(1.07, 148.0)),
    "ibw": (_ideal(48.0, 1.06), _ideal(45.5, 0.91)),
}


def divisor(kind: Divisor, weight_kg: float, height_m: float, sex: Sex) -> float:
    """Return what activity per dose is multiplied by: grams, or cm² for "bsa".

    Parameters
    ----------
    height_m, sex
        Ignored where `kind` does not need them. For sex "O" the mean of both formulas, as the manual proposes.

    Raises
    ------
    Refusal
        "suv-body-measure" where a formula gives what no body has (very short or very heavy patients).
    """
    if kind == "bw":
        return weight_kg * GRAMS_PER_KG
    if kind == "bsa":
        return 0.007184 * math.pow(100.0 * height_m, 0.725) * math.pow(weight_kg, 0.425) * CM2_PER_M2
    man, woman = _BY_SEX[kind]
    if sex == "O":
        mass_kg = (man(weight_kg, height_m) + woman(weight_kg, height_m)) / 2.0
    else:
        mass_kg = (man if sex == "M" else woman)(weight_kg, height_m)
    if not _MASS_PART[0] * weight_kg <= mass_kg <= _MASS_PART[1] * weight_kg:
        raise refuse("suv-body-measure", measure=kind, found_kg=mass_kg)
    return mass_kg * GRAMS_PER_KG
