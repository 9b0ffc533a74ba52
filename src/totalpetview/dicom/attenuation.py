"""Whether a PET is attenuation corrected, from what its header states, weighed where it contradicts itself.

Corrected Image (0028,0051) should list ATTN; but GE scanners list it for uncorrected reconstructions as well,
whose units are then PROPCNTS, whose Attenuation Correction Method (0054,1101) is empty and whose private
element says that no correction was applied.
"""

from __future__ import annotations

from typing import Final

from totalpetview.dicom.header import SeriesHeader
from totalpetview.dicom.kinds import words_of
from totalpetview.domain.problem import Problem

#: units of images that are not quantitative; GE and Siemens use them for uncorrected PET
_PROPORTIONAL: Final = {"PROPCNTS", "PROPCPS"}
_NO_METHOD: Final = {"none", "no", "nac", "off", "n", "not applied", "not corrected", "uncorrected"}

Answer = tuple[bool | None, Problem | None]


def attenuation_corrected(header: SeriesHeader) -> Answer:
    """Return yes, no or None (not stated, or contradictory), and what a reader should know about it."""
    listed = "ATTN" in header.corrected_image
    method = (header.attenuation_method or "").strip(" ,").lower()
    denied = _denial(header, method)
    if header.attenuation_flag == "NO" or denied is not None:
        evidence = denied or "Attenuation Corrected = NO"
        note = Problem("attenuation-contradiction", {"evidence": evidence}) if listed else None
        return False, note
    if listed or header.attenuation_flag == "YES":
        if header.units in _PROPORTIONAL and not method:
            evidence = f"Units = {header.units}, Attenuation Correction Method = -"
            return False, Problem("attenuation-contradiction", {"evidence": evidence})
        return True, None
    if header.corrected_image:
        return False, None
    return (True if method else None), None


def _denial(header: SeriesHeader, method: str) -> str | None:
    if header.ge_attenuation == 0:
        return "GE PET attenuation (0009,108C) = 0"
    if method in _NO_METHOD:
        return f"Attenuation Correction Method = {header.attenuation_method}"
    if words_of(header.image_type) & {"NAC", "NOAC", "NO_AC"}:
        return "Image Type = " + "\\".join(header.image_type)
    return None
