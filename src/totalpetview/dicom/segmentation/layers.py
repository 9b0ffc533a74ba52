"""Overlapping segments, written layer by layer: within a layer none overlap, so no array holds a plane twice.

highdicom wants overlapping segments as one array [k, j, i, segment]: 60 organs of a clinical CT would take 5 GB.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Final

import highdicom as hd
import numpy as np
from pydicom.dataset import Dataset

from totalpetview.domain.geometry import Grid
from totalpetview.domain.organs.organ_map import OrganMap

_BYTE: Final = 8
#: functional groups that may be shared within a layer, but not between layers
_PER_FRAME: Final = ("SegmentIdentificationSequence", "PlanePositionSequence", "DerivationImageSequence")


def layers(organ_map: OrganMap) -> list[list[int]]:
    """Return the numbers of all segments in as few groups as one pass finds, none of which overlap."""
    conflicts: dict[int, set[int]] = {segment.number: set() for segment in organ_map.segments}
    for members in organ_map.values:
        for number in members:
            conflicts[number] |= set(members) - {number}
    found: list[list[int]] = []
    for number in sorted(conflicts):
        for group in found:
            if not conflicts[number].intersection(group):
                group.append(number)
                break
        else:
            found.append([number])
    return found


def consecutive(group: Sequence[int]) -> dict[int, int]:
    """Return number -> 1, 2, 3 ..."""
    return {number: place for place, number in enumerate(group, start=1)}


def merged(objects: Sequence[hd.seg.Segmentation], numbers: Sequence[Sequence[int]], grid: Grid) -> hd.seg.Segmentation:
    """Return one object that holds the frames of several of the same images.

    Parameters
    ----------
    objects
        Binary, their segments numbered from 1 on.
    numbers
        For each object the numbers that its segments have in the result.
    grid
        Of the images.
    """
    segments: list[hd.seg.SegmentDescription] = []
    frames: list[Dataset] = []
    pixels = []
    size = grid.shape[1] * grid.shape[2]
    for each, renamed in zip(objects, numbers, strict=True):
        for segment, number in zip(each.SegmentSequence, renamed, strict=True):
            segment.SegmentNumber = number
            segments.append(segment)
        for frame in _frames(each):
            identified = frame.SegmentIdentificationSequence[0]
            identified.ReferencedSegmentNumber = renamed[identified.ReferencedSegmentNumber - 1]
            position = frame.PlanePositionSequence[0].ImagePositionPatient
            k = round(grid.index_of((float(position[0]), float(position[1]), float(position[2])))[2])
            frame.FrameContentSequence[0].DimensionIndexValues = [identified.ReferencedSegmentNumber, k + 1]
            frames.append(frame)
        bits = np.frombuffer(each.PixelData, np.uint8)
        count = int(each.NumberOfFrames) * size
        pixels.append(bits[: count // _BYTE] if size % _BYTE == 0 else np.unpackbits(bits, bitorder="little")[:count])
    joined = np.concatenate(pixels)
    whole = (joined if size % _BYTE == 0 else np.packbits(joined, bitorder="little")).tobytes()
    result = objects[0]
    result.SegmentSequence = sorted(segments, key=lambda segment: int(segment.SegmentNumber))
    result.PerFrameFunctionalGroupsSequence = frames
    result.NumberOfFrames = len(frames)
    result.SegmentsOverlap = "YES"
    result.PixelData = whole + b"\0" * (len(whole) % 2)
    return result


def _frames(layer: hd.seg.Segmentation) -> list[Dataset]:
    """Return the functional groups of each frame, with those that the frames of this layer alone share."""
    shared, frames = layer.SharedFunctionalGroupsSequence[0], list(layer.PerFrameFunctionalGroupsSequence)
    for keyword in _PER_FRAME:
        if keyword in shared:
            for frame in frames:
                setattr(frame, keyword, deepcopy(shared[keyword].value))
            delattr(shared, keyword)
    return frames
