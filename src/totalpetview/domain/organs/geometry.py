"""Size and place of a segment, as measured on its own grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, cast, get_args

from totalpetview.domain.geometry import Vector, vector

Direction = Literal["left", "right", "back", "front", "head", "feet"]
DIRECTIONS: Final[tuple[Direction, ...]] = get_args(Direction)

Index = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class OrganGeometry:
    """One segment that has at least one voxel.

    Attributes
    ----------
    voxels, volume_ml
        On the map's own grid.
    centroid_mm
        Mean of the voxel centres; may lie outside a bent organ.
    inside_mm
        The centre of the voxel of the largest part that is nearest to that part's centroid.
    first, last
        (i, j, k) of the corners of the smallest box that holds all voxels, both included.
    cut
        The sides of the patient on which the segment touches the border of the image; parts with less than a
        twentieth of its voxels are not asked.
    components
        Separate parts; voxels that touch at a corner belong together.
    largest_share
        The largest part's share of the voxels, 0 to 1.
    main_centroid_mm
        Mean of the voxel centres of the largest part.
    bottom_mm, top_mm
        Centres of the lowest and of the highest 5 mm of the largest part, at least one slice.
    """

    voxels: int
    volume_ml: float
    centroid_mm: Vector
    inside_mm: Vector
    first: Index
    last: Index
    cut: frozenset[Direction]
    components: int
    largest_share: float
    main_centroid_mm: Vector
    bottom_mm: Vector
    top_mm: Vector

    def to_json(self) -> dict[str, Any]:
        """Return lists and numbers."""
        return {**asdict(self), "cut": [side for side in DIRECTIONS if side in self.cut]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> OrganGeometry:
        """Return what `to_json` described."""
        return cls(
            voxels=int(data["voxels"]),
            volume_ml=float(data["volume_ml"]),
            centroid_mm=vector(data["centroid_mm"]),
            inside_mm=vector(data["inside_mm"]),
            first=_index(data["first"]),
            last=_index(data["last"]),
            cut=frozenset(cast("Direction", side) for side in data["cut"]),
            components=int(data["components"]),
            largest_share=float(data["largest_share"]),
            main_centroid_mm=vector(data["main_centroid_mm"]),
            bottom_mm=vector(data["bottom_mm"]),
            top_mm=vector(data["top_mm"]),
        )


def _index(numbers: Any) -> Index:  # noqa: ANN401 - of JSON
    i, j, k = (int(number) for number in numbers)
    return (i, j, k)
