"""Where an SUV comes from, who may correct it, and that everything shown follows at once."""

from __future__ import annotations

import json
from datetime import datetime, time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client
from tests.unit.web.conftest import make_account, signed_in, understand
from tests.unit.web.one_patient import PET_GRID, descriptor, facts, mip, write_volume

from totalpetview.domain.problem import Problem
from totalpetview.domain.series import SuvResult
from totalpetview.domain.suv.header import PetHeader
from totalpetview.domain.suv.value_maps import ValueMap
from totalpetview.volumes.store import VolumeStore
from totalpetview.web.archive.catalogue import DjangoCatalogue
from totalpetview.web.archive.models import Series
from totalpetview.web.suv.models import AppendOnly, PetCorrection

pytestmark = pytest.mark.django_db

START = datetime(2026, 1, 5, 10, 12)  # noqa: DTZ001 - scanners give local time without a zone
#: one half-life of 6000 s after 400 MBq, 80 kg: 80000 g / 2e8 Bq = 0.0004
HEADER = PetHeader(
    units="BQML",
    attenuation_corrected=True,
    decay_correction="START",
    weight=80.0,
    size=1.75,
    sex="F",
    dose=400e6,
    half_life_s=6000.0,
    injection_time=time(8, 32),
    series_at=START,
    first_acquired_at=START,
)


def _arrive(catalogue: DjangoCatalogue, header: PetHeader, **more: Any) -> str:
    """Bring in one prepared examination; returns the key of its PET."""
    understand(catalogue, facts("ct", 0))
    refusal = None if header.weight else Problem("suv-no-weight")
    known = {"pet": header, "weight_kg": header.weight, "dose_bq": header.dose, "sex": header.sex}
    understand(catalogue, facts("pet", 0, **known, suv=SuvResult(None if refusal else 0.0004, refusal), **more))
    catalogue.series_prepared("1.2.0.2", descriptor("ab" * 16, PET_GRID, "BQML", (1.0, 2.0, 103.0)), "digest")
    catalogue.mip_prepared("1.2.0.2", mip("cd" * 16))
    return str(Series.objects.get(series_uid="1.2.0.2").key)


def _volume_as_it_is() -> dict[str, Any]:
    row = Series.objects.get(series_uid="1.2.0.2")
    return {"volume": row.volume, "id": row.volume_id, "mip": row.mip_id, "state": row.state}


@pytest.fixture
def key(catalogue: DjangoCatalogue, simple_grouping: None) -> str:
    return _arrive(catalogue, HEADER)


@pytest.fixture
def correcting(db: None) -> Client:
    return signed_in(make_account("corrector", "Correctors"))


def put(client: Client, key: str, **values: Any) -> Any:
    return client.put(f"/api/series/{key}/suv-corrections", json.dumps(values), content_type="application/json")


def shown_pet(client: Client) -> dict[str, Any]:
    examination = Series.objects.get(series_uid="1.2.0.2").examination
    assert examination is not None
    [time_point] = client.get("/api/comparisons", {"examination": examination.pk}).json()["time_points"]
    return {**time_point["pet"], "time_point": time_point}


def test_a_report_names_rule_values_and_tags(key: str, reading: Client) -> None:
    report = reading.get(f"/api/series/{key}/suv").json()
    assert report["stored_unit"] == "Bq/ml"
    assert report["normalisations"]["bw"] == {"unit": "SUVbw", "factor": pytest.approx(0.0004), "refusal": None}
    assert report["rule"]["code"] == "rule-activity-start"
    used = {each["name"]: each for each in report["used"]}
    assert used["weight_kg"] == {
        "name": "weight_kg",
        "value": 80.0,
        "source": "header",
        "tag": "(0010,1030)",
        "element": "Patient's Weight",
    }
    assert (report["uptake_min"], report["warnings"], report["history"]) == (100.0, [], [])
    assert report["from_header"]["dose_mbq"] == 400.0


def test_a_descriptor_carries_every_normalisation(key: str, reading: Client) -> None:
    pet = shown_pet(reading)
    assert (pet["series"], pet["unit"], pet["stored_unit"]) == (key, "SUVbw", "Bq/ml")
    assert pet["suvbw_factor"] == pytest.approx(0.0004)
    assert set(pet["normalisations"]) == {"bw", "lbm", "lbmjames", "bsa", "ibw"}
    # woman, 175 cm: ideal weight 45.5 + 0.91 * 23 = 66.43 kg
    assert pet["normalisations"]["ibw"]["factor"] == pytest.approx(66_430 / 2e8)


