"""Small DICOM objects, classic and enhanced, with everything a test may want to change."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import UID, ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

CT = "1.2.840.10008.5.1.4.1.1.2"
ENHANCED_CT = "1.2.840.10008.5.1.4.1.1.2.1"
LEGACY_PET = "1.2.840.10008.5.1.4.1.1.128.1"
PET = "1.2.840.10008.5.1.4.1.1.128"
ENHANCED_PET = "1.2.840.10008.5.1.4.1.1.130"


def written(header: Dataset, syntax: str = ExplicitVRLittleEndian) -> bytes:
    """Return the object as the bytes of a DICOM file; big-endian pixels must be swapped by the caller."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = header.get("SOPClassUID", "")
    meta.MediaStorageSOPInstanceUID = header.get("SOPInstanceUID", "")
    meta.TransferSyntaxUID = UID(syntax)
    file = io.BytesIO()
    implicit, little = syntax == ImplicitVRLittleEndian, syntax != ExplicitVRBigEndian
    whole = FileDataset(file, dict(header), b"\0" * 128, meta, implicit, little)
    whole.save_as(file)
    return file.getvalue()


def _common(sop_class: str, modality: str, number: int, **more: Any) -> Dataset:
    header = Dataset()
    header.SOPClassUID = sop_class
    header.SOPInstanceUID = f"1.2.3.{number}"
    header.SeriesInstanceUID = "1.2.3"
    header.StudyInstanceUID = "1.2"
    header.FrameOfReferenceUID = "1.2.9"
    header.PatientID, header.PatientName, header.Modality = "P1", "Doe^Jane", modality
    header.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    header.SeriesDate, header.SeriesTime = "20260105", "100000"
    header.AcquisitionDate, header.AcquisitionTime = "20260105", "100000"
    header.InstanceNumber = number
    for keyword, value in more.items():
        setattr(header, keyword, value)
    return header


def pixels(header: Dataset, array: NDArray[Any], bits_stored: int | None = None) -> None:
    """Put whole numbers into an object."""
    header.Rows, header.Columns = array.shape[-2:]
    header.SamplesPerPixel, header.PhotometricInterpretation = 1, "MONOCHROME2"
    bits = array.dtype.itemsize * 8
    header.BitsAllocated, header.BitsStored = bits, bits_stored or bits
    header.HighBit = header.BitsStored - 1
    header.PixelRepresentation = 1 if array.dtype.kind == "i" else 0
    header.PixelData = array.astype(array.dtype.newbyteorder("<")).tobytes()
    header["PixelData"].VR = "OW" if bits > 8 else "OB"


def ct(k: int = 0, array: NDArray[Any] | None = None, **more: Any) -> Dataset:
    """Return slice k (3 mm apart) of a CT; its pixels are 100 * k + their place."""
    header = _common(CT, "CT", k + 1)
    header.ImagePositionPatient, header.ImageOrientationPatient = [-10, -20, 3 * k], [1, 0, 0, 0, 1, 0]
    header.PixelSpacing, header.SliceThickness = [2, 1], 3
    header.RescaleSlope, header.RescaleIntercept = 1, -1024
    pixels(header, picture(k) if array is None else array)
    for keyword, value in more.items():
        setattr(header, keyword, value)
    return header


def picture(k: int) -> NDArray[Any]:
    """Return the stored values of slice k: 4 rows of 5 pixels."""
    return (100 * k + np.arange(20, dtype=np.int16)).reshape(4, 5).astype(np.int16)


def tracer() -> Dataset:
    """Return an injection of 400 MBq, one half-life of 6000 s before the scan."""
    item = Dataset()
    item.Radiopharmaceutical = "FDG"
    item.RadiopharmaceuticalStartTime, item.RadionuclideTotalDose, item.RadionuclideHalfLife = "082000", 4e8, 6000
    return item


def pet(k: int = 0, **more: Any) -> Dataset:
    """Return slice k of a corrected PET in Bq/ml with a slope of its own, whose factor to SUVbw is 0.0004."""
    header = ct(k)
    header.SOPClassUID, header.Modality, header.ImageType = PET, "PT", ["ORIGINAL", "PRIMARY"]
    header.RescaleSlope, header.RescaleIntercept = 0.5 + k, 0
    header.Units, header.DecayCorrection = "BQML", "START"
    header.CorrectedImage = ["DECY", "ATTN", "SCAT"]
    header.AttenuationCorrectionMethod, header.PatientWeight = "measured", 80
    header.RadiopharmaceuticalInformationSequence = Sequence([tracer()])
    for keyword, value in more.items():
        setattr(header, keyword, value)
    return header


def _item(**values: Any) -> Dataset:
    item = Dataset()
    for keyword, value in values.items():
        setattr(item, keyword, value)
    return item


def _group(k: int, slope: float, intercept: float, kind: list[str], name: str) -> Dataset:
    group = Dataset()
    group.PlanePositionSequence = Sequence([_item(ImagePositionPatient=[-10, -20, 3 * k])])
    group.PixelValueTransformationSequence = Sequence([_item(RescaleSlope=slope, RescaleIntercept=intercept)])
    group.FrameContentSequence = Sequence([_item(FrameAcquisitionDateTime=f"202601051000{k:02}")])
    setattr(group, name, Sequence([_item(FrameType=kind)]))
    return group


def enhanced(sop_class: str, order: list[int], **more: Any) -> Dataset:
    """Return one object with a frame per entry of `order`: frame n shows slice order[n] of `ct` or `pet`."""
    is_ct = sop_class == ENHANCED_CT
    header = _common(sop_class, "CT" if is_ct else "PT", 1)
    header.NumberOfFrames = len(order)
    shared = Dataset()
    shared.PlaneOrientationSequence = Sequence([_item(ImageOrientationPatient=[1, 0, 0, 0, 1, 0])])
    shared.PixelMeasuresSequence = Sequence([_item(PixelSpacing=[2, 1], SliceThickness=3)])
    header.SharedFunctionalGroupsSequence = Sequence([shared])
    name = "CTImageFrameTypeSequence" if is_ct else "PETFrameTypeSequence"
    header.PerFrameFunctionalGroupsSequence = Sequence(
        [
            _group(k, 1 if is_ct else 0.5 + k, -1024 if is_ct else 0, ["ORIGINAL", "PRIMARY", "VOLUME", "NONE"], name)
            for k in order
        ]
    )
    header.ImageType = ["ORIGINAL", "PRIMARY", "VOLUME", "NONE"]
    pixels(header, np.stack([picture(k) for k in order]))
    if not is_ct:
        header.PatientWeight, header.AttenuationCorrected, header.DecayCorrected = 80, "YES", "YES"
        header.DecayCorrectionDateTime, header.Units = "20260105100000", "BQML"
        item = tracer()
        item.RadionuclideTotalDose, item.RadiopharmaceuticalStartDateTime = 400, "20260105082000"
        header.RadiopharmaceuticalInformationSequence = Sequence([item])
    for keyword, value in more.items():
        setattr(header, keyword, value)
    return header
