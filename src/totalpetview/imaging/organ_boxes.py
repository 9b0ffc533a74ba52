"""The part of an organ map in which each segment lies: what is computed per organ looks at no other voxel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from scipy import ndimage

from totalpetview.domain.organs.organ_map import Labels, Mask

Box = tuple[slice, slice, slice]


@dataclass(frozen=True, slots=True)
class SegmentBox:
    """One segment within its box.

    Attributes
    ----------
    box
        Of the labels [k, j, i].
    values
        The label values that stand for the segment.
    """

    number: int
    box: Box
    values: tuple[int, ...]

    def mask(self, labels: Labels) -> Mask:
        """Return [k, j, i] within the box: whether a voxel belongs to the segment."""
        return members(labels[self.box], self.values)


def members(labels: Labels, values: Sequence[int]) -> Mask:
    """Return whether each label is one of the values."""
    if len(values) == 1:
        return cast("Mask", labels == labels.dtype.type(values[0]))
    table = np.zeros(int(np.iinfo(labels.dtype).max) + 1, dtype=np.bool_)
    table[list(values)] = True
    return cast("Mask", table[labels])


def segment_boxes(labels: Labels, values: Sequence[Sequence[int]]) -> list[SegmentBox]:
    """Return the box of each segment that has a voxel, in order of number, in one pass over the labels.

    Parameters
    ----------
    labels
        [k, j, i].
    values
        As `OrganMap.values`: the segment numbers that each label stands for.
    """
    found = cast("list[Box | None]", ndimage.find_objects(labels, max_label=max(1, len(values) - 1)))
    boxes: dict[int, Box] = {}
    labels_of: dict[int, list[int]] = {}
    for value, box in enumerate(found, start=1):
        if box is None or value >= len(values):
            continue
        for number in values[value]:
            boxes[number] = _union(boxes[number], box) if number in boxes else box
            labels_of.setdefault(number, []).append(value)
    return [SegmentBox(number, boxes[number], tuple(labels_of[number])) for number in sorted(boxes)]


def _union(a: Box, b: Box) -> Box:
    k, j, i = (slice(min(p.start, q.start), max(p.stop, q.stop)) for p, q in zip(a, b, strict=True))
    return (k, j, i)
