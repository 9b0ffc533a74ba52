"""From a stored PET to its rotating maximum intensity projection and a small picture."""

from __future__ import annotations

import hashlib
from typing import Final

from totalpetview.domain.volume import StoredVolume
from totalpetview.imaging.levels import robust_max
from totalpetview.imaging.mip import Projections, project
from totalpetview.imaging.thumbnail import thumbnail_png
from totalpetview.volumes.descriptor import MipDescriptor, chunk_url
from totalpetview.volumes.resolutions import finest
from totalpetview.volumes.store import VolumeStore
from totalpetview.volumes.zarr_group import GroupWriter

MIP_VERSION: Final = 2
ANGLES: Final = 36
#: what readers are used to: liver grey, brain and bladder black
BLACK_AT_SUV: Final = 7.0
_ID_DIGITS: Final = 32


def mip_id(identity_of_volume: str, suv_per_unit: float | None) -> str:
    """Return the name of the projections of a prepared volume; the factor sets the grey of the small picture."""
    made_from = f"mip {MIP_VERSION} {ANGLES} {identity_of_volume} {suv_per_unit!r}"
    return hashlib.sha256(made_from.encode()).hexdigest()[:_ID_DIGITS]


def build_mip(store: VolumeStore, identity: str, volume: StoredVolume, suv_per_unit: float | None) -> MipDescriptor:
    """Write projections and thumbnail and return their descriptor; returns at once if they are there already.

    Parameters
    ----------
    identity
        From `mip_id`.
    suv_per_unit
        SUVbw of one unit of the volume's quantity; None where there is none: the picture then goes up to the
        99.9th percentile.
    """
    if store.exists(identity):
        return MipDescriptor.from_json(store.attributes(identity))
    values = finest(volume).values()
    made = project(values, volume.grid.index_to_mm, ANGLES)
    black_at = BLACK_AT_SUV / suv_per_unit if suv_per_unit else robust_max(values)
    return write_mip(store, identity, made, volume.quantity, black_at)


def write_mip(store: VolumeStore, identity: str, made: Projections, quantity: str, black_at: float) -> MipDescriptor:
    """Write projections and thumbnail, black at a value in the unit of the quantity, and return their descriptor."""
    angles, depth, width = made.pictures.shape
    descriptor = MipDescriptor(
        id=identity,
        quantity=quantity,
        angles=angles,
        shape=(angles, depth, width),
        u0_mm=made.u0_mm,
        du_mm=made.du_mm,
        z0_mm=made.z0_mm,
        dz_mm=made.dz_mm,
        centre_mm=made.centre_mm,
        slope=made.slope,
        intercept=0.0,
        url=chunk_url(identity, 0).replace("{slab}", "0"),
        thumbnail_url=f"/volumes/{identity}/thumbnail.png",
    )
    with GroupWriter(store.folder, store.folder_of(identity)) as group:
        group.write_array("0", descriptor.shape, descriptor.shape, "uint16")
        group.write_chunk("0", 0, list(made.pictures), angles)
        anterior = made.pictures[0] * made.slope
        group.write_file("thumbnail.png", thumbnail_png(anterior, (made.du_mm, made.dz_mm), black_at))
        group.publish(descriptor.to_json())
    return descriptor
