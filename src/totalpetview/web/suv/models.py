"""The table of corrections: only ever added to, so that it can be told who changed a number and back to what."""
# ruff: noqa: DJ008 - the text of a row would carry names into logs and error pages

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models


class AppendOnly(Exception):
    """Raised where somebody tries to change or delete what was recorded."""


class PetCorrection(models.Model):
    """One value of the header of a PET series that a person replaced, or took back (`new` is null).

    `name` is a field of `domain.suv.corrections.Corrections`; `old` and `new` are in its unit, moments as ISO 8601
    text. The latest row of a name is in force. Kept by series UID: it outlives the reading of the series anew.
    """

    series_uid = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=32)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=300)  # stays when the account goes
    reason = models.CharField(max_length=500, blank=True, default="")  # as that person wrote it
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Options of the table."""

        ordering: ClassVar = ["id"]

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own arguments
        """Add a row; raises `AppendOnly` for one that is there already."""
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ANN401, ARG002
        """Raise `AppendOnly`."""
        raise AppendOnly
