"""What the reader must be told at a time point."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from totalpetview.domain.suv.quantify import quantify
from totalpetview.web.comparisons.alignment import NO_SHIFT, Aligned
from totalpetview.web.comparisons.selection import Shown, ShownSeries
from totalpetview.web.language import Language
from totalpetview.web.messages import message
from totalpetview.web.studies.schemas import Notice
from totalpetview.web.studies.summaries import notices, problems_of


def notices_at(shown: Shown, lies: Aligned, language: Language) -> list[Notice]:
    """Return everything that restricts what can be read from this time point, each once, in a fixed order."""
    said = [_say("no-ct", language)] if shown.ct is None else []
    if shown.pet is None:
        said.append(_say("no-pet", language))
    if not shares_frame(shown):
        said.append(_say("frames-differ", language))
    if shown.pet is not None:
        said += _about_pet(shown.pet, language)
    if not shown.examination.acquired_at:
        said.append(_say("time-unknown", language))
    said += _about_place(lies, language)
    problems = [*shown.examination.problems, *(problem for each in shown.chosen for problem in _lasting(each))]
    said += notices(problems, language)
    return list({notice.text: notice for notice in said}.values())


def _about_place(lies: Aligned, language: Language) -> list[Notice]:
    said = []
    if lies.organs is not None:
        found = lies.organs.path.quality
        median = "?" if found.median_mm is None else f"{found.median_mm:.0f}"
        text = message("aligned-by-organs", language, median=median, checked=found.checked)
        said.append(Notice(code="aligned-by-organs", text=text))
        if lies.organs.stand_in:
            said.append(_say("organs-stand-in", language))
    if lies.transform.source == "body-centre":
        said.append(_say("aligned-by-body-centre", language))
    if lies.transform.source == "none":
        said.append(_say("not-aligned", language))
    if lies.shift_mm != NO_SHIFT:
        said.append(_say("shifted-by-hand", language))
    return said


def shares_frame(shown: Shown) -> bool:
    """Return whether the shown PET and CT can be laid over each other without assumption."""
    if shown.ct is None or shown.pet is None:
        return True
    frame = shown.ct.facts.frame_of_reference_uid
    return frame is not None and frame == shown.pet.facts.frame_of_reference_uid


def _about_pet(pet: ShownSeries, language: Language) -> list[Notice]:
    facts = pet.facts
    said = []
    if pet.factor() is None:
        said.append(Notice(code="not-suv", text=message("not-suv", language, unit=pet.stored_unit)))
    if pet.suv is not None:
        refusal, warnings = pet.suv.result.bw.refusal, pet.suv.result.warnings
        problems = [*([] if refusal is None else [refusal]), *warnings]
        said += [Notice(code=problem.code, text=problem.sentence(language)) for problem in problems]
        if pet.suv.corrections.names:
            said.append(_say("corrected-by-hand", language))
    if facts.attenuation_corrected is False:
        said.append(_say("not-attenuation-corrected", language))
    elif facts.attenuation_corrected is None:
        said.append(_say("attenuation-correction-unknown", language))
    return said


def _lasting(series: ShownSeries) -> list[Mapping[str, Any]]:
    """Return the problems of a series without what is said of its SUV as the header alone gives it."""
    of_header = () if series.facts.pet is None else quantify(series.facts.pet).warnings
    known = [problem.to_json() for problem in of_header]
    return [problem for problem in problems_of(series.row) if problem not in known]


def _say(code: str, language: Language) -> Notice:
    return Notice(code=code, text=message(code, language))
