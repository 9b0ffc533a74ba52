"""What a person enters about a PET: why, which nuclide, and what follows for small pictures and series read earlier."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest
from django.test import Client
from PIL import Image
from tests.unit.web.conftest import understand
from tests.unit.web.one_patient import PET_GRID, facts
from tests.unit.web.test_suv import HEADER, START, _arrive, correcting, key, put, shown_pet

from totalpetview.domain.suv.header import PetHeader
from totalpetview.domain.volume import StoredVolume
from totalpetview.volumes.build import build_volume
from totalpetview.volumes.build_mip import build_mip
from totalpetview.volumes.read_back import stored_volume
from totalpetview.volumes.store import VolumeStore
from totalpetview.web.archive.catalogue import DjangoCatalogue
from totalpetview.web.archive.models import Series
from totalpetview.web.suv.models import PetCorrection

__all__ = ["correcting", "key"]  # fixtures

pytestmark = pytest.mark.django_db


def test_the_reason_of_a_correction_and_of_taking_it_back_is_kept(key: str, correcting: Client) -> None:
    put(correcting, key, weight_kg=100.0, reason="  weighed again on the ward ")
    correcting.delete(
        f"/api/series/{key}/suv-corrections", json.dumps({"reason": "other patient"}), content_type="application/json"
    )
    history = correcting.get(f"/api/series/{key}/suv").json()["history"]
    assert [each["reason"] for each in history] == ["other patient", "weighed again on the ward"]
    assert put(correcting, key, weight_kg=101.0, reason="x" * 501).status_code == 422


def test_a_missing_half_life_is_entered_as_a_nuclide_or_as_a_number(
    catalogue: DjangoCatalogue, simple_grouping: None, correcting: Client
) -> None:
    key = _arrive(catalogue, PetHeader.from_json({**HEADER.to_json(), "half_life_s": None}))
    assert shown_pet(correcting)["unit"] == "Bq/ml"
    report = put(correcting, key, nuclide="11C").json()
    # 100 minutes after the injection, half-life 20.361 min: 80000 g / (4e8 Bq * 2^(-100 / 20.361))
    assert report["normalisations"]["bw"]["factor"] == pytest.approx(0.0002 * 2 ** (100 / 20.361))
    assert {"name": "18F", "half_life_s": pytest.approx(109.77 * 60)} in report["nuclides"]
    correcting.delete(f"/api/series/{key}/suv-corrections?name=nuclide")
    report = put(correcting, key, half_life_s=3000.0).json()
    assert report["normalisations"]["bw"]["factor"] == pytest.approx(0.0008)
    # 18F has 6586 s: the two cannot both be right
    assert put(correcting, key, nuclide="18F").status_code == 422
    assert put(correcting, key, nuclide="99Mo", half_life_s=3000.0).status_code == 422


def test_the_half_life_of_slices_that_were_corrected_with_it_cannot_be_replaced(
    catalogue: DjangoCatalogue, simple_grouping: None, correcting: Client
) -> None:
    folded = {"decay_correction": "NONE", "decay_folded_to": START.isoformat()}
    key = _arrive(catalogue, PetHeader.from_json({**HEADER.to_json(), **folded}))
    answer = put(correcting, key, half_life_s=3000.0)
    assert answer.status_code == 422
    assert "when it was read" in answer.json()["message"]
    assert not PetCorrection.objects.exists()


def test_the_small_picture_of_the_study_list_follows_a_correction(
    key: str, correcting: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, known = VolumeStore(tmp_path), Series.objects.get(key=key)
    voxels = np.full(PET_GRID.shape, 2000, dtype=np.uint16)
    volume = StoredVolume(PET_GRID, list(voxels), np.ones(4), np.zeros(4), "BQML")
    build_volume(store, "ab" * 16, volume)
    made = build_mip(store, "cd" * 16, stored_volume(store, "ab" * 16), 0.0004)
    known.mip = made.to_json()
    known.save(update_fields=["mip"])
    monkeypatch.setattr("totalpetview.web.volumes.views.prepared_volumes", lambda: store)

    def grey() -> int:
        [patient] = correcting.get("/api/studies").json()["patients"]
        answer = correcting.get(patient["examinations"][0]["thumbnail_url"])
        assert answer.status_code == 200
        return int(np.asarray(Image.open(io.BytesIO(answer.content))).min())

    # 2000 Bq/ml are 0.8 SUV, 7 SUV are black: 255 * (1 - 0.8 / 7)
    assert grey() == pytest.approx(255 * (1 - 0.8 / 7), abs=1)
    put(correcting, key, weight_kg=400.0)
    assert grey() == pytest.approx(255 * (1 - 4.0 / 7), abs=1)
    correcting.delete(f"/api/series/{key}/suv-corrections")
    assert grey() == pytest.approx(255 * (1 - 0.8 / 7), abs=1)
    assert correcting.get(f"/volumes/{'cd' * 16}/thumbnail.png?black_at=-1").status_code == 404


def test_a_series_read_by_an_earlier_version_has_every_normalisation_that_its_facts_allow(
    catalogue: DjangoCatalogue, simple_grouping: None, correcting: Client
) -> None:
    key = _arrive(catalogue, HEADER)
    row = Series.objects.get(series_uid="1.2.0.2")
    assert row.facts is not None
    row.facts = {**row.facts, "pet": None, "height_m": 1.75}
    row.save(update_fields=["facts"])
    report = correcting.get(f"/api/series/{key}/suv").json()
    assert report["readable_again"]
    assert report["normalisations"]["bw"]["factor"] == pytest.approx(0.0004)
    assert report["normalisations"]["ibw"]["factor"] == pytest.approx(66_430 / 2e8)
    assert [each["code"] for each in report["warnings"]] == ["suv-from-earlier-version"]
    # twice the weight and half the dose
    report = put(correcting, key, weight_kg=160.0, dose_mbq=200.0).json()
    assert report["normalisations"]["bw"]["factor"] == pytest.approx(0.0016)
    assert report["normalisations"]["ibw"]["factor"] == pytest.approx(66_430 / 1e8)
    # the half-life is not known any more: nothing is guessed
    assert put(correcting, key, injected_at="2026-01-05T06:52:00").status_code == 422


def test_a_series_read_by_an_earlier_version_keeps_its_suv_and_says_where_more_is_to_be_had(
    catalogue: DjangoCatalogue, simple_grouping: None, reading: Client
) -> None:
    understand(catalogue, facts("pet", 0))
    key = Series.objects.get(series_uid="1.2.0.2").key
    found = reading.get(f"/api/series/{key}/suv").json()["normalisations"]
    assert found["bw"]["factor"] == 0.0004
    assert "Read again" in found["lbm"]["refusal"]
