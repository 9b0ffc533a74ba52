"""One examination of the synthetic patient, in memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from totalpetview.demo.anatomy.patient import patient
from totalpetview.demo.lesions import lesion_shapes
from totalpetview.demo.plan import PLANS, ExaminationPlan
from totalpetview.demo.points import Values
from totalpetview.demo.render import Renderer
from totalpetview.demo.scanner import CtNoise, air_and_table, pet_of
from totalpetview.demo.size import REDUCTIONS, DemoSize
from totalpetview.domain.geometry import Grid

HU_MIN, HU_MAX = -1024, 3071


@dataclass(frozen=True, slots=True)
class DemoExamination:
    """CT, PET and organ labels of one examination.

    Attributes
    ----------
    ct_hu
        int16 [k, j, i] on `ct_grid`.
    labels
        uint8 [k, j, i] on `ct_grid`, values of `totalpetview.demo.labels.LABELS`.
    pet_suv
        float32 [k, j, i] on `pet_grid`, SUVbw.
    """

    plan: ExaminationPlan
    ct_grid: Grid
    ct_hu: Values
    labels: Values
    pet_grid: Grid
    pet_suv: Values


def _finer(grid: Grid, slices: int, columns: int) -> Grid:
    """Return the grid with each voxel cut into `slices` x `columns` x `columns` parts."""
    nk, nj, ni = grid.shape
    dx, dy, dz = grid.spacing_mm
    part = (dx / columns, dy / columns, dz / slices)
    origin = tuple(o - d / 2 + p / 2 for o, d, p in zip(grid.origin_mm, (dx, dy, dz), part, strict=True))
    shape = (nk * slices, nj * columns, ni * columns)
    return Grid(shape, (origin[0], origin[1], origin[2]), (part[0], 0.0, 0.0), (0.0, part[1], 0.0), (0.0, 0.0, part[2]))


def build_examination(index: int, size: DemoSize = DemoSize.CLINICAL) -> DemoExamination:
    """Draw examination `index` (0 to 3): always the same voxels for the same index and size."""
    plan = PLANS[index]
    ct, pet = plan.ct_grid(size), plan.pet_grid(size)
    per_slice, per_column = REDUCTIONS[size].oversampling
    fine = _finer(ct, per_slice, per_column)
    shapes = [*patient(plan.heart_uptake, plan.bladder_filling), *lesion_shapes(index)]
    renderer = Renderer(fine, plan.motion, shapes, plan.contrast, air_and_table(fine, plan))
    noise = CtNoise(ct, plan.ct_noise_hu, 100 + index)
    ct_hu = np.empty(ct.shape, dtype=np.int16)
    labels = np.empty(ct.shape, dtype=np.uint8)
    nk, nj, ni = (fine.shape[0], *(n // renderer.stride + 1 for n in fine.shape[1:]))
    uptake = np.empty((nk, nj, ni), dtype=np.float32)
    for slab in renderer.slabs():
        count = slab.hu.shape[0] // per_slice
        first = slab.first // per_slice
        blocks = slab.hu.reshape(count, per_slice, ct.shape[1], per_column, ct.shape[2], per_column)
        means = blocks.mean(axis=(1, 3, 5)) if per_slice * per_column > 1 else slab.hu
        for n, hu in enumerate(means):
            ct_hu[first + n] = np.clip(np.rint(hu + noise.slice(hu)), HU_MIN, HU_MAX)
        labels[first : first + count] = slab.labels[
            per_slice // 2 :: per_slice, per_column // 2 :: per_column, per_column // 2 :: per_column
        ]
        uptake[slab.first : slab.first + slab.suv.shape[0]] = slab.suv
    return DemoExamination(plan, ct, ct_hu, labels, pet, pet_of(uptake, fine, renderer.stride, pet, plan))
