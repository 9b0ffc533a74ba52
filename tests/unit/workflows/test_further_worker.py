from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.workflows.organ_world import CT_UID, OrganWorld

from totalpetview.domain.problem import Problem, refuse
from totalpetview.pacs.archive import ArchiveUnavailable, SystemInfo
from totalpetview.volumes.store import VolumeStore
from totalpetview.workflows.further_worker import why_it_cannot_work


@pytest.fixture
def world(tmp_path: Path) -> OrganWorld:
    world = OrganWorld(tmp_path)
    ct = world.add_ct()
    world.catalogue.volumes_in_use = lambda: frozenset({ct.volume_id})  # type: ignore[method-assign]
    return world


def why_not(world: OrganWorld, store: VolumeStore | None = None) -> Problem | None:
    return why_it_cannot_work(world.archive, store or world.store, world.catalogue, world.segmenter)


def test_with_archive_volumes_and_program_it_works(world: OrganWorld) -> None:
    assert CT_UID in world.organs.cts
    assert why_not(world) is None


def test_an_archive_that_refuses_the_credentials_is_named_but_one_that_restarts_is_not(
    world: OrganWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> SystemInfo:
        raise refuse("archive-refused-credentials")

    def away() -> SystemInfo:
        raise ArchiveUnavailable

    monkeypatch.setattr(world.archive, "system", refused)
    assert why_not(world) == Problem("archive-refused-credentials")
    monkeypatch.setattr(world.archive, "system", away)
    assert why_not(world) is None


def test_a_folder_that_holds_none_of_the_volumes_is_not_the_shared_one(world: OrganWorld, tmp_path: Path) -> None:
    problem = why_not(world, VolumeStore(tmp_path / "empty"))
    assert problem == Problem("volumes-not-shared", {"folder": str(tmp_path / "empty")})
    world.catalogue.volumes_in_use = frozenset  # type: ignore[method-assign]
    assert why_not(world, VolumeStore(tmp_path / "empty")) is None  # nothing was prepared yet


def test_without_its_program_it_takes_no_run(world: OrganWorld) -> None:
    world.segmenter.why_not = Problem("segmentation-not-installed")
    assert why_not(world) == Problem("segmentation-not-installed")
