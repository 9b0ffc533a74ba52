"""The stand-in's network and its files, in the exact layout of TotalSegmentator's weights."""

from __future__ import annotations

import json
import pydoc
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from dynamic_network_architectures.architectures.unet import PlainConvUNet
from totalsegmentator.map_tasks_config import TASK_CONFIGS, TASK_ID_WEIGHTS_CONFIGS
from totalsegmentator.map_to_binary import class_map

MARK = "STAND-IN: a tiny network trained on a synthetic patient; not TotalSegmentator's weights; not for diagnosis"
#: HU: clipped to the first two, then mean and standard deviation; as nnU-Net normalises CT
CLIP_LOW, CLIP_HIGH, MEAN, DEVIATION = -1004.0, 1100.0, -60.0, 420.0
#: a class that was never trained must never win
_NEVER = -60.0


@dataclass(frozen=True, slots=True)
class Design:
    """One of the two networks; sizes are [z, y, x]."""

    dataset: int
    mode: str
    spacing_mm: float
    patch: tuple[int, int, int]
    features: tuple[int, ...]
    convolutions: tuple[int, ...]
    first_kernel: int


#: What is trained first: it looks at 6 mm and knows organs at 12 mm. The two others are made from it, see finer.py.
BASE = Design(298, "fastest", 6.0, (96, 64, 96), (12, 24, 40, 56), (1, 2, 2, 2), 3)
DESIGNS = {
    6: Design(298, "fastest", 6.0, (96, 64, 96), (24, 24, 40, 56), (1, 2, 2, 2), 3),
    3: Design(297, "fast", 3.0, (128, 112, 160), (24, 24, 24, 40, 56), (1, 2, 2, 2, 2), 1),
}


def _keywords(design: Design) -> dict[str, Any]:
    stages = len(design.features)
    return {
        "n_stages": stages,
        "features_per_stage": list(design.features),
        "conv_op": "torch.nn.modules.conv.Conv3d",
        "kernel_sizes": [[design.first_kernel] * 3] + [[3, 3, 3]] * (stages - 1),
        "strides": [[1, 1, 1]] + [[2, 2, 2]] * (stages - 1),
        "n_conv_per_stage": list(design.convolutions),
        "n_conv_per_stage_decoder": [1] * (stages - 1),
        "conv_bias": True,
        "norm_op": "torch.nn.modules.instancenorm.InstanceNorm3d",
        "norm_op_kwargs": {"eps": 1e-05, "affine": True},
        "dropout_op": None,
        "dropout_op_kwargs": None,
        "nonlin": "torch.nn.LeakyReLU",
        "nonlin_kwargs": {"inplace": True},
    }


_IMPORTED = ("conv_op", "norm_op", "dropout_op", "nonlin")


def build(design: Design, classes: int) -> Any:
    """Return the network with an output for the background and each of `classes` classes."""
    keywords = _keywords(design)
    for name in _IMPORTED:
        keywords[name] = pydoc.locate(keywords[name]) if keywords[name] else None
    return PlainConvUNet(input_channels=1, num_classes=classes + 1, deep_supervision=True, **keywords)


def normalised(hu: Any) -> Any:
    """Return HU as the network wants them; the numbers stand in plans.json."""
    return (hu.clip(CLIP_LOW, CLIP_HIGH) - MEAN) / DEVIATION


def _all_outputs(state: dict[str, Any], classes: tuple[int, ...], total: int) -> dict[str, Any]:
    """Return the state with an output for every class of the task: `classes[n - 1]` is what output n stands for."""
    full: dict[str, Any] = {}
    written: dict[int, Any] = {}  # nnU-Net names each tensor up to four times; the file holds it once
    for name, tensor in state.items():
        if tensor.data_ptr() in written:
            full[name] = written[tensor.data_ptr()]
            continue
        if "seg_layers" in name:
            filled = torch.zeros((total + 1, *tensor.shape[1:]))
            if name.endswith("bias"):
                filled += _NEVER
            filled[[0, *classes]] = tensor
            full[name] = filled.half()
        else:
            full[name] = tensor.half()
        written[tensor.data_ptr()] = full[name]
    return full


