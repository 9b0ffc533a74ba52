"""An archive, and the worker that computes organs of what arrives there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tests.integration.real_orthanc import RealOrthanc
from tests.integration.workflows.organ_worker_process import OrganWorker

from totalpetview.pacs.orthanc import Orthanc


@pytest.fixture
def archive(start_orthanc: Callable[[], RealOrthanc]) -> RealOrthanc:
    return start_orthanc()


@pytest.fixture
def gateway(archive: RealOrthanc) -> Iterator[Orthanc]:
    opened = Orthanc(archive.address.url, archive.address.user, archive.address.password)
    yield opened
    opened.close()


@pytest.fixture
def worker(archive: RealOrthanc) -> Iterator[OrganWorker]:
    worker = OrganWorker(archive.folder.path, settings={"TOTALPETVIEW_SEGMENT_ON_ARRIVAL": "fastest"})
    worker.migrate()
    yield worker
    if worker.process is not None and worker.process.poll() is None:
        worker.kill()
