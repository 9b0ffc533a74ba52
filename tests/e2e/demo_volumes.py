"""The demo patient's files as volumes, read with pydicom alone; SUV by the formula, from the headers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pydicom

from tests.e2e.reference_picture import ReferenceVolume, read_volume


@dataclass(frozen=True, slots=True)
class DemoVolumes:
    """CT in HU and PET in SUVbw of one examination."""

    ct: ReferenceVolume
    pet: ReferenceVolume


def suvbw_factor(pet: pydicom.Dataset) -> float:
    """Return SUVbw per Bq/ml: weight over the dose that is left when the scan starts."""
    radio = pet.RadiopharmaceuticalInformationSequence[0]
    uptake_s = _seconds(pet.SeriesTime) - _seconds(radio.RadiopharmaceuticalStartTime)
    left = 2 ** (-uptake_s / float(radio.RadionuclideHalfLife))
    return float(pet.PatientWeight) * 1000 / (float(radio.RadionuclideTotalDose) * left)


def _seconds(time: str) -> float:
    """Seconds since midnight of a DICOM time (TM); these examinations do not cross it."""
    return int(time[0:2]) * 3600 + int(time[2:4]) * 60 + float(time[4:])


def read_examination(*folders: Path) -> DemoVolumes:
    """Read the CT and the PET below one or two folders; scouts are left out."""
    ct, pet = [], []
    for path in sorted(path for folder in folders for path in folder.rglob("*.dcm")):
        header = pydicom.dcmread(path, stop_before_pixels=True)
        if header.Modality == "PT":
            pet.append(path)
        elif "LOCALIZER" not in header.ImageType:
            ct.append(path)
    factor = suvbw_factor(pydicom.dcmread(pet[0], stop_before_pixels=True))
    return DemoVolumes(read_volume(ct), read_volume(pet, factor))


def read_demo_volumes(folder: Path) -> list[DemoVolumes]:
    """Read all examinations of the demo patient in order of time."""
    return [read_examination(path) for path in sorted(folder.iterdir()) if path.is_dir()]
