"""What an installation has of TotalSegmentator, for `totalpetview doctor`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from totalpetview.installation.checks import Check
from totalpetview.installation.language import said
from totalpetview.segmentation.places import Places
from totalpetview.segmentation.program import installed_version, why_unusable
from totalpetview.segmentation.tasks import TASKS
from totalpetview.segmentation.weights import Weights


def check_program(places: Places, language: str) -> Check:
    """Return whether the program is here. Everything but finding organs works without it."""
    problem = why_unusable(places)
    if problem is None:
        return Check("TotalSegmentator", "good", f"{installed_version(places.venv)} ({places.venv})")
    version = installed_version(places.venv)
    found = said("not installed", "nicht installiert") if version is None else version
    return Check("TotalSegmentator", "poor", found, problem.sentence(language))


def check_weights(places: Places) -> Check:
    """Return which weights of the task "total" are here; only looked at, so nothing is written."""
    what = said("TotalSegmentator's weights", "Gewichte von TotalSegmentator")
    with tempfile.TemporaryDirectory() as nowhere:
        weights = Weights(places.weights, Path(nowhere) / "digests.json")
        kinds = {mode: weights.kind(networks.all) for mode, networks in TASKS["total"].modes.items()}
    words = {
        "released": said("here", "da"),
        "unverified": said(
            "here, NOT VERIFIED to be TotalSegmentator's", "da, NICHT als die von TotalSegmentator BELEGT"
        ),
        "stand-in": said("STAND-IN, not TotalSegmentator's", "ERSATZ, nicht die von TotalSegmentator"),
        "missing": said("missing", "fehlen"),
    }
    found = ", ".join(f"{mode}: {words[kind]}" for mode, kind in kinds.items())
    if set(kinds.values()) == {"released"}:
        return Check(what, "good", found)
    remedy = said(
        "downloaded at first use, or `totalpetview weights install FILE_OR_FOLDER`",
        "werden beim ersten Gebrauch geladen, oder `totalpetview weights install DATEI_ODER_ORDNER`",
    )
    return Check(what, "poor", found, remedy)
