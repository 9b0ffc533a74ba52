from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.unit.web.conftest import make_account, signed_in, understand
from tests.unit.web.one_patient import facts
from tests.unit.web.organ_rows import a_map, ct_of, measure
from tests.unit.web.test_comparisons import ids

from totalpetview.domain.problem import Problem
from totalpetview.web.archive.catalogue import DjangoCatalogue
from totalpetview.web.organs.catalogue import DjangoOrganCatalogue
from totalpetview.web.organs.models import OrganMapRow
from totalpetview.workflows.organ_catalogue import MapSource

pytestmark = pytest.mark.django_db


@pytest.fixture
def organs(followed: DjangoCatalogue) -> DjangoOrganCatalogue:
    return DjangoOrganCatalogue()


def point(client: Client, number: int = 0, **more: Any) -> dict[str, Any]:
    answer = client.get("/api/organs", {"examination": ids(), **more})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()["time_points"][number]
    return found


def test_a_map_comes_with_its_label_volume_its_values_and_its_segments(
    organs: DjangoOrganCatalogue, reading: Client
) -> None:
    key = organs.map_taken_up(a_map(0))
    found = point(reading)
    assert (found["examination"], found["shown"], found["run"]) == (ids()[0], key, None)
    (shown,) = found["maps"]
    assert shown["origin"] == "computed"
    assert shown["values"] == [[], [1], [2], [3], [4], [1, 4]]
    (level,) = shown["labels"]["levels"]
    assert level["url"] == f"/volumes/{shown['labels']['id']}/0/c/{{slab}}/0/0"
    assert [each["structure"] for each in shown["segments"]] == ["spleen", "kidney_right", "kidney_left", "liver"]
    assert shown["segments"][0]["notices"][0]["code"] == "organ-empty"
    assert shown["surfaces"] is None
    assert point(reading, 1)["maps"] == []


def test_structures_are_named_in_the_readers_language(organs: DjangoOrganCatalogue) -> None:
    organs.map_taken_up(a_map(0))
    german = signed_in(make_account("dora", "Readers", language="de"))
    answer = german.get("/api/organs", {"examination": ids()}).json()
    kidney = answer["structures"]["kidney_left"]
    assert (kidney["name"], kidney["side"], kidney["system"]) == ("Linke Niere", "left", "abdomen")
    assert {"key": "skeleton", "name": "Skelett"} in answer["systems"]


def test_of_several_maps_the_finest_with_real_weights_is_shown_unless_another_is_chosen(
    organs: DjangoOrganCatalogue, reading: Client
) -> None:
    fast = organs.map_taken_up(a_map(0, 0, mode="fast"))
    full = organs.map_taken_up(a_map(0, 1, mode="full"))
    stand_in = organs.map_taken_up(a_map(0, 2, mode="full", weights="stand-in"))
    assert point(reading)["shown"] == full
    assert [each["key"] for each in point(reading)["maps"]] == [full, fast, stand_in]
    assert [each["stand_in"] for each in point(reading)["maps"]] == [False, False, True]
    assert point(reading, map=fast)["shown"] == fast


def test_a_map_is_kept_once_however_often_it_is_taken_up(organs: DjangoOrganCatalogue) -> None:
    assert organs.map_taken_up(a_map(0)) == organs.map_taken_up(a_map(0))
    assert OrganMapRow.objects.count() == 1


def test_a_map_that_cannot_be_shown_says_why_and_waits_for_its_ct(
    organs: DjangoOrganCatalogue, reading: Client
) -> None:
    source = MapSource("orthanc-x", "1.5.9", "1.5.9.1", "digest", "1.2.0.1", "1.9.0")
    organs.map_refused(source, Problem("organ-map-beside-ct"))
    found = point(reading)
    assert found["maps"] == []
    assert [each["code"] for each in found["notices"]] == ["organ-map-beside-ct"]
    assert organs.maps_waiting_for(ct_of(0)) == (("orthanc-x", "digest"),)
    assert organs.maps_waiting_for(ct_of(1)) == ()


def test_a_map_whose_series_is_deleted_is_forgotten_and_its_volumes_are_free(
    organs: DjangoOrganCatalogue, followed: DjangoCatalogue
) -> None:
    organs.map_taken_up(a_map(0))
    followed.series_arriving("orthanc-seg-0-0", "1.5.0.0", 1)
    labels_id = a_map(0).labels["id"]
    assert labels_id in followed.volumes_in_use()
    followed.series_deleted("orthanc-seg-0-0")
    assert not OrganMapRow.objects.exists()
    assert labels_id not in followed.volumes_in_use()


