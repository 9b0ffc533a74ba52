"""A small phantom with no symmetry, written in several orientations of the same content of the patient's space.

Markers: L on the patient's left, H at the head, A in front; what is where is known analytically.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Literal

import numpy as np
from pydicom.dataset import Dataset, FileDataset
from pydicom.sequence import Sequence

from totalpetview.demo.dicom_header import (
    CT_IMAGE_STORAGE,
    PET_IMAGE_STORAGE,
    code,
    da,
    ds,
    empty_file,
    put_equipment,
    put_patient,
    put_slice,
    save,
    tm,
    uid_of,
)
from totalpetview.demo.dicom_images import put_pixel_format
from totalpetview.demo.plan import HALF_LIFE_S
from totalpetview.demo.points import Triple, Values
from totalpetview.demo.shapes import rotation

Modality = Literal["CT", "PT"]


class Orientation(StrEnum):
    """How the rows and columns of the images lie in the patient."""

    HFS = "HFS"
    FFS = "FFS"
    HFP = "HFP"
    OBLIQUE = "OBLIQUE"


@dataclass(frozen=True, slots=True)
class Block:
    """A box along the patient's axes."""

    name: str
    low_mm: Triple
    high_mm: Triple
    hu: float
    suv: float


#: later blocks cover earlier ones; outside all of them is air
BLOCKS = (
    Block("body", (-60.0, -45.0, -70.0), (60.0, 45.0, 70.0), 0.0, 1.0),
    Block("L", (30.0, -10.0, -20.0), (50.0, 10.0, 15.0), 800.0, 6.0),
    Block("H", (-12.0, 0.0, 40.0), (8.0, 20.0, 60.0), 400.0, 4.0),
    Block("A", (-25.0, -40.0, -35.0), (0.0, -20.0, -15.0), 200.0, 9.0),
)
OUTSIDE_HU, OUTSIDE_SUV = -1000.0, 0.0
#: middle of the phantom in patient coordinates: not the origin, so that a forgotten offset shows
CENTRE_MM: Triple = (12.0, -180.0, 640.0)
WEIGHT_KG, DOSE_BQ, UPTAKE_S = 70.0, 300e6, 3600.0
SUVBW_FACTOR = WEIGHT_KG * 1000.0 / (DOSE_BQ * 2.0 ** (-UPTAKE_S / HALF_LIFE_S))

_STARTED = datetime.fromisoformat("2025-05-05T10:00:00")
#: (columns, rows, slices), (column, row, slice) distance in mm: nothing is square
_MATRIX: dict[str, tuple[tuple[int, int, int], Triple]] = {
    "CT": ((88, 76, 60), (2.0, 2.25, 3.0)),
    "PT": ((44, 40, 45), (4.0, 4.5, 4.0)),
}


def values_at(points_mm: Values, modality: Modality = "CT") -> Values:
    """Return HU (CT) or SUVbw (PT) at patient coordinates (..., 3)."""
    place = np.asarray(points_mm, dtype=np.float64) - np.asarray(CENTRE_MM)
    found = np.full(place.shape[:-1], OUTSIDE_HU if modality == "CT" else OUTSIDE_SUV)
    for block in BLOCKS:
        inside = ((place >= np.asarray(block.low_mm)) & (place <= np.asarray(block.high_mm))).all(axis=-1)
        found[inside] = block.hu if modality == "CT" else block.suv
    return found


def value_at(point_mm: Triple, modality: Modality = "CT") -> float:
    """Return HU (CT) or SUVbw (PT) at one place."""
    return float(values_at(np.asarray(point_mm), modality))


def axes(orientation: Orientation) -> Values:
    """Return a 3x3 matrix whose columns are the directions of column index, row index and slice order."""
    turns = {
        Orientation.HFS: np.diag([1.0, 1.0, 1.0]),
        Orientation.FFS: np.diag([-1.0, 1.0, -1.0]),
        Orientation.HFP: np.diag([-1.0, -1.0, 1.0]),
        Orientation.OBLIQUE: rotation(14.0, -9.0, 21.0),
    }
    return turns[orientation]


