"""What is said on a patient's page about series that hold organ maps: shown, or why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from totalpetview.domain.problem import Problem
from totalpetview.web.language import Language
from totalpetview.web.organs.models import OrganMapRow

_SHOWN = Problem("organ-map-shown")


def said_of_organ_maps(orthanc_ids: Iterable[str], language: Language) -> Mapping[str, str]:
    """Return for each of these series (the archive's id) that holds organ maps what became of them, each once."""
    rows = OrganMapRow.objects.filter(orthanc_id__in=list(orthanc_ids)).order_by("pk")
    said: dict[str, dict[str, None]] = {}
    for orthanc_id, problem in rows.values_list("orthanc_id", "problem"):
        found = _SHOWN if problem is None else Problem.from_json(problem)
        said.setdefault(orthanc_id, {})[found.sentence(language)] = None
    return {orthanc_id: " ".join(sentences) for orthanc_id, sentences in said.items()}
