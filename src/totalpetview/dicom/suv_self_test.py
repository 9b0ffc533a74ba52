"""Synthetic PET objects with a known SUVbw, one or more for each rule, sent through the reader like any others.

All are made so that every voxel has SUVbw 2.00, or that they must be refused. Plain case: 80 kg, 400 MBq of a
nuclide with a half-life of 6000 s, injected exactly that long before the scan: 80000 g / 200 MBq = 0.0004 SUVbw
per Bq/ml, so 5000 Bq/ml are SUVbw 2.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import UID, ExplicitVRLittleEndian

from totalpetview.dicom.series import SeriesReader
from totalpetview.domain.problem import Problem

EXPECTED_SUV: Final = 2.0
TOLERANCE: Final = 0.0005
_PET: Final = "1.2.840.10008.5.1.4.1.1.128"
_SLICES: Final = 2
#: mean of an exponential fall over the first 600 s: (1 - 2^-0.1) / (0.1 ln 2); the second picture 300 s later
_FALLING: Final = (0.96612971, 0.96612971 * 0.96593633)

Change = Callable[[Dataset, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out of one object; `expected` None where it must be refused."""

    name: str
    expected: float | None
    found: tuple[float, ...]
    refusal: Problem | None

    @property
    def right(self) -> bool:
        """Whether it is what it must be."""
        if self.expected is None:
            return not self.found and self.refusal is not None
        return bool(self.found) and all(abs(one - self.expected) <= TOLERANCE for one in self.found)


def run_all() -> Iterator[Outcome]:
    """Yield one outcome for each object."""
    for name, change in _CHANGES.items():
        yield _outcome(name, EXPECTED_SUV, change)
    for name, change in _REFUSED.items():
        yield _outcome(name, None, change)


def _outcome(name: str, expected: float | None, change: Change) -> Outcome:
    reader = SeriesReader()
    for k in range(_SLICES):
        reader.add(_written(_slice(k, change)))
    suv = reader.facts().suv
    if suv is None or suv.factor_per_unit is None:
        return Outcome(name, expected, (), None if suv is None else suv.refusal)
    volume, factor = reader.volume(), suv.factor_per_unit
    values = [
        float(volume.slope[k] * volume.stored[k][j, i] + volume.intercept[k]) * factor
        for k in range(_SLICES)
        for j in range(_SLICES)
        for i in range(_SLICES)
    ]
    return Outcome(name, expected, tuple(values), None)


def _slice(k: int, change: Change) -> Dataset:
    header = Dataset()
    header.SOPClassUID, header.SOPInstanceUID = UID(_PET), UID(f"1.2.3.{k + 1}")
    header.StudyInstanceUID, header.SeriesInstanceUID, header.FrameOfReferenceUID = "1.2", "1.2.3", "1.2.4"
    header.Modality, header.ImageType, header.InstanceNumber = "PT", ["ORIGINAL", "PRIMARY"], k + 1
    header.Manufacturer = "Synthetic"
    header.SeriesDate, header.SeriesTime = "20260105", "100000"
    header.AcquisitionDate, header.AcquisitionTime = "20260105", "100000"
    header.PatientWeight, header.PatientSize, header.PatientSex = 80, 1.75, "M"
    header.CorrectedImage = ["DECY", "ATTN", "SCAT", "NORM"]
    header.Units, header.DecayCorrection, header.ActualFrameDuration = "BQML", "START", 600_000
    item = Dataset()
    item.RadionuclideTotalDose, item.RadionuclideHalfLife = 400e6, 6000
    item.RadiopharmaceuticalStartTime = "082000"
    header.RadiopharmaceuticalInformationSequence = Sequence([item])
    header.ImagePositionPatient, header.ImageOrientationPatient = [0, 0, 3 * k], [1, 0, 0, 0, 1, 0]
    header.PixelSpacing, header.SliceThickness = [4, 4], 3
    header.RescaleSlope, header.RescaleIntercept = 1, 0
    header.Rows, header.Columns, header.SamplesPerPixel = _SLICES, _SLICES, 1
    header.PhotometricInterpretation, header.PixelRepresentation = "MONOCHROME2", 0
    header.BitsAllocated, header.BitsStored, header.HighBit = 16, 16, 15
    header.PixelData = np.full((_SLICES, _SLICES), 5000, dtype="<u2").tobytes()
    header["PixelData"].VR = "OW"
    change(header, k)
    return header


def _written(header: Dataset) -> bytes:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = UID(_PET), header.SOPInstanceUID
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    file = io.BytesIO()
    FileDataset(file, dict(header), b"\0" * 128, meta, is_implicit_VR=False, is_little_endian=True).save_as(file)
    return file.getvalue()


def _set(**values: Any) -> Change:  # noqa: ANN401 - DICOM values are of any type
    """Return a change that sets elements, those of the injection in its item."""

    def change(header: Dataset, _k: int) -> None:
        item = header.RadiopharmaceuticalInformationSequence[0]
        for keyword, value in values.items():
            if value is None:
                delattr(item if keyword in item else header, keyword)
            else:
                setattr(item if keyword.startswith("Radio") else header, keyword, value)

    return change


