"""Segments put one by one into one array of labels, with a label of its own for each combination that occurs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from totalpetview.domain.organs.organ_map import Labels
from totalpetview.domain.problem import refuse

_MOST: Final = int(np.iinfo(np.uint16).max)


class LabelBuilder:
    """An array of labels that segments are added to; where none was added it is 0.

    A segment's own label is its number; combinations get the labels after the highest number.
    """

    def __init__(self, shape: tuple[int, int, int], numbers: Sequence[int]) -> None:
        """Start empty, for segments of these numbers; raises Refusal when there are more than 65535."""
        highest = max(numbers, default=0)
        if highest > _MOST:
            raise refuse("organ-map-too-many", most=_MOST)
        known = set(numbers)
        self._values: list[tuple[int, ...]] = [(n,) if n in known else () for n in range(highest + 1)]
        self._label_of: dict[tuple[int, ...], int] = {(n,): n for n in known}
        self._labels: NDArray[Any] = np.zeros(shape, np.uint8 if highest <= np.iinfo(np.uint8).max else np.uint16)

    @property
    def labels(self) -> Labels:
        """The array [k, j, i] so far."""
        return self._labels

    @property
    def values(self) -> tuple[tuple[int, ...], ...]:
        """values[label]: the numbers of the segments that it stands for."""
        return tuple(self._values)

    def add(
        self, number: int, place: tuple[slice | int, ...], order: tuple[int, ...], inside: NDArray[np.bool_]
    ) -> None:
        """Add voxels of a segment.

        Parameters
        ----------
        number
            Of the segment.
        place
            Which part of the array [k, j, i] `inside` covers.
        order
            How the axes of that part are to be transposed to be those of `inside`.
        inside
            Whether a voxel of that part belongs to the segment.
        """
        part = self._labels[place].transpose(order)
        already = np.unique(part[inside])
        if not already.any():
            part[inside] = number
            return
        table = np.zeros(len(self._values), dtype=np.int64)
        for label in already.tolist():
            table[label] = self._with(label, number)
        if table.max() > np.iinfo(self._labels.dtype).max:
            self._labels = self._labels.astype(np.uint16)
            part = self._labels[place].transpose(order)
        part[inside] = table.astype(self._labels.dtype)[part[inside]]

    def _with(self, label: int, number: int) -> int:
        """Return the label of a label's segments and one more."""
        members = tuple(sorted({*self._values[label], number}))
        found = self._label_of.get(members)
        if found is None:
            found = len(self._values)
            if found > _MOST:
                raise refuse("organ-map-too-many", most=_MOST)
            self._values.append(members)
            self._label_of[members] = found
        return found
