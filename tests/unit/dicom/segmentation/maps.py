"""Small organ maps and the headers of the CT slices that they lie on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from totalpetview.domain.geometry import Grid
from totalpetview.domain.organs.organ_map import Labels, Making, OrganMap, Segment, plain_values
from totalpetview.domain.organs.structure import Structure
from totalpetview.domain.organs.total import TOTAL

CT = "1.2.840.10008.5.1.4.1.1.2"
FRAME = "1.2.826.0.1.3680043.9.1"
SERIES = "1.2.826.0.1.3680043.9.2"
MAKING = Making(
    program="TotalSegmentator",
    version="2.18.0",
    task="total",
    mode="fast",
    weights="stand-in",
    weights_digest="sha256:0123456789abcdef",
    settings=(("nr_thr_saving", "1"), ("remark", 'ä "quoted" \\ value')),
    made_at="2026-11-22T21:00:00+00:00",
    device="cpu",
)


def straight(shape: tuple[int, int, int] = (7, 24, 20)) -> Grid:
    return Grid(shape, (-10.0, -20.5, 100.25), (1.5, 0, 0), (0, 1.25, 0), (0, 0, 3.0))


def oblique(shape: tuple[int, int, int] = (7, 24, 20)) -> Grid:
    """Rows and columns turned about two axes; slices orthogonal to them."""
    a, b = np.radians(17), np.radians(-31)
    about_z = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    about_x = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    steps = (about_x @ about_z) * np.array([0.9, 1.1, 2.5])
    i, j, k = ((float(x), float(y), float(z)) for x, y, z in steps.T)
    return Grid(shape, (12.5, -33.25, 400.0), i, j, k)


def headers(grid: Grid) -> list[Dataset]:
    """Return the headers of the CT slices of a grid, in order k, numbers as a scanner writes them."""
    found = []
    for k in range(grid.shape[0]):
        header = Dataset()
        header.SOPClassUID, header.SOPInstanceUID = CT, f"{SERIES}.{k + 1}"
        header.SeriesInstanceUID, header.StudyInstanceUID, header.FrameOfReferenceUID = SERIES, f"{SERIES}.9", FRAME
        header.SpecificCharacterSet = "ISO_IR 100"
        header.PatientID, header.PatientName, header.PatientSex, header.PatientBirthDate = "P1", "Müller^Jane", "F", ""
        header.StudyDate, header.StudyTime, header.StudyID, header.AccessionNumber = "20260105", "100000", "7", ""
        header.Modality, header.InstanceNumber = "CT", k + 1
        header.Rows, header.Columns = grid.shape[1], grid.shape[2]
        header.ImagePositionPatient = [_written(number) for number in grid.point_mm(0, 0, k)]
        directions = (*_unit(grid.step_i_mm), *_unit(grid.step_j_mm))
        header.ImageOrientationPatient = [_written(number) for number in directions]
        header.PixelSpacing = [_written(grid.spacing_mm[1]), _written(grid.spacing_mm[0])]
        header.SliceThickness = _written(grid.spacing_mm[2])
        found.append(header)
    return found


def _unit(step: Sequence[float]) -> list[float]:
    return [float(part) for part in np.array(step) / np.linalg.norm(step)]


def _written(number: float) -> str:
    return f"{number:.9f}"[:16]


def segments(structures: Iterable[tuple[int, Structure]]) -> tuple[Segment, ...]:
    return tuple(Segment(number, structure, structure.key, "AUTOMATIC") for number, structure in structures)


def of_labels(grid: Grid, labels: Labels, numbers: Sequence[int], making: Making = MAKING) -> OrganMap:
    """Return a map without overlaps whose segment n is structure n of TotalSegmentator's class map."""
    return OrganMap(
        grid,
        labels,
        plain_values(numbers),
        segments((n, TOTAL[n - 1]) for n in numbers),
        making,
        FRAME,
        SERIES,
        tuple(f"{SERIES}.{k + 1}" for k in range(grid.shape[0])),
    )


def scattered(grid: Grid, numbers: Sequence[int], seed: int = 1, filled: float = 0.4) -> NDArray[np.uint8]:
    """Return labels in which every number has blocks somewhere, different in every direction."""
    random = np.random.default_rng(seed)
    labels = np.zeros(grid.shape, np.uint8)
    chosen = random.random(grid.shape) < filled
    labels[chosen] = random.choice(np.array(numbers, np.uint8), int(chosen.sum()))
    return labels


GRIDS = {
    "straight": straight(),
    "oblique": oblique(),
    "single slice": straight((1, 24, 20)),
    "bits that end within a byte": straight((3, 7, 5)),
    "tilted gantry": Grid((5, 8, 12), (0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0.4, 2.0)),
}
