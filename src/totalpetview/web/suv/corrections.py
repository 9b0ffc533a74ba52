"""Reading and adding corrections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from totalpetview.domain.suv.corrections import FIELDS, Corrections
from totalpetview.web.accounts.models import Account
from totalpetview.web.suv.models import PetCorrection


def corrections_of(series_uids: Iterable[str]) -> dict[str, Corrections]:
    """Return what is in force for each of these series that has any."""
    latest: dict[str, dict[str, Any]] = {}
    for row in PetCorrection.objects.filter(series_uid__in=list(series_uids)).order_by("id"):
        if row.name in FIELDS:  # another version may know more
            latest.setdefault(row.series_uid, {})[row.name] = row.new
    return {uid: Corrections.from_json(values) for uid, values in latest.items()}


def history_of(series_uid: str) -> list[PetCorrection]:
    """Return everything that was ever changed, newest first."""
    return list(PetCorrection.objects.filter(series_uid=series_uid).order_by("-id"))


@transaction.atomic
def record(
    series_uid: str, changes: Mapping[str, Any], from_header: Mapping[str, Any], account: Account, reason: str = ""
) -> None:
    """Add one row for each value that changes; None takes a correction back.

    Parameters
    ----------
    changes
        Field of `Corrections` -> new value as in its JSON.
    from_header
        What the header gives for these fields: the old value where nothing was corrected before.
    reason
        Why, in the person's own words.
    """
    in_force = corrections_of([series_uid]).get(series_uid, Corrections()).to_json()
    for name, new in changes.items():
        old = in_force.get(name)
        if new != old:
            PetCorrection.objects.create(
                series_uid=series_uid,
                name=name,
                old=from_header.get(name) if old is None else old,
                new=new,
                by=account,
                reason=reason,
                by_name=account.get_full_name() or account.get_username(),
            )
