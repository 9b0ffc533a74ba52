"""The four examinations: when, how much, how finely, and how the patient lay."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from totalpetview.demo.motion import Motion
from totalpetview.demo.points import Triple
from totalpetview.demo.size import REDUCTIONS, DemoSize
from totalpetview.domain.geometry import Grid

#: half-life of fluorine-18 in seconds
HALF_LIFE_S = 6586.2


@dataclass(frozen=True, slots=True)
class ExaminationPlan:
    """One examination.

    Attributes
    ----------
    injected_at, acquired_at
        Local times; the PET starts at `acquired_at`, and its values are decay-corrected to it.
    dose_bq
        At injection.
    contrast
        0 without, 1 with contrast medium in the portal venous phase.
    ct_noise_hu
        Deviation in the middle of the trunk.
    ct_columns, pet_columns, ct_slices, pet_slices, ct_pixel_mm, ...
        Of the clinical size.
    first_slice_mm
        Height z of the lowest slice of both, in patient coordinates.
    """

    index: int
    injected_at: datetime
    acquired_at: datetime
    weight_kg: float
    dose_bq: float
    contrast: float
    ct_noise_hu: float
    tube_current_ma: int
    ct_pixel_mm: float
    ct_slice_mm: float
    pet_columns: int
    pet_pixel_mm: float
    pet_slice_mm: float
    first_slice_mm: float
    length_mm: float
    heart_uptake: float
    bladder_filling: float
    motion: Motion
    accession: str

    @property
    def uptake_s(self) -> float:
        """Seconds from the injection to the start of the PET."""
        return (self.acquired_at - self.injected_at).total_seconds()

    @property
    def study_begun(self) -> datetime:
        """When the scout was taken."""
        return self.acquired_at - timedelta(minutes=6)

    @property
    def ct_begun(self) -> datetime:
        """When the CT was taken."""
        return self.acquired_at - timedelta(minutes=3)

    @property
    def suvbw_factor(self) -> float:
        """SUVbw per Bq/ml: weight in grams over the dose that is left at the start of the PET."""
        return self.weight_kg * 1000.0 / (self.dose_bq * math.pow(2.0, -self.uptake_s / HALF_LIFE_S))

    def ct_grid(self, size: DemoSize) -> Grid:
        """Return the grid of the CT."""
        r = REDUCTIONS[size]
        slices = round(self.length_mm / self.ct_slice_mm / r.slice_divisor)
        return _grid(
            512 // r.ct_divisor,
            self.ct_pixel_mm * r.ct_divisor,
            slices,
            self.ct_slice_mm * r.slice_divisor,
            self.first_slice_mm,
        )

    def pet_grid(self, size: DemoSize) -> Grid:
        """Return the grid of the PET."""
        r = REDUCTIONS[size]
        columns = round(self.pet_columns / r.pet_divisor / 2) * 2
        slices = round(self.length_mm / self.pet_slice_mm / r.slice_divisor)
        pixel = self.pet_pixel_mm * self.pet_columns / columns
        return _grid(columns, pixel, slices, self.pet_slice_mm * r.slice_divisor, self.first_slice_mm)


def _grid(columns: int, pixel_mm: float, slices: int, slice_mm: float, first_mm: float) -> Grid:
    """Return an axial grid around the scanner's axis; its lower face is the same whatever the slice thickness."""
    corner = -(columns - 1) / 2 * pixel_mm
    origin = (corner, corner, first_mm + slice_mm / 2)
    return Grid((slices, columns, columns), origin, (pixel_mm, 0.0, 0.0), (0.0, pixel_mm, 0.0), (0.0, 0.0, slice_mm))


def _plan(  # noqa: PLR0917 - the columns of the table below
    index: int,
    day: str,
    minutes: float,
    weight_kg: float,
    dose_mbq: float,
    shift: Triple,
    turn: Triple,
    length_mm: float,
    *,
    contrast: float,
    ct: tuple[float, float],
    pet: tuple[int, float, float],
    noise: tuple[float, int],
    heart: float,
    bladder: float,
    breath: float,
    girth: float,
    head: float,
    posture: tuple[float, float],
) -> ExaminationPlan:
    acquired = datetime.fromisoformat(day)
    return ExaminationPlan(
        index=index,
        injected_at=acquired - timedelta(minutes=minutes),
        acquired_at=acquired,
        weight_kg=weight_kg,
        dose_bq=dose_mbq * 1e6,
        contrast=contrast,
        ct_noise_hu=noise[0],
        tube_current_ma=noise[1],
        ct_pixel_mm=ct[0],
        ct_slice_mm=ct[1],
        pet_columns=pet[0],
        pet_pixel_mm=pet[1],
        pet_slice_mm=pet[2],
        first_slice_mm=shift[2] - 400.0 - 105.0,
        length_mm=length_mm,
        heart_uptake=heart,
        bladder_filling=bladder,
        motion=Motion(turn, shift, breath, girth, head, posture[0], posture[1]),
        accession=f"DEMO{index + 1:04d}",
    )


PLANS = (
    _plan(
        0,
        "2025-03-12T10:04:00",
        61.0,
        68.4,
        241.0,
        (1.0, 4.0, -420.0),
        (0.0, 0.0, 0.0),
        981.0,
        contrast=1.0,
        ct=(0.9766, 3.27),
        pet=(200, 4.0728, 3.27),
        noise=(13.0, 210),
        heart=1.0,
        bladder=1.0,
        breath=0.0,
        girth=0.0,
        head=0.0,
        posture=(0.0, 0.0),
    ),
    _plan(
        1,
        "2025-06-04T09:12:00",
        67.5,
        66.1,
        252.0,
        (-5.0, 9.0, -388.0),
        (1.2, -0.8, 2.4),
        981.0,
        contrast=1.0,
        ct=(0.9766, 3.0),
        pet=(192, 3.6458, 3.27),
        noise=(13.0, 190),
        heart=0.45,
        bladder=0.82,
        breath=7.0,
        girth=-0.012,
        head=-8.0,
        posture=(2.5, 0.7),
    ),
    _plan(
        2,
        "2025-09-03T13:47:00",
        58.0,
        64.9,
        236.0,
        (6.0, -3.0, 155.0),
        (-1.6, 1.1, -3.0),
        980.0,
        contrast=0.0,
        ct=(1.0742, 4.0),
        pet=(200, 4.0, 4.0),
        noise=(24.0, 60),
        heart=2.0,
        bladder=1.12,
        breath=-6.0,
        girth=-0.02,
        head=11.0,
        posture=(3.2, 2.2),
    ),
    _plan(
        3,
        "2026-01-06T11:20:00",
        74.0,
        65.8,
        261.0,
        (3.0, 7.0, -1210.0),
        (0.8, 0.6, 1.5),
        981.0,
        contrast=1.0,
        ct=(0.9766, 3.27),
        pet=(200, 4.0728, 3.0),
        noise=(13.0, 205),
        heart=1.3,
        bladder=0.94,
        breath=3.0,
        girth=-0.008,
        head=-3.0,
        posture=(2.0, 4.1),
    ),
)
