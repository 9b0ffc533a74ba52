"""The small picture of a MIP in another grey than the one it was prepared with: a corrected weight changes SUV."""

from __future__ import annotations

from totalpetview.imaging.thumbnail import thumbnail_png
from totalpetview.volumes.chunks import decode
from totalpetview.volumes.descriptor import MipDescriptor
from totalpetview.volumes.store import VolumeStore


def thumbnail_up_to(store: VolumeStore, mip_id: str, black_at: float) -> bytes:
    """Return the anterior view as PNG, 0 white, `black_at` and more black.

    Parameters
    ----------
    black_at
        In the stored unit of the projections.

    Raises
    ------
    NoSuchVolume
        Where there are no such projections.
    """
    chunk = store.chunk_file(mip_id, 0, 0).read_bytes()
    mip = MipDescriptor.from_json(store.attributes(mip_id))
    anterior = decode(chunk, mip.shape, "uint16")[0] * mip.slope + mip.intercept
    return thumbnail_png(anterior, (mip.du_mm, mip.dz_mm), black_at)
