"""The tables of the accounts."""
# ruff: noqa: DJ008 - the text of a row would carry names into logs and error pages

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class Account(AbstractUser):
    """A person who may sign in."""

    language = models.CharField(
        max_length=2, blank=True, default="", choices=[("en", "English"), ("de", "Deutsch")], help_text="of the pages"
    )
    must_change_password = models.BooleanField(
        default=False, help_text="Only the page for choosing a new password answers until it is changed."
    )

    class Meta:
        """Options of the table."""

        permissions = (
            ("read", "May read the images"),
            ("upload", "May bring in images"),
            ("correct", "May correct weight, dose and the like"),
            ("segment", "May have organs computed"),
            ("administer", "May manage accounts"),
        )

    @property
    def display_name(self) -> str:
        """First and last name, else the name for signing in."""
        return self.get_full_name() or self.username

    @property
    def is_staff_member(self) -> bool:
        """Whether the administration pages open."""
        return self.is_active and self.has_perm("accounts.administer")


class LoginFailures(models.Model):
    """How often signing in failed for one account from one address.

    `key` is a keyed hash: people type passwords into the field for names.
    """

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)
