"""Organ maps in front of a real Orthanc: computed, stored, found again by others, read back, resumed after a kill."""

from __future__ import annotations

import io
import json
import signal
import sqlite3
import time
from contextlib import closing

import httpx
import numpy as np
import pydicom
import pytest
from tests.integration.real_orthanc import RealOrthanc
from tests.integration.workflows.organ_worker_process import OrganWorker
from tests.integration.workflows.worker_process import LIMIT_S
from tests.unit.segmentation.segmenter_in_memory import left_and_right
from tests.unit.workflows.simple_dicom import dicom

from totalpetview.pacs.orthanc import Orthanc
from totalpetview.volumes.build_labels import read_labels
from totalpetview.volumes.store import VolumeStore
from totalpetview.workflows.hounsfield import hounsfield
from totalpetview.workflows.import_files import store_files
from totalpetview.workflows.request_segmentation import SegmentationRequests

pytestmark = pytest.mark.orthanc
SLICES = 12


def arrive(gateway: Orthanc) -> None:
    files = [
        (f"{kind}{k}", io.BytesIO(dicom(s, k, modality=kind)))
        for s, kind in ((1, "CT"), (2, "PT"))
        for k in range(SLICES)
    ]
    assert store_files(gateway, iter(files)).refused == ()


def test_by_rule_the_organs_of_a_ct_are_computed_stored_found_by_qido_and_read_back(
    archive: RealOrthanc, gateway: Orthanc, worker: OrganWorker
) -> None:
    worker.start()
    arrive(gateway)
    worker.until(lambda: worker.run().get("state") == "done")
    (row,) = worker.until(worker.maps)
    address = archive.address
    found = httpx.get(
        f"{address.url}/dicom-web/series",
        params={"Modality": "SEG"},
        auth=(address.user, address.password),
        headers={"Accept": "application/dicom+json"},
    ).json()
    assert [each["0020000E"]["Value"] for each in found] == [[row["series_uid"]]]
    (instance,) = gateway.instances(row["orthanc_id"])
    kept = pydicom.dcmread(io.BytesIO(gateway.instance_file(instance.id)))
    assert kept.SegmentationType == "LABELMAP"
    assert "STAND-IN" in kept.SeriesDescription
    assert kept.FrameOfReferenceUID == "1.2.3.99"
    assert kept.PatientID == "TEST"
    store = VolumeStore(archive.folder.volumes)
    labels, grid = read_labels(store, row["labels_id"])
    from totalpetview.volumes.read_back import stored_volume

    ct = stored_volume(store, row["volume_id"])
    assert np.array_equal(labels, left_and_right(hounsfield(ct), ct.grid))
    assert grid == ct.grid
    # measured on both, in step with what was prepared
    worker.until(lambda: len(worker.rows("SELECT * FROM organs_organstatistics")) == 2)
    worker.until(lambda: worker.maps()[0]["surfaces_id"] and worker.maps()[0]["mip_labels_id"])
    assert worker.computed() == ["fastest"]
    assert worker.stop() == 0


def test_a_worker_killed_while_it_computes_goes_on_after_its_start_and_computes_once_more_only(
    gateway: Orthanc, worker: OrganWorker
) -> None:
    worker.step_s = 0.4
    worker.start()
    arrive(gateway)
    worker.until(lambda: worker.run().get("stage") == "predicting")
    worker.kill()
    assert worker.maps() == []
    worker.step_s = 0.02
    worker.start()
    worker.until(lambda: worker.run()["state"] == "done")
    assert len(worker.maps()) == 1
    assert worker.computed() == ["fastest", "fastest"]


def test_a_worker_that_is_told_to_stop_does_not_wait_for_a_run_and_goes_on_with_it_later(
    gateway: Orthanc, worker: OrganWorker
) -> None:
    worker.step_s = 30.0
    worker.start()
    arrive(gateway)
    worker.until(lambda: worker.run().get("stage") == "starting")
    began = time.monotonic()
    assert worker.stop() == 0
    assert time.monotonic() - began < 20.0  # a run of five minutes was under way
    assert worker.run()["state"] == "running"
    worker.step_s = 0.02
    worker.start()
    worker.until(lambda: worker.run()["state"] == "done")


def test_a_deleted_map_is_forgotten_and_one_whose_ct_comes_later_is_taken_up_then(
    gateway: Orthanc, worker: OrganWorker
) -> None:
    worker.start()
    arrive(gateway)
    (row,) = worker.until(worker.maps)
    worker.until(lambda: row["orthanc_id"] in {r["orthanc_id"] for r in worker.rows("SELECT * FROM archive_series")})
    (instance,) = gateway.instances(row["orthanc_id"])
    kept = gateway.instance_file(instance.id)
    for series in gateway.series_ids():
        gateway.delete_series(series)
    worker.until(lambda: not worker.maps() and not worker.series())
    worker.settings = {}
    worker.kill()
    worker.start()
    gateway.store(kept)
    (waiting,) = worker.until(worker.maps)
    assert json.loads(waiting["problem"])["code"] == "organ-map-without-ct"
    arrive(gateway)
    worker.until(lambda: [each["labels_id"] for each in worker.maps()] == [row["labels_id"]])
    assert worker.maps()[0]["problem"] is None


def test_one_worker_for_the_processor_and_one_for_the_graphics_card(gateway: Orthanc, worker: OrganWorker) -> None:
    worker.arguments = ["--queue", "cpu"]
    worker.start()
    arrive(gateway)
    worker.until(lambda: worker.run().get("state") == "waiting")
    other = OrganWorker(worker.data, arguments=["--queue", "gpu", "--name", "gpu-1"])
    other.start()
    try:
        worker.until(lambda: worker.run()["state"] == "done")
        assert other.process is not None
        other.process.send_signal(signal.SIGTERM)
        assert other.process.wait(LIMIT_S) == 0
    finally:
        other.kill()


def test_requests_wait_for_a_worker(worker: OrganWorker, gateway: Orthanc) -> None:
    worker.settings = {}
    worker.start()
    arrive(gateway)
    series = worker.wait_until(lambda all_: "1.2.3.1" in all_ and all_["1.2.3.1"][0] == "ready")
    worker.stop()
    with closing(sqlite3.connect(worker.data / "totalpetview.sqlite3", timeout=20)) as database:
        database.execute(
            "INSERT INTO organs_segmentationrun (key, ct_series_uid, volume_id, task, mode, fingerprint, state, stage,"
            " fraction, cancel_requested, stand_in, work_id, asked_at)"
            " VALUES ('k', '1.2.3.1', ?, 'total', 'fast', 'f', 'waiting', '', 0, 0, 0, '', '2026-01-01')",
            [series["1.2.3.1"][1]],
        )
        database.commit()
    requests = SegmentationRequests(f"sqlite:///{worker.data}/workflows.sqlite3")
    requests.segment("k", series["1.2.3.1"][1], "f")
    requests.close()
    worker.start()
    worker.until(lambda: worker.run()["state"] == "done")
    assert worker.computed() == ["fast"]
