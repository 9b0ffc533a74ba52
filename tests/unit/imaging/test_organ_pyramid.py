from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from totalpetview.imaging.organ_pyramid import coarser


def by_counting(labels: np.ndarray, factors: tuple[int, int, int]) -> np.ndarray:
    counts = [-(-size // factor) for size, factor in zip(labels.shape, factors, strict=True)]
    coarse = np.empty(counts, dtype=labels.dtype)
    for place in np.ndindex(*counts):
        block = labels[tuple(slice(n * f, (n + 1) * f) for n, f in zip(place, factors, strict=True))]
        found = Counter(block.ravel().tolist())
        most = max(found.values())
        ranked = [block[tuple(size // 2 for size in block.shape)], *block.ravel()]
        coarse[place] = next(label for label in ranked if found[int(label)] == most)
    return coarse


@given(
    labels=arrays.arrays(np.uint8, st.tuples(*(st.integers(1, 5),) * 3), elements=st.integers(0, 3)),
    factors=st.tuples(*(st.integers(1, 3),) * 3),
)
def test_each_voxel_has_the_most_frequent_label_of_its_block(labels: np.ndarray, factors: tuple[int, int, int]) -> None:
    np.testing.assert_array_equal(coarser(labels, factors), by_counting(labels, factors))


def test_an_equal_number_of_votes_is_decided_by_the_middle_voxel() -> None:
    labels = np.array([[[7, 7, 9, 9]]], dtype=np.uint16)
    assert coarser(labels, (1, 1, 4)).tolist() == [[[9]]]
    assert coarser(labels, (1, 1, 4)).dtype == np.uint16


def test_a_label_is_never_a_mean_of_its_neighbours() -> None:
    labels = np.zeros((2, 2, 2), dtype=np.uint8)
    labels[0] = 200
    assert coarser(labels, (2, 2, 2)).item() in {0, 200}


def test_a_block_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        coarser(np.zeros((2, 2, 2), dtype=np.uint8), (0, 2, 2))
