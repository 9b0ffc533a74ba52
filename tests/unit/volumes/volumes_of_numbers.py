"""Stored volumes full of different numbers."""

from __future__ import annotations

import numpy as np

from totalpetview.domain.geometry import Grid
from totalpetview.domain.volume import StoredVolume


def grid_of(shape: tuple[int, int, int], spacing: tuple[float, float, float]) -> Grid:
    return Grid(shape, (-100.0, -90.0, 7.0), (spacing[0], 0, 0), (0, spacing[1], 0), (0, 0, spacing[2]))


def ct_of(shape: tuple[int, int, int], seed: int = 0, spacing: tuple[float, float, float] = (1, 1, 1)) -> StoredVolume:
    numbers = np.random.default_rng(seed).integers(-100, 3000, shape, dtype=np.int16)
    return StoredVolume(
        grid_of(shape, spacing), list(numbers), np.ones(shape[0]), np.full(shape[0], -1024.0), quantity="HU"
    )


def pet_of(shape: tuple[int, int, int], seed: int = 0) -> StoredVolume:
    numbers = np.random.default_rng(seed).integers(0, 65535, shape, dtype=np.uint16)
    slope = 0.5 + np.arange(shape[0]) / 7
    return StoredVolume(grid_of(shape, (4, 4, 3.27)), list(numbers), slope, np.zeros(shape[0]), quantity="BQML")
