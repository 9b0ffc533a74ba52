"""From single slices in any order to one regular grid, or a refusal that names the slice.

Only Image Position (Patient), Image Orientation (Patient) and Pixel Spacing count (PS3.3 C.7.6.2). Slices are
ordered by their position along the normal cross(row, column), so the grid is always right-handed and no pixel
is ever flipped. Whatever lies regularly is described exactly, a tilted gantry and oblique slices included;
whatever does not is refused, because resampling it silently would move what is seen.

Tolerances: positions written with one decimal are off by up to 0.05 mm, so 0.06 mm is not an error; beyond
that a slice may lie 3 % of the slice spacing (along the normal) or a tenth of a pixel (within the slice)
beside its place, which is less than a reader can see.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from totalpetview.domain.geometry import Grid, Vector, add, cross, dot, length, scale, subtract
from totalpetview.domain.problem import Problem, Refusal, Value, refuse

ROUNDING_MM: Final = 0.06
SAME_PLACE_MM: Final = 0.01
SPACING_TOLERANCE: Final = 0.03
PIXEL_TOLERANCE: Final = 0.1
LAST_PIXEL_TOLERANCE: Final = 0.5
DIRECTION_TOLERANCE: Final = 1e-3
TILT_WORTH_SAYING_DEG: Final = 0.1


@dataclass(frozen=True, slots=True)
class Slice:
    """Where one picture lies.

    Attributes
    ----------
    label
        What a person knows it by: the instance number, with "/frame" for a frame of a multi-frame object.
    position_mm
        Centre of the first pixel sent.
    along_i, along_j
        Direction cosines of growing column index and of growing row index.
    spacing_i_mm, spacing_j_mm
        Between the centres of neighbouring columns, and of neighbouring rows.
    """

    label: str
    rows: int
    columns: int
    position_mm: Vector
    along_i: Vector
    along_j: Vector
    spacing_i_mm: float
    spacing_j_mm: float


@dataclass(frozen=True, slots=True)
class Stack:
    """Slices as one grid: `order[k]` is the index of slice k in what was given."""

    order: tuple[int, ...]
    grid: Grid
    problems: tuple[Problem, ...] = ()


def stack(slices: Sequence[Slice]) -> Stack:
    """Order slices and describe them by one grid.

    Raises
    ------
    Refusal
        When there are fewer than two slices; sizes, spacings or orientations differ; two slices lie at the
        same place; slices are missing, unevenly spaced or shifted within their plane.
    """
    if len(slices) < 2:  # noqa: PLR2004 - one slice has no neighbour, hence no spacing
        raise refuse("too-few-slices", slices=len(slices))
    for one in slices:
        _check_frame(one)
    model = _majority(slices)
    for one in slices:
        _check_like(one, model)
    normal = _unit(cross(model.along_i, model.along_j))
    along = [dot(one.position_mm, normal) for one in slices]
    order = tuple(sorted(range(len(slices)), key=lambda index: (along[index], index)))
    ordered = [slices[index] for index in order]
    heights = [along[index] for index in order]
    _check_places(ordered, heights)
    _check_gaps(ordered, heights)
    _check_shifts(ordered, normal)
    grid = _grid(ordered, model)
    _check_grid(ordered, grid, normal)
    return Stack(order, grid, _tilt(grid, normal))


def slice_of(one: Slice, grid: Grid) -> int | None:
    """Return k of the slice of a grid that a picture is; None if it is none of them.

    Its first pixel lies within the tolerances above, its last one within half a pixel.
    """
    if (one.rows, one.columns) != grid.shape[1:]:
        return None
    k = round(grid.index_of(one.position_mm)[2])
    if not 0 <= k < grid.shape[0]:
        return None
    along_row = scale(one.along_i, one.spacing_i_mm * (one.columns - 1))
    along_column = scale(one.along_j, one.spacing_j_mm * (one.rows - 1))
    last_mm = add(one.position_mm, add(along_row, along_column))
    pixel, normal = min(grid.spacing_mm[:2]), grid.normal
    across, within = _beside(subtract(one.position_mm, grid.point_mm(0, 0, k)), normal)
    if across > max(ROUNDING_MM, SPACING_TOLERANCE * dot(grid.step_k_mm, normal)):
        return None
    if within > max(ROUNDING_MM, PIXEL_TOLERANCE * pixel):
        return None
    turned = length(subtract(last_mm, grid.point_mm(one.columns - 1, one.rows - 1, k)))
    return k if turned <= max(2 * ROUNDING_MM, LAST_PIXEL_TOLERANCE * pixel) + across else None


def _unit(a: Vector) -> Vector:
    return scale(a, 1.0 / length(a))


def _check_frame(one: Slice) -> None:
    if one.rows < 1 or one.columns < 1:
        raise refuse("empty-slice", image=one.label, rows=one.rows, columns=one.columns)
    if not (one.spacing_i_mm > 0 and one.spacing_j_mm > 0):
        raise refuse("bad-pixel-spacing", image=one.label, spacing=f"{one.spacing_j_mm:g}\\{one.spacing_i_mm:g}")
    lengths = (length(one.along_i), length(one.along_j))
    uneven = max(abs(size - 1.0) for size in lengths)
    if uneven > DIRECTION_TOLERANCE or abs(dot(one.along_i, one.along_j)) > DIRECTION_TOLERANCE:
        directions = "\\".join(f"{number:g}" for number in (*one.along_i, *one.along_j))
        raise refuse("bad-orientation", image=one.label, directions=directions)


def _majority(slices: Sequence[Slice]) -> Slice:
    """Return a slice of the commonest kind, so that the odd one is named and not the many."""

    def kind(one: Slice) -> tuple[object, ...]:
        directions = tuple(round(number, 3) for number in (*one.along_i, *one.along_j))
        return (one.rows, one.columns, round(one.spacing_i_mm, 3), round(one.spacing_j_mm, 3), directions)

    kinds = [kind(one) for one in slices]
    commonest = Counter(kinds).most_common(1)[0][0]
    return slices[kinds.index(commonest)]


def _check_like(one: Slice, model: Slice) -> None:
    if (one.rows, one.columns) != (model.rows, model.columns):
        raise refuse(
            "mixed-sizes",
            image=one.label,
            found=f"{one.columns} x {one.rows}",
            expected=f"{model.columns} x {model.rows}",
            other=model.label,
        )
    width, height = model.columns * model.spacing_i_mm, model.rows * model.spacing_j_mm
    pixel = min(model.spacing_i_mm, model.spacing_j_mm)
    drift = max(
        abs(one.spacing_i_mm - model.spacing_i_mm) * model.columns,
        abs(one.spacing_j_mm - model.spacing_j_mm) * model.rows,
    )
    if drift > PIXEL_TOLERANCE * pixel:
        raise refuse(
            "mixed-spacings",
            image=one.label,
            found=f"{one.spacing_j_mm:g} x {one.spacing_i_mm:g}",
            expected=f"{model.spacing_j_mm:g} x {model.spacing_i_mm:g}",
            other=model.label,
        )
    turn_i = length(subtract(one.along_i, model.along_i)) * width
    turn_j = length(subtract(one.along_j, model.along_j)) * height
    if turn_i + turn_j > PIXEL_TOLERANCE * pixel:
        raise refuse("mixed-orientations", image=one.label, degrees=_angle(one, model), other=model.label)


def _angle(one: Slice, model: Slice) -> float:
    cosines = (
        dot(_unit(one.along_i), _unit(model.along_i)),
        dot(_unit(one.along_j), _unit(model.along_j)),
    )
    return round(max(math.degrees(math.acos(max(-1.0, min(1.0, cosine)))) for cosine in cosines), 3)


def _check_places(ordered: Sequence[Slice], heights: Sequence[float]) -> None:
    """Refuse two pictures of the same place: two time points, gates or acquisitions in one series."""
    places = 1 + sum(b - a >= SAME_PLACE_MM for a, b in pairwise(heights))
    for k, (low, high) in enumerate(pairwise(heights)):
        if high - low < SAME_PLACE_MM:
            raise refuse(
                "same-position",
                image=ordered[k].label,
                other=ordered[k + 1].label,
                position_mm=round(low, 3),
                images=len(ordered),
                places=places,
            )


def _check_gaps(ordered: Sequence[Slice], heights: Sequence[float]) -> None:
    gaps = [b - a for a, b in pairwise(heights)]
    usual = sorted(gaps)[(len(gaps) - 1) // 2]
    tolerance = max(ROUNDING_MM, SPACING_TOLERANCE * usual)
    for k, gap in enumerate(gaps):
        if abs(gap - usual) <= 2 * tolerance:  # both neighbours may be beside their place
            continue
        steps = round(gap / usual)
        places: dict[str, Value] = {
            "image": ordered[k].label,
            "other": ordered[k + 1].label,
            "position_mm": round(heights[k], 3),
            "found_mm": round(heights[k + 1], 3),
            "expected_mm": round(heights[k] + usual, 3),
            "spacing_mm": round(usual, 4),
        }
        if steps > 1 and abs(gap - steps * usual) <= 2 * tolerance:
            raise refuse("missing-slices", missing=steps - 1, **places)
        raise refuse("uneven-spacing", gap_mm=round(gap, 4), **places)


def _check_shifts(ordered: Sequence[Slice], normal: Vector) -> None:
    steps = [subtract(b.position_mm, a.position_mm) for a, b in pairwise(ordered)]
    usual = (median(s[0] for s in steps), median(s[1] for s in steps), median(s[2] for s in steps))
    pixel = min(ordered[0].spacing_i_mm, ordered[0].spacing_j_mm)
    for k, step in enumerate(steps):
        beside = subtract(step, usual)
        _, within = _beside(beside, normal)
        if within > 2 * max(ROUNDING_MM, PIXEL_TOLERANCE * pixel):
            raise _shifted(ordered[k + 1], add(ordered[k].position_mm, usual), within)


def _grid(ordered: Sequence[Slice], model: Slice) -> Grid:
    first, last = ordered[0].position_mm, ordered[-1].position_mm
    along_i = _unit(model.along_i)
    # header cosines have few digits: make the rows and columns exactly square again
    along_j = _unit(subtract(model.along_j, scale(along_i, dot(model.along_j, along_i))))
    return Grid(
        (len(ordered), model.rows, model.columns),
        first,
        scale(along_i, model.spacing_i_mm),
        scale(along_j, model.spacing_j_mm),
        scale(subtract(last, first), 1.0 / (len(ordered) - 1)),
    )


def _check_grid(ordered: Sequence[Slice], grid: Grid, normal: Vector) -> None:
    """Small differences that add up over many slices show only against the finished grid."""
    spacing = dot(grid.step_k_mm, normal)
    pixel = min(grid.spacing_mm[:2])
    for k, one in enumerate(ordered):
        place = grid.point_mm(0, 0, k)
        across, within = _beside(subtract(one.position_mm, place), normal)
        if across > max(ROUNDING_MM, SPACING_TOLERANCE * spacing):
            raise refuse(
                "drifting-spacing",
                image=one.label,
                off_mm=round(across, 3),
                found_mm=round(dot(one.position_mm, normal), 3),
                expected_mm=round(dot(place, normal), 3),
                spacing_mm=round(spacing, 4),
            )
        if within > max(ROUNDING_MM, PIXEL_TOLERANCE * pixel):
            raise _shifted(one, place, within)


def _beside(offset: Vector, normal: Vector) -> tuple[float, float]:
    """Return how long an offset is across slices, and within them."""
    across = dot(offset, normal)
    return abs(across), length(subtract(offset, scale(normal, across)))


def _shifted(one: Slice, place: Vector, within: float) -> Refusal:
    def written(point: Vector) -> str:
        return "(" + ", ".join(f"{number:.3f}" for number in point) + ")"

    return refuse(
        "shifted-slice",
        image=one.label,
        off_mm=round(within, 3),
        found=written(one.position_mm),
        expected=written(place),
    )


def _tilt(grid: Grid, normal: Vector) -> tuple[Problem, ...]:
    cosine = dot(_unit(grid.step_k_mm), normal)
    degrees = math.degrees(math.acos(max(-1.0, min(1.0, cosine))))
    if degrees < TILT_WORTH_SAYING_DEG:
        return ()
    return (Problem("gantry-tilt", {"degrees": round(degrees, 2)}),)
