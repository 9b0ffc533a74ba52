"""From the patient coordinates of each time point into the space of the comparison.

The common space is the patient space of the first time point. The chain, in order of trust: the same frame of
reference, else organs that both have, else the centres of the bodies; a manual shift is added last. Nothing outside
this module knows which of them is in force.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from totalpetview.domain.geometry import Vector, add, subtract

TransformSource = Literal["reference", "same-frame-of-reference", "organs", "body-centre", "none"]


@dataclass(frozen=True, slots=True)
class TimePoint:
    """What the transform of one examination is made from.

    Attributes
    ----------
    body_centre_mm
        Centre of the body in the examination's own patient coordinates; None when unknown.
    manual_shift_mm
        Added in common coordinates by a person; ignored for the first time point.
    organ_shift_mm
        By how much the organs of the first time point lie elsewhere, in the middle of the body; None when unknown.
    """

    examination: str
    frame_of_reference_uid: str | None
    body_centre_mm: Vector | None = None
    manual_shift_mm: Vector = (0.0, 0.0, 0.0)
    organ_shift_mm: Vector | None = None


@dataclass(frozen=True, slots=True)
class ToCommon:
    """common_mm = matrix @ here_mm; the matrix is 4x4, row by row."""

    matrix: tuple[float, ...]
    source: TransformSource


def transforms_to_common(time_points: Sequence[TimePoint]) -> tuple[ToCommon, ...]:
    """Return one transform per time point; the first is the reference.

    A time point that shares the reference's frame of reference needs no translation. Otherwise its organs, else its
    body centre, are moved onto the reference's. When a body centre is missing the source is "none": the
    pictures are shown at their own coordinates and the reader must be told.
    """
    if not time_points:
        return ()
    reference = time_points[0]
    return tuple(
        _translation((0.0, 0.0, 0.0), "reference") if place == 0 else _to_reference(point, reference)
        for place, point in enumerate(time_points)
    )


def _to_reference(point: TimePoint, reference: TimePoint) -> ToCommon:
    shared = point.frame_of_reference_uid is not None and (
        point.frame_of_reference_uid == reference.frame_of_reference_uid
    )
    if shared:
        return _translation(point.manual_shift_mm, "same-frame-of-reference")
    if point.organ_shift_mm is not None:
        return _translation(add(point.organ_shift_mm, point.manual_shift_mm), "organs")
    if point.body_centre_mm is None or reference.body_centre_mm is None:
        return _translation(point.manual_shift_mm, "none")
    shift = subtract(reference.body_centre_mm, point.body_centre_mm)
    return _translation(add(shift, point.manual_shift_mm), "body-centre")


def _translation(shift: Vector, source: TransformSource) -> ToCommon:
    x, y, z = shift
    return ToCommon((1.0, 0.0, 0.0, x, 0.0, 1.0, 0.0, y, 0.0, 0.0, 1.0, z, 0.0, 0.0, 0.0, 1.0), source)