def _slope_per_slice(header: Dataset, k: int) -> None:
    header.RescaleSlope = (1, 2)[k]
    header.PixelData = np.full((_SLICES, _SLICES), (5000, 2500)[k], dtype="<u2").tobytes()


def _not_decay_corrected(header: Dataset, k: int) -> None:
    header.DecayCorrection, header.CorrectedImage = "NONE", ["ATTN", "SCAT", "NORM"]
    header.AcquisitionTime = ("100000", "100500")[k]
    header.RescaleSlope = _FALLING[k]


def _late_series_time(header: Dataset, k: int) -> None:
    # the middle of a picture of 600 s counts as 298.267 s after its start, here 10:05 and 10:10
    header.SeriesTime, header.AcquisitionTime = "120000", ("100500", "101000")[k]
    header.FrameReferenceTime = (598_267, 898_267)[k]


def _private(group: int, creator: str, element: int, vr: str, value: str, **more: Any) -> Change:  # noqa: ANN401
    def change(header: Dataset, k: int) -> None:
        _set(**more)(header, k)
        header.private_block(group, creator, create=True).add_new(element, vr, value)

    return change


_LATE: Final = {"SeriesTime": "120000"}
_PHILIPS: Final = "Philips PET Private Group"
_CHANGES: Final[dict[str, Change]] = {
    "BQML, decay correction START": _set(),
    "BQML, a slope for each slice": _slope_per_slice,
    "BQML, decay correction ADMIN": _set(DecayCorrection="ADMIN", RescaleSlope=2),
    "BQML, decay correction NONE, two bed positions": _not_decay_corrected,
    "late SeriesTime, frame reference times": _late_series_time,
    "late SeriesTime, private time of GE": _private(0x0009, "GEMS_PETD_01", 0x0D, "DT", "20260105100000", **_LATE),
    "late SeriesTime, private time of Siemens": _private(
        0x0071, "SIEMENS MED PT", 0x22, "DT", "20260105100000", **_LATE
    ),
    "injection as DateTime only": _set(
        RadiopharmaceuticalStartTime=None, RadiopharmaceuticalStartDateTime="20260105082000"
    ),
    "injection before midnight, time only": _set(
        SeriesTime="004000", AcquisitionTime="004000", RadiopharmaceuticalStartTime="230000"
    ),
    "dose in MBq": _set(RadionuclideTotalDose=400),
    "weight in grams": _set(PatientWeight=80_000),
    # 68Ga, 4062.6 s: 400 MBq * 2^(-6000 / 4062.6) = 143.705 MBq; 80000 g / 143.705 MBq * 5000 * 0.718527 = 2
    "68Ga": _set(RadionuclideHalfLife=4062.6, RescaleSlope=0.718527),
    "GML without SUV type": _set(Units="GML", RescaleSlope=0.0004),
    # James: 1.10 * 80 - 128 * (80 / 175)^2 = 61.2506 kg; SUVlbm = 2 * 61.2506 / 80
    "GML, LBMJAMES128": _set(Units="GML", SUVType="LBMJAMES128", RescaleSlope=1.531265 / 5000),
    # Janmahasatian: BMI 26.1224, 9270 * 80 / (6680 + 216 * 26.1224) = 60.1828 kg
    "GML, LBMJANMA": _set(Units="GML", SUVType="LBMJANMA", RescaleSlope=1.504571 / 5000),
    # men 48 + 1.06 * 23 = 72.38, women 45.5 + 0.91 * 23 = 66.43, mean 69.405 kg
    "GML, IBW, sex O": _set(Units="GML", SUVType="IBW", PatientSex="O", RescaleSlope=1.735125 / 5000),
    # Du Bois: 0.007184 * 175^0.725 * 80^0.425 = 1.95606 m2; 2 * 19560.6 cm2 / 80000 g
    "CM2ML": _set(Units="CM2ML", SUVType="BSA", RescaleSlope=0.489015 / 5000),
    "CNTS, SUV factor of Philips": _private(0x7053, _PHILIPS, 0x00, "DS", "0.0004", Units="CNTS"),
    "CNTS, activity factor of Philips": _private(0x7053, _PHILIPS, 0x09, "DS", "2", Units="CNTS", RescaleSlope=0.5),
}
_REFUSED: Final[dict[str, Change]] = {
    "PROPCNTS": _set(Units="PROPCNTS"),
    "CNTS without a factor": _set(Units="CNTS"),
    "not attenuation corrected": _set(CorrectedImage=["DECY", "SCAT", "NORM"]),
    "weight 0": _set(PatientWeight=0),
    "dose of 4 Bq": _set(RadionuclideTotalDose=4),
    "uptake of 9 hours": _set(RadiopharmaceuticalStartTime="010000"),
    "injection after the scan": _set(RadiopharmaceuticalStartTime="101500"),
}
