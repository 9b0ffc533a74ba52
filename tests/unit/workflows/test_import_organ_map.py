"""Organ maps that arrive in the archive, whoever made them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.unit.pacs.archive_in_memory import id_of
from tests.unit.workflows.organ_world import CT_UID, FRAME_UID, OrganWorld

from totalpetview.domain.organs.organ_map import Making, OrganMap, Segment, plain_values
from totalpetview.domain.organs.total import STRUCTURES
from totalpetview.pacs.archive import Stored
from totalpetview.volumes.build_labels import read_labels
from totalpetview.workflows.ct_headers import ct_headers
from totalpetview.workflows.dicom_map_files import DicomMapFiles
from totalpetview.workflows.organ_catalogue import PreparedCt
from totalpetview.workflows.own_uids import own_uid
from totalpetview.workflows.segment_on_arrival import rule_of
from totalpetview.workflows.series_digest import digest_of

KIND_OF_BODY = (("liver", 5), ("spleen", 1))


@pytest.fixture
def world(tmp_path: Path) -> OrganWorld:
    world = OrganWorld(tmp_path)
    world.add_ct()
    return world


def foreign_map(ct: PreparedCt) -> OrganMap:
    labels = np.zeros(ct.grid.shape, dtype=np.uint8)
    labels[1:5, 4:12, 3:10] = 5
    labels[2:4, 4:12, 14:18] = 1
    segments = tuple(Segment(number, STRUCTURES[key], key, "AUTOMATIC") for key, number in reversed(KIND_OF_BODY))
    return OrganMap(
        grid=ct.grid,
        labels=labels,
        values=plain_values((1, 5)),
        segments=segments,
        making=Making("Another program"),
        frame_of_reference_uid=FRAME_UID,
        source_series_uid=ct.series_uid,
        series_uid=own_uid("test", "series"),
        sop_instance_uid=own_uid("test", "object"),
    )


def stored(world: OrganWorld, kind: str) -> tuple[Stored, str]:
    ct = world.organs.cts[CT_UID]
    headers = ct_headers(world.archive, ct.orthanc_id, world.work.taking_up.patience)
    files, organ_map = DicomMapFiles(), foreign_map(ct)
    if kind == "rtstruct":
        content = files.write_structure_set(organ_map, headers)
    else:
        content = files.write(organ_map, headers, "binary" if kind == "binary" else "labelmap")
    return world.archive.store(content), digest_of([own_uid("test", "object")])


@pytest.mark.parametrize("form", ["slices", "multi-frame"])
@pytest.mark.parametrize("kind", ["labelmap", "binary", "rtstruct"])
def test_a_map_of_another_program_is_taken_up_with_the_ct_that_it_references(
    tmp_path: Path, kind: str, form: str
) -> None:
    world = OrganWorld(tmp_path)
    world.add_ct(form=form)
    arrived, digest = stored(world, kind)
    (key,) = world.work.taking_up.take_up(arrived.series_id, digest)
    taken = world.organs.maps[key].taken
    assert taken.ct.series_uid == CT_UID
    assert taken.run_key == ""
    assert {each["structure"]["key"] for each in taken.segments} == {"liver", "spleen"}
    labels, grid = read_labels(world.store, str(taken.labels["id"]))
    assert grid == world.organs.cts[CT_UID].grid
    liver = next(each["number"] for each in taken.segments if each["structure"]["key"] == "liver")
    wanted = [value for value, members in enumerate(taken.values) if liver in members]
    assert np.array_equal(np.isin(labels, wanted), foreign_map(world.organs.cts[CT_UID]).labels == 5)


def test_a_map_without_its_ct_says_so_and_is_taken_up_when_the_ct_is_prepared(world: OrganWorld) -> None:
    arrived, digest = stored(world, "labelmap")
    ct = world.organs.cts.pop(CT_UID)
    steps = world.work.taking_up
    assert steps.take_up(arrived.series_id, digest) == []
    (refused,) = world.organs.refused.values()
    assert refused[1].code == "organ-map-without-ct"
    world.organs.cts[CT_UID] = ct
    assert steps.waiting(CT_UID) == [(arrived.series_id, digest)]
    assert len(steps.take_up(arrived.series_id, digest)) == 1
    assert steps.waiting(CT_UID) == []


def test_a_map_of_unknown_images_goes_to_the_ct_that_it_overlaps(world: OrganWorld) -> None:
    arrived, digest = stored(world, "binary")
    ct = world.organs.cts.pop(CT_UID)
    far = replace(ct.grid, origin_mm=(ct.grid.origin_mm[0], ct.grid.origin_mm[1], 5000.0))
    world.organs.cts = {
        "1.2.7": replace(ct, series_uid="1.2.7", grid=far),
        "1.2.8": replace(ct, series_uid="1.2.8"),
    }
    (key,) = world.work.taking_up.take_up(arrived.series_id, digest)
    assert world.organs.maps[key].taken.ct.series_uid == "1.2.8"


def test_a_map_beside_every_ct_is_refused_in_words(world: OrganWorld) -> None:
    arrived, digest = stored(world, "binary")
    ct = world.organs.cts.pop(CT_UID)
    far = replace(ct.grid, origin_mm=(ct.grid.origin_mm[0], ct.grid.origin_mm[1], 5000.0))
    world.organs.cts = {"1.2.7": replace(ct, series_uid="1.2.7", grid=far)}
    assert world.work.taking_up.take_up(arrived.series_id, digest) == []
    assert [problem.code for _, problem in world.organs.refused.values()] == ["organ-map-beside-ct"]


def test_a_series_that_changed_since_or_is_gone_is_left_to_whoever_asks_next(world: OrganWorld) -> None:
    arrived, digest = stored(world, "labelmap")
    steps = world.work.taking_up
    assert steps.take_up(arrived.series_id, digest_of(["1.2.3"])) == []
    world.archive.delete_series(arrived.series_id)
    assert steps.take_up(arrived.series_id, digest) == []
    assert not world.organs.refused


def test_a_map_that_is_there_already_is_not_read_again(world: OrganWorld) -> None:
    arrived, digest = stored(world, "labelmap")
    steps = world.work.taking_up
    steps.take_up(arrived.series_id, digest)
    reads = world.archive.reads
    assert steps.take_up(arrived.series_id, digest) == []
    assert world.archive.reads == reads


def test_images_are_no_maps(world: OrganWorld) -> None:
    uids = (each.sop_instance_uid for each in world.archive.instances(id_of(CT_UID)))
    assert world.work.taking_up.take_up(id_of(CT_UID), digest_of(uids)) == []


def test_by_rule_each_ct_has_its_organs_computed_once(tmp_path: Path) -> None:
    world = OrganWorld(tmp_path, rule="fast")
    ct = world.add_ct()
    rule = world.work.on_arrival
    run = rule.run_for(CT_UID)
    assert run is not None
    assert (run["volume_id"], world.organs.runs[run["key"]].asked.mode) == (ct.volume_id, "fast")
    assert rule.run_for(CT_UID) is None


def test_without_the_rule_nothing_is_computed_by_itself(world: OrganWorld) -> None:
    assert world.work.on_arrival.run_for(CT_UID) is None
    assert rule_of("sometimes") == "no"
    assert rule_of("fastest") == "fastest"
