"""How far a run is, from the program's events and the clock."""

from __future__ import annotations

from dataclasses import dataclass, field

from totalpetview.segmentation.advance import Advance
from totalpetview.segmentation.port import Progress


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Listening:
    parts: int = 1
    estimate_s: float | None = None
    regions: int = 0
    clock: Clock = field(default_factory=Clock)
    told: list[Progress] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.advance = Advance(self.parts, self.estimate_s, self.told.append, self.clock, self.regions)

    def at(self, seconds: float, event: str | None = None, **values: object) -> Progress:
        self.clock.now = seconds
        self.advance.hear(None if event is None else {"event": event, **values})
        return self.told[-1]


def _whole_run(run: Listening) -> None:
    run.at(0.1, "stage", stage="starting")
    run.at(10, "stage", stage="resampling")
    for part in range(1, run.parts + 1):
        run.at(run.clock.now + 2, "part", part=part)
        for done in range(11):
            run.at(run.clock.now + 2, "patches", done=done, total=10)
    run.at(run.clock.now + 2, "stage", stage="resampling")
    run.at(run.clock.now + 3, "stage", stage="saving")


def test_the_fraction_never_goes_back_whatever_was_estimated() -> None:
    for estimate in (None, 1.0, 30.0, 1000.0):
        for parts in (1, 5):
            run = Listening(parts, estimate)
            _whole_run(run)
            fractions = [one.fraction for one in run.told]
            assert fractions == sorted(fractions)
            assert fractions[-1] >= 0.85
            assert max(fractions) < 1


def test_nothing_is_left_to_guess_before_something_is_known() -> None:
    run = Listening()
    assert run.at(5, "stage", stage="starting").left_s is None
    run.at(6, "part", part=1)
    run.at(10, "patches", done=0, total=10)
    assert run.at(20, "patches", done=5, total=10).left_s is not None


def test_the_time_left_follows_the_pace_of_the_network() -> None:
    run = Listening(1, 100.0)
    run.at(20, "part", part=1)
    run.at(20, "patches", done=0, total=10)
    slow = run.at(120, "patches", done=5, total=10).left_s  # 20 s a patch
    assert slow is not None
    assert 45 <= slow <= 130


def test_a_network_that_only_finds_the_region_is_a_small_part_of_a_run() -> None:
    run = Listening(2, regions=1)
    run.at(10, "part", part=1)
    run.at(10, "patches", done=0, total=4)
    over = run.at(14, "patches", done=4, total=4)
    assert 0.2 < over.fraction < 0.35
    left_s = run.at(15, "part", part=2).left_s
    assert left_s is not None
    assert left_s > 4 * 5  # the network for which the region is costs several times as much


def test_a_run_slower_than_its_estimate_still_has_time_left() -> None:
    run = Listening(1, 10.0)
    late = run.at(50).left_s
    assert late is not None
    assert late >= 5


def test_the_ct_on_its_way_in_is_loading_and_the_labels_on_their_way_out_are_resampled() -> None:
    run = Listening()
    assert run.at(1, "stage", stage="resampling").stage == "loading"
    run.at(2, "part", part=1)
    assert run.at(3, "patches", done=1, total=1).stage == "predicting"
    assert run.at(4, "stage", stage="resampling").stage == "resampling"
    assert run.at(5, "stage", stage="saving").stage == "saving"
