"""What the stand-in learns from: the demo patient in many postures, resampled as TotalSegmentator resamples a CT."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nibabel
import numpy as np
from totalsegmentator.alignment import as_closest_canonical
from totalsegmentator.resampling import change_spacing

import totalpetview.demo.examination as drawing
from totalpetview.demo.motion import Motion
from totalpetview.demo.plan import PLANS, ExaminationPlan
from totalpetview.demo.size import DemoSize

#: the posture that no training sees
UNSEEN = 999


@dataclass(frozen=True, slots=True)
class Example:
    """CT [z, y, x] in HU and labels, canonical orientation (x to the right, y to the front, z to the head)."""

    name: str
    hu: Any
    labels: Any


def plan_of(number: int) -> ExaminationPlan:
    """Return one of the four examinations (0 to 3), or one of the same patient in another posture."""
    if number < len(PLANS):
        return PLANS[number]
    random = np.random.default_rng(number)
    like = PLANS[number % len(PLANS)]
    motion = Motion(
        turn_deg=tuple(random.uniform(-4, 4, 3)),
        shift_mm=tuple(np.asarray(like.motion.shift_mm) + random.uniform(-20, 20, 3)),
        breath_mm=float(random.uniform(-9, 10)),
        girth=float(random.uniform(-0.03, 0.03)),
        head_turn_deg=float(random.uniform(-14, 14)),
        posture_mm=float(random.uniform(0, 4.0)),
        phase=float(random.uniform(0, 6.3)),
    )
    return replace(
        like,
        motion=motion,
        contrast=float(random.integers(0, 2)),
        bladder_filling=float(random.uniform(0.8, 1.15)),
        ct_noise_hu=float(random.uniform(10, 28)),
    )


def affine_of(grid: Any) -> Any:
    """Return the NIfTI affine (RAS) of an axial grid for an array [i, j, k]."""
    return np.diag([-1.0, -1.0, 1.0, 1.0]) @ grid.index_to_mm


def drawn(number: int, size: DemoSize) -> tuple[Any, Any, Any]:
    """Return HU and labels [i, j, k] and their affine."""
    plan = plan_of(number)
    kept = drawing.PLANS
    drawing.PLANS = (plan,) * len(kept)  # the only place that knows the plans by index
    try:
        made = drawing.build_examination(number % len(kept), size)
    finally:
        drawing.PLANS = kept
    return made.ct_hu.transpose(2, 1, 0), made.labels.transpose(2, 1, 0), affine_of(made.ct_grid)


def example(number: int, size: DemoSize, spacing_mm: float, cache: Path) -> Example:
    """Return one examination at the network's spacing, drawn once and then kept in `cache`."""
    name = f"{number}-{size}-{spacing_mm:g}mm"
    file = cache / f"{name}.npz"
    if not file.exists():
        hu, labels, affine = drawn(number, size)
        ct = as_closest_canonical(nibabel.Nifti1Image(hu.astype(np.float64), affine))
        organs = as_closest_canonical(nibabel.Nifti1Image(labels, affine))
        ct = change_spacing(ct, spacing_mm, order=1, dtype=np.int32)
        organs = change_spacing(organs, spacing_mm, order=0, dtype=np.uint8)
        cache.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            file,
            hu=ct.get_fdata().astype(np.int16).transpose(2, 1, 0),
            labels=np.asarray(organs.dataobj).astype(np.uint8).transpose(2, 1, 0),
        )
    held = np.load(file)
    return Example(name, held["hu"], held["labels"])


def training_examples(spacing_mm: float, cache: Path) -> Iterator[Example]:
    """Yield the four examinations in both sizes, and others of the same patient; at 3 mm the first four only."""
    coarse = spacing_mm >= 5
    for number in range(4):
        yield example(number, DemoSize.CLINICAL, spacing_mm, cache)
        if coarse:
            yield example(number, DemoSize.SMALL, spacing_mm, cache)
    for number in range(100, 108 if coarse else 100):
        yield example(number, DemoSize.CLINICAL if number % 2 else DemoSize.SMALL, spacing_mm, cache)
