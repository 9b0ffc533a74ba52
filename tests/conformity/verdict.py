"""dicom-validator's verdict on an object.

It reads the whole standard from the internet when it runs for the first time. Tests need no internet: they give it the
tables of `tests.conformity.tables`. Whoever has the standard lets them run against that by naming the folder in which
dicom-validator keeps it (usually ~/dicom-validator): TOTALPETVIEW_DICOM_STANDARD.
"""

from __future__ import annotations

import io
import json
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

from dicom_validator.spec_reader.edition_reader import EditionReader
from dicom_validator.validator.dicom_info import DicomInfo
from dicom_validator.validator.error_handler import NullValidationResultHandler
from dicom_validator.validator.iod_validator import IODValidator
from dicom_validator.validator.validation_result import DicomTag, ErrorCode, Status, TagError
from pydicom import DataElement, Dataset, config, dcmread
from pydicom.datadict import keyword_for_tag
from pydicom.tag import Tag

from tests.conformity.docbook import write_parts
from tests.conformity.tables import tables_of

STANDARD: Final = os.environ.get("TOTALPETVIEW_DICOM_STANDARD")
#: the first with labelmaps; which one highdicom's tables are of, it does not say
_EDITION: Final = "2024c"
_OBJECTS: Final = ("segmentation", "rt-structure-set")


@cache
def dicom_info() -> DicomInfo:
    """Return the tables as dicom-validator itself reads them."""
    if STANDARD:
        return EditionReader(STANDARD).dicom_info_for_edition("local")
    with tempfile.TemporaryDirectory(prefix="totalpetview-dicom-standard-") as name:
        folder = Path(name)
        write_parts(tables_of(_OBJECTS), folder / _EDITION / "docbook")
        (folder / "editions.json").write_text(json.dumps([_EDITION]))
        return EditionReader(folder).dicom_info_for_edition("local")


def findings(data: bytes) -> list[str]:
    """Return what dicom-validator finds wrong with an object: module, place, what; a kind it does not know is wrong."""
    before = config.settings.reading_validation_mode
    config.settings.reading_validation_mode = config.IGNORE  # as its own program does: it judges values itself
    try:
        dataset = dcmread(io.BytesIO(data))
        result = IODValidator(dataset, dicom_info(), error_handler=NullValidationResultHandler()).validate()
    finally:
        config.settings.reading_validation_mode = before
    if result.status not in {Status.Passed, Status.Failed}:
        return [result.status.name]
    return [
        f"{module}: {_place(tag)}: {_said(error)}"
        for module, errors in result.module_errors.items()
        for tag, error in errors.items()
        if not _is_long_code(dataset, tag, error)
    ]


def _is_long_code(dataset: Dataset, tag: DicomTag, error: TagError) -> bool:
    """Whether a finding is the one that dicom-validator (0.9.0) makes of every code of more than 16 characters.

    URN Code Value "shall be present if Code Value is not present and the Code Value is a URN or URL" (PS3.3 table
    8.8-1a). It understands the first half only, and so misses it in codes that rightly have a Long Code Value.
    """
    if tag.tag != Tag("URNCodeValue") or error.code is not ErrorCode.TagMissing:
        return False
    items = [dataset]
    for sequence in tag.parents or ():
        items = [each for item in items for each in item.get(sequence, DataElement(sequence, "SQ", [])).value]
    without = [item for item in items if "CodeValue" not in item]
    return bool(without) and all("LongCodeValue" in item for item in without)


def _place(tag: DicomTag) -> str:
    return "/".join(keyword_for_tag(each) or str(each) for each in (*(tag.parents or ()), tag.tag))


def _said(error: TagError) -> str:
    value = (error.context or {}).get("value")
    return error.code.name if value is None else f"{error.code.name} {value}"
