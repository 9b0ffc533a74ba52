"""What the CT and the PET measure in each segment of an organ map."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from totalpetview.domain.geometry import Grid
from totalpetview.domain.organs.organ_map import Labels
from totalpetview.domain.organs.statistics import (
    LEAST_ERODED_VOXELS,
    CtStatistics,
    PetStatistics,
    eroded_rule,
    too_small_to_erode_rule,
    whole_organ_rule,
)
from totalpetview.domain.volume import StoredVolume
from totalpetview.imaging.organ_boxes import Box, SegmentBox, segment_boxes
from totalpetview.imaging.organ_grid import nearest_labels, same_grid, shares

Values = NDArray[np.float64]
_HALF: Final = 0.5


def ct_statistics(
    labels: Labels, values: Sequence[Sequence[int]], grid: Grid, ct: StoredVolume
) -> dict[int, CtStatistics]:
    """Return number -> volume and HU of each segment that has a voxel.

    Goes through the CT slice by slice and needs no memory besides.

    Parameters
    ----------
    labels
        [k, j, i] on `grid`; where that is not the CT's grid, each voxel of the CT gets the label at its centre.
    values
        As `OrganMap.values`.
    ct
        Rescaled values are HU.
    """
    voxels_of_map = np.bincount(labels.reshape(-1), minlength=len(values))
    count = len(voxels_of_map)
    voxels, sums, squares = np.zeros(count), np.zeros(count), np.zeros(count)
    for k, of_slice in enumerate(_slices_on(labels, grid, ct.grid)):
        at = np.flatnonzero(of_slice)
        if len(at) == 0:
            continue
        here = of_slice.reshape(-1)[at]
        hu = ct.stored[k].reshape(-1)[at] * float(ct.slope[k]) + float(ct.intercept[k])
        voxels += np.bincount(here, minlength=count)
        sums += np.bincount(here, weights=hu, minlength=count)
        squares += np.bincount(here, weights=hu * hu, minlength=count)
    found = {}
    for number in sorted({number for value in values for number in value}):
        members = [value for value, numbers in enumerate(values) if number in numbers]
        of_map, of_ct = int(voxels_of_map[members].sum()), int(voxels[members].sum())
        if not of_map:
            continue
        mean = float(sums[members].sum()) / of_ct if of_ct else None
        variance = float(squares[members].sum()) / of_ct - mean**2 if mean is not None else 0.0
        deviation = None if mean is None else math.sqrt(max(0.0, variance))
        found[number] = CtStatistics(of_ct, of_map * grid.voxel_volume_ml, mean, deviation)
    return found


def _slices_on(labels: Labels, grid: Grid, ct_grid: Grid) -> Iterator[Labels]:
    if same_grid(grid, ct_grid):
        yield from labels
        return
    for k in range(ct_grid.shape[0]):
        yield nearest_labels(labels, grid, ct_grid, slice(k, k + 1))[0]


def pet_statistics(
    labels: Labels,
    values: Sequence[Sequence[int]],
    grid: Grid,
    pet: StoredVolume,
    erosion_mm: Mapping[int, float],
) -> dict[int, PetStatistics]:
    """Return number -> what the PET measures in each segment of which a PET voxel can be said to lie within it.

    A PET voxel counts when more than half of it lies in the segment: of segments that do not overlap it belongs to
    one at most, and nothing of the PET is interpolated. The slope of each slice is used as it is.

    Parameters
    ----------
    labels
        [k, j, i] on `grid`, in the same patient coordinates as the PET.
    values
        As `OrganMap.values`.
    erosion_mm
        By segment number: how far from its border a segment is measured. The border of the image is none.
        Where fewer than `LEAST_ERODED_VOXELS` would be left the whole segment is measured and the rule says so.
    """
    found = {}
    for segment in segment_boxes(labels, values):
        margin_mm = erosion_mm.get(segment.number, 0.0)
        mask = segment.mask(labels)
        measured = _within(mask, segment, grid, pet)
        if margin_mm > 0 and len(measured):
            inner = _within(_eroded(mask, segment.box, margin_mm, grid), segment, grid, pet)
            enough = len(inner) >= LEAST_ERODED_VOXELS
            rule = eroded_rule(margin_mm) if enough else too_small_to_erode_rule(margin_mm, len(inner))
            measured = inner if enough else measured
            eroded = margin_mm if enough else None
        else:
            rule, eroded = whole_organ_rule(), None
        if len(measured):
            found[segment.number] = PetStatistics(
                voxels=len(measured),
                mean=float(measured.mean()),
                median=float(np.median(measured)),
                max=float(measured.max()),
                eroded_mm=eroded,
                rule=rule,
            )
    return found


def _within(mask: NDArray[np.bool_], segment: SegmentBox, grid: Grid, pet: StoredVolume) -> Values:
    """Return the values of the PET voxels of which more than half lies in the mask."""
    gathered: list[Values] = []
    for k, rows, columns, share in shares(mask, segment.box, grid, pet.grid):
        inside = share > _HALF
        if inside.any():
            stored = pet.stored[k][rows, columns][inside].astype(np.float64)
            gathered.append(stored * float(pet.slope[k]) + float(pet.intercept[k]))
    return np.concatenate(gathered) if gathered else np.empty(0)


def _eroded(mask: NDArray[np.bool_], box: Box, margin_mm: float, grid: Grid) -> NDArray[np.bool_]:
    """Return the voxels whose centres lie further than the margin from the next voxel centre outside."""
    spacing = (grid.spacing_mm[2], grid.spacing_mm[1], grid.spacing_mm[0])
    # beyond its box there is no more of the segment, except where the image ends: nobody knows what is there
    ends = [(int(each.start > 0), int(each.stop < size)) for each, size in zip(box, grid.shape, strict=True)]
    padded = np.pad(mask, ends)
    if padded.all():
        return mask
    distance_mm = ndimage.distance_transform_edt(padded, sampling=spacing)
    inside = tuple(slice(before, before + size) for (before, _), size in zip(ends, mask.shape, strict=True))
    inner: NDArray[np.bool_] = distance_mm[inside] > margin_mm
    return inner
