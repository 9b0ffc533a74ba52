from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.unit.workflows.organ_world import CT_UID, OrganWorld

from totalpetview.domain.geometry import Grid
from totalpetview.domain.problem import Problem, Refusal
from totalpetview.segmentation.port import Cancelled
from totalpetview.volumes.build_labels import read_labels
from totalpetview.workflows.segment_organs import Part

WHOLE = Part("fastest", (0.0, 1.0))


@pytest.fixture
def world(tmp_path: Path) -> OrganWorld:
    world = OrganWorld(tmp_path)
    world.add_ct()
    return world


def right_half(hu: np.ndarray, grid: Grid) -> np.ndarray:
    labels = np.zeros(hu.shape, dtype=np.uint8)
    labels[:, :, : hu.shape[2] // 2] = 2  # x grows with i: the patient's right comes first
    labels[2:4, 5:9, 14:18] = 3
    return labels


def test_what_was_found_is_kept_in_the_archive_and_shown_voxel_for_voxel(world: OrganWorld) -> None:
    world.segmenter.find = right_half
    asked = world.ask()
    steps = world.work.segmenting
    key = steps.keep(asked, WHOLE, steps.compute(asked, WHOLE))
    (taken,) = [each.taken for each in world.organs.maps.values()]
    labels, grid = read_labels(world.store, str(taken.labels["id"]))
    assert np.array_equal(labels, right_half(np.zeros(labels.shape), grid))
    assert grid == world.organs.cts[CT_UID].grid
    assert [(each["number"], each["structure"]["key"]) for each in taken.segments] == [
        (2, "kidney_right"),
        (3, "kidney_left"),
    ]
    # 6 slices of 24 rows and 12 columns of 4 x 4 x 3 mm
    assert taken.segments[0]["volume_ml"] == pytest.approx(6 * 24 * 12 * 48 / 1000)
    assert taken.run_key == asked.key
    assert key in world.organs.maps
    stored = world.archive.series(taken.source.orthanc_id)
    assert stored is not None
    assert stored.modality == "SEG"


def test_a_segmenter_with_stand_in_weights_marks_the_map_and_the_object_in_the_archive(world: OrganWorld) -> None:
    asked = world.ask()
    steps = world.work.segmenting
    steps.keep(asked, WHOLE, steps.compute(asked, WHOLE))
    (taken,) = [each.taken for each in world.organs.maps.values()]
    assert taken.making["weights"] == "stand-in"
    assert "STAND-IN" in taken.title


def test_the_place_of_a_segment_lies_in_it(world: OrganWorld) -> None:
    world.segmenter.find = right_half
    asked = world.ask()
    steps = world.work.segmenting
    steps.keep(asked, WHOLE, steps.compute(asked, WHOLE))
    (taken,) = [each.taken for each in world.organs.maps.values()]
    grid = world.organs.cts[CT_UID].grid
    labels = right_half(np.zeros(grid.shape), grid)
    for segment in taken.segments:
        i, j, k = (round(index) for index in grid.index_of(tuple(segment["centre_mm"])))
        assert labels[k, j, i] == segment["number"]


def test_keeping_twice_is_one_object_and_one_map(world: OrganWorld) -> None:
    asked = world.ask()
    steps = world.work.segmenting
    computed = steps.compute(asked, WHOLE)
    assert steps.keep(asked, WHOLE, computed) == steps.keep(asked, WHOLE, computed)
    assert len(world.organs.maps) == 1
    assert len([held for held in world.archive.held.values() if held.modality == "SEG"]) == 1


def test_the_same_ct_with_the_same_settings_is_not_computed_twice(world: OrganWorld) -> None:
    asked = world.ask()
    steps = world.work.segmenting
    steps.keep(asked, WHOLE, steps.compute(asked, WHOLE))
    assert steps.compute(world.ask(key="another"), WHOLE).state == "known"
    assert len(world.segmenter.requests) == 1
    world.segmenter.version = "2.19.0"
    assert steps.compute(world.ask(key="third"), WHOLE).state == "computed"


def test_nothing_found_is_a_failure_in_words(world: OrganWorld) -> None:
    world.segmenter.find = lambda hu, _grid: np.zeros(hu.shape, dtype=np.uint8)
    asked = world.ask()
    computed = world.work.segmenting.compute(asked, WHOLE)
    with pytest.raises(Refusal) as refused:
        world.work.segmenting.keep(asked, WHOLE, computed)
    assert refused.value.problem.code == "organs-none-found"
    assert not [held for held in world.archive.held.values() if held.modality == "SEG"]


def test_what_the_program_refuses_is_kept_as_a_sentence(world: OrganWorld) -> None:
    world.segmenter.fails_with = Problem("weights-missing")
    computed = world.work.segmenting.compute(world.ask(), WHOLE)
    assert (computed.state, computed.problem) == ("failed", {"code": "weights-missing", "values": {}})


def test_a_cancelled_run_ends_and_keeps_nothing(world: OrganWorld) -> None:
    asked = world.ask()
    world.organs.runs["run"].cancel_requested = True
    assert world.work.segmenting.compute(asked, WHOLE).state == "cancelled"
    assert not world.organs.maps


@pytest.mark.parametrize("step", ["the result is there", "it was written", "it was read back"])
def test_a_run_that_is_cancelled_at_the_last_moment_leaves_nothing_in_the_archive(
    world: OrganWorld, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = world.ask()
    steps = world.work.segmenting
    computed = steps.compute(asked, WHOLE)
    run = world.organs.runs["run"]
    files = type(steps.files)
    name = {"it was written": "write", "it was read back": "read"}.get(step)
    if name is None:
        run.cancel_requested = True
    else:
        plain = getattr(files, name)

        def cancelled_meanwhile(*arguments: object) -> object:
            run.cancel_requested = True
            return plain(*arguments)

        monkeypatch.setattr(files, name, cancelled_meanwhile)
    with pytest.raises(Cancelled):
        steps.keep(asked, WHOLE, computed)
    assert not world.organs.maps
    assert not [held for held in world.archive.held.values() if held.modality == "SEG"]


def test_an_organ_that_is_elsewhere_after_the_round_trip_is_never_shown(
    world: OrganWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = world.ask()
    steps = world.work.segmenting
    computed = steps.compute(asked, WHOLE)
    files = type(steps.files)
    plain = files.read

    def mirrored(self: object, content: bytes, grid: Grid | None, frame: str) -> object:
        read = plain(self, content, grid, frame)  # type: ignore[arg-type]
        read.labels[:] = read.labels[:, :, ::-1].copy()
        return read

    monkeypatch.setattr(files, "read", mirrored)
    with pytest.raises(Refusal):
        steps.keep(asked, WHOLE, computed)
    assert not world.organs.maps
    assert not [held for held in world.archive.held.values() if held.modality == "SEG"]


def test_full_resolution_has_a_quick_result_first(world: OrganWorld) -> None:
    world.ask("full")
    begun = world.work.segmenting.begin("run")
    assert begun is not None
    assert [part.mode for part in begun[1]] == ["fast", "full"]
    assert begun[1][0].share[1] == begun[1][1].share[0]


def test_progress_of_a_part_lies_within_its_share(world: OrganWorld) -> None:
    asked = world.ask("full")
    part = Part("full", (0.2, 1.0))
    steps = world.work.segmenting
    steps.keep(asked, part, steps.compute(asked, part))
    fractions = [fraction for _, fraction, _ in world.organs.runs["run"].progress]
    assert min(fractions) >= 0.2
    assert max(fractions) < 1.0
    assert fractions == sorted(fractions)


def test_a_run_that_nobody_wants_any_more_does_not_begin(world: OrganWorld) -> None:
    world.ask()
    world.organs.runs["run"].state = "cancelled"
    assert world.work.segmenting.begin("run") is None
    assert world.work.segmenting.begin("never asked for") is None
