"""The rule by which organs are computed for each CT that arrives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from totalpetview.domain.problem import Refusal
from totalpetview.segmentation.port import Mode, Request, Segmenter
from totalpetview.workflows.organ_catalogue import OrganCatalogue

Rule = Literal["no", "fastest", "fast", "full"]
_TASK = "total"


def rule_of(text: str) -> Rule:
    """Return the rule that a setting names; anything else computes nothing."""
    return cast("Rule", text) if text in get_args(Rule) else "no"


@dataclass(frozen=True, slots=True)
class OnArrival:
    """The administrator's choice, and what is needed to follow it."""

    rule: Rule
    organs: OrganCatalogue
    segmenter: Segmenter

    def run_for(self, ct_series_uid: str) -> dict[str, Any] | None:
        """Add a run for a CT that was prepared and return {"key", "volume_id", "fingerprint"}; None: nothing to do.

        A program or weights that are missing are for the run itself to say.
        """
        if self.rule == "no":
            return None
        ct = self.organs.ct(ct_series_uid)
        if ct is None:
            return None
        mode: Mode = self.rule
        try:
            fingerprint = self.segmenter.fingerprint(Request(_TASK, mode))
        except Refusal:
            fingerprint = f"unknown {_TASK} {mode}"
        key = self.organs.new_run(ct, _TASK, mode, fingerprint)
        return None if key is None else {"key": key, "volume_id": ct.volume_id, "fingerprint": fingerprint}
