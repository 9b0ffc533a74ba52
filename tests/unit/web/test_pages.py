from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.test import Client

from totalpetview.web.pages import built

pytestmark = pytest.mark.django_db

INDEX = '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><script src="/assets/app-1.js"></script>'


@pytest.fixture
def frontend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "static_frontend"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(INDEX)
    (folder / "icon.svg").write_text("<svg/>")
    (folder / "assets" / "app-1.js").write_text("hello()")
    (folder / "assets" / "app-1.js.gz").write_bytes(gzip.compress(b"hello()"))
    (folder / "assets" / "decode-2.wasm").write_bytes(b"\0asm")
    (tmp_path / "secret.txt").write_text("secret")
    monkeypatch.setattr(built, "FOLDER", folder)
    return folder


@pytest.mark.parametrize(
    "address", ["/", "/login", "/studies", "/patients/0123456789abcdef", "/compare?e=1&e=2", "/upload"]
)
def test_every_route_of_the_frontend_is_the_one_page(frontend: Path, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert b"/assets/app-1.js" in answer.content
    assert answer["Cache-Control"] == "no-cache, private"
    assert "csrftoken" in answer.cookies


def test_the_viewer_s_address_tells_the_browser_what_it_will_ask_first(frontend: Path) -> None:
    link = Client().get("/compare?e=12ab&e=34cd&s=x")["Link"]
    # the address is that of `comparisonAddress` in the frontend's tests
    assert link == "</api/comparisons?examination=12ab&examination=34cd&series=x>; rel=preload; as=fetch; crossorigin"
    assert "Link" not in Client().get("/compare")
    assert "Link" not in Client().get("/studies?e=12ab")


def test_what_is_in_the_address_cannot_leave_the_link(frontend: Path) -> None:
    link = Client().get("/compare", {"e": '1>; rel=stylesheet, <"evil\r\n'})["Link"]
    assert link.count("<") == link.count(">") == 1
    assert link.isprintable()
    assert link.endswith(">; rel=preload; as=fetch; crossorigin")


def test_each_page_has_a_nonce_of_its_own_for_the_styles_that_it_makes(frontend: Path) -> None:
    seen = set()
    for _ in range(2):
        answer = Client().get("/")
        nonce = answer.content.decode().split('content="')[1].split('"')[0]
        assert f"style-src 'self' 'nonce-{nonce}'" in answer["Content-Security-Policy"]
        seen.add(nonce)
    assert len(seen) == 2


def test_a_frontend_that_was_not_built_says_how_to_build_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(built, "FOLDER", tmp_path / "nothing")
    for language, words in (("en", "not built"), ("de", "nicht gebaut")):
        answer = Client().get("/", headers={"Accept-Language": language})
        assert answer.status_code == 503
        assert words in answer.content.decode()
        assert "npm run build" in answer.content.decode()


def test_hashed_files_are_kept_for_ever_and_sent_compressed(frontend: Path) -> None:
    plain = Client().get("/assets/app-1.js")
    assert plain["Content-Type"].startswith("text/javascript")
    assert plain["Cache-Control"] == "public, max-age=31536000, immutable"
    assert plain.content == b"hello()"
    zipped = Client().get("/assets/app-1.js", headers={"Accept-Encoding": "gzip, br"})
    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == b"hello()"
    assert Client().get("/assets/decode-2.wasm")["Content-Type"] == "application/wasm"


@pytest.mark.parametrize(
    "address",
    ["/assets/nothing.js", "/assets/../index.html", "/assets/../../secret.txt", "/assets/%2e%2e/%2e%2e/secret.txt"],
)
def test_nothing_outside_the_build_is_served(frontend: Path, address: str) -> None:
    assert Client().get(address).status_code == 404


def test_a_new_build_is_noticed(frontend: Path) -> None:
    assert b"app-1" in Client().get("/").content
    (frontend / "index.html").write_text("<!doctype html>new and of another length")
    assert b"new" in Client().get("/").content


def test_the_files_of_the_administration_are_served_and_no_others(db: None) -> None:
    style = Client().get("/static/admin/css/base.css")
    assert b"".join(style)
    style.close()
    assert style["Cache-Control"] == "public, max-age=3600"
    assert Client().get("/static/admin/nothing.css").status_code == 404
    assert Client().get("/static/../settings.py").status_code == 404


def test_an_unknown_address_says_nothing_of_the_request(reading: Client) -> None:
    answer = reading.get("/M%C3%BCller%5EAnna?PatientName=Meier")
    assert answer.status_code == 404
    assert b"ller" not in answer.content
    assert b"Meier" not in answer.content
    assert answer.json()["code"] == "not-found"