def nnunet_plans(
    dataset: str,
    configuration: str,
    *,
    spacing_mm: tuple[float, float, float],
    patch: tuple[int, int, int],
    network: dict[str, Any],
    hu: tuple[float, float, float, float],
) -> dict[str, Any]:
    """Return the contents of plans.json; `hu` are the lowest and highest value that are told apart, mean, deviation."""
    resampling = {"is_seg": False, "order": 3, "order_z": 0, "force_separate_z": None}
    low, high, mean, deviation = hu
    return {
        "dataset_name": dataset,
        "plans_name": "nnUNetPlans",
        "original_median_spacing_after_transp": list(spacing_mm),
        "original_median_shape_after_transp": list(patch),
        "image_reader_writer": "SimpleITKIO",
        "transpose_forward": [0, 1, 2],
        "transpose_backward": [0, 1, 2],
        "experiment_planner_used": "ExperimentPlanner",
        "label_manager": "LabelManager",
        "foreground_intensity_properties_per_channel": {
            "0": {
                "max": 3071.0,
                "mean": mean,
                "median": 0.0,
                "min": -1024.0,
                "percentile_00_5": low,
                "percentile_99_5": high,
                "std": deviation,
            }
        },
        "configurations": {
            configuration: {
                "data_identifier": f"nnUNetPlans_{configuration}",
                "preprocessor_name": "DefaultPreprocessor",
                "batch_size": 2,
                "patch_size": list(patch),
                "median_image_size_in_voxels": list(patch),
                "spacing": list(spacing_mm),
                "normalization_schemes": ["CTNormalization"],
                "use_mask_for_norm": [False],
                "resampling_fn_data": "resample_data_or_seg_to_shape",
                "resampling_fn_seg": "resample_data_or_seg_to_shape",
                "resampling_fn_data_kwargs": resampling,
                "resampling_fn_seg_kwargs": {**resampling, "is_seg": True, "order": 1},
                "resampling_fn_probabilities": "resample_data_or_seg_to_shape",
                "resampling_fn_probabilities_kwargs": {**resampling, "order": 1},
                "architecture": {
                    "network_class_name": "dynamic_network_architectures.architectures.unet.PlainConvUNet",
                    "arch_kwargs": network,
                    "_kw_requires_import": list(_IMPORTED),
                },
                "batch_dice": True,
            }
        },
    }


def write(network: Any, design: Design, classes: tuple[int, ...], weights: Path) -> Path:
    """Write the network below `weights`; returns its folder."""
    task = TASK_CONFIGS["total"]["sub_modes"][design.mode]
    names = class_map["total"]
    dataset = TASK_ID_WEIGHTS_CONFIGS[design.dataset]["foldername"]
    folder = weights / dataset / f"{task['trainer']}__nnUNetPlans__3d_fullres"
    (folder / "fold_0").mkdir(parents=True, exist_ok=True)
    described = {
        "channel_names": {"0": "CT"},
        "labels": {"background": 0, **{name: int(value) for value, name in names.items()}},
        "numTraining": 16,
        "file_ending": ".nii.gz",
        "stand_in": True,
        "description": MARK,
        "trained_classes": [names[value] for value in classes],
    }
    plans = nnunet_plans(
        dataset,
        "3d_fullres",
        spacing_mm=(design.spacing_mm,) * 3,
        patch=design.patch,
        network=_keywords(design),
        hu=(CLIP_LOW, CLIP_HIGH, MEAN, DEVIATION),
    )
    (folder / "dataset.json").write_text(json.dumps(described, indent=1), encoding="utf-8")
    (folder / "plans.json").write_text(json.dumps(plans, indent=1), encoding="utf-8")
    torch.save(
        {
            "network_weights": _all_outputs(network.state_dict(), classes, len(names)),
            "optimizer_state": None,
            "grad_scaler_state": None,
            "logging": {},
            "_best_ema": 0.0,
            "current_epoch": 0,
            "init_args": {"plans": plans, "configuration": "3d_fullres", "fold": 0, "dataset_json": described},
            "trainer_name": task["trainer"],
            "inference_allowed_mirroring_axes": None,
            "stand_in": True,
        },
        folder / "fold_0" / "checkpoint_final.pth",
    )
    return folder
