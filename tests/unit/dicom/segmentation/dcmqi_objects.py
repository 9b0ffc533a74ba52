"""Segmentations as dcmqi writes them: the program behind 3D Slicer's export and the usual way from NIfTI to DICOM."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import SimpleITK
from tests.unit.dicom.objects import written as as_file
from tests.unit.dicom.segmentation.maps import headers
from tests.unit.dicom.segmentation.test_other_programs import program

from totalpetview.domain.geometry import Grid
from totalpetview.domain.organs.organ_map import Labels

#: its functions carry no types
ITK: Any = SimpleITK

ANATOMY = ("91723000", "SCT", "Anatomical Structure")
TISSUE = ("85756007", "SCT", "Tissue")
LEFT, RIGHT = ("7771000", "SCT", "Left"), ("24028007", "SCT", "Right")

CodeTriple = tuple[str, str, str]
Attributes = dict[str, Any]


def code(triple: CodeTriple) -> dict[str, str]:
    value, scheme, meaning = triple
    return {"CodeValue": value, "CodingSchemeDesignator": scheme, "CodeMeaning": meaning}


def attributes(
    label_id: int, label: str, category: CodeTriple, kind: CodeTriple, modifier: CodeTriple | None = None
) -> Attributes:
    """Return what dcmqi wants to know of a segment."""
    found = {
        "labelID": label_id,
        "SegmentLabel": label,
        "SegmentDescription": category[2],
        "SegmentAlgorithmType": "MANUAL",
        "SegmentedPropertyCategoryCodeSequence": code(category),
        "SegmentedPropertyTypeCodeSequence": code(kind),
        "recommendedDisplayRGBValue": [221, 130, 101],
    }
    return found if modifier is None else found | {"SegmentedPropertyTypeModifierCodeSequence": code(modifier)}


def write_ct(grid: Grid, folder: Path) -> Path:
    """Write the CT slices of a grid as files; their names are not in the order of the slices."""
    folder.mkdir()
    for k, header in enumerate(headers(grid)):
        header.PixelData = bytes(2 * grid.shape[1] * grid.shape[2])
        header.BitsAllocated = header.BitsStored = 16
        header.HighBit, header.PixelRepresentation, header.SamplesPerPixel = 15, 0, 1
        header.PhotometricInterpretation, header.RescaleIntercept, header.RescaleSlope = "MONOCHROME2", 0, 1
        header.ReferringPhysicianName = header.SeriesNumber = ""
        (folder / f"{(7 * k) % 101:03}.dcm").write_bytes(as_file(header))
    return folder


def image(grid: Grid, array: Labels) -> Any:
    """Return an array [k, j, i] on a grid as an image of ITK."""
    found = ITK.GetImageFromArray(array.astype(np.int16))
    found.SetOrigin([float(place) for place in grid.origin_mm])
    found.SetSpacing([float(step) for step in grid.spacing_mm])
    steps = np.array([grid.step_i_mm, grid.step_j_mm, grid.step_k_mm]).T / np.array(grid.spacing_mm)
    found.SetDirection([float(part) for part in steps.ravel()])
    return found


def write_dcmqi(
    images: Sequence[Any],
    described: Sequence[Sequence[Attributes]],
    ct: Path,
    *arguments: str,
    suffix: str = ".nrrd",
) -> Path:
    """Let dcmqi write images of labels as one object; described[n] are the segments of images[n]."""
    folder = ct.parent
    names = []
    for number, each in enumerate(images):
        names.append(folder / f"labels-{number}{suffix}")
        ITK.WriteImage(each, str(names[-1]))
    metadata = {
        "ContentCreatorName": "Slicer",
        "ClinicalTrialSeriesID": "1",
        "ClinicalTrialTimePointID": "1",
        "ClinicalTrialCoordinatingCenterName": "QIICR",
        "SeriesDescription": "Segmentation",
        "SeriesNumber": "100",
        "InstanceNumber": "1",
        "segmentAttributes": described,
    }
    (folder / "metadata.json").write_text(json.dumps(metadata))
    out = folder / "seg.dcm"
    command = [program("itkimage2segimage"), "--inputImageList", ",".join(map(str, names))]
    command += ["--inputDICOMDirectory", str(ct), "--inputMetadata", str(folder / "metadata.json")]
    done = subprocess.run(
        [*command, "--outputDICOM", str(out), *arguments], check=False, capture_output=True, text=True
    )
    assert out.exists(), done.stdout + done.stderr
    return out