def test_a_missing_weight_is_entered_and_everything_follows_without_building_anew(
    catalogue: DjangoCatalogue, simple_grouping: None, correcting: Client
) -> None:
    key = _arrive(catalogue, PetHeader.from_json({**HEADER.to_json(), "weight": None}))
    before = shown_pet(correcting)
    assert (before["unit"], before["suvbw_factor"]) == ("Bq/ml", None)
    assert before["suv_refusal"] == "No SUV: the patient's weight is missing."
    prepared = _volume_as_it_is()

    answer = put(correcting, key, weight_kg=80.0)
    assert answer.status_code == 200, answer.content
    assert answer.json()["normalisations"]["bw"]["factor"] == pytest.approx(0.0004)

    after = shown_pet(correcting)
    assert (after["unit"], after["suvbw_factor"], after["corrected"]) == ("SUVbw", pytest.approx(0.0004), ["weight_kg"])
    assert after["time_point"]["weight_kg"] == 80.0
    assert "corrected-by-hand" in {notice["code"] for notice in after["time_point"]["notices"]}
    assert not {"not-suv", "suv-no-weight"} & {notice["code"] for notice in after["time_point"]["notices"]}
    assert _volume_as_it_is() == prepared


def test_who_changed_what_is_kept_and_can_be_taken_back(key: str, correcting: Client) -> None:
    put(correcting, key, weight_kg=100.0)
    put(correcting, key, weight_kg=90.0, dose_mbq=200.0)
    report = correcting.get(f"/api/series/{key}/suv").json()
    # 90000 g / 1e8 Bq
    assert report["normalisations"]["bw"]["factor"] == pytest.approx(0.0009)
    assert report["corrections"]["dose_mbq"] == 200.0
    history = [(each["name"], each["old"], each["new"], each["by"]) for each in report["history"]]
    assert sorted(history[:2]) == [("dose_mbq", 400.0, 200.0, "corrector"), ("weight_kg", 100.0, 90.0, "corrector")]
    assert history[2:] == [("weight_kg", 80.0, 100.0, "corrector")]

    one = correcting.delete(f"/api/series/{key}/suv-corrections?name=dose_mbq").json()
    assert one["normalisations"]["bw"]["factor"] == pytest.approx(0.00045)
    assert one["history"][0]["new"] is None
    everything = correcting.delete(f"/api/series/{key}/suv-corrections").json()
    assert everything["normalisations"]["bw"]["factor"] == pytest.approx(0.0004)
    assert everything["corrections"] == dict.fromkeys(
        ("weight_kg", "height_m", "sex", "dose_mbq", "injected_at", "nuclide", "half_life_s")
    )
    assert len(everything["history"]) == 5


def test_the_same_value_again_is_no_second_correction(key: str, correcting: Client) -> None:
    put(correcting, key, weight_kg=100.0)
    assert len(put(correcting, key, weight_kg=100.0).json()["history"]) == 1


def test_what_was_recorded_cannot_be_changed(key: str, correcting: Client) -> None:
    put(correcting, key, weight_kg=100.0)
    row = PetCorrection.objects.get()
    row.new = 50.0
    with pytest.raises(AppendOnly):
        row.save()
    with pytest.raises(AppendOnly):
        row.delete()


def test_the_time_of_injection_is_corrected(key: str, correcting: Client) -> None:
    # two half-lives before the scan: 100 MBq are left
    report = put(correcting, key, injected_at="2026-01-05T06:52:00").json()
    assert report["normalisations"]["bw"]["factor"] == pytest.approx(0.0008)
    assert report["uptake_min"] == 200.0


@pytest.mark.parametrize(
    "values",
    [
        {"weight_kg": 0.0},
        {"weight_kg": 5000.0},
        {"weight_kg": "NaN"},
        {"height_m": 175.0},
        {"sex": "X"},
        {"dose_mbq": 0.000004},
        {"injected_at": "2026-01-05T10:13:00"},
        {"injected_at": "2026-01-04T10:13:00"},
        {"injected_at": "2026-01-05T08:32:00+02:00"},
        {"injected_at": "yesterday"},
    ],
)
def test_an_implausible_correction_is_refused_and_nothing_is_kept(
    values: dict[str, Any], key: str, correcting: Client
) -> None:
    answer = put(correcting, key, **values)
    assert answer.status_code == 422, answer.content
    assert answer.json()["message"]
    assert not PetCorrection.objects.exists()


