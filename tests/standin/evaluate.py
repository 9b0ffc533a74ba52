"""Dice of the stand-in weights for a posture of the demo patient that no training saw, through TotalSegmentator itself.

PYTHONPATH=src:. PYTHON -m tests.standin.evaluate tests/fixtures/standin-weights --mode fastest --size clinical
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from pathlib import Path

import nibabel
import numpy as np

from tests.standin.examples import UNSEEN, drawn
from totalpetview.demo.labels import LABELS
from totalpetview.demo.size import DemoSize


def main() -> None:
    """Print Dice for each organ, and their mean."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--mode", choices=("fastest", "fast"), default="fastest")
    parser.add_argument("--size", choices=[str(size) for size in DemoSize], default="clinical")
    chosen = parser.parse_args()
    hu, labels, affine = drawn(UNSEEN, DemoSize(chosen.size))
    with tempfile.TemporaryDirectory() as home:
        os.environ["TOTALSEG_HOME_DIR"] = home
        os.environ["TOTALSEG_WEIGHTS_PATH"] = str(chosen.weights.absolute())
        config = {"totalseg_id": "tests", "send_usage_stats": False, "prediction_counter": 0}
        (Path(home) / "config.json").write_text(json.dumps(config), encoding="utf-8")
        from totalsegmentator.python_api import totalsegmentator

        found = totalsegmentator(
            nibabel.Nifti1Image(hu, affine),
            None,
            ml=True,
            fast=chosen.mode == "fast",
            fastest=chosen.mode == "fastest",
            device="cpu",
            quiet=True,
        )
    result = np.asarray(found.dataobj)
    dice = {}
    for name, value in LABELS.items():
        one, other = result == value, labels == value
        if other.any():
            dice[name] = 2 * float((one & other).sum()) / float(one.sum() + other.sum())
    for name, number in sorted(dice.items(), key=lambda item: -item[1]):
        print(f"{number:5.2f}  {name}")
    print(f"mean of {len(dice)}: {np.mean(list(dice.values())):.2f}")


if __name__ == "__main__":
    main()
