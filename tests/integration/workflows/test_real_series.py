"""Real series as they came from the scanner and through an anonymiser, JPEG-LS compressed, through the worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pydicom
import pytest
from tests.integration.real_orthanc import RealOrthanc
from tests.integration.workflows.worker_process import WorkerProcess
from tests.shared_data import shared

from totalpetview.pacs.orthanc import Orthanc
from totalpetview.volumes.store import VolumeStore
from totalpetview.workflows.import_files import store_files
from totalpetview.workflows.import_items import items_of_paths

pytestmark = pytest.mark.orthanc


@pytest.fixture
def worker(archive: RealOrthanc) -> Iterator[WorkerProcess]:
    worker = WorkerProcess(archive.folder.path)
    worker.migrate()
    worker.start()
    yield worker
    worker.stop()


@pytest.mark.parametrize("name", ["CT_CT_IMAGES_858561", "PT_PET_AC_081015"])
def test_a_compressed_series_becomes_the_volume_that_its_files_hold(
    archive: RealOrthanc, worker: WorkerProcess, name: str
) -> None:
    folder: Path = shared("acrin-042", "dicom", name)
    images = [pydicom.dcmread(path) for path in sorted(folder.iterdir())]
    assert {image.file_meta.TransferSyntaxUID.name for image in images} == {"JPEG-LS Lossless Image Compression"}
    address = archive.address
    gateway = Orthanc(address.url, address.user, address.password)
    report = store_files(gateway, items_of_paths([folder]))
    gateway.close()
    assert (report.stored, report.refused) == (len(images), ())

    uid = str(images[0].SeriesInstanceUID)
    _, volume_id, _ = worker.wait_until(lambda all_: uid in all_ and all_[uid][0] == "ready")[uid]

    store = VolumeStore(archive.folder.volumes)
    level = store.open(volume_id).levels[0]
    images.sort(key=lambda image: float(image.ImagePositionPatient[2]))
    read = np.concatenate([store.slab(volume_id, 0, slab) for slab in range(level.slabs)])[: level.shape[0]]
    assert np.array_equal(read, np.stack([image.pixel_array for image in images]))
    for k in (0, len(images) - 1):
        expected = (float(images[k].RescaleSlope), float(images[k].RescaleIntercept))
        assert level.rescale_of(k) == pytest.approx(expected)
