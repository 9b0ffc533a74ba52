"""CT, PET and scout images of one examination as DICOM files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset, FileDataset
from pydicom.sequence import Sequence

from totalpetview.demo.dicom_header import (
    CT_IMAGE_STORAGE,
    PET_IMAGE_STORAGE,
    code,
    da,
    ds,
    put_slice,
    save,
    series_template,
    tm,
    uid_of,
)
from totalpetview.demo.examination import DemoExamination
from totalpetview.demo.plan import HALF_LIFE_S, ExaminationPlan
from totalpetview.demo.points import Values
from totalpetview.domain.geometry import Grid

_AXIAL = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
_CORONAL = (1.0, 0.0, 0.0, 0.0, 0.0, -1.0)
_BED_MM = 140.0
_BED_S = 150.0


@dataclass(frozen=True, slots=True)
class CtStorage:
    """How HU are stored: scanners differ, readers must not care."""

    signed: bool
    bits: int
    intercept: int


#: one per examination
CT_STORAGE = (
    CtStorage(signed=False, bits=12, intercept=-1024),
    CtStorage(signed=True, bits=16, intercept=-1024),
    CtStorage(signed=True, bits=16, intercept=0),
    CtStorage(signed=False, bits=16, intercept=-1024),
)


def put_pixel_format(
    dataset: Dataset, rows: int, columns: int, spacing_mm: tuple[float, float], *, signed: bool, bits: int
) -> None:
    """Fill the image pixel module; `spacing_mm` is (between rows, between columns)."""
    dataset.SamplesPerPixel = 1
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.Rows, dataset.Columns = rows, columns
    dataset.PixelSpacing = [ds(v) for v in spacing_mm]
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = 16, bits, bits - 1
    dataset.PixelRepresentation = int(signed)


def _ct_template(plan: ExaminationPlan, size: str, kind: str, number: int, image_type: str) -> FileDataset:
    dataset = series_template(CT_IMAGE_STORAGE, plan, size, kind=kind, number=number, begun=plan.ct_begun)
    dataset.Modality = "CT"
    dataset.ImageType = image_type.split("\\")
    dataset.AcquisitionNumber = number
    dataset.KVP = "120"
    dataset.XRayTubeCurrent = plan.tube_current_ma
    dataset.RescaleSlope, dataset.RescaleType = "1", "HU"
    dataset.GantryDetectorTilt = "0"
    dataset.TableHeight = "150"
    if plan.contrast:
        dataset.ContrastBolusAgent = "Synthetic contrast medium"
        dataset.ContrastBolusRoute = "INTRAVENOUS"
    return dataset


def write_ct(examination: DemoExamination, folder: Path, size: str) -> int:
    """Write the CT slice by slice, head first; returns the number of files."""
    plan, grid = examination.plan, examination.ct_grid
    storage = CT_STORAGE[plan.index]
    dataset = _ct_template(plan, size, "ct", 2, "ORIGINAL\\PRIMARY\\AXIAL")
    dataset.SeriesDescription = "CT portal venous 3 mm soft" if plan.contrast else "CT low dose"
    dataset.ProtocolName = "Whole body"
    dataset.ConvolutionKernel = "SOFT"
    dataset.RescaleIntercept = str(storage.intercept)
    dataset.WindowCenter, dataset.WindowWidth = "40", "400"
    _put_grid(dataset, grid, signed=storage.signed, bits=storage.bits)
    kind = np.dtype("<i2" if storage.signed else "<u2")
    for number, k in _head_first(grid):
        stored = (examination.ct_hu[k].astype(np.int32) - storage.intercept).astype(kind)
        uid = uid_of("demo", size, plan.index, "ct", k)
        place = grid.point_mm(0, 0, k)
        dataset.SliceLocation = ds(place[2])
        put_slice(dataset, uid, number, (place, _AXIAL), stored.tobytes())
        save(dataset, folder / f"CT{number:04d}.dcm")
    return grid.shape[0]


def _put_grid(dataset: Dataset, grid: Grid, *, signed: bool, bits: int) -> None:
    put_pixel_format(
        dataset, grid.shape[1], grid.shape[2], (grid.spacing_mm[1], grid.spacing_mm[0]), signed=signed, bits=bits
    )
    dataset.SliceThickness = ds(grid.spacing_mm[2])


def _head_first(grid: Grid) -> Iterator[tuple[int, int]]:
    return enumerate(range(grid.shape[0] - 1, -1, -1), start=1)


def write_scout(examination: DemoExamination, folder: Path, size: str) -> int:
    """Write a scout, seen from the front: the CT summed along the rays; returns the number of files."""
    plan, grid = examination.plan, examination.ct_grid
    dataset = _ct_template(plan, size, "scout", 1, "ORIGINAL\\PRIMARY\\LOCALIZER")
    dataset.SeriesDescription = "Scout"
    dataset.RescaleIntercept = "-1024"
    dataset.WindowCenter, dataset.WindowWidth = "-100", "1000"
    density = np.zeros((grid.shape[0], grid.shape[2]))
    for k in range(grid.shape[0]):
        density[k] = np.clip(examination.ct_hu[k] + 1000.0, 0.0, None).sum(axis=0)
    path_cm = density / 1000.0 * grid.spacing_mm[1] / 10.0
    hu = 1400.0 * (1.0 - np.exp(-path_cm / 16.0)) - 900.0
    stored = np.clip(np.rint(hu + 1024), 0, 4095).astype("<u2")[::-1]
    put_pixel_format(
        dataset, grid.shape[0], grid.shape[2], (grid.spacing_mm[2], grid.spacing_mm[0]), signed=False, bits=12
    )
    dataset.SliceThickness = ds(grid.spacing_mm[1] * grid.shape[1])
    place = grid.point_mm(0, (grid.shape[1] - 1) / 2, grid.shape[0] - 1)
    put_slice(dataset, uid_of("demo", size, plan.index, "scout", 0), 1, (place, _CORONAL), stored.tobytes())
    save(dataset, folder / "SC0001.dcm")
    return 1


def _radiopharmaceutical(plan: ExaminationPlan) -> Dataset:
    item = Dataset()
    item.Radiopharmaceutical = "Fluorodeoxyglucose"
    item.RadiopharmaceuticalRoute = "Intravenous route"
    item.RadiopharmaceuticalStartTime = tm(plan.injected_at)
    item.RadiopharmaceuticalStartDateTime = da(plan.injected_at) + tm(plan.injected_at)
    item.RadionuclideTotalDose = ds(plan.dose_bq)
    item.RadionuclideHalfLife = ds(HALF_LIFE_S)
    item.RadionuclidePositronFraction = "0.9673"
    item.RadionuclideCodeSequence = Sequence([code("C-111A1", "SRT", "^18^Fluorine")])
    item.RadiopharmaceuticalCodeSequence = Sequence([code("C-B1031", "SRT", "Fluorodeoxyglucose F^18^")])
    return item


def _pet_template(examination: DemoExamination, size: str) -> FileDataset:
    plan, grid = examination.plan, examination.pet_grid
    dataset = series_template(PET_IMAGE_STORAGE, plan, size, kind="pet", number=3, begun=plan.acquired_at)
    dataset.Modality = "PT"
    dataset.SeriesDescription = "PET whole body FDG AC"
    dataset.ImageType = ["ORIGINAL", "PRIMARY"]
    dataset.Units = "BQML"
    dataset.CountsSource = "EMISSION"
    dataset.SeriesType = ["WHOLE BODY", "IMAGE"]
    dataset.NumberOfSlices = grid.shape[0]
    dataset.CorrectedImage = ["NORM", "DTIM", "ATTN", "SCAT", "DECY", "RAN"]
    dataset.DecayCorrection = "START"
    dataset.AttenuationCorrectionMethod = "CT-based"
    dataset.ScatterCorrectionMethod = "Model-based"
    dataset.RandomsCorrectionMethod = "DLYD"
    dataset.ReconstructionMethod = "OSEM 2i 24s"
    dataset.CollimatorType = "NONE"
    dataset.DoseCalibrationFactor = "1"
    dataset.ActualFrameDuration = str(int(_BED_S * 1000))
    dataset.RescaleIntercept = "0"
    dataset.PatientOrientationCodeSequence = Sequence([code("102538003", "SCT", "recumbent")])
    del dataset.PatientPosition  # PS3.3 C.7.3.1.1.2: not beside the codes
    dataset.PatientOrientationCodeSequence[0].PatientOrientationModifierCodeSequence = Sequence(
        [code("40199007", "SCT", "supine")]
    )
    dataset.PatientGantryRelationshipCodeSequence = Sequence([code("102540008", "SCT", "headfirst")])
    dataset.RadiopharmaceuticalInformationSequence = Sequence([_radiopharmaceutical(plan)])
    _put_grid(dataset, grid, signed=True, bits=16)
    return dataset


def write_pet(examination: DemoExamination, folder: Path, size: str) -> int:
    """Write the PET in Bq/ml, corrected for decay to its start, each slice with its own slope."""
    plan, grid = examination.plan, examination.pet_grid
    dataset = _pet_template(examination, size)
    bq_per_suv = 1.0 / plan.suvbw_factor
    for number, k in _head_first(grid):
        slope = ds(max(float(examination.pet_suv[k].max()) * bq_per_suv, 1.0) / 32767.0)
        stored = stored_slice(examination.pet_suv[k], bq_per_suv, float(slope))
        # beds are taken from the thighs upwards, one after the other
        waited_s = _BED_S * int(k * grid.spacing_mm[2] // _BED_MM)
        begun = plan.acquired_at + timedelta(seconds=waited_s)
        dataset.AcquisitionDate, dataset.AcquisitionTime = da(begun), tm(begun)
        dataset.FrameReferenceTime = ds((waited_s + _BED_S / 2) * 1000.0)
        dataset.DecayFactor = f"{2.0 ** ((waited_s + _BED_S / 2) / HALF_LIFE_S):.6f}"
        dataset.ImageIndex = number
        dataset.RescaleSlope = slope
        dataset.SmallestImagePixelValue, dataset.LargestImagePixelValue = int(stored.min()), int(stored.max())
        place = grid.point_mm(0, 0, k)
        dataset.SliceLocation = ds(place[2])
        put_slice(dataset, uid_of("demo", size, plan.index, "pet", k), number, (place, _AXIAL), stored.tobytes())
        save(dataset, folder / f"PT{number:04d}.dcm")
    return grid.shape[0]


def stored_slice(suv: Values, bq_per_suv: float, slope: float) -> Values:
    """Return what is stored of a slice of SUVbw: whole numbers, times `slope` in Bq/ml."""
    return np.clip(np.rint(suv * np.float64(bq_per_suv / slope)), 0, 32767).astype("<i2")
