"""Every task for CT through the real TotalSegmentator, with networks that know nothing but Hounsfield units.

    .venv/bin/python -m tests.bench.every_task [TASK ...]

For each task and mode: which networks ran, whether each class came out with its own number, whether its name is one of
our structures, and what is said about a CT that does not show the region. The status is 1 where something is not as
`segmentation/tasks.py` says. Some twelve minutes on two busy cores.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from tests.hu_blocks import Blocks, blocks, write_band_weights
from tests.standin.hu_bands import hu_of
from tests.totalsegmentator import class_names, totalsegmentator_venv
from totalpetview.domain.organs.total import STRUCTURES
from totalpetview.domain.problem import Refusal
from totalpetview.segmentation import total_segmentator
from totalpetview.segmentation.advance import Advance
from totalpetview.segmentation.places import Places
from totalpetview.segmentation.port import Progress, Request, Result
from totalpetview.segmentation.tasks import TASKS, Networks

#: network that finds the region, and the value of one class that belongs to it; teeth: found in the skull
_REGION: Final[dict[str, tuple[int, int]]] = {
    "lungs": (298, 10),
    "liver": (298, 5),
    "abdomen": (298, 2),
    "trunk": (300, 1),
    "hips": (298, 77),
    "brain": (298, 90),
    "skull": (298, 91),
    "neck": (298, 73),
}
_TEETH_LOWER: Final = (115, 2)
_COARSE_MM: Final = 6.0


@dataclass
class Outcome:
    """What became of one run."""

    task: str
    mode: str
    seconds: float = 0.0
    networks: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    classes: int = 0

    def line(self) -> str:
        """Return it as a row of a table."""
        networks = " ".join(map(str, self.networks))
        verdict = "; ".join(self.faults) or "as expected"
        return f"| {self.task} | {self.mode} | {networks} | {self.classes} | {self.seconds:.0f} s | {verdict} |"


class Heard(Advance):
    """Keeps what the program said."""

    networks: Final[list[int]] = []

    def hear(self, event: Mapping[str, Any] | None) -> None:
        """Write down the network that begins."""
        if event is not None and event["event"] == "part":
            self.networks.append(int(event["network"]))
        super().hear(event)


def main() -> int:
    """Run all tasks, or those that are named, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tasks", nargs="*", metavar="TASK")
    chosen = parser.parse_args().tasks or list(TASKS)
    runs = [(task, mode) for task in chosen for mode in TASKS[task].modes]
    numbers = {n for task, mode in runs if TASKS[task].licence == "open" for n in TASKS[task].modes[mode].all}
    outcomes = []
    print("| task | mode | networks that ran | classes found | time | verdict |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="totalpetview-tasks-") as folder:
        (Path(folder) / "kept").mkdir()
        weights = write_band_weights(Path(folder) / "weights", sorted(numbers))
        places = Places(totalsegmentator_venv(), weights, Path(folder) / "home", Path(folder) / "kept")
        for task, mode in runs:
            outcomes.append(_outcome(places, Request(task, mode, "cpu"), Path(folder)))
            print(outcomes[-1].line(), flush=True)
    return 1 if any(one.faults for one in outcomes) else 0


def _outcome(places: Places, request: Request, folder: Path) -> Outcome:
    plan = TASKS[request.task]
    outcome = Outcome(request.task, request.mode)
    segmenter = total_segmentator.TotalSegmentator(places, download=False)
    if plan.licence != "open":
        expected = "segmentation-needs-mr" if plan.needs_mr else "segmentation-needs-licence"
        said = _refused(segmenter, request, blocks({1: 0}), folder)
        outcome.faults += [] if said == expected else [f"not refused: {said}"]
        return outcome
    networks = plan.modes[request.mode]
    image = _image(request, networks)
    told: list[Progress] = []
    Heard.networks.clear()
    began = time.monotonic()
    try:
        with patch.object(total_segmentator, "Advance", Heard):
            result = segmenter.run(request, image.hu, image.grid, folder, told.append, lambda: False)
    except Refusal as refusal:
        outcome.faults.append(f"{refusal.problem.code} {dict(refusal.problem.values)}")
        return outcome
    outcome.seconds, outcome.networks = time.monotonic() - began, list(Heard.networks)
    outcome.faults += _faults(request, networks, image, result, outcome)
    outcome.faults += _faults_of_progress(told)
    if plan.region is not None:
        said = _refused(segmenter, request, blocks({1: 0}), folder)
        outcome.faults += [] if said == f"segmentation-without-{plan.region}" else [f"without its region: {said}"]
    return outcome


def _image(request: Request, networks: Networks) -> Blocks:
    """Return a CT with a block for each class, and around them what the search begins with."""
    region = TASKS[request.task].region
    values = class_names()[request.task]
    # networks that are run one after another share their bands
    bands = {value: hu_of(networks.datasets[-1], value) for value in values}
    if region is None:
        return blocks(bands, spacing_mm=6.0 if networks.spacing_mm == _COARSE_MM else 1.5)
    if region == "teeth":
        return blocks(bands, hu_of(*_TEETH_LOWER), beside_hu=hu_of(*_REGION["skull"]))
    return blocks(bands, hu_of(*_REGION[region]))


def _faults(request: Request, networks: Networks, image: Blocks, result: Result, outcome: Outcome) -> list[str]:
    faults = []
    if outcome.networks != list(networks.all):
        faults.append(f"other networks than {networks.all}")
    names = class_names()[request.task]
    if dict(result.names) != names:
        faults.append("other names")
    unknown = [name for name in names.values() if name not in STRUCTURES]
    if unknown:
        faults.append(f"no structures: {unknown}")
    found = image.found(result.labels)
    outcome.classes = len(found)
    expected = _EXPECTED.get(request.task, set(names))
    if found != expected:
        faults.append(f"not found: {sorted(expected - found)}, unexpected: {sorted(found - expected)}")
    return faults


#: extremities below 50 ml are thrown away; the refined numbers stay where network 305 sees a body, its band 1
_EXPECTED: Final[dict[str, set[int]]] = {"body": {1}, "vertebrae_pp_refined": {1}}


def _faults_of_progress(told: list[Progress]) -> list[str]:
    fractions = [one.fraction for one in told]
    faults = [] if fractions == sorted(fractions) else ["progress goes back"]
    if not 0.8 < fractions[-1] < 1:
        faults.append(f"progress ends at {fractions[-1]:.2f}")
    return faults


def _refused(segmenter: total_segmentator.TotalSegmentator, request: Request, image: Blocks, folder: Path) -> str:
    try:
        segmenter.run(request, image.hu, image.grid, folder, lambda _: None, lambda: False)
    except Refusal as refusal:
        return refusal.problem.code
    return "found something"


if __name__ == "__main__":
    sys.exit(main())
