"""The catalogue as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Patients, series and examinations."""

    name = "totalpetview.web.archive"
    label = "archive"
    default = True
