"""Runs and organ maps as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class OrgansConfig(AppConfig):
    """Runs of TotalSegmentator, and the organ maps of the archive."""

    name = "totalpetview.web.organs"
    label = "organs"
    default = True