def _template(orientation: Orientation, modality: Modality) -> FileDataset:
    dataset = empty_file(CT_IMAGE_STORAGE if modality == "CT" else PET_IMAGE_STORAGE)
    key = ("orientation", str(orientation))
    put_patient(dataset, f"Phantom^{orientation.title()}", f"TPV-PHANTOM-{orientation}", "20000101", "O")
    dataset.PatientWeight, dataset.PatientSize = ds(WEIGHT_KG), "1.70"
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = uid_of(*key, "study"), uid_of(*key, modality)
    dataset.FrameOfReferenceUID, dataset.PositionReferenceIndicator = uid_of(*key, "frame of reference"), ""
    dataset.StudyDate = dataset.SeriesDate = dataset.AcquisitionDate = dataset.ContentDate = da(_STARTED)
    dataset.StudyTime = dataset.SeriesTime = dataset.AcquisitionTime = dataset.ContentTime = tm(_STARTED)
    dataset.StudyID, dataset.SeriesNumber, dataset.AccessionNumber = "1", 1 if modality == "CT" else 2, ""
    dataset.ReferringPhysicianName = ""
    dataset.StudyDescription = dataset.SeriesDescription = f"Orientation phantom {orientation} {modality}"
    dataset.BodyPartExamined = "WHOLEBODY"
    dataset.PatientPosition = "HFS" if orientation is Orientation.OBLIQUE else str(orientation)
    dataset.Modality = modality
    put_equipment(dataset)
    if modality == "CT":
        dataset.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
        dataset.AcquisitionNumber, dataset.KVP = 1, "120"
        dataset.RescaleIntercept, dataset.RescaleSlope, dataset.RescaleType = "-1024", "1", "HU"
    else:
        _put_pet(dataset)
    return dataset


def _put_pet(dataset: FileDataset) -> None:
    dataset.ImageType = ["ORIGINAL", "PRIMARY"]
    dataset.Units, dataset.CountsSource, dataset.SeriesType = "BQML", "EMISSION", ["STATIC", "IMAGE"]
    dataset.NumberOfSlices = _MATRIX["PT"][0][2]
    dataset.CorrectedImage, dataset.DecayCorrection = ["ATTN", "DECY"], "START"
    dataset.AttenuationCorrectionMethod, dataset.CollimatorType = "CT-based", "NONE"
    dataset.DoseCalibrationFactor, dataset.ActualFrameDuration = "1", "600000"
    dataset.FrameReferenceTime, dataset.DecayFactor = "300000", "1.032"
    dataset.RescaleIntercept, dataset.RescaleSlope = "0", "1"
    del dataset.PatientPosition
    feet = "FFS" in str(dataset.SeriesDescription)
    prone = "HFP" in str(dataset.SeriesDescription)
    dataset.PatientOrientationCodeSequence = Sequence([code("102538003", "SCT", "recumbent")])
    posture = code("1240000", "SCT", "prone") if prone else code("40199007", "SCT", "supine")
    dataset.PatientOrientationCodeSequence[0].PatientOrientationModifierCodeSequence = Sequence([posture])
    gantry = code("102541007", "SCT", "feet-first") if feet else code("102540008", "SCT", "headfirst")
    dataset.PatientGantryRelationshipCodeSequence = Sequence([gantry])
    item = Dataset()
    injected = _STARTED - timedelta(seconds=UPTAKE_S)
    item.Radiopharmaceutical = "Fluorodeoxyglucose"
    item.RadiopharmaceuticalStartTime = tm(injected)
    item.RadionuclideTotalDose, item.RadionuclideHalfLife = ds(DOSE_BQ), ds(HALF_LIFE_S)
    item.RadionuclideCodeSequence = Sequence([code("C-111A1", "SRT", "^18^Fluorine")])
    item.RadiopharmaceuticalCodeSequence = Sequence([code("C-B1031", "SRT", "Fluorodeoxyglucose F^18^")])
    dataset.RadiopharmaceuticalInformationSequence = Sequence([item])


def write_phantom(folder: Path, orientation: Orientation, modalities: tuple[Modality, ...] = ("CT", "PT")) -> None:
    """Write CT and PET of the phantom: the same content in patient space, rows and columns as `orientation` says.

    The values are those at the voxels' centres (no partial volume), so that nearest-neighbour comparison is exact.
    """
    for modality in modalities:
        series = folder / str(orientation) / modality
        series.mkdir(parents=True, exist_ok=True)
        dataset = _template(orientation, modality)
        (columns, rows, slices), steps = _MATRIX[modality]
        turn = axes(orientation)
        half = (np.array([columns, rows, slices]) - 1) / 2 * np.array(steps)
        origin = np.asarray(CENTRE_MM) - turn @ half
        put_pixel_format(dataset, rows, columns, (steps[1], steps[0]), signed=modality == "PT", bits=16)
        dataset.SliceThickness = ds(steps[2])
        j, i = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
        for k in range(slices):
            first = origin + turn[:, 2] * steps[2] * k
            places = first + i[..., None] * steps[0] * turn[:, 0] + j[..., None] * steps[1] * turn[:, 1]
            found = values_at(places, modality)
            stored = (
                np.rint(found + 1024).astype("<u2") if modality == "CT" else np.rint(found / SUVBW_FACTOR).astype("<i2")
            )
            if modality == "PT":
                dataset.ImageIndex = k + 1
            uid = uid_of("orientation", str(orientation), modality, k)
            put_slice(dataset, uid, k + 1, (first.tolist(), turn.T[:2].ravel().tolist()), stored.tobytes())
            save(dataset, series / f"{modality}{k + 1:04d}.dcm")
