"""The transforms of a comparison, with the shifts that people made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from totalpetview.domain.geometry import Vector, subtract
from totalpetview.domain.timepoints import TimePoint, ToCommon, transforms_to_common
from totalpetview.web.archive.models import ManualShift
from totalpetview.web.comparisons.selection import Shown
from totalpetview.web.organs.paths import PathByOrgans, paths_by_organs

NO_SHIFT: Vector = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Aligned:
    """How a time point lies in the common space: its transform, the manual shift in it, and the path by organs."""

    transform: ToCommon
    shift_mm: Vector
    organs: PathByOrgans | None


def aligned(shown: Sequence[Shown]) -> list[Aligned]:
    """Return how each time point lies; the first is the reference."""
    reference = shown[0]
    shifts = manual_shifts(reference, shown)
    paths = paths_by_organs(shown)
    result = []
    for place, each in enumerate(shown):
        shift = NO_SHIFT if place == 0 else shifts.get(each.anchor_uid, NO_SHIFT)
        path = paths.get(each.examination.pk)
        transform = _to_reference(reference, each, shift, path, place)
        result.append(Aligned(transform, shift, path if transform.source == "organs" else None))
    return result


def manual_shifts(reference: Shown, shown: Sequence[Shown]) -> dict[str, Vector]:
    """Return the kept shifts against a reference, by the anchor series of what was shifted."""
    rows = ManualShift.objects.filter(
        reference_series_uid=reference.anchor_uid, series_uid__in=[each.anchor_uid for each in shown]
    )
    return {row.series_uid: (row.x_mm, row.y_mm, row.z_mm) for row in rows}


def keep_shift(reference: Shown, moved: Shown, shift_mm: Vector) -> None:
    """Remember a shift; zero forgets it."""
    fixed, shifted = reference.anchor_uid, moved.anchor_uid
    if shift_mm == NO_SHIFT:
        ManualShift.objects.filter(reference_series_uid=fixed, series_uid=shifted).delete()
        return
    x, y, z = shift_mm
    ManualShift.objects.update_or_create(
        reference_series_uid=fixed, series_uid=shifted, defaults={"x_mm": x, "y_mm": y, "z_mm": z}
    )


def _to_reference(reference: Shown, each: Shown, shift: Vector, path: PathByOrgans | None, place: int) -> ToCommon:
    here, there = _centres(reference, each)
    by_organs = None
    if path is not None:
        middle = there or path.middle_here_mm
        by_organs = subtract(path.path.to_common(middle), middle)
    pair = transforms_to_common(
        [
            TimePoint(reference.examination.pk, reference.examination.frame_of_reference_uid or None, here),
            TimePoint(each.examination.pk, each.examination.frame_of_reference_uid or None, there, shift, by_organs),
        ]
    )
    return pair[0] if place == 0 else pair[1]


def _centres(a: Shown, b: Shown) -> tuple[Vector | None, Vector | None]:
    # like with like: the centre of what a CT saw is not that of what a longer PET saw
    for name in ("ct", "pet"):
        one: Vector | None = getattr(getattr(a, name), "body_centre_mm", None)
        other: Vector | None = getattr(getattr(b, name), "body_centre_mm", None)
        if one is not None and other is not None:
            return one, other
    return _any_centre(a), _any_centre(b)


def _any_centre(shown: Shown) -> Vector | None:
    return next((each.body_centre_mm for each in shown.chosen if each.body_centre_mm is not None), None)
