"""Runs and organ maps as a Django application."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete


class OrgansConfig(AppConfig):
    """Runs of TotalSegmentator, and the organ maps of the archive."""

    name = "totalpetview.web.organs"
    label = "organs"
    default = True

    def ready(self) -> None:
        """Forget the maps of a series that is no longer in the archive."""
        post_delete.connect(_forget_maps, sender="archive.Series")


def _forget_maps(instance: Any, **_: Any) -> None:  # noqa: ANN401
    from totalpetview.web.organs.models import OrganMapRow  # noqa: PLC0415 - Django must be configured first

    OrganMapRow.objects.filter(orthanc_id=instance.orthanc_id).delete()
