"""Nothing that was acknowledged is lost, whoever is killed."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest
from tests.integration.real_orthanc import RealOrthanc
from tests.integration.workflows.worker_process import WorkerProcess
from tests.unit.workflows.simple_dicom import dicom, pixels

from totalpetview.pacs.orthanc import Orthanc
from totalpetview.volumes.store import VolumeStore
from totalpetview.workflows.import_files import ImportReport, store_files

pytestmark = pytest.mark.orthanc
IMAGES, ROWS = 60, 256
_opened: list[Orthanc] = []


@pytest.fixture
def worker(archive: RealOrthanc) -> Iterator[WorkerProcess]:
    worker = WorkerProcess(archive.folder.path)
    worker.migrate()
    yield worker
    if worker.process is not None and worker.process.poll() is None:
        worker.kill()


@cache
def _gateway_of(url: str, user: str, password: str) -> Orthanc:
    _opened.append(Orthanc(url, user, password))
    return _opened[-1]


def gateway(archive: RealOrthanc) -> Orthanc:
    return _gateway_of(archive.address.url, archive.address.user, archive.address.password)


@pytest.fixture(autouse=True, scope="module")
def _close_gateways() -> Iterator[None]:
    yield
    for each in _opened:
        each.close()
    _gateway_of.cache_clear()


def import_series(archive: RealOrthanc, series: int, images: range, modality: str = "CT") -> ImportReport:
    files = ((f"{k}", io.BytesIO(dicom(series, k, modality=modality, rows=ROWS))) for k in images)
    return store_files(gateway(archive), files)


def check_voxels(archive: RealOrthanc, volume_id: str, images: int) -> None:
    store = VolumeStore(archive.folder.volumes)
    level = store.open(volume_id).levels[0]
    assert level.shape == (images, ROWS, ROWS)
    read = np.concatenate([store.slab(volume_id, 0, slab) for slab in range(level.slabs)])[:images]
    assert np.array_equal(read, np.stack([pixels(k, ROWS) for k in range(images)]))


def test_ct_and_pet_arrive_and_are_prepared_and_late_images_rebuild_the_volume(
    archive: RealOrthanc, worker: WorkerProcess
) -> None:
    worker.start()
    import_series(archive, 1, range(IMAGES))
    import_series(archive, 2, range(IMAGES), "PT")
    series = worker.wait_until(
        lambda all_: len(all_) == 2 and all(s[0] == "ready" for s in all_.values()) and bool(all_["1.2.3.2"][2])
    )
    first = series["1.2.3.1"][1]
    check_voxels(archive, first, IMAGES)
    import_series(archive, 1, range(IMAGES, IMAGES + 5))
    series = worker.wait_until(lambda all_: all_["1.2.3.1"][0] == "ready" and all_["1.2.3.1"][1] != first)
    check_voxels(archive, series["1.2.3.1"][1], IMAGES + 5)
    for orthanc_id in gateway(archive).series_ids():
        gateway(archive).delete_series(orthanc_id)
    assert worker.stop() == 0


def test_a_worker_killed_while_it_prepares_goes_on_after_its_start(archive: RealOrthanc, worker: WorkerProcess) -> None:
    import_series(archive, 1, range(IMAGES))
    worker.start()
    worker.wait_until(lambda all_: "1.2.3.1" in all_ and all_["1.2.3.1"][0] in {"waiting", "preparing", "ready"})
    worker.kill()
    worker.start()
    series = worker.wait_until(lambda all_: all_["1.2.3.1"][0] == "ready")
    check_voxels(archive, series["1.2.3.1"][1], IMAGES)


def test_an_archive_killed_during_an_import_loses_nothing_that_it_acknowledged(
    archive: RealOrthanc, worker: WorkerProcess
) -> None:
    worker.start()
    reports: list[ImportReport] = []
    third = threading.Event()

    def slowly() -> Iterator[tuple[str, io.BytesIO]]:
        for k in range(IMAGES):
            if k == IMAGES // 3:
                third.set()
            yield f"{k}", io.BytesIO(dicom(1, k, rows=ROWS))

    importing = threading.Thread(target=lambda: reports.append(store_files(gateway(archive), slowly())))
    importing.start()
    third.wait(30)
    archive.kill()
    archive.start()
    importing.join(60)
    assert reports[0].refused == ()
    assert reports[0].stored + reports[0].already_there == IMAGES
    (orthanc_id,) = gateway(archive).series_ids()
    assert len(gateway(archive).instances(orthanc_id)) == IMAGES
    series = worker.wait_until(
        lambda all_: "1.2.3.1" in all_ and all_["1.2.3.1"][0] == "ready" and _slices(archive, all_) == IMAGES
    )
    check_voxels(archive, series["1.2.3.1"][1], IMAGES)


def test_an_archive_killed_right_after_the_last_image_is_prepared_all_the_same(
    archive: RealOrthanc, worker: WorkerProcess
) -> None:
    import_series(archive, 1, range(IMAGES))
    archive.kill()  # before it says that the series is stable: it never will
    archive.start()
    worker.start()
    series = worker.wait_until(lambda all_: "1.2.3.1" in all_ and all_["1.2.3.1"][0] == "ready")
    check_voxels(archive, series["1.2.3.1"][1], IMAGES)


def _slices(archive: RealOrthanc, all_: dict[str, tuple[str, str, str]]) -> int:
    return VolumeStore(archive.folder.volumes).open(all_["1.2.3.1"][1]).levels[0].shape[0]
