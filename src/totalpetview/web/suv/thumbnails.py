"""The small pictures of the study list follow the SUV that is in force."""

from __future__ import annotations

from collections.abc import Container, Iterable

from totalpetview.volumes.build_mip import BLACK_AT_SUV
from totalpetview.web.archive.models import Examination, Series, SeriesRole, SeriesState
from totalpetview.web.suv.models import PetCorrection
from totalpetview.web.suv.quantified import quantified_series


def corrected_series(examinations: Iterable[Examination]) -> frozenset[str]:
    """Return the UIDs of those PET series of prefetched examinations that were ever corrected."""
    uids = [
        row.series_uid for each in examinations for row in each.series.all() if row.role == SeriesRole.PET and row.mip
    ]
    if not uids:
        return frozenset()
    return frozenset(PetCorrection.objects.filter(series_uid__in=uids).values_list("series_uid", flat=True))


def thumbnail_url(pet: Series | None, corrected: Container[str]) -> str | None:
    """Return the address of the small picture, with the stored value that is black where it is not the prepared one."""
    if pet is None or not pet.mip or pet.state != SeriesState.READY:
        return None
    address = str(pet.mip["thumbnail_url"])
    if pet.series_uid not in corrected:
        return address
    factor = quantified_series(pet).result.bw.factor
    black_at = BLACK_AT_SUV / factor if factor else float((pet.volume or {}).get("robust_max") or 0.0)
    written = f"{black_at:.6g}".replace("+", "")  # a plus is a space in an address
    return f"{address}?black_at={written}" if black_at > 0 else address
