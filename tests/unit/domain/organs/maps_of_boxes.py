"""Segments with a geometry that is given in millimetres, for tests of what is said about them."""

from __future__ import annotations

from collections.abc import Mapping

from totalpetview.domain.geometry import Vector
from totalpetview.domain.organs.geometry import Direction, OrganGeometry
from totalpetview.domain.organs.organ_map import Segment
from totalpetview.domain.organs.total import STRUCTURES


def measured(
    centre_mm: Vector,
    volume_ml: float = 100.0,
    *,
    height_mm: float = 20.0,
    cut: frozenset[Direction] = frozenset(),
    components: int = 1,
    largest_share: float = 1.0,
) -> OrganGeometry:
    x, y, z = centre_mm
    return OrganGeometry(
        voxels=1000,
        volume_ml=volume_ml,
        centroid_mm=centre_mm,
        inside_mm=centre_mm,
        first=(0, 0, 0),
        last=(9, 9, 9),
        cut=cut,
        components=components,
        largest_share=largest_share,
        main_centroid_mm=centre_mm,
        bottom_mm=(x, y, z - height_mm / 2),
        top_mm=(x, y, z + height_mm / 2),
    )


def map_of(places: Mapping[str, OrganGeometry | None]) -> tuple[list[Segment], dict[int, OrganGeometry]]:
    """Return segments numbered in order, and the geometry of those that are not empty."""
    segments = [Segment(number, STRUCTURES[key], key) for number, key in enumerate(places, start=1)]
    geometry = {number: each for number, each in enumerate(places.values(), start=1) if each is not None}
    return segments, geometry
