"""Which structure a segment of any writer is taken for."""

from __future__ import annotations

from pydicom.dataset import Dataset

from totalpetview.dicom.segmentation.codes import code_of
from totalpetview.dicom.segmentation.recognition import Described, recognised
from totalpetview.domain.organs.code import Code
from totalpetview.domain.organs.structure import Structure
from totalpetview.domain.organs.total import LEFT, RIGHT

ANATOMY, TISSUE = Code("123037004", "SCT", "Anatomical Structure"), Code("85756007", "SCT", "Tissue")
KIDNEY, LIVER = Code("64033007", "SCT", "Kidney"), Code("10200004", "SCT", "Liver")
ABDOMEN = Code("113345001", "SCT", "Abdomen")


def one(described: Described) -> Structure:
    (structure,), _ = recognised([described])
    return structure


def test_codes_are_believed_whatever_the_label_says() -> None:
    assert one(Described("Structure 7", ANATOMY, KIDNEY, (LEFT,))).key == "kidney_left"
    assert one(Described("spleen", ANATOMY, LIVER)).key == "liver"


def test_a_label_adds_the_side_that_codes_leave_out() -> None:
    assert one(Described("Left kidney", ANATOMY, KIDNEY)).key == "kidney_left"
    assert one(Described("Kidney", ANATOMY, KIDNEY)).key == "kidney"


def test_a_label_decides_where_codes_say_nothing_of_the_organ() -> None:
    assert one(Described("kidney_right", TISSUE, TISSUE)).key == "kidney_right"
    assert one(Described("kidney_right")).key == "kidney_right"


def test_where_an_organ_lies_does_not_make_it_another_one() -> None:
    assert one(Described("x", ANATOMY, LIVER, (), (ABDOMEN,))).key == "liver"


def test_name_and_code_of_different_sides_are_no_known_organ_and_said() -> None:
    (structure,), notices = recognised([Described("kidney_left", ANATOMY, KIDNEY, (RIGHT,))])
    assert not structure.known
    assert [notice.code for notice in notices] == ["organ-map-side-contradicts"]


def test_one_side_of_what_codes_name_without_a_side_is_not_the_whole() -> None:
    tarsus, ventricle = Code("108371006", "SCT", "Tarsal bones"), Code("87878005", "SCT", "Left ventricle of heart")
    structures, notices = recognised(
        [
            Described("tarsal_left", ANATOMY, tarsus),
            Described("tarsal_right", ANATOMY, tarsus),
            Described("right lobe", ANATOMY, LIVER),
            Described("Leber links", ANATOMY, LIVER),
            Described("left ventricle", ANATOMY, ventricle),
            Described("brightest part", ANATOMY, LIVER),
        ]
    )
    assert [structure.key for structure in structures] == [
        "other:tarsal-left",
        "other:tarsal-right",
        "other:right-lobe",
        "other:leber-links",
        "heart_ventricle_left",
        "liver",
    ]
    assert notices == ()


def test_unknown_structures_have_keys_of_their_own_and_keep_name_side_and_colour() -> None:
    structures, notices = recognised(
        [
            Described("Läsion 1", TISSUE, TISSUE, (LEFT,), colour=(1, 2, 3)),
            Described("läsion-1", TISSUE, TISSUE),
            Described(""),
        ]
    )
    assert [structure.key for structure in structures] == ["other:läsion-1", "other:läsion-1-2", "other:unnamed"]
    first = structures[0]
    assert (first.english, first.german, first.side, first.colour) == ("Läsion 1", "Läsion 1", "left", (1, 2, 3))
    assert notices == ()


def test_snomed_codes_of_before_2016_are_those_of_today() -> None:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = "T-62000", "SRT", "Liver"
    found = code_of(item)
    assert found is not None
    assert found.identity == ("SCT", "10200004")
