from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.unit.web.conftest import PASSWORD, make_account, signed_in

from totalpetview.web.accounts.models import Account, LoginFailures
from totalpetview.web.accounts.one_time_password import (
    AccountExists,
    NoSuchAccount,
    add_account,
    ensure_first_account,
    reset_password,
)

pytestmark = pytest.mark.django_db


def post(client: Client, url: str, value: object, **more: Any) -> Any:
    return client.post(url, json.dumps(value), content_type="application/json", **more)


def sign_in(client: Client, name: str, password: str, **more: Any) -> Any:
    return post(client, "/api/session", {"name": name, "password": password}, **more)


def test_nobody_is_signed_in_at_first_and_a_token_is_given() -> None:
    client = Client()
    answer = client.get("/api/session")
    assert answer.status_code == 200
    assert answer.json()["user"] is None
    assert answer.json()["csrf_token"]
    assert "csrftoken" in client.cookies


def test_signing_in_and_out() -> None:
    make_account("anna", "Uploaders", language="de")
    client = Client()
    answer = sign_in(client, "anna", PASSWORD)
    assert answer.status_code == 200
    assert answer.json()["user"] == {
        "name": "anna",
        "display_name": "anna",
        "language": "de",
        "must_change_password": False,
        "rights": ["read", "upload"],
    }
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert client.get("/api/studies").status_code == 200
    assert client.delete("/api/session").json()["user"] is None
    assert client.get("/api/studies").status_code == 401


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en-GB", "Name or password is wrong."), ("de-DE,de;q=0.9", "Name oder Passwort ist falsch.")],
)
def test_a_wrong_password_is_refused_in_the_language_of_the_browser(language: str, sentence: str) -> None:
    make_account("anna")
    answer = sign_in(Client(), "anna", "wrong", headers={"Accept-Language": language})
    assert answer.status_code == 401
    assert answer.json() == {"code": "wrong-name-or-password", "message": sentence}


def test_an_unknown_name_is_answered_like_a_wrong_password() -> None:
    assert sign_in(Client(), "nobody", "x").json()["code"] == "wrong-name-or-password"


def test_an_account_that_was_switched_off_cannot_sign_in() -> None:
    account = make_account("anna")
    account.is_active = False
    account.save()
    assert sign_in(Client(), "anna", PASSWORD).status_code == 401


def test_after_five_failures_even_the_right_password_must_wait_at_this_address_only() -> None:
    make_account("anna")
    for _ in range(5):
        assert sign_in(Client(), "anna", "wrong").status_code == 401
    blocked = sign_in(Client(), "ANNA ", PASSWORD)
    assert blocked.status_code == 429
    assert blocked.json()["code"] == "too-many-attempts"
    assert sign_in(Client(REMOTE_ADDR="192.0.2.7"), "anna", PASSWORD).status_code == 200


def test_the_wait_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    make_account("anna")
    for _ in range(5):
        sign_in(Client(), "anna", "wrong")
    later = timezone.now() + timedelta(seconds=301)
    monkeypatch.setattr("totalpetview.web.accounts.throttle.timezone.now", lambda: later)
    assert sign_in(Client(), "anna", PASSWORD).status_code == 200


def test_a_success_starts_the_count_anew() -> None:
    make_account("anna")
    for _ in range(3):
        for _ in range(4):
            sign_in(Client(), "anna", "wrong")
        assert sign_in(Client(), "anna", PASSWORD).status_code == 200


def test_failures_are_kept_without_the_name_that_was_typed() -> None:
    sign_in(Client(), "a password typed into the wrong field", "x")
    kept = LoginFailures.objects.get()
    assert "password" not in kept.key
    assert len(kept.key) == 64


def test_the_first_account_is_made_once_and_its_password_must_be_changed() -> None:
    password = ensure_first_account()
    assert password is not None
    assert ensure_first_account() is None
    client = Client()
    person = sign_in(client, "admin", password).json()["user"]
    assert person["must_change_password"] is True
    assert person["rights"] == ["read", "upload", "correct", "segment", "administer"]
    for url in ("/api/studies", "/api/status", "/admin/", "/dicom-web/studies"):
        refused = client.get(url)
        assert refused.status_code == 403, url
        assert refused.json()["code"] == "password-change-required"
    changed = post(client, "/api/session/password", {"old": password, "new": "an entirely new one"})
    assert changed.status_code == 200
    assert changed.json()["user"]["must_change_password"] is False
    assert client.get("/api/studies").status_code == 200
    assert sign_in(Client(), "admin", password).status_code == 401


def test_changing_the_password_ends_the_other_sessions() -> None:
    account = make_account("anna", "Readers")
    here, there = signed_in(account), signed_in(account)
    assert post(here, "/api/session/password", {"old": PASSWORD, "new": "an entirely new one"}).status_code == 200
    assert here.get("/api/studies").status_code == 200
    assert there.get("/api/studies").status_code == 401


@pytest.mark.parametrize("new", ["short", "123456789012345", "anna.reader.anna"])
def test_weak_passwords_are_refused_with_the_reason(new: str) -> None:
    client = signed_in(make_account("anna.reader"))
    answer = post(client, "/api/session/password", {"old": PASSWORD, "new": new})
    assert answer.status_code == 400
    assert answer.json()["code"] == "password-refused"
    assert len(answer.json()["message"]) > 20


def test_reasons_against_a_password_are_given_in_german() -> None:
    client = signed_in(make_account("anna", language="de"))
    answer = post(client, "/api/session/password", {"old": PASSWORD, "new": "kurz"})
    assert "Passwort" in answer.json()["message"]


def test_guessing_the_old_password_is_counted_too() -> None:
    client = signed_in(make_account("anna"))
    for _ in range(5):
        assert post(client, "/api/session/password", {"old": "guess", "new": "x"}).status_code == 400
    assert post(client, "/api/session/password", {"old": PASSWORD, "new": "an entirely new one"}).status_code == 429


def test_the_language_is_kept_with_the_account() -> None:
    client = signed_in(make_account("anna"))
    answer = client.put("/api/session/language", json.dumps({"language": "de"}), content_type="application/json")
    assert answer.json()["user"]["language"] == "de"
    assert Account.objects.get(username="anna").language == "de"
    assert client.put("/api/session/language", '{"language":"fr"}', content_type="application/json").status_code == 422


def test_accounts_from_the_command_line() -> None:
    one = add_account("bert", upload=False)
    client = Client()
    assert sign_in(client, "bert", one).json()["user"]["rights"] == ["read"]
    with pytest.raises(AccountExists):
        add_account("Bert")
    two = reset_password("bert")
    assert one != two
    assert client.get("/api/session").json()["user"] is None
    assert sign_in(Client(), "bert", two).json()["user"]["must_change_password"] is True
    with pytest.raises(NoSuchAccount):
        reset_password("nobody")


def test_two_one_time_passwords_differ_and_are_long() -> None:
    passwords = {add_account(f"person{number}") for number in range(5)}
    assert len(passwords) == 5
    assert all(len(password) == 23 for password in passwords)
