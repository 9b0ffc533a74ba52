"""The corrections as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class SuvConfig(AppConfig):
    """What people corrected in the headers of PET series."""

    name = "totalpetview.web.suv"
    label = "suv"
    default = True
