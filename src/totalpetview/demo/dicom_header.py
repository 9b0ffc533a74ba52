"""What all DICOM objects of the synthetic patient share (PS3.3 A.3, A.21, C.7)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian

from totalpetview import __version__
from totalpetview.demo.plan import ExaminationPlan

CT_IMAGE_STORAGE = UID("1.2.840.10008.5.1.4.1.1.2")
PET_IMAGE_STORAGE = UID("1.2.840.10008.5.1.4.1.1.128")
PATIENT_ID = "TPV-DEMO-1"
PATIENT_NAME = "Demo^Anna"
BIRTH_DATE = "19580421"

_DS_LENGTH = 16
_NAMESPACE = uuid.UUID("5f1d2c36-5a0e-5d8b-9a56-7a6f0c3d9e21")
_IMPLEMENTATION = UID(f"2.25.{uuid.uuid5(_NAMESPACE, 'implementation').int}")


def uid_of(*parts: str | int) -> UID:
    """Return a UID that is always the same for the same parts (PS3.5 B.2)."""
    return UID(f"2.25.{uuid.uuid5(_NAMESPACE, '/'.join(str(p) for p in parts)).int}")


def da(moment: datetime) -> str:
    """Return a DICOM date."""
    return moment.strftime("%Y%m%d")


def tm(moment: datetime) -> str:
    """Return a DICOM time in whole seconds."""
    return moment.strftime("%H%M%S")


def code(value: str, scheme: str, meaning: str) -> Dataset:
    """Return one item of a code sequence."""
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item


def empty_file(sop_class: UID) -> FileDataset:
    """Return a dataset without patient, ready to be saved as explicit VR little endian."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = sop_class
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = _IMPLEMENTATION
    meta.ImplementationVersionName = "TOTALPETVIEW"
    dataset = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    dataset.SpecificCharacterSet = "ISO_IR 192"
    dataset.SOPClassUID = sop_class
    return dataset


def put_patient(dataset: Dataset, name: str, patient_id: str, birth_date: str, sex: str) -> None:
    """Fill the patient module."""
    dataset.PatientName = name
    dataset.PatientID = patient_id
    dataset.PatientBirthDate = birth_date
    dataset.PatientSex = sex
    dataset.PatientComments = "Synthetic: this person does not exist"


def put_equipment(dataset: Dataset) -> None:
    """Fill the equipment module."""
    dataset.Manufacturer = "TotalPETView synthetic"
    dataset.ManufacturerModelName = "Demo scanner"
    dataset.InstitutionName = "Demo hospital"
    dataset.StationName = "DEMO"
    dataset.DeviceSerialNumber = "0"
    dataset.SoftwareVersions = __version__


def series_template(
    sop_class: UID, plan: ExaminationPlan, size: str, *, kind: str, number: int, begun: datetime
) -> FileDataset:
    """Return the part of the header that is the same for all images of a series."""
    key = ("demo", size, plan.index)
    dataset = empty_file(sop_class)
    put_patient(dataset, PATIENT_NAME, PATIENT_ID, BIRTH_DATE, "F")
    dataset.PatientAge = f"{(plan.acquired_at - datetime.fromisoformat(BIRTH_DATE)).days // 365:03d}Y"
    dataset.PatientWeight = f"{plan.weight_kg:.1f}"
    dataset.PatientSize = "1.65"
    dataset.StudyInstanceUID = uid_of(*key, "study")
    dataset.StudyDate, dataset.StudyTime = da(plan.study_begun), tm(plan.study_begun)
    dataset.StudyID = str(plan.index + 1)
    dataset.AccessionNumber = plan.accession
    dataset.StudyDescription = "PET/CT whole body FDG (synthetic)"
    dataset.ReferringPhysicianName = ""
    dataset.SeriesInstanceUID = uid_of(*key, kind)
    dataset.SeriesNumber = number
    dataset.SeriesDate, dataset.SeriesTime = da(begun), tm(begun)
    dataset.ContentDate, dataset.ContentTime = da(begun), tm(begun)
    dataset.AcquisitionDate, dataset.AcquisitionTime = da(begun), tm(begun)
    dataset.BodyPartExamined = "WHOLEBODY"
    dataset.PatientPosition = "HFS"
    dataset.FrameOfReferenceUID = uid_of(*key, "frame of reference")
    dataset.PositionReferenceIndicator = ""
    put_equipment(dataset)
    return dataset


def put_slice(
    dataset: FileDataset, uid: UID, number: int, place: tuple[Sequence[float], Sequence[float]], pixels: bytes
) -> None:
    """Fill what differs from image to image; `place` is (position in mm, directions of row and column)."""
    dataset.file_meta.MediaStorageSOPInstanceUID = uid
    dataset.SOPInstanceUID = uid
    dataset.InstanceNumber = number
    dataset.ImagePositionPatient = [ds(v) for v in place[0]]
    dataset.ImageOrientationPatient = [ds(v) for v in place[1]]
    dataset.PixelData = pixels
    dataset["PixelData"].VR = "OW"


def ds(number: float) -> str:
    """Return a decimal string of at most 16 characters with all the digits that fit (PS3.5 6.2)."""
    if number == 0:
        return "0"
    for digits in range(15, 4, -1):
        text = f"{number:.{digits}g}"
        if len(text) <= _DS_LENGTH:
            return text
    return f"{number:.8e}"


def save(dataset: FileDataset, path: Path) -> None:
    """Write a file with the preamble and meta information of PS3.10."""
    dataset.save_as(path, enforce_file_format=True)
