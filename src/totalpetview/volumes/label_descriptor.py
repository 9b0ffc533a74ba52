"""What the browser must know of label volumes before their first chunk: small, JSON, immutable.

Stored as the attributes of the Zarr group. All lengths are millimetres in DICOM patient coordinates (LPS).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from totalpetview.domain.geometry import Grid
from totalpetview.volumes.descriptor import chunk_url

LabelType = Literal["uint8", "uint16"]


@dataclass(frozen=True, slots=True)
class LabelLevel:
    """One resolution: its grid and how it is cut into slabs."""

    grid: Grid
    slab_slices: int

    @property
    def slabs(self) -> int:
        """How many slabs there are; the last one is filled up with 0."""
        return -(-self.grid.shape[0] // self.slab_slices)


@dataclass(frozen=True, slots=True)
class LabelVolume:
    """Which label each voxel has: the finest level first, which is the map itself."""

    id: str
    dtype: LabelType
    levels: tuple[LabelLevel, ...]

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        levels = [
            {
                **level.grid.to_json(),
                "slab_slices": level.slab_slices,
                "slabs": level.slabs,
                "url": chunk_url(self.id, number),
            }
            for number, level in enumerate(self.levels)
        ]
        return {"id": self.id, "dtype": self.dtype, "levels": levels}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> LabelVolume:
        """Read back what `to_json` wrote."""
        levels = tuple(LabelLevel(Grid.from_json(level), int(level["slab_slices"])) for level in data["levels"])
        return cls(str(data["id"]), data["dtype"], levels)


@dataclass(frozen=True, slots=True)
class MipLabels:
    """For each place of the projections of a PET, the label of the voxel that is the maximum there; 0: none.

    `mip` is the id of the projections, `shape` (angles, rows, columns) is theirs.
    """

    id: str
    mip: str
    dtype: LabelType
    shape: tuple[int, int, int]

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        url = chunk_url(self.id, 0).replace("{slab}", "0")
        return {"id": self.id, "mip": self.mip, "dtype": self.dtype, "shape": list(self.shape), "url": url}
