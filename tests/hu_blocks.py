"""A CT of small blocks, one for each class that a network of `tests.standin.bands` finds: the truth is known."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.totalsegmentator import totalsegmentator_venv
from totalpetview.domain.geometry import Grid

_ROOT: Final = Path(__file__).resolve().parents[1]
_VOXELS: Final = 40
#: a block with the gap to the next, a block, and what is free at both ends
_PITCH, _EDGE, _END = 8, 4, 2
_PER_AXIS: Final = _VOXELS // _PITCH
AIR_HU: Final = -1000


@dataclass(frozen=True, slots=True)
class Blocks:
    """A CT, and where in it the block of each label value lies: slices of [k, j, i], without the border voxels."""

    hu: NDArray[np.int16]
    grid: Grid
    inside: Mapping[int, tuple[slice, slice, slice]]

    def found(self, labels: NDArray[np.uint8] | NDArray[np.uint16]) -> set[int]:
        """Return the values of the blocks that are labelled as themselves."""
        return {value for value, where in self.inside.items() if (labels[where] == value).all()}


def blocks(
    hu_of: Mapping[int, int], around_hu: int = AIR_HU, *, beside_hu: int | None = None, spacing_mm: float = 1.5
) -> Blocks:
    """Return a CT in which there is a block for each label value; `beside_hu` fills both ends of it.

    It measures 60 mm, and a block 6 mm, which a network for 6 mm finds by luck only: it needs a larger `spacing_mm`.
    """
    if len(hu_of) > _PER_AXIS**3:
        raise ValueError(f"no room for {len(hu_of)} blocks")
    hu = np.full((_VOXELS,) * 3, around_hu, dtype=np.int16)
    if beside_hu is not None:
        hu[:_END], hu[-_END:] = beside_hu, beside_hu
    inside = {}
    for place, (value, block_hu) in enumerate(hu_of.items()):
        corner = [index * _PITCH + (_PITCH - _EDGE) // 2 for index in np.unravel_index(place, (_PER_AXIS,) * 3)]
        k, j, i = (slice(int(begin), int(begin) + _EDGE) for begin in corner)
        hu[k, j, i] = block_hu
        inside[value] = (
            slice(k.start + 1, k.stop - 1),
            slice(j.start + 1, j.stop - 1),
            slice(i.start + 1, i.stop - 1),
        )
    first = (-_VOXELS / 2 * spacing_mm, -_VOXELS / 2 * spacing_mm, 0.0)
    grid = Grid(hu.shape, first, (spacing_mm, 0.0, 0.0), (0.0, spacing_mm, 0.0), (0.0, 0.0, spacing_mm))
    return Blocks(hu, grid, inside)


def write_band_weights(weights: Path, numbers: Iterable[int]) -> Path:
    """Have `tests.standin.bands` write networks with the Python of TotalSegmentator; returns the folder."""
    command = [str(totalsegmentator_venv() / "bin" / "python"), "-m", "tests.standin.bands", str(weights)]
    weights.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [*command, *(str(number) for number in numbers)],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT), "TOTALSEG_HOME_DIR": str(weights)},
        check=True,
        capture_output=True,
    )
    return weights
