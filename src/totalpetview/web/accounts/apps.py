"""The accounts as a Django application, and the administration site for them."""
# ruff: noqa: PLC0415 - Django's modules can be imported only after it is configured

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """People and their rights."""

    name = "totalpetview.web.accounts"
    label = "accounts"
    default = True

    def ready(self) -> None:
        """Make the three groups whenever the tables were brought up to date."""
        post_migrate.connect(_make_groups, sender=self)


class AdminSiteConfig(AdminConfig):
    """Django's administration pages, for accounts only."""

    default_site = "totalpetview.web.accounts.admin_site.AccountsAdminSite"
    default = False


def _make_groups(**_: Any) -> None:  # noqa: ANN401
    from totalpetview.web.accounts.rights import make_groups

    make_groups()
