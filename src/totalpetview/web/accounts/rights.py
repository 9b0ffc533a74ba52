"""The rights, and the groups that hold them."""

from __future__ import annotations

from typing import Final, Literal

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import AnonymousUser, Group, Permission

from totalpetview.web.accounts.models import Account

Right = Literal["read", "upload", "correct", "segment", "administer"]
RIGHTS: Final[tuple[Right, ...]] = ("read", "upload", "correct", "segment", "administer")

READERS: Final = "Readers"
UPLOADERS: Final = "Uploaders"
CORRECTORS: Final = "Correctors"
SEGMENTERS: Final = "Segmenters"
ADMINISTRATORS: Final = "Administrators"

GROUPS: Final[dict[str, tuple[str, ...]]] = {
    READERS: ("read",),
    UPLOADERS: ("read", "upload"),
    CORRECTORS: ("read", "correct"),
    SEGMENTERS: ("read", "segment"),
    ADMINISTRATORS: (
        "read",
        "upload",
        "correct",
        "segment",
        "administer",
        "add_account",
        "change_account",
        "view_account",
        "delete_account",
    ),
}


def make_groups() -> None:
    """Make the groups and give each exactly its rights. Idempotent; runs after every migration."""
    create_permissions(apps.get_app_config("accounts"), verbosity=0)
    for name, codenames in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(content_type__app_label="accounts", codename__in=codenames))


def has_right(account: Account | AnonymousUser, right: Right) -> bool:
    """Return whether the account may do this."""
    return account.is_authenticated and account.has_perm(f"accounts.{right}")


def rights_of(account: Account) -> list[Right]:
    """Return all rights of an account."""
    return [right for right in RIGHTS if has_right(account, right)]
