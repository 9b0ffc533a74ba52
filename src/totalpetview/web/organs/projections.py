"""Projections of a PET without chosen organs: made once, kept by name like every other derived volume."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from totalpetview.volumes.build_mip_without import build_mip_without, mip_without_id
from totalpetview.volumes.store import NoSuchVolume
from totalpetview.web.answers import ApiRefusal
from totalpetview.web.organs.catalogue import DjangoOrganCatalogue
from totalpetview.web.volumes.prepared import prepared_volumes


def projections_without(key: str, numbers: Sequence[int]) -> dict[str, Any]:
    """Return the descriptor of the projections of the examination's PET without these segments.

    Raises
    ------
    ApiRefusal
        Where the map, a segment or the projections are not there, or nothing says how the PET lies over the map.
    """
    organs = DjangoOrganCatalogue()
    known = organs.known_map(key)
    if known is None:
        raise ApiRefusal(404, "no-such-organ-map")
    wanted = sorted(set(numbers))
    if not {*wanted} <= {int(each["number"]) for each in known.segments}:
        raise ApiRefusal(422, "invalid-request", where="without")
    pet = organs.pet_of(known.ct.series_uid)
    if pet is None or pet.mip is None:
        raise ApiRefusal(409, "organ-map-not-ready")
    if not pet.shares_frame:
        raise ApiRefusal(409, "frames-differ")
    if not wanted:
        return dict(pet.mip)
    store = prepared_volumes()
    identity = mip_without_id(pet.mip["id"], known.labels_id, wanted)
    excluded = [value for value, members in enumerate(known.values) if set(members) & set(wanted)]
    try:
        return build_mip_without(store, identity, pet.volume_id, known.labels_id, excluded).to_json()
    except NoSuchVolume as missing:
        raise ApiRefusal(409, "organ-map-not-ready") from missing
