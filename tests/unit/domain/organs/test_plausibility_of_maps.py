"""No false alarm on maps that are right, and none missed on maps that are mirrored."""

from __future__ import annotations

import numpy as np
import pytest
from tests.shared_data import needs_shared_data
from tests.unit.imaging.reference_maps import reference_labels

from totalpetview.demo.examination import build_examination
from totalpetview.demo.size import DemoSize
from totalpetview.domain.geometry import Grid
from totalpetview.domain.organs.organ_map import Segment, plain_values
from totalpetview.domain.organs.plausibility import Plausibility, check
from totalpetview.domain.organs.total import TOTAL, counterpart
from totalpetview.imaging.organ_geometry import organ_geometry


def checked(labels: np.ndarray, grid: Grid) -> tuple[Plausibility, dict[str, set[str]]]:
    geometry = organ_geometry(labels, plain_values(range(1, len(TOTAL) + 1)), grid)
    segments = [Segment(n, each, each.key) for n, each in enumerate(TOTAL, start=1) if n in geometry]
    said = check(segments, geometry)
    codes = {each.structure.key: {p.code for p in said.of_segments.get(each.number, ())} for each in segments}
    return said, codes


def test_nothing_but_cut_organs_is_said_of_the_demo_patient_and_every_pair_of_it_mirrored() -> None:
    drawn = build_examination(0, DemoSize.SMALL)
    said, codes = checked(drawn.labels, drawn.ct_grid)
    assert said.of_map == ()
    assert not {code for each in codes.values() for code in each if not code.startswith("organ-cut")}
    said, codes = checked(drawn.labels[:, :, ::-1].copy(), drawn.ct_grid)
    assert [problem.code for problem in said.of_map] == ["organs-mirrored"]
    for structure in TOTAL:
        partner = counterpart(structure)
        if partner is not None and structure.key in codes and partner.key in codes:
            assert "organ-swapped-sides" in codes[structure.key], structure.key


@needs_shared_data
@pytest.mark.parametrize(
    "name", ["example_seg.nii.gz", "example_seg_fast.nii.gz", "example_seg_fast_force_split.nii.gz"]
)
def test_nothing_but_cut_organs_is_said_of_what_the_real_network_found(name: str) -> None:
    labels, grid = reference_labels(name)
    said, codes = checked(labels, grid)
    assert said.of_map == ()
    assert not {code for each in codes.values() for code in each if not code.startswith("organ-cut")}
    said, codes = checked(labels[:, :, ::-1].copy(), grid)
    assert [problem.code for problem in said.of_map] == ["organs-mirrored"]
    for key in ("kidney_left", "kidney_right", "autochthon_left", "rib_left_10", "rib_right_10", "iliopsoas_right"):
        assert "organ-swapped-sides" in codes[key]
    for key in ("liver", "spleen"):
        assert "organ-wrong-side" in codes[key]
    said, _ = checked(labels[::-1].copy(), grid)
    assert "organ-vertebra-below" in {p.code for each in said.of_segments.values() for p in each}
