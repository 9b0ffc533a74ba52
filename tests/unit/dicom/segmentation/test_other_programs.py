"""Independent programs find no error in our objects, and see the same organs at the same place."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal, get_args

import highdicom as hd
import numpy as np
import pytest
import SimpleITK
from tests.unit.dicom.segmentation.maps import MAKING, headers, oblique, of_labels, scattered, segments, straight
from tests.unit.dicom.segmentation.places import places_in_image, places_in_map, same_places

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


def overlapping() -> OrganMap:
    grid = oblique((4, 24, 20))
    labels = np.random.default_rng(5).integers(0, 6, grid.shape).astype(np.uint8)
    values = ((), (2,), (5,), (2, 5), (9, 5), (7,))
    return OrganMap(grid, labels, values, segments((n, TOTAL[n - 1]) for n in (2, 5, 7, 9)), MAKING)


def test_dciodvfy_and_highdicom_find_no_error_in_overlapping_segments(tmp_path: Path) -> None:
    organ_map = overlapping()
    path = tmp_path / "seg.dcm"
    path.write_bytes(write_seg(organ_map, headers(organ_map.grid), "binary"))
    assert complaints(path) == []
    found = hd.seg.segread(path)
    for place, number in enumerate((2, 5, 7, 9), start=1):
        volume = found.get_volume(segment_numbers=[place], combine_segments=False)
        assert np.array_equal(volume.array[..., 0].sum(), organ_map.mask(number).sum())
        points = np.argwhere(volume.array[..., 0]) @ volume.affine[:3, :3].T + volume.affine[:3, 3]
        assert same_places(points, places_in_map(organ_map, number))


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
            found[item["SegmentLabel"]] = (places_in_image(image, int(item["labelID"])), item)
    for n in numbers:
        points, item = found[TOTAL[n - 1].key]
        assert same_places(points, places_in_map(written, n))
        assert item["recommendedDisplayRGBValue"] == pytest.approx(TOTAL[n - 1].colour, abs=1)
        assert item["SegmentedPropertyTypeCodeSequence"]["CodeValue"] == TOTAL[n - 1].type.value
