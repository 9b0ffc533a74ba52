from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from tests.unit.pacs.archive_in_memory import ArchiveInMemory, id_of
from tests.unit.workflows.catalogue_in_memory import CatalogueInMemory
from tests.unit.workflows.simple_dicom import dicom, pixels

from totalpetview.pacs.patience import Patience
from totalpetview.volumes.store import VolumeStore
from totalpetview.workflows.arrivals import Arrivals
from totalpetview.workflows.prepare_series import Outcome, Preparation
from totalpetview.workflows.read_ahead import ReadAhead
from totalpetview.workflows.series_digest import digest_of
from totalpetview.workflows.tidy_volumes import tidy_volumes

CT_SERIES, PET_SERIES = id_of("1.2.3.1"), id_of("1.2.3.2")


@pytest.fixture
def preparation(tmp_path: Path) -> Preparation:
    archive = ArchiveInMemory()
    return Preparation(
        archive,
        VolumeStore(tmp_path),
        CatalogueInMemory(),
        ReadAhead(archive),
        Arrivals(),
        Patience(give_up_after_s=1, sleep=lambda _: None),
        sleep=lambda _: archive.settle(),
    )


def fill(preparation: Preparation, series: int, ks: range, modality: str = "CT") -> str:
    for k in ks:
        preparation.archive.store(dicom(series, k, modality=modality))
    return digest_of(each.sop_instance_uid for each in preparation.archive.instances(id_of(f"1.2.3.{series}")))


def fill_silently(preparation: Preparation, series: int, ks: range) -> None:
    fill(preparation, series, ks)


def known(preparation: Preparation, series: int) -> object:
    assert isinstance(preparation.catalogue, CatalogueInMemory)
    return preparation.catalogue.series[f"1.2.3.{series}"]


def test_a_ct_becomes_a_volume_of_its_stored_numbers(preparation: Preparation) -> None:
    digest = fill(preparation, 1, range(5))
    made = preparation.build(CT_SERIES, digest)
    assert made.state == "built"
    assert known(preparation, 1).volume is None  # type: ignore[attr-defined]
    assert preparation.announce(CT_SERIES, digest, made)
    descriptor = known(preparation, 1).volume  # type: ignore[attr-defined]
    assert descriptor["quantity"] == "HU"
    assert np.array_equal(preparation.store.slab(made.volume_id, 0, 0)[3], pixels(3))
    assert preparation.store.value_at(made.volume_id, (2, 1, 4)) == pixels(4)[1, 2] - 1024


def test_a_pet_gets_projections_too(preparation: Preparation) -> None:
    digest = fill(preparation, 2, range(5), "PT")
    made = preparation.build(PET_SERIES, digest)
    assert made.is_pet
    preparation.announce(PET_SERIES, digest, made)
    preparation.build_projections(made)
    mip = known(preparation, 2).mip  # type: ignore[attr-defined]
    assert preparation.store.thumbnail_file(mip["id"]).is_file()
    assert mip["quantity"] == "BQML"


def test_nothing_is_built_when_the_series_has_other_images_than_were_asked_for(preparation: Preparation) -> None:
    digest = fill(preparation, 1, range(5))
    fill(preparation, 1, range(5, 6))
    assert preparation.build(CT_SERIES, digest).state == "changed"
    assert not list(preparation.store.ids())


def test_a_volume_is_not_announced_when_images_came_while_it_was_built(preparation: Preparation) -> None:
    digest = fill(preparation, 1, range(5))
    made = preparation.build(CT_SERIES, digest)
    fill(preparation, 1, range(5, 6))
    assert not preparation.announce(CT_SERIES, digest, made)
    assert known(preparation, 1).volume is None  # type: ignore[attr-defined]


def test_what_was_built_in_advance_is_not_shown_before_the_series_is_complete(
    preparation: Preparation,
) -> None:
    digest = fill(preparation, 1, range(5))
    made = preparation.build(CT_SERIES, digest)
    more_came = replace(preparation, sleep=lambda _: fill_silently(preparation, 1, range(5, 6)))
    assert not more_came.announce(CT_SERIES, digest, made)
    assert known(preparation, 1).volume is None  # type: ignore[attr-defined]


def test_late_images_are_all_that_is_read_for_the_next_volume(preparation: Preparation) -> None:
    archive = preparation.archive
    assert isinstance(archive, ArchiveInMemory)
    preparation.build(CT_SERIES, fill(preparation, 1, range(5)))
    assert archive.reads == 5
    digest = fill(preparation, 1, range(5, 6))
    made = preparation.build(CT_SERIES, digest)
    assert archive.reads == 6
    assert preparation.store.open(made.volume_id).levels[0].shape == (6, 24, 24)
    assert preparation.announce(CT_SERIES, digest, made)
    preparation.build(CT_SERIES, digest)
    assert archive.reads == 12  # what is shown is kept in memory no longer


def test_late_images_give_another_volume_and_the_old_one_stays_until_it_is_tidied_up(preparation: Preparation) -> None:
    digest = fill(preparation, 1, range(5))
    first = preparation.build(CT_SERIES, digest)
    preparation.announce(CT_SERIES, digest, first)
    digest = fill(preparation, 1, range(5, 6))
    second = preparation.build(CT_SERIES, digest)
    preparation.announce(CT_SERIES, digest, second)
    assert preparation.store.exists(first.volume_id)
    assert tidy_volumes(preparation.store, preparation.catalogue) == 0  # still fetched by an open comparison
    assert tidy_volumes(preparation.store, preparation.catalogue, kept_s=0) == 1
    assert list(preparation.store.ids()) == [second.volume_id]


def test_a_missing_slice_is_a_failure_that_is_shown(preparation: Preparation) -> None:
    fill(preparation, 1, range(2))
    digest = fill(preparation, 1, range(3, 6))
    made = preparation.build(CT_SERIES, digest)
    assert made.state == "failed"
    assert known(preparation, 1).state == "failed"  # type: ignore[attr-defined]
    assert known(preparation, 1).problem is not None  # type: ignore[attr-defined]


def test_an_archive_that_stays_down_is_a_failure_that_is_shown(preparation: Preparation) -> None:
    digest = fill(preparation, 1, range(3))
    archive = preparation.archive
    assert isinstance(archive, ArchiveInMemory)
    plain, reads = archive.instance_file, 0

    def goes_down(instance_id: str) -> bytes:
        nonlocal reads
        reads += 1
        archive.down = reads > 1
        return plain(instance_id)

    archive.instance_file = goes_down  # type: ignore[method-assign]
    assert preparation.build(CT_SERIES, digest).state == "failed"
    assert known(preparation, 1).problem.code == "archive-unavailable"  # type: ignore[attr-defined]


def test_a_series_that_was_deleted_is_no_failure(preparation: Preparation) -> None:
    assert preparation.build("gone", "0" * 64).state == "gone"


def test_what_a_durable_step_returns_is_plain_and_comes_back() -> None:
    made = Outcome("built", "1.2", "0" * 32, is_pet=True, suv_per_unit=0.5)
    assert Outcome(**asdict(made)) == made
