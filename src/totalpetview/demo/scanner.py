"""What a scanner adds: the table, the noise of CT, the blur and the noise of PET."""

# ruff: noqa: PLR2004 - thresholds are explained where they stand
# mypy: disable-error-code="no-any-return"
# (numpy types arithmetic of arrays with plain numbers as Any)

from __future__ import annotations

import numpy as np
from scipy import ndimage

from totalpetview.demo import tissues as t
from totalpetview.demo.plan import ExaminationPlan
from totalpetview.demo.points import Values
from totalpetview.domain.geometry import Grid

#: resolution of the reconstructed PET
PET_FWHM_MM = 6.0
_FWHM_PER_SIGMA = 2.3548
_NOISE_SLICES = 24
#: the patient's back lies this far below the origin of the model
_BACK_MM = 124.0


def air_and_table(grid: Grid, plan: ExaminationPlan) -> Values:
    """Return a float32 slice [rows, columns] with the empty scanner: air and the table's shell around foam."""
    x = grid.origin_mm[0] + grid.spacing_mm[0] * np.arange(grid.shape[2], dtype=np.float32)[None, :]
    y = grid.origin_mm[1] + grid.spacing_mm[1] * np.arange(grid.shape[1], dtype=np.float32)[:, None]
    edge = np.float32(max(1.4, grid.spacing_mm[0]))
    top = plan.motion.shift_mm[1] + _BACK_MM
    upper = top - 26.0 * (np.abs(x) / 205.0) ** 2.6
    lower = top + 44.0 - 60.0 * (np.abs(x) / 215.0) ** 3.2
    depth = np.maximum(np.maximum(upper - y, y - lower), np.abs(x) - 205.0)
    picture = np.full((grid.shape[1], grid.shape[2]), -1000.0, dtype=np.float32)
    mattress = np.maximum(np.abs(y - (upper - 5.0)) - 5.0, np.abs(x) - 190.0)
    for distance, hu in ((mattress, -940.0), (depth, t.TABLE_SHELL.hu), (depth + 2.2, t.TABLE_FOAM.hu)):
        share = np.clip(0.5 - distance / edge, 0.0, 1.0)
        picture += share * (np.float32(hu) - picture)
    return picture


class CtNoise:
    """Correlated noise of reconstructed CT, a fresh mixture in every slice, always the same for a seed."""

    def __init__(self, grid: Grid, deviation_hu: float, seed: int) -> None:
        self._dice = np.random.default_rng(seed)
        rows, columns = grid.shape[1:]
        white = self._dice.standard_normal((_NOISE_SLICES, rows, columns), dtype=np.float32)
        if grid.spacing_mm[0] < 2.5:
            # a soft kernel: little power at the lowest and at the highest frequencies
            smooth = ndimage.gaussian_filter(white, (0.35, 0.85, 0.85), mode="wrap")
            smooth -= 0.75 * ndimage.uniform_filter(smooth, (0, 7, 7), mode="wrap")
        else:
            smooth = white
        self._block = smooth * np.float32(deviation_hu / smooth.std())
        self._shape = (rows, columns)

    def slice(self, hu: Values) -> Values:
        """Return the noise of one slice [rows, columns]; stronger where more bone and tissue lie in the plane."""
        rows, columns = self._shape
        mass = float(np.mean(np.clip(hu[::4, ::4] + 1000.0, 0.0, 1600.0)))
        strength = np.clip((mass / 320.0) ** 1.2, 0.35, 1.9)
        first, second = self._dice.integers(0, _NOISE_SLICES, 2)
        turn = tuple(int(n) for n in self._dice.integers(0, (rows, columns)))
        rolled = np.roll(self._block[second], turn, axis=(0, 1))
        noise = (self._block[first] * np.float32(0.8 * strength)) + rolled * np.float32(0.6 * strength)
        return noise if self._dice.random() < 0.5 else -noise


def _weights(  # noqa: PLR0917 - two axes of three numbers
    start: float, step: float, count: int, nodes_start: float, nodes_step: float, nodes: int
) -> Values:
    """Return [count, nodes]: linear interpolation averaged over each output voxel where it is the coarser one."""
    samples = max(1, int(np.ceil(step / nodes_step - 0.25)))
    weights = np.zeros((count, nodes), dtype=np.float32)
    for n in range(samples):
        offset = ((n + 0.5) / samples - 0.5) * step
        places = (start + step * np.arange(count) + offset - nodes_start) / nodes_step
        low = np.floor(places).astype(int)
        share = (places - low).astype(np.float32)
        for at, weight in ((low, 1 - share), (low + 1, share)):
            inside = (at >= 0) & (at < nodes)
            np.add.at(weights, (np.flatnonzero(inside), at[inside]), weight[inside] / samples)
    return weights


def pet_of(uptake: Values, ct: Grid, stride: int, pet: Grid, plan: ExaminationPlan) -> Values:
    """Return the PET as SUVbw, float32: blurred, sampled on the PET's grid, with noise.

    `uptake` was drawn at every `stride`-th row and column of `ct`.
    """
    pitch = (ct.spacing_mm[2], ct.spacing_mm[1] * stride, ct.spacing_mm[0] * stride)
    sigma = [PET_FWHM_MM / _FWHM_PER_SIGMA / step for step in pitch]
    blurred = ndimage.gaussian_filter(uptake, [s if s > 0.25 else 0.0 for s in sigma], mode="nearest", truncate=3.0)
    for axis, (n, p) in enumerate(((0, 2), (1, 1), (2, 0))):
        weights = _weights(
            pet.origin_mm[p], pet.spacing_mm[p], pet.shape[n], ct.origin_mm[p], pitch[n], blurred.shape[n]
        )
        blurred = np.moveaxis(np.tensordot(weights, blurred, axes=(1, axis)), 0, axis)
    return _with_noise(np.ascontiguousarray(blurred), pet, plan)


def _with_noise(suv: Values, pet: Grid, plan: ExaminationPlan) -> Values:
    """Add noise whose variance grows with the uptake around (as in iterative reconstruction), less with more dose."""
    dice = np.random.default_rng(9000 + plan.index)
    white = dice.standard_normal(suv.shape, dtype=np.float32)
    sigma = [1.9 / pet.spacing_mm[2], 1.9 / pet.spacing_mm[1], 1.9 / pet.spacing_mm[0]]
    grain = ndimage.gaussian_filter(white, [s if s > 0.25 else 0.0 for s in sigma], mode="wrap", truncate=3.0)
    grain /= grain.std()
    wide = [12.0 / pet.spacing_mm[2], 12.0 / pet.spacing_mm[1], 12.0 / pet.spacing_mm[0]]
    around = ndimage.gaussian_filter(suv, [s if s > 0.25 else 0.0 for s in wide], mode="nearest", truncate=2.0)
    voxel = min(1.0, 55.0 / (pet.voxel_volume_ml * 1000.0)) ** 0.5
    deviation = np.float32(0.105 * voxel) * np.sqrt(np.maximum(suv, 0) * 0.75 + around * 0.25 + 0.004)
    return np.maximum(suv + grain * deviation, 0.0).astype(np.float32, copy=False)
