"""Accounts, signed-in clients and a catalogue with one patient, for the tests of the web interface."""

from __future__ import annotations

import pytest
from django.test import Client

from totalpetview.web.setup import setup_django

setup_django()

from django.contrib.auth.models import Group  # noqa: E402 - Django must be configured first
from django.core.cache import cache  # noqa: E402
from tests.unit.web.one_patient import (  # noqa: E402
    CT_GRID,
    PET_GRID,
    descriptor,
    facts,
    grouped_by_frame,
    mip,
)

from totalpetview.domain.series import SeriesFacts  # noqa: E402
from totalpetview.web.accounts.models import Account  # noqa: E402
from totalpetview.web.archive.catalogue import DjangoCatalogue  # noqa: E402
from totalpetview.web.gate.recent import recently_allowed  # noqa: E402

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
    recently_allowed.forget()


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


@pytest.fixture
def simple_grouping(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("totalpetview.web.archive.grouping.group_examinations", grouped_by_frame)


@pytest.fixture
def followed(catalogue: DjangoCatalogue, simple_grouping: None) -> DjangoCatalogue:
    """A catalogue with one patient of four examinations, all prepared."""
    for number in range(4):
        understand(catalogue, facts("ct", number))
        understand(catalogue, facts("pet", number))
        prepare(catalogue, number)
    return catalogue


def understand(catalogue: DjangoCatalogue, known: SeriesFacts, digest: str = "digest") -> None:
    orthanc_id = f"orthanc-{known.patient_id}-{known.series_uid}"
    catalogue.series_arriving(orthanc_id, known.series_uid, known.images)
    catalogue.series_understood(orthanc_id, known, digest)


def prepare(catalogue: DjangoCatalogue, number: int, digest: str = "digest") -> None:
    ct = descriptor(f"{number:02x}" * 16, CT_GRID, "HU", (1.0 + number, 2.0, 103.0))
    pet = descriptor(f"{number + 16:02x}" * 16, PET_GRID, "BQML", (1.0 + number, 2.0, 103.0))
    catalogue.series_prepared(f"1.2.{number}.1", ct, digest)
    catalogue.series_prepared(f"1.2.{number}.2", pet, digest)
    catalogue.mip_prepared(f"1.2.{number}.2", mip(f"{number + 32:02x}" * 16))