def test_a_map_belongs_to_the_ct_it_names_or_that_of_the_examination_it_names(organs: DjangoOrganCatalogue) -> None:
    assert [each.series_uid for each in organs.cts_of("1.2.0.1", "")] == ["1.2.0.1"]
    assert [each.series_uid for each in organs.cts_of("1.2.0.2", "")] == ["1.2.0.1"]  # drawn on the PET
    assert [each.series_uid for each in organs.cts_of("unknown", "1.9.2")] == ["1.2.2.1"]
    assert organs.cts_of("unknown", "") == ()


def test_the_pet_of_a_ct_is_that_of_its_examination(organs: DjangoOrganCatalogue) -> None:
    pet = organs.pet_of("1.2.1.1")
    assert pet is not None
    assert (pet.series_uid, pet.volume_id) == ("1.2.1.2", f"{17:02x}" * 16)
    assert organs.pet_of("nothing") is None


def test_what_was_measured_is_given_in_the_normalisation_asked_for(
    organs: DjangoOrganCatalogue, reading: Client
) -> None:
    measure(organs, organs.map_taken_up(a_map(0)), 0)
    answer = reading.get("/api/organs/statistics", {"examination": ids(), "normalisation": "bw"}).json()
    assert answer["unit"] == "SUVbw"
    rows = {row["structure"]: row["values"] for row in answer["rows"]}
    liver = rows["liver"][0]
    # 0.0004 SUVbw per Bq/ml, from the header of the patient of these tests
    assert (liver["pet"]["mean"], liver["pet"]["median"], liver["pet"]["max"]) == pytest.approx((2.0, 1.6, 3.6))
    assert (liver["pet"]["unit"], liver["pet"]["voxels"], liver["pet"]["eroded_mm"]) == ("SUVbw", 50, 10.0)
    assert "10 mm" in liver["pet"]["rule"]
    assert (liver["volume_ml"], liver["hu_mean"], liver["hu_sd"], liver["ct_voxels"]) == (400.0, 44.0, 9.5, 40)
    assert rows["liver"][1:] == [None, None, None]
    assert rows["kidney_left"][0]["pet"] is None
    assert [each["label"] for each in answer["time_points"]] == ["T1", "T2", "T3", "T4"]
    assert answer["time_points"][1]["days_since_first"] == 60


def test_without_a_factor_the_stored_unit_is_given_and_named(organs: DjangoOrganCatalogue, reading: Client) -> None:
    measure(organs, organs.map_taken_up(a_map(0)), 0)
    answer = reading.get("/api/organs/statistics", {"examination": ids()[0], "normalisation": "lbm"}).json()
    liver = next(row for row in answer["rows"] if row["structure"] == "liver")["values"][0]
    assert (liver["pet"]["unit"], liver["pet"]["mean"]) == ("Bq/ml", 5000.0)
    assert answer["unit"] == "Bq/ml"


def test_the_bands_of_repeated_measurements_name_their_source_and_are_for_suv_of_fdg_only(
    organs: DjangoOrganCatalogue, reading: Client
) -> None:
    organs.map_taken_up(a_map(0))
    answer = reading.get("/api/organs/statistics", {"examination": ids()}).json()
    liver = next(each for each in answer["repeatability"] if each["structure"] == "liver")
    assert liver["low_percent"] < 0 < liver["high_percent"]
    assert liver["source"]
    assert "aorta" not in {each["structure"] for each in answer["repeatability"]}  # the map has none
    stored = reading.get("/api/organs/statistics", {"examination": ids(), "normalisation": "lbm"}).json()
    assert stored["repeatability"] == []


def test_the_statistics_are_a_table_for_download(organs: DjangoOrganCatalogue, reading: Client) -> None:
    import csv
    import io

    measure(organs, organs.map_taken_up(a_map(0, weights="stand-in")), 0)
    answer = reading.get("/api/organs/statistics", {"examination": ids(), "format": "csv"})
    assert answer["Content-Type"].startswith("text/csv")
    assert "attachment" in answer["Content-Disposition"]
    lines = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(lines) == 4
    liver = next(line for line in lines if line["structure"] == "Liver")
    assert (liver["PET mean"], liver["mean HU"], liver["volume (ml)"]) == ("2", "44", "400")
    assert liver["stand-in weights"].startswith("yes")


def test_names_from_foreign_files_are_no_formulas_in_a_spreadsheet(
    organs: DjangoOrganCatalogue, reading: Client
) -> None:
    taken = a_map(0)
    evil = {**taken.segments[0]}
    evil["structure"] = {**evil["structure"], "key": "other:x", "english": "=1+1", "german": "=1+1"}
    organs.map_taken_up(a_map(0, segments=[evil]))
    text = reading.get("/api/organs/statistics", {"examination": ids(), "format": "csv"}).content.decode()
    assert "'=1+1" in text


