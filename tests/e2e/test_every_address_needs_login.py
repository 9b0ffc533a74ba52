"""Without a login the running product gives nothing away: no data, no pixels, no archive."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.running_server import RunningServer

ROOT = Path(__file__).parents[2]
OPENAPI: dict[str, Any] = json.loads((ROOT / "contracts" / "openapi.json").read_text())
#: the login itself: how else would one log in
LOGIN = ("/api/session", {"get", "post", "delete"})
CALLS = [
    (method.upper(), re.sub(r"\{[^}]*\}", "1", path))
    for path, methods in OPENAPI["paths"].items()
    for method in methods
    if not (path == LOGIN[0] and method in LOGIN[1])
]
DICOM_WEB = [
    "studies",
    "series",
    "instances",
    "studies?PatientID=TPV-DEMO-1",
    "studies/1.2",
    "studies/1.2/metadata",
    "studies/1.2/series/1.3/instances/1.4/frames/1",
    "servers",
]
PAGES = ["/", "/login", "/studies", "/patients/1", "/compare?e=1", "/upload"]


@pytest.fixture(scope="module")
def stranger(server: RunningServer) -> Iterator[httpx.Client]:
    """Return somebody who has no session and follows no redirect."""
    with httpx.Client(base_url=server.url, timeout=30) as client:
        yield client


def assert_refused(answer: httpx.Response) -> None:
    assert answer.status_code in {401, 403}, (answer.request.method, answer.request.url, answer.status_code)
    if answer.request.method != "HEAD":
        assert answer.json()["code"] in {"not-logged-in", "csrf"}
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_published_description_is_that_of_many_addresses() -> None:
    assert {("GET", "/api/studies"), ("POST", "/api/uploads"), ("POST", "/api/comparisons/values")} <= set(CALLS)


@pytest.mark.parametrize(("method", "address"), CALLS, ids=str)
def test_no_call_of_the_interface_is_answered(stranger: httpx.Client, method: str, address: str) -> None:
    assert_refused(stranger.request(method, address))


@pytest.mark.parametrize("address", DICOM_WEB)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_dicomweb_is_closed(stranger: httpx.Client, method: str, address: str) -> None:
    assert_refused(stranger.request(method, f"/dicom-web/{address}"))


def test_pixels_are_closed_although_their_addresses_are_known(
    stranger: httpx.Client, client: httpx.Client, demo_examinations: list[dict[str, Any]]
) -> None:
    comparison = client.get("/api/comparisons", params={"examination": [demo_examinations[0]["id"]]}).json()
    time_point = comparison["time_points"][0]
    addresses = [
        *(level["url"].format(slab=0) for level in time_point["ct"]["levels"] + time_point["pet"]["levels"]),
        time_point["mip"]["url"].format(slab=0),
        demo_examinations[0]["thumbnail_url"],
    ]
    assert len(addresses) >= 4
    for address in addresses:
        assert_refused(stranger.get(address))
        assert client.get(address).status_code == httpx.codes.OK


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/accounts/account/", "/admin/jsi18n/"])
def test_the_administration_is_closed(stranger: httpx.Client, address: str) -> None:
    assert_refused(stranger.get(address))


@pytest.mark.parametrize(
    "address",
    ["/nowhere", "/api/openapi.json", "/api/docs", "/volumes/", "/media/x", "/static/../settings.py", "/.git/config"],
)
def test_other_addresses_give_nothing_away(stranger: httpx.Client, address: str) -> None:
    answer = stranger.get(address)
    assert answer.status_code in {401, 403, 404}
    assert "Traceback" not in answer.text
    assert "paths" not in answer.text


@pytest.mark.parametrize("address", PAGES)
def test_pages_forbid_what_they_never_do(stranger: httpx.Client, address: str) -> None:
    answer = stranger.get(address)
    assert answer.status_code == httpx.codes.OK
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_page_names_no_patient_and_its_files_are_all_our_own(
    stranger: httpx.Client, demo_examinations: list[dict[str, Any]]
) -> None:
    assert demo_examinations
    page = stranger.get("/").text
    assert "Demo" not in page
    files = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert any(name.endswith(".js") for name in files)
    for name in files:
        assert name.startswith("/")
        answer = stranger.get(name)
        assert answer.status_code == httpx.codes.OK, name
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_session_cookie_is_out_of_reach_for_scripts_and_other_sites(server: RunningServer) -> None:
    with server.signed_in() as client:
        again = client.get("/api/session")
        assert again.json()["user"]["name"] == "admin"
        kept = {cookie.name: cookie for cookie in client.cookies.jar}
        session = next(cookie for name, cookie in kept.items() if "csrf" not in name)
        assert session.has_nonstandard_attr("HttpOnly")
        assert session.get_nonstandard_attr("SameSite") in {"Lax", "Strict"}


@pytest.mark.parametrize("address", ["/system", "/patients", "/dicom-web/studies", "/changes", "/app/explorer.html"])
def test_the_archive_itself_wants_its_generated_credentials(server: RunningServer, address: str) -> None:
    assert httpx.get(server.orthanc_url + address).status_code == httpx.codes.UNAUTHORIZED
    assert httpx.get(server.orthanc_url + address, auth=("orthanc", "orthanc")).status_code == httpx.codes.UNAUTHORIZED
    own = httpx.get(server.orthanc_url + "/system", auth=server.orthanc_login())
    assert own.status_code == httpx.codes.OK
