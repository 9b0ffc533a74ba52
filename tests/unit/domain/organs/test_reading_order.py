"""The order of lists: the expected orders are those of anatomy books, from the head to the feet."""

from __future__ import annotations

from totalpetview.demo import LABELS
from totalpetview.domain.organs.reading_order import place_in_list


def test_the_spine_is_listed_from_the_skull_to_the_sacrum() -> None:
    spine = [
        "skull",
        *(f"vertebrae_C{n}" for n in range(1, 8)),
        *(f"vertebrae_T{n}" for n in range(1, 13)),
        *(f"vertebrae_L{n}" for n in range(1, 6)),
        "sacrum",
    ]
    assert sorted(spine, key=place_in_list) == spine


def test_ribs_are_listed_by_number_and_side() -> None:
    ribs = [f"rib_{side}_{n}" for side in ("left", "right") for n in range(1, 13)]
    assert sorted(ribs, key=place_in_list) == ribs


def test_soft_tissue_comes_from_the_head_downwards_before_vessels_bones_and_muscles() -> None:
    some = [
        "thyroid_gland",
        "trachea",
        "heart",
        "liver",
        "urinary_bladder",
        "brain",
        "aorta",
        "skull",
        "iliopsoas_left",
    ]
    assert sorted(some, key=place_in_list) == some


def test_each_known_structure_has_a_place_of_its_own_and_unknown_ones_come_last() -> None:
    places = [place_in_list(name) for name in LABELS]
    assert len(set(places)) == len(LABELS)
    assert place_in_list("other:gtv") > max(places)
    assert place_in_list("other:gtv") == place_in_list("other:bone-marrow")
