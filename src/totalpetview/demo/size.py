"""How large the synthetic patient is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DemoSize(StrEnum):
    """Clinical for the eye and for measuring speed; small and tiny for tests."""

    CLINICAL = "clinical"
    SMALL = "small"
    TINY = "tiny"


@dataclass(frozen=True, slots=True)
class Reduction:
    """How a size follows from the clinical one.

    Attributes
    ----------
    ct_divisor, pet_divisor
        Clinical matrix divided by this: 512 columns become 512 / ct_divisor.
    slice_divisor
        Clinical number of slices divided by this (the same for CT and PET).
    oversampling
        Voxels are drawn this much finer in (slices, rows and columns) and averaged, so that coarse voxels
        still show partial volumes instead of moiré.
    """

    ct_divisor: int
    pet_divisor: int
    slice_divisor: float
    oversampling: tuple[int, int]


REDUCTIONS: dict[DemoSize, Reduction] = {
    DemoSize.CLINICAL: Reduction(ct_divisor=1, pet_divisor=1, slice_divisor=1.0, oversampling=(1, 1)),
    DemoSize.SMALL: Reduction(ct_divisor=4, pet_divisor=3, slice_divisor=4.0, oversampling=(2, 1)),
    DemoSize.TINY: Reduction(ct_divisor=8, pet_divisor=6, slice_divisor=7.5, oversampling=(2, 1)),
}
