"""What `totalpetview segment` makes of a CT in a folder, however its slices are stored and compressed."""

from __future__ import annotations

import argparse
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom import dcmread
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGLSLossless,
    RLELossless,
)
from tests.unit.dicom.multi_frame import classic, frame_places
from tests.unit.dicom.objects import pet, written
from tests.unit.dicom.segmentation.maps import straight
from tests.unit.dicom.segmentation.stored_cts import FORMS, GRIDS
from tests.unit.segmentation.segmenter_in_memory import SegmenterInMemory, left_and_right

from totalpetview.commands.segment import segment
from totalpetview.dicom.segmentation.read import read_seg
from totalpetview.domain.geometry import Grid
from totalpetview.domain.problem import Problem
from totalpetview.segmentation.total_segmentator import TotalSegmentator

OBLIQUE = GRIDS["oblique"]
#: for the encoder of JPEG 2000
LARGE_ENOUGH = straight((4, 64, 80))
every_form = pytest.mark.parametrize("form", FORMS)


def folder_with(path: Path, form: str, grid: Grid = OBLIQUE, syntax: str = ExplicitVRLittleEndian) -> Path:
    """Write a CT, compressed or not."""
    folder = path / "ct"
    folder.mkdir()
    for number, each in enumerate(FORMS[form](classic(grid))):
        plain = syntax in {ExplicitVRLittleEndian, ImplicitVRLittleEndian, DeflatedExplicitVRLittleEndian}
        content = written(each, syntax if plain else ExplicitVRLittleEndian)
        if not plain:
            dataset = dcmread(io.BytesIO(content))
            dataset.compress(syntax, generate_instance_uid=False)
            file = io.BytesIO()
            dataset.save_as(file)
            content = file.getvalue()
        (folder / str(number)).write_bytes(content)
    return folder


def segmented(folder: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr(TotalSegmentator, "of", lambda _data: SegmenterInMemory())
    arguments = argparse.Namespace(
        path=folder, task="total", mode="fastest", device="cpu", output=output, data=output / "data"
    )
    return segment(arguments, "en")


def expected_labels(grid: Grid) -> NDArray[np.uint8]:
    slices = classic(grid)
    hu = np.stack([np.frombuffer(each.PixelData, np.int16).reshape(each.Rows, each.Columns) for each in slices]) - 1024
    return left_and_right(hu.astype(np.int16), grid)


@every_form
def test_every_form_of_a_ct_gets_its_segmentation(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_with(tmp_path, form)
    report = segmented(folder, tmp_path / "out", monkeypatch)
    assert str(tmp_path / "out" / "organs.dcm") in report["files"]
    assert report["notices"] == [Problem("weights-stand-in").sentence("en")]
    read = read_seg(tmp_path / "out" / "organs.dcm")
    assert np.array_equal(read.labels, expected_labels(OBLIQUE))
    assert np.allclose(read.grid.index_to_mm, OBLIQUE.index_to_mm, atol=1e-5)
    files = [dcmread(file, stop_before_pixels=True) for file in folder.iterdir()]
    assert set(read.source_instance_uids) == {uid for uid, _ in frame_places(files).values()}


@pytest.mark.parametrize("form", ["classic slices", "frames in any order", "concatenation", "legacy converted"])
@pytest.mark.parametrize(
    "syntax",
    [JPEGLSLossless, JPEG2000Lossless, RLELossless, DeflatedExplicitVRLittleEndian, ImplicitVRLittleEndian],
    ids=["JPEG-LS", "JPEG 2000", "RLE", "deflated", "implicit"],
)
def test_how_the_ct_is_compressed_makes_no_difference(
    form: str, syntax: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_with(tmp_path, form, LARGE_ENOUGH, syntax)
    stored = {dcmread(file, stop_before_pixels=True).file_meta.TransferSyntaxUID for file in folder.iterdir()}
    assert stored == {syntax}
    segmented(folder, tmp_path / "out", monkeypatch)
    dataset = dcmread(tmp_path / "out" / "organs.dcm")
    assert dataset.file_meta.TransferSyntaxUID == RLELossless  # of our labelmaps, whatever the CT has
    assert dataset.LossyImageCompression == "00"
    assert np.array_equal(read_seg(tmp_path / "out" / "organs.dcm").labels, expected_labels(LARGE_ENOUGH))


def test_a_folder_that_has_the_pet_too_is_the_ct(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_with(tmp_path, "one object")
    for k in range(3):
        (folder / f"pet{k}").write_bytes(written(pet(k)))
    segmented(folder, tmp_path / "out", monkeypatch)
    assert np.array_equal(read_seg(tmp_path / "out" / "organs.dcm").labels, expected_labels(OBLIQUE))
