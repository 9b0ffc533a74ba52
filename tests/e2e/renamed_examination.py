"""One examination of the tiny demo patient under another name, so that tests do not meet in one patient."""

from __future__ import annotations

from pathlib import Path

import pydicom
from pydicom.dataset import FileDataset
from pydicom.uid import UID, generate_uid

from totalpetview.demo import DemoSize, write_demo_patient


def tiny_demo(folder: Path) -> list[Path]:
    """Write the tiny demo patient and return the folders of the examinations in order of time."""
    write_demo_patient(folder, size=DemoSize.TINY)
    return sorted(path for path in folder.iterdir() if path.is_dir())


def renamed(files: list[Path], patient_id: str, name: str, date: str | None = None) -> list[FileDataset]:
    """Return the images as another patient's (or another day's, YYYYMMDD), with identifiers of their own."""
    images = []
    for path in files:
        image = pydicom.dcmread(path)
        for keyword in ("SOPInstanceUID", "SeriesInstanceUID", "StudyInstanceUID", "FrameOfReferenceUID"):
            if keyword in image:
                setattr(image, keyword, own_uid(image[keyword].value, patient_id, date))
        image.file_meta.MediaStorageSOPInstanceUID = image.SOPInstanceUID
        image.PatientID, image.PatientName = patient_id, name
        if date is not None:
            image.StudyDate = image.SeriesDate = image.AcquisitionDate = image.ContentDate = date
        images.append(image)
    return images


def own_uid(uid: str, patient_id: str, date: str | None = None) -> UID:
    """Return the identifier that stands for another one in the images of this patient and day."""
    return generate_uid(entropy_srcs=[uid, patient_id, date or ""])
