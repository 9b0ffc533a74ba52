"""Organ maps as another program writes them: the demo patient's true organs, put into DICOM SEG by highdicom itself."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

import httpx
import numpy as np
import pydicom
from highdicom.content import AlgorithmIdentificationSequence
from highdicom.seg import Segmentation, SegmentDescription
from numpy.typing import NDArray
from pydicom.sr.coding import Code
from pydicom.uid import generate_uid

from totalpetview.demo import LABELS
from totalpetview.domain.organs.total import TOTAL

_CUBE: Final = 3


def demo_labels(examination: Path, *, all_of_them: bool = False) -> NDArray[np.uint8]:
    """Return the true organs of a demo examination [k, j, i]; needs `totalpetview demo --labels`.

    `all_of_them` gives the classes that the demo patient lacks a small cube each, so that there are all 117.
    """
    with np.load(examination / "labels.npz") as stored:
        labels: NDArray[np.uint8] = stored["labels"].copy()
    if all_of_them:
        free = np.argwhere(labels == 0)[:: max(1, labels.size // 400)]
        missing = sorted(set(LABELS.values()) - set(np.unique(labels).tolist()))
        for number, (k, j, i) in zip(missing, free[:: max(1, len(free) // (len(missing) + 1))], strict=False):
            labels[k : k + _CUBE, j : j + _CUBE, i : i + _CUBE] = number
    return labels


def ct_images(examination: Path) -> list[pydicom.Dataset]:
    """Return the CT slices of a demo examination from the feet upwards."""
    images = [pydicom.dcmread(path) for path in (examination / "CT").rglob("*.dcm")]
    largest = max({image.SeriesInstanceUID for image in images}, key=lambda uid: _count(images, uid))
    chosen = [image for image in images if image.SeriesInstanceUID == largest]
    return sorted(chosen, key=lambda image: float(image.ImagePositionPatient[2]))


def segmentation(
    images: Sequence[pydicom.Dataset],
    labels: NDArray[np.uint8],
    kind: Literal["BINARY", "LABELMAP"] = "LABELMAP",
    program: str = "true organs",
) -> bytes:
    """Return a DICOM SEG of these labels (numbers of TotalSegmentator's "total") on the grid of these CT slices."""
    present = [number for number in np.unique(labels).tolist() if number]
    algorithm = AlgorithmIdentificationSequence(program, Code("123109", "DCM", "Manual Processing"), "1")
    # a binary object numbers its segments from 1 on without gaps
    numbers = {number: place if kind == "BINARY" else number for place, number in enumerate(present, start=1)}
    written = np.zeros(256, np.uint8)
    for number, own in numbers.items():
        written[number] = own
    described = []
    for number in present:
        structure = TOTAL[number - 1]
        described.append(
            SegmentDescription(
                numbers[number],
                structure.key,
                Code(structure.category.value, structure.category.scheme, structure.category.meaning),
                Code(structure.type.value, structure.type.scheme, structure.type.meaning),
                "AUTOMATIC",
                algorithm,
            )
        )
    made = Segmentation(
        images,
        written[labels],
        kind,
        described,
        generate_uid(),
        300,
        generate_uid(),
        1,
        "Nobody",
        "Test",
        "1",
        "1",
        omit_empty_frames=kind == "BINARY",
    )
    file = io.BytesIO()
    made.save_as(file)
    return file.getvalue()


def store(client: httpx.Client, dicom: bytes) -> None:
    """Store one object by STOW-RS."""
    boundary = "organ-map-boundary"
    body = f"--{boundary}\r\nContent-Type: application/dicom\r\n\r\n".encode() + dicom + f"\r\n--{boundary}--".encode()
    content_type = f'multipart/related; type="application/dicom"; boundary={boundary}'
    answer = client.post("/dicom-web/studies", content=body, headers={"Content-Type": content_type})
    answer.raise_for_status()


def _count(images: Sequence[pydicom.Dataset], uid: str) -> int:
    return sum(1 for image in images if image.SeriesInstanceUID == uid)
