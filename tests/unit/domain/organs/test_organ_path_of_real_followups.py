"""What a path along the body can reach on real anatomy with a known deformation, given places that maps would give."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from tests.shared_data import followups, needs_shared_data

from totalpetview.domain.geometry import Vector, vector
from totalpetview.domain.organs.body_landmarks import Landmark
from totalpetview.domain.organs.organ_path import organ_path

_PLACES = 25
_ERROR_MM = 4.0


def errors_mm(landmarks: list[dict[str, Any]], seed: int) -> np.ndarray:
    """The error at all landmarks of a path through some of them near the body's axis, each known to 4 mm."""
    random = np.random.default_rng(seed)
    here = np.array([each["here_mm"] for each in landmarks])
    first = np.array([each["in_T1_mm"] for each in landmarks])
    middle = np.median(first, axis=0)
    central = np.flatnonzero(np.hypot(first[:, 0] - middle[0], first[:, 1] - middle[1]) < 120)
    chosen = random.choice(central, _PLACES, replace=False)
    seen = here[chosen] + random.normal(0, _ERROR_MM, (_PLACES, 3))
    path = organ_path(
        [Landmark(str(n), "centre", vector(first[n]), 6.0) for n in chosen],
        [Landmark(str(n), "centre", vector(place), 6.0) for n, place in zip(chosen, seen, strict=True)],
    )
    assert path is not None
    found: list[Vector] = [path.to_common(vector(each)) for each in here]
    distances: np.ndarray = np.array([math.dist(a, b) for a, b in zip(found, first, strict=True)])
    return distances


@needs_shared_data
@pytest.mark.slow
@pytest.mark.parametrize("name", ["T2", "T3", "T4"])
def test_with_places_known_to_4_mm_the_median_error_at_the_200_landmarks_is_below_10_mm(name: str) -> None:
    truth = json.loads((followups() / "truth.json").read_text())
    landmarks = truth[name]["landmarks"]
    assert len(landmarks) == 200
    medians = [float(np.median(errors_mm(landmarks, seed))) for seed in range(10)]
    assert max(medians) < 10.0