def test_time_points_are_in_step_by_organs_where_both_have_them(organs: DjangoOrganCatalogue, reading: Client) -> None:
    organs.map_taken_up(a_map(0))
    organs.map_taken_up(a_map(1))
    points = reading.get("/api/comparisons", {"examination": ids()}).json()["time_points"]
    assert [each["transform_source"] for each in points] == ["reference", "organs", "body-centre", "body-centre"]
    assert points[0]["organ_path"] is None
    path = points[1]["organ_path"]
    # the body of T2 lies 7 mm further left and 20 mm higher than that of T1, everywhere
    assert all(shift == pytest.approx([-7.0, 0.0, -20.0], abs=1e-3) for shift in path["shift_mm"])
    assert path["at_z_mm"] == sorted(path["at_z_mm"])
    assert points[1]["to_common"][3::4][:3] == pytest.approx([-7.0, 0.0, -20.0], abs=1e-3)
    assert path["quality"]["median_mm"] == pytest.approx(0.0, abs=0.1)
    assert "aligned-by-organs" in {each["code"] for each in points[1]["notices"]}
    assert points[2]["organ_path"] is None


def test_in_step_by_stand_in_organs_is_said_to_be_so(organs: DjangoOrganCatalogue, reading: Client) -> None:
    organs.map_taken_up(a_map(0))
    organs.map_taken_up(a_map(1, weights="stand-in"))
    points = reading.get("/api/comparisons", {"examination": ids()}).json()["time_points"]
    assert "organs-stand-in" in {each["code"] for each in points[1]["notices"]}


def test_a_manual_shift_is_added_to_the_path(organs: DjangoOrganCatalogue, reading: Client) -> None:
    organs.map_taken_up(a_map(0))
    organs.map_taken_up(a_map(1))
    first, second = ids()[:2]
    body = {"reference": first, "examination": second, "shift_mm": [1.0, 2.0, 3.0]}
    moved = reading.put("/api/comparisons/shift", body, content_type="application/json").json()
    assert moved["transform_source"] == "organs"
    assert moved["to_common"][3::4][:3] == pytest.approx([-6.0, 2.0, -17.0], abs=1e-3)


@pytest.mark.parametrize("part", ["seg", "rtstruct", "surfaces"])
def test_a_map_that_is_not_there_is_not_found(part: str, reading: Client) -> None:
    answer = reading.get(f"/api/organs/nothing/{part}")
    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-organ-map")


def test_surfaces_that_are_still_being_made_are_asked_for_later(organs: DjangoOrganCatalogue, reading: Client) -> None:
    key = organs.map_taken_up(a_map(0))
    answer = reading.get(f"/api/organs/{key}/surfaces")
    assert (answer.status_code, answer.json()["code"]) == (409, "organ-map-not-ready")


def test_a_segment_that_the_map_has_not_cannot_be_left_out(organs: DjangoOrganCatalogue, reading: Client) -> None:
    key = organs.map_taken_up(a_map(0))
    answer = reading.post(f"/api/organs/{key}/projections", {"without": [99]}, content_type="application/json")
    assert answer.status_code == 422
    answer = reading.post("/api/organs/nothing/projections", {"without": [1]}, content_type="application/json")
    assert answer.status_code == 404


def test_the_organs_of_four_examinations_cost_a_handful_of_queries(
    organs: DjangoOrganCatalogue, reading: Client
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for number in range(4):
        organs.map_taken_up(a_map(number))
    with CaptureQueriesContext(connection) as queries:
        point(reading)
    assert len(queries) <= 10


def _page(client: Client) -> list[dict[str, Any]]:
    key = client.get("/api/studies").json()["patients"][0]["key"]
    found: list[dict[str, Any]] = client.get(f"/api/patients/{key}").json()["other_series"]
    return found


def test_the_page_of_the_patient_says_what_became_of_each_organ_map(
    organs: DjangoOrganCatalogue, followed: DjangoCatalogue, reading: Client
) -> None:
    for which, name in enumerate(("shown", "lost")):
        seg = facts(
            "other", 0, series_uid=f"1.5.0.{which}", modality="SEG", grid=None, description=name,
            why_other=Problem("is-segmentation"),
        )  # fmt: skip
        understand(followed, seg)
    organs.map_taken_up(a_map(0, source=MapSource("orthanc-P-4711-1.5.0.0", "1.5.0.0", "1.5.0.0.1", "digest")))
    organs.map_refused(
        MapSource("orthanc-P-4711-1.5.0.1", "1.5.0.1", "1.5.0.1.1", "digest"), Problem("organ-map-without-ct")
    )
    german = signed_in(make_account("emil", "Readers", language="de"))
    said = {each["description"]: each["why"] for each in _page(reading)}
    assert said["shown"] == "A segmentation, not an image series. Its structures are shown over the CT."
    assert said["lost"].startswith("A segmentation, not an image series. An organ map belongs to no CT that is here")
    assert {each["description"]: each["why"] for each in _page(german)}["lost"].endswith(
        "Sie wird gezeigt, sobald ihr CT eintrifft."
    )
