"""A coarser organ map: each voxel gets the label that is most frequent in its block. Arrays are [k, j, i]."""

from __future__ import annotations

from itertools import product
from typing import cast

import numpy as np
from numpy.typing import NDArray

from totalpetview.domain.organs.organ_map import Labels


def coarser(labels: Labels, factors: tuple[int, int, int]) -> Labels:
    """Return the most frequent label of each block.

    Where labels are equally frequent, the one of the block's centre-most voxel (index n // 2 along each axis) is taken
    if it is among them, else the one that comes first. An incomplete last block counts what is there, as the
    blocks of `Grid.halved` do.

    Parameters
    ----------
    labels
        [k, j, i].
    factors
        Voxels per block along (k, j, i), the order of the array; 1 leaves an axis as it is.

    Raises
    ------
    ValueError
        If a factor is less than 1.
    """
    if min(factors) < 1:
        raise ValueError("a block needs at least one voxel along each axis")
    counts = [-(-size // factor) for size, factor in zip(labels.shape, factors, strict=True)]
    coarse = cast("Labels", np.empty(counts, dtype=labels.dtype))
    parts = [_parts(size, factor) for size, factor in zip(labels.shape, factors, strict=True)]
    for along in product(*parts):
        fine, target = tuple(part[0] for part in along), tuple(part[1] for part in along)
        if all(part[2] for part in along):
            coarse[target] = _modes(labels[fine], (along[0][2], along[1][2], along[2][2]))
    return coarse


def _parts(size: int, factor: int) -> tuple[tuple[slice, slice, int], ...]:
    """Return (fine, coarse, voxels per block) of the complete blocks and of the incomplete last one; 0: none."""
    whole, rest = divmod(size, factor)
    complete = (slice(0, whole * factor), slice(0, whole), factor if whole else 0)
    return (complete, (slice(whole * factor, size), slice(whole, whole + 1), rest))


def _modes(labels: Labels, factors: tuple[int, int, int]) -> Labels:
    """Return the most frequent label of each block of an array that consists of complete blocks."""
    offsets = list(product(*(range(factor) for factor in factors)))
    members = [labels[tuple(slice(o, None, f) for o, f in zip(offset, factors, strict=True))] for offset in offsets]
    centre = members[offsets.index((factors[0] // 2, factors[1] // 2, factors[2] // 2))]
    modes = centre.copy()
    mixed: NDArray[np.bool_] = np.zeros(centre.shape, dtype=np.bool_)
    for member in members:
        mixed |= member != centre
    # most blocks lie within one organ: only the others are counted
    at = np.nonzero(mixed)
    if len(at[0]) == 0:
        return modes
    several = np.stack([member[at] for member in members])
    best = centre[at].copy()
    votes = np.count_nonzero(several == best, axis=0)
    for candidate in several:
        rival = np.count_nonzero(several == candidate, axis=0)
        better = rival > votes
        best[better] = candidate[better]
        votes[better] = rival[better]
    modes[at] = best
    return modes
