from __future__ import annotations

import io
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


def test_slabs_that_follow_each_other_come_in_one_answer(reading: Client, tmp_path: Path) -> None:
    one_by_one = b"".join((tmp_path / f"ab/{VOLUME}/0/c/{slab}/0/0").read_bytes() for slab in (0, 1))
    answer = reading.get(f"/volumes/{VOLUME}/0/c/0-1/0/0", headers={"Accept-Encoding": "zstd"})
    assert (answer.status_code, answer["Content-Encoding"]) == (200, "zstd")
    assert answer.content == one_by_one
    plain = body(reading.get(f"/volumes/{VOLUME}/0/c/0-1/0/0"))
    frames = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(one_by_one), read_across_frames=True)
    assert plain == frames.read()


def test_slabs_of_several_volumes_come_in_one_answer_in_the_order_asked_for(reading: Client, tmp_path: Path) -> None:
    other = "cd" * 16
    write_volume(tmp_path, descriptor(other, CT_GRID, "HU", None), STORED + 7)
    addresses = [f"/volumes/{other}/0/c/1/0/0", f"/volumes/{VOLUME}/0/c/0-1/0/0"]
    answer = reading.get("/volumes/together", {"of": addresses}, headers={"Accept-Encoding": "zstd"})
    alone = [reading.get(address, headers={"Accept-Encoding": "zstd"}).content for address in addresses]
    assert answer.content == b"".join(alone)
    assert "immutable" in answer["Cache-Control"]
    assert len({answer["ETag"], *(reading.get(address)["ETag"] for address in addresses)}) == 3


@pytest.mark.parametrize(
    "addresses",
    [
        [],
        [f"/volumes/{VOLUME}/0/c/0/0/0", "/volumes/../secret"],
        [f"/volumes/{VOLUME}/0/c/0/0/0", f"/volumes/{VOLUME}/0/c/2/0/0"],
        [f"/volumes/{'cd' * 16}/0/c/0/0/0"],
        ["/volumes/../0/c/0/0/0"],
    ],
)
def test_together_is_all_or_nothing(reading: Client, addresses: list[str]) -> None:
    assert reading.get("/volumes/together", {"of": addresses}).status_code == 404


def test_an_answer_is_not_put_together_without_end(reading: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("totalpetview.web.volumes.views.MOST_BYTES", 1)
    assert reading.get(f"/volumes/{VOLUME}/0/c/0-1/0/0").status_code == 404


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
        f"/volumes/{VOLUME}/0/c/0-2/0/0",
        f"/volumes/{VOLUME}/0/c/1-0/0/0",
        f"/volumes/{VOLUME}/0/c/0-/0/0",
        f"/volumes/{VOLUME}/0/c/0-1-1/0/0",
        f"/volumes/{VOLUME}/0/c/0-999999/0/0",
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
