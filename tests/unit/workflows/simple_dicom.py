"""Small valid DICOM images, written with pydicom only."""

from __future__ import annotations

import io

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian

CT = "1.2.840.10008.5.1.4.1.1.2"
PET = "1.2.840.10008.5.1.4.1.1.128"


def image(series: int = 1, k: int = 0, *, modality: str = "CT", rows: int = 24, seed: int = 0) -> Dataset:
    made = Dataset()
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    made.SOPClassUID = made.file_meta.MediaStorageSOPClassUID = UID(CT if modality == "CT" else PET)
    made.SOPInstanceUID = made.file_meta.MediaStorageSOPInstanceUID = UID(f"1.2.3.{series}.{k + 1}")
    made.StudyInstanceUID, made.SeriesInstanceUID, made.FrameOfReferenceUID = "1.2.3", f"1.2.3.{series}", "1.2.3.99"
    made.PatientID, made.PatientName, made.Modality = "TEST", "Test^Patient", modality
    made.StudyDate = made.SeriesDate = made.AcquisitionDate = made.ContentDate = "20260105"
    made.StudyTime = made.SeriesTime = made.AcquisitionTime = made.ContentTime = "100000"
    made.InstanceNumber, made.ImageType = k + 1, ["ORIGINAL", "PRIMARY", "AXIAL"]
    made.SeriesDescription = f"series {series}"
    made.ImagePositionPatient, made.ImageOrientationPatient = [-50, -50, 3 * k], [1, 0, 0, 0, 1, 0]
    made.PixelSpacing, made.SliceThickness = [4, 4], 3
    made.Rows = made.Columns = rows
    made.SamplesPerPixel, made.PhotometricInterpretation = 1, "MONOCHROME2"
    made.BitsAllocated, made.BitsStored, made.HighBit, made.PixelRepresentation = 16, 16, 15, 1
    made.RescaleIntercept = -1024 if modality == "CT" else 0
    made.RescaleSlope = 1 if modality == "CT" else 0.5 + k / 8
    if modality == "CT":
        made.RescaleType = "HU"
    else:
        made.Units, made.DecayCorrection, made.CorrectedImage = "BQML", "START", ["DECY", "ATTN"]
    made.PixelData = pixels(k, rows, seed).tobytes()
    return made


def pixels(k: int, rows: int = 24, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(1000 * seed + k).integers(0, 3000, (rows, rows), dtype=np.int16)


def dicom(series: int = 1, k: int = 0, *, modality: str = "CT", rows: int = 24, seed: int = 0) -> bytes:
    written = io.BytesIO()
    image(series, k, modality=modality, rows=rows, seed=seed).save_as(written, enforce_file_format=True)
    return written.getvalue()
