from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zstandard
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.unit.web.conftest import make_account, signed_in, understand
from tests.unit.web.one_patient import CT_GRID, PET_GRID, descriptor, facts, write_volume

from totalpetview.domain.problem import Problem
from totalpetview.domain.series import SuvResult
from totalpetview.volumes.store import VolumeStore
from totalpetview.web.archive.catalogue import DjangoCatalogue
from totalpetview.web.archive.models import Examination
from totalpetview.web.comparisons.schemas import Comparison

pytestmark = pytest.mark.django_db


def ids() -> list[str]:
    return list(Examination.objects.order_by("acquired_at").values_list("pk", flat=True))


def read(client: Client, *examinations: str, **more: Any) -> dict[str, Any]:
    answer = client.get("/api/comparisons", {"examination": list(examinations), **more})
    assert answer.status_code == 200, answer.content
    described: dict[str, Any] = answer.json()
    Comparison.model_validate(described)
    return described


def shift(client: Client, reference: str, examination: str, by: list[float]) -> Any:
    body = json.dumps({"reference": reference, "examination": examination, "shift_mm": by})
    return client.put("/api/comparisons/shift", body, content_type="application/json")


def codes(time_point: dict[str, Any]) -> list[str]:
    return [notice["code"] for notice in time_point["notices"]]


def test_four_time_points_in_order_of_acquisition(followed: DjangoCatalogue, reading: Client) -> None:
    described = read(reading, *reversed(ids()))
    points = described["time_points"]
    assert [point["label"] for point in points] == ["T1", "T2", "T3", "T4"]
    assert [point["examination"] for point in points] == ids()
    # 5 January to 6 March, 5 May, 4 July 2026: counted by hand
    assert [point["days_since_first"] for point in points] == [0, 60, 120, 180]
    assert described["patient"]["name"] == "Müller^Anna-Lena"
    first = points[0]
    assert first["weight_kg"] == 81.0
    assert first["uptake_min"] == pytest.approx(61.2)
    assert first["dose_mbq"] == pytest.approx(350.1)
    assert first["pet"]["unit"] == "SUVbw"
    assert first["pet"]["suvbw_factor"] == 0.0004
    assert first["pet"]["suv_refusal"] is None
    assert first["ct"]["levels"][0]["url"] == f"/volumes/{'00' * 16}/0/c/{{slab}}/0/0"
    assert first["mip"]["angles"] == 36
    assert first["state"] == "ready"


