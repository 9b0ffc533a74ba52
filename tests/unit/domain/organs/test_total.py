"""The table of structures, against TotalSegmentator's class map, anatomy and itself."""

from __future__ import annotations

from collections import Counter

import pytest

from totalpetview.demo.labels import LABELS
from totalpetview.domain.organs.code import Code
from totalpetview.domain.organs.structure import Structure
from totalpetview.domain.organs.total import LEFT, RIGHT, STRUCTURES, TOTAL, by_codes, by_label, counterpart

ANATOMY = Code("123037004", "SCT", "Anatomical Structure")
KIDNEY = Code("64033007", "SCT", "Kidney")


def test_label_values_are_those_of_the_class_map_total() -> None:
    assert {structure.key: number for number, structure in enumerate(TOTAL, start=1)} == LABELS
    assert (TOTAL[0].key, TOTAL[4].key, TOTAL[116].key) == ("spleen", "liver", "costal_cartilages")


def test_every_structure_of_the_class_map_has_a_public_code_and_its_own_colour() -> None:
    assert {structure.type.scheme for structure in TOTAL} == {"SCT"}
    assert max(Counter(structure.colour for structure in TOTAL).values()) == 1


@pytest.mark.parametrize("language", ["en", "de"])
def test_names_are_told_apart(language: str) -> None:
    names = Counter(structure.name(language) for structure in STRUCTURES.values())
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("structure", STRUCTURES.values(), ids=lambda structure: structure.key)
def test_a_side_is_the_same_in_key_names_and_code(structure: Structure) -> None:
    words = {"left": ("left", "link"), "right": ("right", "recht")}
    if structure.side is None:
        assert structure.modifier not in (LEFT, RIGHT)
        return
    english, german = words[structure.side]
    other = words["left" if structure.side == "right" else "right"]
    assert english in structure.key
    assert english in structure.english.lower()
    tooth = "fdi" in structure.key and german not in structure.german.lower()
    assert tooth or german in structure.german.lower()
    assert not any(word in f"{structure.english} {structure.german}".lower() for word in other)
    sides = [code for code in (structure.modifier, structure.region_modifier) if code in (LEFT, RIGHT)]
    assert all(code == (LEFT if structure.side == "left" else RIGHT) for code in sides)


def test_teeth_are_numbered_by_their_quadrant() -> None:
    quadrants = {"upper_right": "1", "upper_left": "2", "lower_left": "3", "lower_right": "4"}
    for key, structure in STRUCTURES.items():
        if "_fdi" in key and "canal" not in key:
            quadrant = quadrants["_".join(key.split("_")[:2])]
            assert structure.german.split()[-1][0] == quadrant


def test_counterparts_are_each_others() -> None:
    paired = [structure for structure in STRUCTURES.values() if structure.side]
    alone = {structure.key for structure in paired if counterpart(structure) is None}
    assert alone == {"lung_middle_lobe_right", "atrial_appendage_left"}
    for structure in paired:
        other = counterpart(structure)
        if other is not None:
            assert (other.side, structure.side) in {("left", "right"), ("right", "left")}
            assert counterpart(other) == structure
            assert other.system == structure.system
    assert counterpart(STRUCTURES["kidney_left"]) == STRUCTURES["kidney_right"]
    assert counterpart(STRUCTURES["rib_left_7"]) == STRUCTURES["rib_right_7"]
    assert counterpart(STRUCTURES["upper_right_canine_fdi13"]) == STRUCTURES["upper_left_canine_fdi23"]
    assert counterpart(STRUCTURES["liver"]) is None


def test_german_names_are_those_of_reports() -> None:
    expected = {
        "kidney_left": "Linke Niere",
        "vertebrae_T5": "BWK 5",
        "vertebrae_L1": "LWK 1",
        "vertebrae_C2": "HWK 2",
        "rib_right_3": "3. Rippe rechts",
        "common_carotid_artery_left": "A. carotis communis links",
        "spleen": "Milz",
        "gluteus_medius_right": "M. gluteus medius rechts",
        "superior_vena_cava": "V. cava superior",
        "portal_vein_and_splenic_vein": "Pfortader und Milzvene",
        "iliac_artery_left": "A. iliaca communis links",
        "liver_segment_4": "Lebersegment IV",
        "ventricle_frontal_horn_right": "Vorderhorn des rechten Seitenventrikels",
    }
    assert {key: STRUCTURES[key].name("de-CH") for key in expected} == expected


def test_codes_decide_about_the_side() -> None:
    assert by_codes(ANATOMY, KIDNEY, LEFT) == STRUCTURES["kidney_left"]
    assert by_codes(ANATOMY, KIDNEY, RIGHT) == STRUCTURES["kidney_right"]
    assert by_codes(ANATOMY, KIDNEY, None) == STRUCTURES["kidney"]
    assert by_codes(Code("91723000", "SCT", "Anatomical structure"), KIDNEY, LEFT) == STRUCTURES["kidney_left"]
    assert by_codes(ANATOMY, Code("64033007", "99LOCAL", "Kidney"), LEFT) is None


def test_a_cyst_needs_its_kidney() -> None:
    altered, cyst = Code("49755003", "SCT", ""), Code("367643001", "SCT", "Cyst")
    assert by_codes(altered, cyst, None, KIDNEY, LEFT) == STRUCTURES["kidney_cyst_left"]
    assert by_codes(altered, cyst, None) is None


def test_codes_that_two_structures_share_name_neither() -> None:
    phalanx = STRUCTURES["phalanges_feet"]
    assert phalanx.type == STRUCTURES["phalanges_hand"].type
    assert by_codes(phalanx.category, phalanx.type, None) is None


def test_gluteus_minimus_is_not_medius() -> None:
    assert STRUCTURES["gluteus_minimus"].type == STRUCTURES["gluteus_minimus_left"].type
    assert STRUCTURES["gluteus_minimus"].type != STRUCTURES["gluteus_medius"].type


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Left Kidney", "kidney_left"),
        ("kidney_left", "kidney_left"),
        ("Kidney, left", "kidney_left"),
        ("LINKE NIERE", "kidney_left"),
        ("T5 vertebra", "vertebrae_T5"),
        ("vertebra_T5", "vertebrae_T5"),
        ("Liver", "liver"),
        ("bladder", "urinary_bladder"),
        ("portal_splenic_vein", "portal_vein_and_splenic_vein"),
        ("spinal_chord", "spinal_cord"),
        ("Small Intestine", "small_bowel"),
        ("thyroid", "thyroid_gland"),
    ],
)
def test_exact_names_are_known_in_any_spelling(label: str, key: str) -> None:
    assert by_label(label) == STRUCTURES[key]


@pytest.mark.parametrize(
    "label",
    [
        "",
        "Kidne",
        "Left Kidneys",
        "left",
        "Segment_1",
        "crown",
        "ventricle",
        "L",
        "Niere L",
        "gall bladder wall",
        "thyroid_left",
    ],
)
def test_nothing_is_guessed_from_a_name(label: str) -> None:
    assert by_label(label) is None
