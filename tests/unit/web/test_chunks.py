from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zstandard
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.unit.web.one_patient import CT_GRID, descriptor, write_volume

from totalpetview.volumes.chunks import decode
from totalpetview.volumes.store import VolumeStore
from totalpetview.web.accounts.models import Account
from totalpetview.web.gate.recent import REMEMBERED_S, RecentlyAllowed

pytestmark = pytest.mark.django_db

VOLUME = "ab" * 16
ADDRESS = f"/volumes/{VOLUME}/0/c/1/0/0"
STORED = (np.arange(4 * 6 * 8, dtype=np.int16) - 50).reshape(4, 6, 8)


@pytest.fixture(autouse=True)
def _written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_volume(tmp_path, descriptor(VOLUME, CT_GRID, "HU", None), STORED)
    (tmp_path / "ab" / VOLUME / "thumbnail.png").write_bytes(b"\x89PNG")
    (tmp_path / "secret").write_text("secret")
    monkeypatch.setattr("totalpetview.web.volumes.views.prepared_volumes", lambda: VolumeStore(tmp_path))
    return tmp_path


def body(answer: Any) -> bytes:
    return b"".join(answer)


def test_a_chunk_is_sent_as_it_lies_on_disk(reading: Client, tmp_path: Path) -> None:
    answer = reading.get(ADDRESS, headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
    assert answer.status_code == 200
    assert answer["Content-Encoding"] == "zstd"
    assert answer.content == (tmp_path / "ab" / VOLUME / "0/c/1/0/0").read_bytes()
    assert np.array_equal(decode(answer.content, (2, 6, 8), "int16"), STORED[2:4])


def test_a_client_without_zstd_gets_the_same_bytes_decompressed(reading: Client) -> None:
    compressed = reading.get(ADDRESS, headers={"Accept-Encoding": "zstd"}).content
    for accepted in ("gzip, deflate, br", "", "zstd;q=0, gzip"):
        answer = reading.get(ADDRESS, headers={"Accept-Encoding": accepted})
        assert "Content-Encoding" not in answer
        assert body(answer) == zstandard.ZstdDecompressor().decompress(compressed, max_output_size=1000)


def test_a_chunk_may_be_kept_for_ever_but_only_by_this_browser(reading: Client) -> None:
    for accepted in ("zstd", "gzip"):
        answer = reading.get(ADDRESS, headers={"Accept-Encoding": accepted})
        assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
        again = reading.get(ADDRESS, headers={"Accept-Encoding": accepted, "If-None-Match": answer["ETag"]})
        assert again.status_code == 304
        assert again["Cache-Control"] == answer["Cache-Control"]
    plain = reading.get(ADDRESS, headers={"Accept-Encoding": "gzip"})["ETag"]
    assert reading.get(ADDRESS, headers={"Accept-Encoding": "zstd", "If-None-Match": plain}).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        f"/volumes/{VOLUME}/0/c/2/0/0",
        f"/volumes/{VOLUME}/1/c/0/0/0",
        f"/volumes/{VOLUME}/0/c/-1/0/0",
        f"/volumes/{VOLUME}/0/c/0/0/1",
        f"/volumes/{'cd' * 16}/0/c/0/0/0",
        "/volumes/../0/c/0/0/0",
        "/volumes/..%2f..%2fsecret/thumbnail.png",
        "/volumes/../secret",
        f"/volumes/{VOLUME}/zarr.json",
    ],
)
def test_nothing_but_chunks_is_there(reading: Client, address: str) -> None:
    assert reading.get(address).status_code == 404


def test_the_small_picture(reading: Client) -> None:
    answer = reading.get(f"/volumes/{VOLUME}/thumbnail.png")
    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "image/png", b"\x89PNG")
    assert "immutable" in answer["Cache-Control"]
    assert reading.get(f"/volumes/{'cd' * 16}/thumbnail.png").status_code == 404


def test_chunks_are_only_read(reading: Client) -> None:
    assert reading.post(ADDRESS).status_code == 405


def test_a_session_is_not_looked_up_for_every_chunk_but_ends_with_signing_out(reading: Client) -> None:
    assert reading.get(ADDRESS).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert reading.get(ADDRESS).status_code == 200
    assert len(queries) == 0
    key = reading.cookies["sessionid"].value
    reading.delete("/api/session")
    stolen = Client()
    stolen.cookies["sessionid"] = key
    assert stolen.get(ADDRESS).status_code == 401


def test_what_was_allowed_is_forgotten_after_a_few_seconds() -> None:
    now = [100.0]
    recent = RecentlyAllowed(lambda: now[0])
    recent.remember("a")
    assert recent.allows("a")
    assert not recent.allows("b")
    assert not recent.allows("")
    now[0] += REMEMBERED_S
    assert not recent.allows("a")


def test_being_let_through_to_chunks_opens_nothing_else(reading: Client, reader: Account) -> None:
    assert reading.get(ADDRESS).status_code == 200
    reader.is_active = False
    reader.save()
    assert reading.get("/api/studies").status_code == 401
    assert reading.get(f"/volumes/{VOLUME}/thumbnail.png").status_code == 401
