"""In step by organ: the paths between the time points of a comparison, from what is stored of their organ maps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from totalpetview.domain.geometry import Vector, vector
from totalpetview.domain.organs.body_landmarks import Landmark
from totalpetview.domain.organs.organ_path import OrganPath, organ_path
from totalpetview.web.organs.models import OrganMapRow

if TYPE_CHECKING:
    from totalpetview.web.comparisons.selection import Shown

#: organs that contradict each other more than this say less than the centres of the bodies
_MOST_MEDIAN_MM: Final = 20.0
_KEPT_PATHS: Final = 256


@dataclass(frozen=True, slots=True)
class PathByOrgans:
    """A path to the first time point; `stand_in`: made from maps with stand-in weights."""

    path: OrganPath
    stand_in: bool
    middle_here_mm: Vector


@dataclass(frozen=True, slots=True)
class _Places:
    """The landmarks of a map: small, and the same for ever by the map's name."""

    name: str
    stand_in: bool
    landmarks: tuple[Landmark, ...]


def paths_by_organs(shown: Sequence[Shown]) -> dict[str, PathByOrgans]:
    """Return the paths by examination, for those that have one: one query, no voxels."""
    uids = {each.ct.row.series_uid: each.examination.pk for each in shown if each.ct is not None}
    if len(shown) < 2 or not uids:  # noqa: PLR2004 - nothing to be in step with
        return {}
    rows = OrganMapRow.objects.filter(ct_series_uid__in=list(uids), problem__isnull=True).exclude(labels_id="")
    fields = ("ct_series_uid", "labels_id", "stand_in", "landmarks")
    best: dict[str, _Places] = {}
    for row in rows.order_by("rank", "taken_up_at", "pk").values(*fields):
        places = tuple(_landmark(each) for each in row["landmarks"])
        best[uids[row["ct_series_uid"]]] = _Places(row["labels_id"], row["stand_in"], places)
    reference = best.get(shown[0].examination.pk)
    if reference is None:
        return {}
    found: dict[str, PathByOrgans] = {}
    for each in shown[1:]:
        here = best.get(each.examination.pk)
        path = None if here is None else _path(reference, here)
        if here is not None and path is not None and (path.quality.median_mm or 0.0) <= _MOST_MEDIAN_MM:
            stand_in = reference.stand_in or here.stand_in
            found[each.examination.pk] = PathByOrgans(path, stand_in, _middle(here.landmarks))
    return found


@lru_cache(maxsize=_KEPT_PATHS)
def _path(reference: _Places, here: _Places) -> OrganPath | None:
    return organ_path(reference.landmarks, here.landmarks)


def _landmark(data: Mapping[str, Any]) -> Landmark:
    return Landmark(str(data["key"]), data["part"], vector(data["place_mm"]), float(data["spread_mm"]))


def _middle(landmarks: Sequence[Landmark]) -> Vector:
    x, y, z = (sum(each.place_mm[axis] for each in landmarks) / len(landmarks) for axis in range(3))
    return (x, y, z)
