"""Make sure that what goes into the archive is a DICOM file (PS3.10): with preamble and file meta information."""

from __future__ import annotations

import io
import warnings
from typing import Final

import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from totalpetview.domain.problem import refuse

_PREAMBLE: Final = 128
_MAGIC: Final = b"DICM"
_MEDIA_STORAGE_DIRECTORY: Final = "1.2.840.10008.1.3.10"
#: the identity of an image; without one of these no archive can file it
_IDENTITY: Final = ("SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID")
#: no data set begins with anything but a group of these (file meta, identification)
_FIRST_GROUPS: Final = (b"\x02\x00", b"\x08\x00", b"\x00\x08")
_DIRECTORY_IN_META: Final = _MEDIA_STORAGE_DIRECTORY.encode()
_META_LOOKED_AT: Final = 1024


def as_part10(content: bytes) -> bytes:
    """Return a DICOM file: the same bytes if it is one, else the data set with the preamble and meta it lacks.

    Raises
    ------
    Refusal
        "empty-file", "not-dicom", "dicom-directory", "dicom-damaged", "dicom-without-identity".
    """
    if not content:
        raise refuse("empty-file")
    if content[_PREAMBLE : _PREAMBLE + 4] == _MAGIC:
        if _DIRECTORY_IN_META in content[:_META_LOOKED_AT]:
            raise refuse("dicom-directory")
        return content  # the archive itself finds out whether the rest can be parsed
    if content[:2] not in _FIRST_GROUPS:
        raise refuse("not-dicom")
    return _completed(content)


def _completed(content: bytes) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # odd values are for whoever reads the series
        try:
            dataset = pydicom.dcmread(io.BytesIO(content), force=True)
            missing = next((name for name in _IDENTITY if not dataset.get(name)), None)
        except Exception as error:  # pydicom raises nearly anything on nonsense
            raise refuse("not-dicom") from error
        if missing == _IDENTITY[0] and len(dataset) == 0:
            raise refuse("not-dicom")
        if missing is not None:
            raise refuse("dicom-without-identity", missing=missing)
        try:
            return _written(dataset)
        except Exception as error:
            raise refuse("dicom-damaged") from error


def _written(dataset: Dataset) -> bytes:
    implicit, little = dataset.original_encoding
    meta = getattr(dataset, "file_meta", None) or FileMetaDataset()
    if "TransferSyntaxUID" not in meta:
        if not little:
            meta.TransferSyntaxUID = ExplicitVRBigEndian
        else:
            meta.TransferSyntaxUID = ImplicitVRLittleEndian if implicit else ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    dataset.file_meta = meta
    written = io.BytesIO()
    dataset.save_as(written, enforce_file_format=True)
    return written.getvalue()
