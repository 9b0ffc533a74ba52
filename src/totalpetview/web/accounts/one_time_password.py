"""Accounts made from the command line: a one-time password is shown once and must be changed at the first login."""

from __future__ import annotations

import secrets

from django.contrib.auth.models import Group
from django.db import transaction

from totalpetview.web.accounts.models import Account
from totalpetview.web.accounts.rights import ADMINISTRATORS, READERS, UPLOADERS, make_groups

FIRST_ACCOUNT = "admin"

# without letters and digits that look alike: it is read from a screen and typed
_LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class AccountExists(Exception):
    """An account of this name is there already."""


class NoSuchAccount(Exception):
    """There is no account of this name."""


def generate_password() -> str:
    """Return four groups of five letters and digits (about 115 bits)."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))


def add_account(name: str, *, administrator: bool = False, upload: bool = True) -> str:
    """Make an account and return its one-time password.

    Raises
    ------
    AccountExists
        If there is one of this name.
    django.core.exceptions.ValidationError
        If the name has characters that a name must not have.
    """
    name = Account.normalize_username(name)
    password = generate_password()
    with transaction.atomic():
        if Account.objects.filter(username__iexact=name).exists():
            raise AccountExists(name)
        make_groups()
        account = Account(username=name, must_change_password=True)
        account.set_password(password)
        account.clean_fields()
        account.save()
        groups = [READERS, *([UPLOADERS] if upload else []), *([ADMINISTRATORS] if administrator else [])]
        account.groups.set(Group.objects.filter(name__in=groups))
    return password


def reset_password(name: str) -> str:
    """Give an account a new one-time password and return it; ends all its sessions.

    Raises
    ------
    NoSuchAccount
        If there is none of this name.
    """
    account = Account.objects.filter(username__iexact=name).first()
    if account is None:
        raise NoSuchAccount(name)
    password = generate_password()
    account.set_password(password)  # the hash is part of every session: the old ones are void
    account.must_change_password = True
    account.is_active = True
    account.save()
    return password


def ensure_first_account() -> str | None:
    """Make the account "admin" if there is no account at all.

    Returns
    -------
    The one-time password, to be shown once; None when there are accounts already.
    """
    with transaction.atomic():
        if Account.objects.exists():
            return None
        return add_account(FIRST_ACCOUNT, administrator=True)
