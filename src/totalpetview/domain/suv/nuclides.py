"""Half-lives of the nuclides that DICOM names (PS3.16 CID 4020), for headers without one and to check the others.

Half-lives in seconds: LNHB/DDEP recommended data (Nucléide), rounded to four digits; those of F-18, Ga-68, N-13
and C-11 as the manual of Vacha et al. lists them from real headers (6586, 4057, 598, 1223).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_MINUTE, _HOUR, _DAY, _YEAR = 60.0, 3600.0, 86400.0, 31_556_926.0

#: nuclide -> half-life in s, SNOMED CT code, SNOMED RT code
_TABLE: Final[dict[str, tuple[float, str, str]]] = {
    "11C": (20.361 * _MINUTE, "40565003", "C-105A1"),
    "13N": (9.967 * _MINUTE, "21576001", "C-107A1"),
    "14O": (70.62, "424875009", "C-1018C"),
    "15O": (122.24, "129504001", "C-B1038"),
    "18F": (109.77 * _MINUTE, "77004003", "C-111A1"),
    "22Na": (2.6029 * _YEAR, "71633006", "C-155A1"),
    "38K": (7.636 * _MINUTE, "423764008", "C-135A4"),
    "45Ti": (184.8 * _MINUTE, "75696008", "C-166A2"),
    "52Mn": (5.591 * _DAY, "37225000", "C-149A1"),
    "52Fe": (8.275 * _HOUR, "69089000", "C-130A1"),
    "60Cu": (23.7 * _MINUTE, "425364008", "C-127A4"),
    "61Cu": (3.339 * _HOUR, "71425003", "C-127A1"),
    "62Cu": (9.672 * _MINUTE, "422934004", "C-127A5"),
    "64Cu": (12.7004 * _HOUR, "3932008", "C-127A2"),
    "62Zn": (9.193 * _HOUR, "65054007", "C-141A1"),
    "66Ga": (9.49 * _HOUR, "79477007", "C-131A1"),
    "68Ga": (67.71 * _MINUTE, "35337001", "C-131A3"),
    "68Ge": (270.95 * _DAY, "53315004", "C-128A2"),
    "72As": (26.0 * _HOUR, "2705002", "C-115A2"),
    "73Se": (7.15 * _HOUR, "87437000", "C-116A2"),
    "75Br": (96.7 * _MINUTE, "17910003", "C-113A1"),
    "76Br": (16.2 * _HOUR, "79523006", "C-113A2"),
    "77Br": (57.04 * _HOUR, "86521004", "C-113A3"),
    "82Rb": (76.38, "79197006", "C-159A2"),
    "86Y": (14.74 * _HOUR, "10738001", "C-162A3"),
    "89Zr": (78.42 * _HOUR, "63360001", "C-168A4"),
    "90Y": (64.05 * _HOUR, "14691008", "C-162A7"),
    "94mTc": (52.0 * _MINUTE, "424079002", "C-163AA"),
    "124I": (4.1760 * _DAY, "40937006", "C-114A5"),
}
_BY_CODE: Final = {code: name for name, (_, *codes) in _TABLE.items() for code in codes}
_SYMBOL_OF: Final = {
    "CARBON": "C", "NITROGEN": "N", "OXYGEN": "O", "FLUORINE": "F", "SODIUM": "Na", "POTASSIUM": "K", "TITANIUM": "Ti",
    "MANGANESE": "Mn", "IRON": "Fe", "COPPER": "Cu", "ZINC": "Zn", "GALLIUM": "Ga", "GERMANIUM": "Ge", "ARSENIC": "As",
    "SELENIUM": "Se", "BROMINE": "Br", "RUBIDIUM": "Rb", "YTTRIUM": "Y", "ZIRCONIUM": "Zr", "TECHNETIUM": "Tc",
    "IODINE": "I",
}  # fmt: skip
_NUMBER_FIRST: Final = re.compile(r"^\^?(\d{1,3})(m?)\^?[ -]?([A-Za-z]{1,12})$")
_NAME_FIRST: Final = re.compile(r"^([A-Za-z]{1,12})[ -]?\^?(\d{1,3})(m?)\^?$")


@dataclass(frozen=True, slots=True)
class Nuclide:
    """A nuclide, as "18F", with its half-life."""

    name: str
    half_life_s: float


#: all that are known, lightest first
TABLE: Final = tuple(Nuclide(name, half_life_s) for name, (half_life_s, *_) in _TABLE.items())


def known_nuclide(name: str | None) -> Nuclide | None:
    """Return the nuclide that is written exactly so in `TABLE`."""
    return None if name is None else _named(name)


def by_code(code: str | None) -> Nuclide | None:
    """Return the nuclide of a SNOMED CT or SNOMED RT code; None where it is unknown."""
    return None if not code else _named(_BY_CODE.get(code.strip().upper(), ""))


def by_name(name: str | None) -> Nuclide | None:
    """Return the nuclide of a name as headers write it ("^18^Fluorine", "F-18", "18F", "Fluorine F^18^")."""
    if not name or len(name) > 64:  # noqa: PLR2004 - the longest code meaning
        return None
    for part in (name.strip(), name.strip().rpartition(" ")[2]):
        number_first, name_first = _NUMBER_FIRST.match(part), _NAME_FIRST.match(part)
        if number_first:
            found = _named(number_first[1] + number_first[2] + _symbol(number_first[3]))
        elif name_first:
            found = _named(name_first[2] + name_first[3] + _symbol(name_first[1]))
        else:
            continue
        if found is not None:
            return found
    return None


def _symbol(text: str) -> str:
    return _SYMBOL_OF.get(text.upper(), text.capitalize())


def _named(name: str) -> Nuclide | None:
    return Nuclide(name, _TABLE[name][0]) if name in _TABLE else None
