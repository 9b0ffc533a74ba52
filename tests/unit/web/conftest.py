"""Accounts, signed-in clients and a catalogue with one patient, for the tests of the web interface."""

from __future__ import annotations

import pytest
from django.test import Client

from totalpetview.web.setup import setup_django

setup_django()

from django.contrib.auth.models import Group  # noqa: E402 - Django must be configured first
from django.core.cache import cache  # noqa: E402

from totalpetview.web.accounts.models import Account  # noqa: E402
from totalpetview.web.archive.catalogue import DjangoCatalogue  # noqa: E402

PASSWORD = "correct horse battery staple"


def make_account(name: str, *groups: str, language: str = "en") -> Account:
    account = Account.objects.create_user(name, password=PASSWORD, language=language)
    account.groups.set(Group.objects.filter(name__in=groups))
    return account


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _cheap_passwords(settings: pytest.FixtureRequest) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


@pytest.fixture
def reader(db: None) -> Account:
    return make_account("reader", "Readers")


@pytest.fixture
def reading(reader: Account) -> Client:
    return signed_in(reader)


@pytest.fixture
def uploading(db: None) -> Client:
    return signed_in(make_account("uploader", "Uploaders"))


@pytest.fixture
def administering(db: None) -> Client:
    return signed_in(make_account("chief", "Administrators"))


@pytest.fixture
def catalogue(db: None) -> DjangoCatalogue:
    return DjangoCatalogue()
