"""Networks that look at nothing but Hounsfield units: each class is a band of them. For tests of everything around.

Every network of TotalSegmentator gets a stand-in in the exact layout that it looks for, with the trainer, the
configuration, the spacing and the outputs of its own. What they find is known beforehand voxel by voxel, so that a
test can tell which network ran where, and which number it gave to which structure. Nothing is trained.

Run with the Python of TotalSegmentator's virtual environment, from the root of the project:

    PYTHONPATH=. PYTHON -m tests.standin.bands FOLDER [NUMBER ...]
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from totalsegmentator.map_tasks_config import TASK_CONFIGS, TASK_ID_WEIGHTS_CONFIGS
from totalsegmentator.map_to_binary import (
    class_map,
    class_map_5_parts,
    class_map_parts_headneck_muscles,
    map_taskid_to_partname_ct,
    map_taskid_to_partname_headneck_muscles,
)

from tests.standin.hu_bands import STEP_HU, first_hu
from tests.standin.network import nnunet_plans

MARK = "STAND-IN: bands of Hounsfield units; not TotalSegmentator's weights; not for diagnosis"

#: small ones for coarse networks; fine ones would look at each voxel eight times
_PATCHES = {True: (64, 64, 64), False: (32, 32, 32)}
_FINE_MM = 1.0
_PARTS = {
    "total": (class_map_5_parts, map_taskid_to_partname_ct),
    "headneck_muscles": (class_map_parts_headneck_muscles, map_taskid_to_partname_headneck_muscles),
}


@dataclass(frozen=True, slots=True)
class Bands:
    """One network: `values[n - 1]` is the value that its class n has in the result of the whole task.

    TotalSegmentator runs the first fold, or all that there are: then there are two.
    """

    number: int
    task: str
    trainer: str
    model: str
    spacing_mm: tuple[float, float, float]
    values: tuple[int, ...]
    folds: int

    @property
    def folder(self) -> str:
        """Where TotalSegmentator looks for it below the folder of all weights."""
        name = TASK_ID_WEIGHTS_CONFIGS[self.number]["foldername"]
        return f"{name}/{self.trainer}__nnUNetPlans__{self.model}"


def all_networks(tasks: tuple[str, ...]) -> dict[int, Bands]:
    """Return the networks of these tasks by number, as TotalSegmentator describes them."""
    found: dict[int, Bands] = {}
    for task in tasks:
        for mode in TASK_CONFIGS[task].get("sub_modes", {"default": TASK_CONFIGS[task]}).values():
            numbers = mode["task_id"] if isinstance(mode["task_id"], list) else [mode["task_id"]]
            for number in numbers:
                found.setdefault(number, _described(task, number, mode, several=len(numbers) > 1))
    return found


def _described(task: str, number: int, mode: dict[str, Any], *, several: bool) -> Bands:
    names = class_map[task]
    values = tuple(sorted(names))
    if several:
        parts, part_of = _PARTS[task]
        by_name = {name: value for value, name in names.items()}
        part = parts[part_of[number]]
        values = tuple(by_name[part[n]] for n in sorted(part))
    spacing = mode.get("resample") or 1.5  # without one, nnU-Net resamples by itself to what its plans say
    x, y, z = [spacing] * 3 if isinstance(spacing, float) else spacing
    model = mode.get("model", "3d_fullres")
    folds = 1 if mode.get("folds", [0]) else 2
    return Bands(number, task, mode["trainer"], model, (z, y, x), values, folds)


def _keywords(features: int) -> dict[str, Any]:
    return {
        "n_stages": 2,
        "features_per_stage": [features, 1],
        "conv_op": "torch.nn.modules.conv.Conv3d",
        "kernel_sizes": [[1, 1, 1]] * 2,
        "strides": [[1, 1, 1], [2, 2, 2]],
        "n_conv_per_stage": [1, 1],
        "n_conv_per_stage_decoder": [1],
        "conv_bias": True,
        "norm_op": None,
        "norm_op_kwargs": None,
        "dropout_op": None,
        "dropout_op_kwargs": None,
        "nonlin": "torch.nn.ReLU",
        "nonlin_kwargs": {"inplace": True},
    }


def _weights(bands: Bands, first: int, knots: int) -> dict[str, torch.Tensor]:
    """Return a network whose output n is a hat over the band of its class.

    The encoder makes max(0, x - k) for each knot k (in steps of the bands, from `first` on), the decoder passes that
    on, and each output is the second difference of three of them: 1 in the middle of its band, 0 from the next one's
    middle on.
    """
    from dynamic_network_architectures.architectures.unet import PlainConvUNet

    keywords = {**_keywords(knots), "conv_op": torch.nn.Conv3d, "nonlin": torch.nn.ReLU}
    network = PlainConvUNet(input_channels=1, num_classes=len(bands.values) + 1, deep_supervision=False, **keywords)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.zero_()
        looking = network.encoder.stages[0][-1].convs[0].conv
        looking.weight[:] = 1.0
        looking.bias[:] = -torch.arange(first, first + knots, dtype=torch.float32)
        passing = network.decoder.stages[0].convs[0].conv
        passing.weight[:, knots:, 0, 0, 0] = torch.eye(knots)
        out = network.decoder.seg_layers[-1]
        out.bias[0] = 0.25
        for n, value in enumerate(bands.values, start=1):
            out.weight[n, value - first - 1 : value - first + 2, 0, 0, 0] = torch.tensor([1.0, -2.0, 1.0])
    return network.state_dict()


def write(bands: Bands, weights: Path) -> Path:
    """Write one network below the folder of all weights; returns its own folder."""
    folder = weights / bands.folder
    folder.mkdir(parents=True, exist_ok=True)
    names = class_map[bands.task]
    described = {
        "channel_names": {"0": "CT"},
        "labels": {"background": 0, **{names[value]: n for n, value in enumerate(bands.values, start=1)}},
        "numTraining": 0,
        "file_ending": ".nii.gz",
        "stand_in": True,
        "description": MARK,
    }
    first = min(bands.values) - 1
    knots = max(bands.values) + 2 - first
    plans = nnunet_plans(
        bands.folder.split("/", maxsplit=1)[0],
        bands.model,
        spacing_mm=bands.spacing_mm,
        patch=_PATCHES[min(bands.spacing_mm) < _FINE_MM],
        network=_keywords(knots),
        hu=(-1024.0, 3071.0, first_hu(bands.number), STEP_HU),
    )
    (folder / "dataset.json").write_text(json.dumps(described, indent=1), encoding="utf-8")
    (folder / "plans.json").write_text(json.dumps(plans, indent=1), encoding="utf-8")
    checkpoint = {
        "network_weights": _weights(bands, first, knots),
        "init_args": {"plans": plans, "configuration": bands.model, "fold": 0, "dataset_json": described},
        "trainer_name": bands.trainer,
        "inference_allowed_mirroring_axes": None,
        "stand_in": True,
    }
    for fold in range(bands.folds):
        (folder / f"fold_{fold}").mkdir(exist_ok=True)
        torch.save(checkpoint, folder / f"fold_{fold}" / "checkpoint_final.pth")
    return folder


def main() -> None:
    """Write the networks with these numbers, or all of the tasks for CT that need no licence."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("numbers", type=int, nargs="*", metavar="NUMBER")
    chosen = parser.parse_args()
    left_out = ("_mr", "_v3", "_LEGACY", "_test", "aneurysm")
    tasks = tuple(
        task
        for task, config in TASK_CONFIGS.items()
        if not config.get("commercial") and task != "test" and not any(word in task for word in left_out)
    )
    found = all_networks(tasks)
    for number in chosen.numbers or found:
        print(write(found[number], chosen.folder))


if __name__ == "__main__":
    main()
