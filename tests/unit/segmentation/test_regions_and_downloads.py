"""What a CT does not show, and weights that were fetched on the way, with a program that only pretends."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.unit.segmentation.pretended_program import FINDS_SIDES, pretended_places, pretended_weights

from totalpetview.domain.geometry import Grid
from totalpetview.domain.problem import Refusal
from totalpetview.segmentation.places import Places
from totalpetview.segmentation.port import Request, Result
from totalpetview.segmentation.total_segmentator import TotalSegmentator

GRID = Grid((6, 8, 10), (-9.0, 5.0, 100.0), (2.0, 0.0, 0.0), (0.0, 2.0, 0.0), (0.0, 0.0, 3.0))


def _run(places: Places, request: Request, folder: Path) -> Result:
    hu = np.full(GRID.shape, -1000, dtype=np.int16)
    hu[1:-1, 1:-1, 1:-1] = 40
    return TotalSegmentator(places).run(request, hu, GRID, folder, lambda _: None, lambda: False)


@pytest.mark.parametrize(
    ("task", "datasets", "english", "german"),
    [
        ("lung_nodules", ("Dataset913_lung_nodules",), "no lungs", "keine Lunge"),
        ("teeth", ("Dataset115_mandible", "Dataset113_ToothFairy3"), "no teeth", "keine Z\u00e4hne"),
    ],
)
def test_a_ct_without_the_region_in_which_a_task_looks_is_a_sentence_that_names_it(
    task: str, datasets: tuple[str, ...], english: str, german: str, tmp_path: Path
) -> None:
    places = pretended_places(tmp_path, 'tell("failed", code="segmentation-region-absent")')
    pretended_weights(places.weights, "Dataset298_TotalSegmentator_total_6mm_1559subj")
    for dataset in datasets:
        pretended_weights(places.weights, dataset)
    with pytest.raises(Refusal) as refused:
        _run(places, Request(task, "full"), tmp_path)
    assert english in refused.value.problem.sentence("en")
    assert german in refused.value.problem.sentence("de")


DOWNLOADS = """
for one in job["missing"]:
    network = os.path.join(job["weights"], one["folder"], "nnUNetTrainer__nnUNetPlans__3d_fullres")
    os.makedirs(os.path.join(network, "fold_0"))
    for name, size in (("plans.json", 2), ("dataset.json", 2), ("fold_0/checkpoint_final.pth", 66_000_000)):
        with open(os.path.join(network, name), "wb") as file:
            file.write(b"{}")
            file.truncate(size)
"""


FETCHED = 'tell("fetched", number=298)\n'


@pytest.mark.parametrize(("told", "kind"), [(FETCHED, "released"), ("", "unverified")])
def test_only_weights_that_the_program_says_it_has_fetched_are_released_ones_not_what_others_laid_there_meanwhile(
    told: str, kind: str, tmp_path: Path
) -> None:
    places = pretended_places(tmp_path, DOWNLOADS + told + FINDS_SIDES.replace("MIDDLE", "0.0"))
    assert _run(places, Request("total", "fastest"), tmp_path).making.weights == kind


def test_where_no_weights_are_missing_nothing_is_written_beside_them_for_they_may_be_shared_and_write_protected(
    tmp_path: Path,
) -> None:
    places = pretended_places(tmp_path, FINDS_SIDES.replace("MIDDLE", "0.0"))
    pretended_weights(places.weights, "Dataset298_TotalSegmentator_total_6mm_1559subj")
    before = places.weights.stat().st_mtime_ns
    _run(places, Request("total", "fastest"), tmp_path)
    assert places.weights.stat().st_mtime_ns == before