def test_only_who_may_correct_corrects(key: str, reading: Client, uploading: Client, administering: Client) -> None:
    for client in (reading, uploading):
        assert put(client, key, weight_kg=70.0).status_code == 403
        assert client.delete(f"/api/series/{key}/suv-corrections").status_code == 403
    assert not PetCorrection.objects.exists()
    assert put(administering, key, weight_kg=70.0).status_code == 200
    assert reading.get(f"/api/series/{key}/suv").json()["corrections"]["weight_kg"] == 70.0


def test_a_correction_needs_the_token_of_the_page(key: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_account("corrector", "Correctors"))
    assert put(client, key, weight_kg=70.0).json()["code"] == "csrf"
    assert client.delete(f"/api/series/{key}/suv-corrections").json()["code"] == "csrf"


def test_only_a_pet_has_an_suv(key: str, correcting: Client) -> None:
    ct = Series.objects.get(series_uid="1.2.0.1").key
    for wrong in (ct, "0" * 16):
        assert correcting.get(f"/api/series/{wrong}/suv").status_code == 404
        assert put(correcting, wrong, weight_kg=70.0).status_code == 404


def test_values_come_in_the_normalisation_asked_for(
    key: str, reading: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    described = descriptor("ab" * 16, PET_GRID, "BQML", None)
    write_volume(tmp_path, described, np.full(PET_GRID.shape, 1500, dtype=np.int16))
    monkeypatch.setattr("totalpetview.web.comparisons.routes.prepared_volumes", lambda: VolumeStore(tmp_path))
    examination = Series.objects.get(series_uid="1.2.0.2").examination
    assert examination is not None
    point = {"examination": examination.pk, "point_mm": [-10.0, -20.0, 100.0]}

    def read(**more: str) -> dict[str, Any]:
        body = json.dumps({"points": [point], **more})
        [value] = reading.post("/api/comparisons/values", body, content_type="application/json").json()["values"]
        return dict(value)

    # 2 * 1500 - 1000 = 2000 Bq/ml
    assert read() == {
        "hu": None, "pet": pytest.approx(0.8), "pet_unit": "SUVbw", "pet_stored": 2000.0, "pet_stored_unit": "Bq/ml",
    }  # fmt: skip
    assert read(normalisation="ibw")["pet"] == pytest.approx(2000 * 66_430 / 2e8)
    assert read(normalisation="ibw")["pet_unit"] == "SUVibw"


def test_a_wrong_value_map_of_the_study_is_pointed_out(
    catalogue: DjangoCatalogue, simple_grouping: None, reading: Client
) -> None:
    key = _arrive(catalogue, HEADER)
    maps = (ValueMap("1.2.0.2", "{SUVbw}g/ml", 0.0004), ValueMap("1.2.0.2", "{SUVbw}g/ml", 4e-7))
    understand(catalogue, facts("other", 0, series_uid="1.2.0.9", modality="RWV", grid=None, value_maps=maps))
    report = reading.get(f"/api/series/{key}/suv").json()
    assert report["normalisations"]["bw"]["factor"] == pytest.approx(0.0004)
    assert [each["code"] for each in report["warnings"]] == ["suv-map-disagrees"]
    assert "4e-07" in report["warnings"][0]["text"]
    assert "0.0004" in report["warnings"][0]["text"]
    assert [each["code"] for each in report["assumptions"]] == ["suv-map-agrees"]


def test_a_volume_prepared_without_decay_correction_is_not_shown_with_the_factor_of_a_later_reading(
    catalogue: DjangoCatalogue, simple_grouping: None, reading: Client
) -> None:
    uncorrected = {**HEADER.to_json(), "decay_correction": "NONE"}
    _arrive(catalogue, PetHeader.from_json(uncorrected))
    folded = PetHeader.from_json({**uncorrected, "decay_folded_to": START.isoformat()})
    understand(catalogue, facts("pet", 0, pet=folded, suv=SuvResult(0.0004, None)))
    row = Series.objects.get(series_uid="1.2.0.2")
    assert row.state == "waiting"
