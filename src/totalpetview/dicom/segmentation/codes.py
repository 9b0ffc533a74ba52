"""Coded terms of DICOM objects (PS3.3 section 8.8)."""

from __future__ import annotations

from typing import Final

from highdicom.sr import CodedConcept
from pydicom.dataset import Dataset
from pydicom.sr._snomed_dict import mapping as _snomed

from totalpetview.dicom import elements
from totalpetview.domain.organs.code import Code

SNOMED: Final = "SCT"
#: names under which older objects write SNOMED: the first two with the codes of before 2016, the last as a number
_RETIRED: Final = {"SRT", "SNM3", "99SDM"}
_OTHER_NAMES: Final = {"2.16.840.1.113883.6.96": SNOMED}


def code_of(item: Dataset) -> Code | None:
    """Return the code in an item of a code sequence; retired SNOMED codes as those of today where known."""
    value = (
        elements.text(item, "CodeValue") or elements.text(item, "LongCodeValue") or elements.text(item, "URNCodeValue")
    )
    scheme = elements.text(item, "CodingSchemeDesignator")
    scheme = _OTHER_NAMES.get(scheme, scheme)
    if not value:
        return None
    if scheme in _RETIRED:
        today = _snomed["SRT"].get(value)
        value, scheme = (str(today), SNOMED) if today is not None else (value, "SRT")
    return Code(value, scheme, elements.text(item, "CodeMeaning"))


def codes_in(item: Dataset, sequence: str) -> tuple[Code, ...]:
    """Return the codes of a code sequence."""
    found = (code_of(each) for each in elements.items(item, sequence))
    return tuple(code for code in found if code is not None)


def concept(code: Code) -> CodedConcept:
    """Return the item of a code sequence for a code."""
    return CodedConcept(code.value, code.scheme, code.meaning[:64])
