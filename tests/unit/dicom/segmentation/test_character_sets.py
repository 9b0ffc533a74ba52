"""Names of patients and of structures in any alphabet come through, whatever alphabet the image was written in."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset
from tests.conformity.verdict import findings
from tests.unit.dicom.objects import written as as_file
from tests.unit.dicom.segmentation.maps import headers, of_labels, scattered, straight

from totalpetview.dicom.rtstruct.read import read_rtstruct
from totalpetview.dicom.rtstruct.write import write_rtstruct
from totalpetview.dicom.segmentation.read import read_seg
from totalpetview.dicom.segmentation.write import write_seg
from totalpetview.domain.organs.organ_map import OrganMap

GRID = straight((2, 8, 8))

Write = Callable[[OrganMap, Sequence[Dataset]], bytes]


def labelmap(organ_map: OrganMap, images: Sequence[Dataset]) -> bytes:
    return write_seg(organ_map, images, "labelmap")


def binary(organ_map: OrganMap, images: Sequence[Dataset]) -> bytes:
    return write_seg(organ_map, images, "binary")


every_object = pytest.mark.parametrize("write", [labelmap, binary, write_rtstruct])


def labelled(label: str) -> OrganMap:
    organ_map = of_labels(GRID, scattered(GRID, [5]), [5])
    return replace(organ_map, segments=(replace(organ_map.segments[0], label=label),))


def images(character_set: str | list[str] | None, name: str) -> list[Dataset]:
    """Return headers as they are read from files in that character set."""
    found: list[Dataset] = []
    for header in headers(GRID):
        del header.SpecificCharacterSet
        if character_set is not None:
            header.SpecificCharacterSet = character_set
        header.PatientName = name
        found.append(dcmread(io.BytesIO(as_file(header))))
    return found


@every_object
@pytest.mark.filterwarnings("ignore:Unknown encoding:UserWarning", "ignore:Incorrect value for Specific:UserWarning")
@pytest.mark.parametrize(
    ("character_set", "name"),
    [
        ("ISO_IR 100", "Müller^Jane"),
        ("ISO_IR 144", "Люксембург"),
        ("ISO_IR 192", "Wang^XiaoDong=王^小东"),
        ("GB18030", "Wang^XiaoDong=王^小东"),
        (["", "ISO 2022 IR 87"], "Yamada^Tarou=山田^太郎=やまだ^たろう"),
        (["", "ISO 2022 IR 149"], "Hong^Gildong=洪^吉洞=홍^길동"),
        (["ISO 2022 IR 100", "ISO 2022 IR 144"], "Müller^Люксембург"),
        ("", "Doe^Jane"),
        (None, "Doe^Jane"),
        ("ISO_IR 6", "Doe^Jane"),
    ],
)
def test_the_patients_name_is_that_of_the_image(write: Write, character_set: str | list[str] | None, name: str) -> None:
    written = write(labelled("liver"), images(character_set, name))
    assert str(dcmread(io.BytesIO(written)).PatientName) == name
    assert findings(written) == []


@every_object
@pytest.mark.parametrize("character_set", ["ISO_IR 100", "ISO_IR 192", "", None])
@pytest.mark.parametrize("label", ["Läsion", "Печень", "肝臓"])
def test_the_structures_name_comes_back(write: Write, character_set: str | None, label: str) -> None:
    written = write(labelled(label), images(character_set, "Doe^Jane"))
    read = read_rtstruct(written, GRID) if write is write_rtstruct else read_seg(written, GRID)
    assert read.segments[0].label == label
    assert findings(written) == []


def test_an_alphabet_that_holds_all_names_is_kept() -> None:
    written = write_seg(labelled("Läsion"), images("ISO_IR 100", "Müller^Jane"))
    assert dcmread(io.BytesIO(written)).SpecificCharacterSet == "ISO_IR 100"
