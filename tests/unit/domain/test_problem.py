"""Every sentence in both languages."""

from __future__ import annotations

import json
import string

import pytest

from totalpetview.domain.problem import Problem, Refusal, refuse
from totalpetview.domain.sentences import SENTENCES


def _fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("code", SENTENCES)
def test_both_languages_name_the_same_values_and_end_as_sentences(code: str) -> None:
    english, german = SENTENCES[code]
    assert _fields(english) == _fields(german)
    assert english.endswith(".")
    assert german.endswith(".")
    assert english != german


def test_numbers_are_written_as_the_language_writes_them() -> None:
    problem = Problem("suv-weight", {"weight_kg": 0.5})
    assert "0.5 kg" in problem.sentence("en")
    assert "0,5 kg" in problem.sentence("de")


def test_a_problem_survives_json() -> None:
    problem = Problem("missing-slices", {"missing": 2, "image": "7", "position_mm": 1.25})
    assert Problem.from_json(json.loads(json.dumps(problem.to_json()))) == problem


def test_a_value_that_nobody_gave_is_a_question_mark() -> None:
    assert "?" in Problem("suv-weight").sentence("en")


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert Problem("something-new").sentence() == "something-new"


def test_a_refusal_reads_as_its_sentence() -> None:
    refusal = refuse("suv-no-weight")
    assert isinstance(refusal, Refusal)
    assert str(refusal) == "No SUV: the patient's weight is missing."
