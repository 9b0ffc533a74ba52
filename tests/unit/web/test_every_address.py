"""Every address needs a login: the list of routes is walked, so that none can be forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.unit.web.conftest import make_account, signed_in

from totalpetview.web.accounts.models import Account

pytestmark = pytest.mark.django_db

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")

#: what answers without login, and nothing else
OPEN = {
    "/api/session",
    "/",
    "/login",
    "/password",
    "/studies",
    "/patients/1",
    "/compare",
    "/upload",
    "/status",
    "/assets/1",
    "/static/1",
    "/favicon.svg",
    "/favicon.ico",
}


def every_address() -> Iterator[str]:
    yield from sorted({"/" + address for address in _walk(get_resolver().url_patterns, "")})


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        here = before + _filled_in(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, here)
        else:
            yield here


def _filled_in(route: str) -> str:
    route = re.sub(r"<[^>]*>|\{[^}]*\}", "1", route.replace("(?P<address>.*)", "studies"))
    route = re.sub(r"\(\?P1[^)]*\)", "1", route)
    return route.replace("^", "").replace("$", "").replace("\\Z", "")


ADDRESSES = list(every_address())


def test_the_walk_finds_the_addresses_that_must_be_there() -> None:
    assert {"/api/studies", "/api/comparisons", "/volumes/1/1/c/1/0/0", "/dicom-web/studies", "/admin/"} <= set(
        ADDRESSES
    )
    assert set(ADDRESSES) >= OPEN
    assert len(ADDRESSES) > 30


@pytest.mark.parametrize("address", [address for address in ADDRESSES if address not in OPEN])
def test_nothing_answers_without_login(address: str) -> None:
    for method in METHODS:
        answer = Client().generic(method, address)
        assert answer.status_code == 401, (method, address)
        if method != "HEAD":
            assert answer.json()["code"] == "not-logged-in"
        assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", sorted(OPEN))
def test_what_is_open_holds_no_data(address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code in {200, 404, 503}


@pytest.mark.parametrize("address", [address for address in ADDRESSES if address not in OPEN])
def test_an_account_in_no_group_gets_nothing_but_its_own_session(address: str) -> None:
    client = signed_in(make_account("nobody"))
    answer = client.get(address)
    expected = {405} if address.startswith("/api/session") else {403}
    assert answer.status_code in expected, address


@pytest.mark.parametrize("address", [address for address in ADDRESSES if address not in OPEN])
def test_no_unsafe_request_passes_without_the_token(address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_account("chief", "Administrators"))
    for method in ("POST", "PUT", "DELETE"):
        answer = client.generic(method, address, b"{}", content_type="application/json")
        assert answer.status_code == 403, (method, address)
        assert answer.json()["code"] == "csrf"


def test_signing_in_needs_the_token_too() -> None:
    make_account("anna")
    client = Client(enforce_csrf_checks=True)
    body = '{"name": "anna", "password": "correct horse battery staple"}'
    assert client.post("/api/session", body, content_type="application/json").json()["code"] == "csrf"
    token = client.get("/api/session").json()["csrf_token"]
    signed = client.post("/api/session", body, content_type="application/json", headers={"X-CSRFToken": token})
    assert signed.status_code == 200


def test_an_upload_without_the_right_is_refused_before_its_body_is_read(reading: Client) -> None:
    class Unreadable:
        def read(self, *_: int) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    for address, kind in (
        ("/api/uploads", "multipart/form-data; boundary=x"),
        ("/dicom-web/studies", 'multipart/related; type="application/dicom"; boundary=x'),
    ):
        body: dict[str, Any] = {"wsgi.input": Unreadable(), "CONTENT_LENGTH": "1000"}
        answer = reading.generic("POST", address, b"", content_type=kind, **body)
        assert answer.status_code == 403, address
        assert answer.json()["code"] == "not-allowed"


@pytest.mark.parametrize("address", [address for address in ADDRESSES if address.startswith("/admin/")])
def test_the_administration_is_for_administrators(address: str, reading: Client, uploading: Client) -> None:
    assert reading.get(address).status_code == 403
    assert uploading.get(address).status_code == 403


def test_an_administrator_manages_accounts_but_makes_no_superuser(administering: Client) -> None:
    listed = administering.get("/admin/accounts/account/")
    assert listed.status_code == 200
    assert b"chief" in listed.content
    form = administering.get("/admin/accounts/account/add/")
    assert form.status_code == 200
    chief = Account.objects.get(username="chief")
    changing = administering.get(f"/admin/accounts/account/{chief.pk}/change/")
    assert changing.status_code == 200
    assert b"is_superuser" not in changing.content
    made = administering.post(
        "/admin/accounts/account/add/",
        {
            "username": "new",
            "usable_password": "true",
            "password1": "a long enough one",
            "password2": "a long enough one",
        },
    )
    assert made.status_code == 302
    assert Account.objects.get(username="new").must_change_password is True


def test_headers_say_what_a_page_may_do(reading: Client) -> None:
    for address in ("/api/status", "/api/session", "/", "/nowhere"):
        headers = reading.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-inline" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "no-store" in headers["Cache-Control"] or "no-cache" in headers["Cache-Control"]
        assert "Strict-Transport-Security" not in headers


def test_a_browser_that_came_by_https_is_told_to_stay_there(reading: Client, settings: object) -> None:
    settings.HTTPS = True  # type: ignore[attr-defined]
    assert "max-age" in reading.get("/api/status").headers["Strict-Transport-Security"]
