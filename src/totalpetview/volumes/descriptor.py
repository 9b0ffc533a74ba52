"""What the browser must know of a prepared volume before its first chunk: small, JSON, immutable.

Stored as the attributes of the Zarr group, served as it is within the descriptor of a comparison.
All lengths are millimetres in DICOM patient coordinates (LPS).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Vector = tuple[float, float, float]
DType = Literal["int16", "uint16"]

#: address of a chunk; `{slab}` is filled in by the reader
CHUNK_URL = "/volumes/{id}/{level}/c/{{slab}}/0/0"


@dataclass(frozen=True, slots=True)
class Level:
    """One resolution of a prepared volume.

    value[k, j, i] = slope[k] * stored[k, j, i] + intercept[k]; slope has one entry where it is the same for all
    slices, else one per slice, and so has intercept.
    """

    shape: tuple[int, int, int]
    origin_mm: Vector
    step_i_mm: Vector
    step_j_mm: Vector
    step_k_mm: Vector
    dtype: DType
    slab_slices: int
    slabs: int
    slope: tuple[float, ...]
    intercept: tuple[float, ...]
    url: str

    def rescale_of(self, k: int) -> tuple[float, float]:
        """Return slope and intercept of slice `k`."""
        slope = self.slope[k] if len(self.slope) > 1 else self.slope[0]
        return slope, self.intercept[k] if len(self.intercept) > 1 else self.intercept[0]


@dataclass(frozen=True, slots=True)
class VolumeDescriptor:
    """A prepared volume: its levels, finest first, and what is known of its values (in `quantity`)."""

    id: str
    quantity: str
    range: tuple[float, float]
    robust_max: float
    levels: tuple[Level, ...]
    body_centre_mm: Vector | None

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return _plain(asdict(self))

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> VolumeDescriptor:
        """Read back what `to_json` wrote."""
        fields = _tupled(values)
        fields["levels"] = tuple(Level(**_tupled(level)) for level in values["levels"])
        return cls(**fields)


@dataclass(frozen=True, slots=True)
class MipDescriptor:
    """Maximum intensity projections over half a turn, one picture [z, u] per angle.

    Angle a = n * 180 / angles degrees looks along (-sin a, cos a, 0); its u axis is (cos a, sin a, 0).
    Row z of a picture lies at z0_mm + z * dz_mm, column u at u0_mm + u * du_mm from the rotation centre.
    Pictures of the other half turn are these mirrored in u.
    """

    id: str
    quantity: str
    angles: int
    shape: tuple[int, int, int]
    u0_mm: float
    du_mm: float
    z0_mm: float
    dz_mm: float
    centre_mm: tuple[float, float]
    slope: float
    intercept: float
    url: str
    thumbnail_url: str

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return _plain(asdict(self))

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> MipDescriptor:
        """Read back what `to_json` wrote."""
        return cls(**_tupled(values))


def chunk_url(volume_id: str, level: int) -> str:
    """Return the address of the chunks of a level, with `{slab}` left open."""
    return CHUNK_URL.format(id=volume_id, level=level)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _plain_value(value) for key, value in values.items()}


def _plain_value(value: object) -> object:
    if isinstance(value, Mapping):
        return _plain(value)
    if isinstance(value, tuple | list):
        return [_plain_value(each) for each in value]
    return value


def _tupled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