def test_body_centres_are_laid_on_the_first_and_the_reader_is_told(followed: DjangoCatalogue, reading: Client) -> None:
    points = read(reading, *ids())["time_points"]
    assert points[0]["to_common"] == [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
    assert points[0]["transform_source"] == "reference"
    # centres at x = 1, 2, 3, 4: the third must move by -2
    assert points[2]["to_common"] == [1, 0, 0, -2, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
    assert points[2]["transform_source"] == "body-centre"
    assert "aligned-by-body-centre" in codes(points[2])
    assert "aligned-by-body-centre" not in codes(points[0])


def test_a_shift_by_hand_is_kept_for_its_pair_and_taken_back(followed: DjangoCatalogue, reading: Client) -> None:
    first, second, third, _ = ids()
    answer = shift(reading, first, second, [0.5, -3.0, 12.0])
    assert answer.status_code == 200
    assert answer.json()["to_common"] == [1, 0, 0, -0.5, 0, 1, 0, -3, 0, 0, 1, 12, 0, 0, 0, 1]
    points = read(reading, first, second, third)["time_points"]
    assert points[1]["to_common"] == answer.json()["to_common"]
    assert points[1]["manual_shift_mm"] == [0.5, -3.0, 12.0]
    assert "shifted-by-hand" in codes(points[1])
    assert points[2]["manual_shift_mm"] == [0, 0, 0]
    assert read(reading, second, third)["time_points"][1]["manual_shift_mm"] == [0, 0, 0]
    assert shift(reading, first, second, [0, 0, 0]).json()["manual_shift_mm"] == [0, 0, 0]


def test_a_shift_survives_a_series_that_joins_the_examination(followed: DjangoCatalogue, reading: Client) -> None:
    first, second, *_ = ids()
    shift(reading, first, second, [1.0, 0.0, 0.0])
    understand(followed, facts("pet", 1, series_uid="1.2.1.3", attenuation_corrected=False))
    assert ids()[1] != second
    assert read(reading, *ids()[:2])["time_points"][1]["manual_shift_mm"] == [1.0, 0.0, 0.0]


def test_nonsense_shifts_are_refused(followed: DjangoCatalogue, reading: Client) -> None:
    first, second, *_ = ids()
    assert shift(reading, first, first, [1, 0, 0]).json()["code"] == "same-examination"
    assert shift(reading, first, second, [float("nan"), 0, 0]).status_code == 422
    assert shift(reading, first, second, [1e9, 0, 0]).status_code == 422
    assert shift(reading, first, "0" * 16, [1, 0, 0]).status_code == 404


def test_what_cannot_be_compared_is_refused(followed: DjangoCatalogue, reading: Client) -> None:
    understand(followed, facts("ct", 4))
    understand(followed, facts("ct", 0, patient_id="OTHER", series_uid="9.9"))
    every = ids()
    other = Examination.objects.get(patient__patient_id="OTHER").pk
    mine = [each for each in every if each != other]

    def code(*examinations: str) -> str:
        answer = reading.get("/api/comparisons", {"examination": list(examinations)})
        assert answer.status_code in {400, 404, 422}
        return str(answer.json()["code"])

    assert code(*mine) == "one-to-four"
    assert code(mine[0], other) == "several-patients"
    assert code(mine[0], "0" * 16) == "no-such-examination"
    assert code() == "invalid-request"
    assert len(read(reading, mine[0], mine[0])["time_points"]) == 1


def test_what_is_not_ready_is_null_with_its_progress(followed: DjangoCatalogue, reading: Client) -> None:
    understand(followed, facts("ct", 1), "late images")
    followed.series_progress("1.2.1.1", "building", 0.5)
    point = read(reading, ids()[1])["time_points"][0]
    assert point["ct"] is None
    assert point["pet"] is not None
    assert point["state"] == "preparing"
    assert 0.5 < point["progress"] < 1


def test_a_failure_is_said_where_the_physician_looks(followed: DjangoCatalogue, reading: Client) -> None:
    followed.series_failed("1.2.1.1", "orthanc-P-4711-1.2.1.1", Problem("no-images"))
    point = read(reading, ids()[1])["time_points"][0]
    assert point["state"] == "failed"
    assert "no-images" in codes(point)


@pytest.mark.parametrize(
    ("language", "not_suv", "reason"),
    [
        ("en", "Values are not SUV but counts.", "The series has no images."),
        ("de", "Die Werte sind keine SUV, sondern counts.", "Die Serie enthält keine Bilder."),
    ],
)
def test_values_that_are_no_suv_say_so_in_both_languages(
    followed: DjangoCatalogue, language: str, not_suv: str, reason: str
) -> None:
    client = signed_in(make_account("anna", "Readers", language=language))
    refused = facts("pet", 0, units="CNTS", suv=SuvResult(None, Problem("no-images")), attenuation_corrected=True)
    understand(followed, refused, "d2")
    followed.series_prepared("1.2.0.2", descriptor("77" * 16, PET_GRID, "CNTS", None), "d2")
    point = read(client, ids()[0])["time_points"][0]
    assert point["pet"]["unit"] == "counts"
    assert point["pet"]["suvbw_factor"] is None
    assert point["pet"]["suv_refusal"] == reason
    assert not_suv in [notice["text"] for notice in point["notices"]]


def test_pet_and_ct_without_a_shared_frame_are_marked(
    followed: DjangoCatalogue, reading: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    alternative = facts("pet", 0, series_uid="1.2.0.3", attenuation_corrected=False)
    understand(followed, alternative)
    points = read(reading, ids()[0])["time_points"]
    assert points[0]["pet_ct_share_frame"] is True
    row = Examination.objects.get(pk=ids()[0]).series.get(role="pet")
    row.facts = {**(row.facts or {}), "frame_of_reference_uid": "1.9.99"}
    row.save()
    point = read(reading, ids()[0])["time_points"][0]
    assert point["pet_ct_share_frame"] is False
    assert "frames-differ" in codes(point)


def test_an_uncorrected_pet_is_shown_only_when_it_is_asked_for(followed: DjangoCatalogue, reading: Client) -> None:
    understand(followed, facts("pet", 0, series_uid="1.2.0.3", attenuation_corrected=False, suv=None))
    followed.series_prepared("1.2.0.3", descriptor("66" * 16, PET_GRID, "PROPCNTS", None), "digest")
    examination = Examination.objects.get(pk=ids()[0])
    key = examination.series.get(role="alternative").key
    assert read(reading, examination.pk)["time_points"][0]["pet"]["id"] == "10" * 16
    point = read(reading, examination.pk, series=key)["time_points"][0]
    assert point["pet"]["id"] == "66" * 16
    assert point["pet"]["unit"] == "proportional counts"
    assert "not-attenuation-corrected" in codes(point)
    listed = reading.get(f"/api/patients/{examination.patient.key}").json()["other_series"]
    assert [(each["series"], each["examination"]) for each in listed] == [(key, examination.pk)]


def test_a_ct_alone_is_shown_as_what_it_is(catalogue: DjangoCatalogue, simple_grouping: None, reading: Client) -> None:
    understand(catalogue, facts("ct", 0))
    point = read(reading, ids()[0])["time_points"][0]
    assert point["pet"] is None
    assert "no-pet" in codes(point)
    assert point["weight_kg"] is None


def test_the_descriptor_is_compressed_as_the_browser_likes(followed: DjangoCatalogue, reading: Client) -> None:
    query = {"examination": ids()}
    plain = reading.get("/api/comparisons", query).content
    zipped = reading.get("/api/comparisons", query, headers={"Accept-Encoding": "gzip, deflate"})
    best = reading.get("/api/comparisons", query, headers={"Accept-Encoding": "gzip, br, zstd"})
    assert (zipped["Content-Encoding"], best["Content-Encoding"]) == ("gzip", "zstd")
    assert gzip.decompress(zipped.content) == plain
    assert zstandard.ZstdDecompressor().decompress(best.content) == plain
    assert "private" in best["Cache-Control"] or "no-store" in best["Cache-Control"]


def test_a_descriptor_costs_a_handful_of_queries(followed: DjangoCatalogue, reading: Client) -> None:
    reading.get("/api/comparisons", {"examination": ids()})
    with CaptureQueriesContext(connection) as queries:
        reading.get("/api/comparisons", {"examination": ids()})
    assert len(queries) <= 10


def test_values_come_from_the_original_voxels(
    followed: DjangoCatalogue, reading: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ct_stored = np.arange(4 * 6 * 8, dtype=np.int16).reshape(4, 6, 8)
    pet_stored = np.arange(4 * 3 * 4, dtype=np.int16).reshape(4, 3, 4)
    write_volume(tmp_path, descriptor("00" * 16, CT_GRID, "HU", None), ct_stored)
    write_volume(tmp_path, descriptor("10" * 16, PET_GRID, "BQML", None), pet_stored)
    monkeypatch.setattr("totalpetview.web.comparisons.routes.prepared_volumes", lambda: VolumeStore(tmp_path))
    points = [
        {"examination": ids()[0], "point_mm": [-10.0, -20.0, 100.0]},
        {"examination": ids()[0], "point_mm": [-8.0, -18.0, 106.4]},
        {"examination": ids()[0], "point_mm": [500.0, 0.0, 0.0]},
    ]
    answer = reading.post("/api/comparisons/values", json.dumps({"points": points}), content_type="application/json")
    values = answer.json()["values"]
    # the value is twice what is stored, less 1000; the SUV is 0.0004 times that
    of_pet = {"pet_unit": "SUVbw", "pet_stored_unit": "Bq/ml"}
    assert values[0] == {"hu": -1000.0, "pet": pytest.approx(-0.4), "pet_stored": -1000.0, **of_pet}
    # CT (i, j, k) = (2, 2, 2.13 -> 2): stored 2*48 + 2*8 + 2 = 114; PET (1, 1, 2): 2*12 + 1*4 + 1 = 29
    stored = 2 * 29 - 1000
    assert values[1] == {"hu": -772.0, "pet": pytest.approx(stored * 0.0004), "pet_stored": stored, **of_pet}
    assert values[2] == {"hu": None, "pet": None, "pet_stored": None, **of_pet}


def test_values_of_a_volume_that_is_gone_are_null_not_wrong(followed: DjangoCatalogue, reading: Client) -> None:
    points = [{"examination": ids()[0], "point_mm": [0.0, 0.0, 100.0]}]
    answer = reading.post("/api/comparisons/values", json.dumps({"points": points}), content_type="application/json")
    nothing = {"hu": None, "pet": None, "pet_unit": "SUVbw", "pet_stored": None, "pet_stored_unit": "Bq/ml"}
    assert answer.json()["values"] == [nothing]
    assert reading.post("/api/comparisons/values", '{"points": []}', content_type="application/json").json() == {
        "values": []
    }
