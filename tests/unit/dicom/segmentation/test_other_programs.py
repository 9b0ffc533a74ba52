"""Independent programs find no error in our objects, and see the same organs at the same place."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import pytest
import SimpleITK
from numpy.typing import NDArray
from tests.unit.dicom.segmentation.maps import MAKING, headers, oblique, of_labels, scattered, segments, straight

from totalpetview.dicom.segmentation.write import write_seg
from totalpetview.domain.organs.organ_map import OrganMap
from totalpetview.domain.organs.total import STRUCTURES, TOTAL

Kind = Literal["labelmap", "binary"]
both_kinds = pytest.mark.parametrize("kind", get_args(Kind))


def program(name: str) -> str:
    """Return a program of the test environment; Debian's dciodvfy is too old to know labelmaps."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed (uv sync installs it)")
    return found


def complaints(path: Path) -> list[str]:
    done = subprocess.run([program("dciodvfy"), "-new", str(path)], capture_output=True, text=True, check=False)
    lines = (done.stdout + done.stderr).splitlines()
    assert "Segmentation" in lines, "the object was not recognised"
    return [line for line in lines if line.startswith(("Error", "Abort"))]


@both_kinds
@pytest.mark.parametrize("shape", [(1, 24, 20), (4, 24, 20)])
def test_dciodvfy_finds_no_error(kind: Kind, shape: tuple[int, int, int], tmp_path: Path) -> None:
    grid = oblique(shape)
    path = tmp_path / "seg.dcm"
    path.write_bytes(write_seg(of_labels(grid, scattered(grid, [2, 5, 23]), [2, 5, 7, 23]), headers(grid), kind))
    assert complaints(path) == []


@both_kinds
def test_dciodvfy_finds_no_error_in_any_structure(kind: Kind, tmp_path: Path) -> None:
    grid = straight((2, 8, 8))
    structures = list(enumerate(STRUCTURES.values(), start=1))
    values = tuple((n,) if n else () for n in range(len(structures) + 1))
    labels = np.arange(128, dtype=np.uint16).reshape(grid.shape)
    path = tmp_path / "seg.dcm"
    path.write_bytes(write_seg(OrganMap(grid, labels, values, segments(structures), MAKING), headers(grid), kind))
    assert complaints(path) == []


@both_kinds
@pytest.mark.parametrize("turned", ["straight", "oblique"])
def test_dcmqi_reads_every_organ_at_its_place(kind: Kind, turned: str, tmp_path: Path) -> None:
    grid = {"straight": straight, "oblique": oblique}[turned]()
    numbers = [1, 2, 5]
    written = of_labels(grid, scattered(grid, numbers), numbers)
    (tmp_path / "seg.dcm").write_bytes(write_seg(written, headers(grid), kind))
    command = [program("segimage2itkimage"), "--inputDICOM", str(tmp_path / "seg.dcm")]
    subprocess.run(
        [*command, "--outputDirectory", str(tmp_path), "--prefix", "out", "--outputType", "nrrd"],
        check=True,
        capture_output=True,
    )
    described = json.loads((tmp_path / "out-meta.json").read_text())["segmentAttributes"]
    found = {}
    for number, group in enumerate(described, start=1):
        image = SimpleITK.ReadImage(str(tmp_path / f"out-{number}.nrrd"))
        for item in group:
            found[item["SegmentLabel"]] = (_inside(image, int(item["labelID"])), item)
    for n in numbers:
        points, item = found[TOTAL[n - 1].key]
        assert _same_points(points, _points(written, n))
        assert item["recommendedDisplayRGBValue"] == pytest.approx(TOTAL[n - 1].colour, abs=1)
        assert item["SegmentedPropertyTypeCodeSequence"]["CodeValue"] == TOTAL[n - 1].type.value


def _inside(image: SimpleITK.Image, value: int) -> NDArray[np.float64]:
    """Return the places [voxel, xyz] in mm of the voxels of a value; ITK's coordinates are DICOM's."""
    array = SimpleITK.GetArrayFromImage(image)
    steps = np.array(image.GetDirection()).reshape(3, 3) * np.array(image.GetSpacing())
    origin: NDArray[np.float64] = np.array(image.GetOrigin())
    return origin + np.argwhere(array == value)[:, ::-1] @ steps.T


def _points(organ_map: OrganMap, number: int) -> NDArray[np.float64]:
    to_mm = organ_map.grid.index_to_mm
    return np.argwhere(organ_map.mask(number))[:, ::-1] @ to_mm[:3, :3].T + to_mm[:3, 3]


def _same_points(a: NDArray[np.float64], b: NDArray[np.float64]) -> bool:
    if a.shape != b.shape:
        return False
    one, other = (points[np.lexsort(np.round(points, 2).T)] for points in (a, b))
    return bool(np.allclose(one, other, atol=1e-3))
