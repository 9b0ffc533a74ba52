"""What each task of TotalSegmentator finds, by its own class maps: known, named, coded, and told apart by colour."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom.sr._concepts_dict import concepts
from skimage.color import rgb2lab
from tests.totalsegmentator import class_names

from totalpetview.domain.organs.structure import SYSTEMS, Structure
from totalpetview.domain.organs.total import _CODED, OWN_SCHEME, STRUCTURES, by_codes, counterpart
from totalpetview.segmentation.tasks import TASKS
from totalpetview.workflows.organ_names import segments_of

OPEN = sorted(key for key, plan in TASKS.items() if plan.licence == "open")
#: CIE 1976; 2.3 is what can just be seen beside each other (Mahy 1994)
_TOLD_APART, _PAIR_TOLD_APART = 10.0, 7.0
#: pairs of TotalSegmentator's own table that are nearer than that; it is followed as it is
_ALIKE_IN_ITS_TABLE = {("pericardial_effusion", "pleural_effusion")}


def _found_by(task: str) -> list[Structure]:
    return [STRUCTURES[name] for name in class_names()[task].values()]


def _difference(one: Structure, other: Structure) -> float:
    seen: NDArray[np.float64] = rgb2lab(np.array([one.colour, other.colour], dtype=np.float64)[None] / 255)[0]
    return float(np.linalg.norm(seen[0] - seen[1]))


@pytest.mark.parametrize("task", OPEN)
def test_every_class_of_a_task_is_one_of_our_structures_and_listed_by_its_names(task: str) -> None:
    names = class_names()[task]
    labels = np.array(sorted(names), dtype=np.uint8)[None, None]
    segments = segments_of(labels, names)
    assert [(each.number, each.structure.key) for each in segments] == sorted(names.items())
    for each in segments:
        assert each.structure.known
        assert each.structure.system in SYSTEMS[:-1]
        assert each.structure.english
        assert each.structure.german


@pytest.mark.parametrize("task", [task for task in OPEN if not task.startswith(("total", "vertebrae_pp"))])
def test_structures_that_are_found_together_are_told_apart_by_colour(task: str) -> None:
    alike = {
        (one.key, other.key): round(_difference(one, other), 1)
        for one, other in combinations(sorted(_found_by(task), key=lambda each: each.key), 2)
        if _difference(one, other) < (_PAIR_TOLD_APART if counterpart(one) == other else _TOLD_APART)
    }
    assert set(alike) <= _ALIKE_IN_ITS_TABLE, alike


def test_neighbouring_vertebrae_are_told_apart_by_colour() -> None:
    column = _found_by("vertebrae_pp")
    assert min(_difference(one, other) for one, other in pairwise(column)) > _TOLD_APART


def _plain(meaning: str) -> str:
    """Return the words of a meaning without what SNOMED adds to all of them."""
    words = meaning.casefold().replace("(body structure)", "").replace("structure of", "").replace("structure", "")
    return " ".join(words.split())


@pytest.mark.parametrize(
    "structure", [each for each in STRUCTURES.values() if each.key not in _CODED], ids=lambda each: each.key
)
def test_codes_that_are_not_totalsegmentators_are_those_of_dicoms_tables_or_our_own(structure: Structure) -> None:
    if structure.type.scheme == OWN_SCHEME:
        assert structure.type.value == structure.key
        return
    table: Any = concepts["SCT"]
    meanings = [by_code.get(structure.type.value, ("",))[0] for by_code in table.values()]
    assert _plain(structure.type.meaning) in {_plain(meaning) for meaning in meanings}


@pytest.mark.parametrize(
    ("key", "code"),
    [("liver_segment_4", "277958008"), ("upper_left_canine_fdi23", "860780009"), ("third_ventricle", "49841001")],
)
def test_what_dicoms_tables_know_is_recognised_by_its_code(key: str, code: str) -> None:
    structure = STRUCTURES[key]
    assert structure.type.value == code
    assert by_codes(structure.category, structure.type, structure.modifier) == structure


def test_code_meanings_fit_into_a_dicom_object() -> None:
    assert max(len(each.type.meaning) for each in STRUCTURES.values()) <= 64
    assert max(len(each.type.value) for each in STRUCTURES.values() if each.type.scheme != OWN_SCHEME) <= 16
