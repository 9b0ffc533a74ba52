"""Organs of CTs that a real Orthanc keeps as multi-frame objects: computed, stored and found again."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable

import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian, JPEG2000Lossless
from tests.integration.real_orthanc import RealOrthanc
from tests.integration.workflows.organ_worker_process import OrganWorker
from tests.unit.dicom.multi_frame import multi_frame
from tests.unit.dicom.objects import LEGACY_PET, written
from tests.unit.segmentation.segmenter_in_memory import left_and_right
from tests.unit.workflows.simple_dicom import image, pixels

from totalpetview.pacs.orthanc import Orthanc
from totalpetview.volumes.build_labels import read_labels
from totalpetview.volumes.read_back import stored_volume
from totalpetview.volumes.store import VolumeStore
from totalpetview.workflows.hounsfield import hounsfield
from totalpetview.workflows.import_files import store_files

pytestmark = pytest.mark.orthanc
ORDER = [5, 0, 11, 3, 8, 1, 10, 2, 9, 4, 7, 6]
ROWS = 64


def one_object() -> list[Dataset]:
    return [multi_frame([image(1, k, rows=ROWS) for k in ORDER], "1.2.3.1.100")]


def two_objects() -> list[Dataset]:
    parts = (ORDER[:5], ORDER[5:])
    return [
        multi_frame([image(1, k, rows=ROWS) for k in part], f"1.2.3.1.{number}", ConcatenationUID="1.2.3.1.200")
        for number, part in enumerate(parts, start=101)
    ]


def stored(gateway: Orthanc, objects: list[Dataset], syntax: str) -> None:
    pet = multi_frame([image(2, k, modality="PT") for k in ORDER], "1.2.3.2.100", sop_class=LEGACY_PET, shared=())
    files = [("PT", io.BytesIO(written(pet)))]
    for number, each in enumerate(objects):
        dataset = pydicom.dcmread(io.BytesIO(written(each)))
        if syntax != ExplicitVRLittleEndian:
            dataset.compress(syntax, generate_instance_uid=False)
        file = io.BytesIO()
        dataset.save_as(file)
        files.append((f"CT{number}", io.BytesIO(file.getvalue())))
    assert store_files(gateway, iter(files)).refused == ()


@pytest.mark.parametrize(
    ("objects", "syntax"),
    [(one_object, ExplicitVRLittleEndian), (two_objects, JPEG2000Lossless)],
    ids=["one object", "two compressed objects"],
)
def test_organs_are_computed_stored_and_found_again_after_the_database_and_all_volumes_are_lost(
    archive: RealOrthanc,
    gateway: Orthanc,
    worker: OrganWorker,
    objects: Callable[[], list[Dataset]],
    syntax: str,
) -> None:
    made = objects()
    worker.start()
    stored(gateway, made, syntax)
    worker.until(lambda: worker.run().get("state") in {"done", "failed"})
    assert worker.run()["state"] == "done", worker.run()["problem"]
    (row,) = worker.until(worker.maps)

    store = VolumeStore(archive.folder.volumes)
    ct = stored_volume(store, row["volume_id"])
    expected = left_and_right(np.stack([pixels(k, ROWS) for k in range(12)]) - 1024, ct.grid)
    assert np.array_equal(hounsfield(ct), np.stack([pixels(k, ROWS) for k in range(12)]) - 1024)
    assert np.array_equal(read_labels(store, row["labels_id"])[0], expected)
    worker.until(lambda: len(worker.rows("SELECT * FROM organs_organstatistics")) == 2)
    worker.until(lambda: worker.maps()[0]["surfaces_id"] and worker.maps()[0]["mip_labels_id"])

    (instance,) = gateway.instances(row["orthanc_id"])
    kept = pydicom.dcmread(io.BytesIO(gateway.instance_file(instance.id)))
    frames = {str(each.SOPInstanceUID): each.PerFrameFunctionalGroupsSequence for each in made}
    assert kept.NumberOfFrames == len(ORDER)
    for group in kept.PerFrameFunctionalGroupsSequence:
        (source,) = group.DerivationImageSequence[0].SourceImageSequence
        frame = frames[source.ReferencedSOPInstanceUID][source.ReferencedFrameNumber - 1]
        place = frame.PlanePositionSequence[0].ImagePositionPatient
        assert group.PlanePositionSequence[0].ImagePositionPatient == place

    assert worker.stop() == 0
    for file in archive.folder.path.glob("*.sqlite3*"):
        file.unlink()
    shutil.rmtree(archive.folder.volumes)
    worker.settings = {}
    worker.migrate()
    worker.start()
    (found,) = worker.until(lambda: [each for each in worker.maps() if each["labels_id"]])
    assert (found["problem"], found["sop_instance_uid"], found["ct_series_uid"]) == (
        None,
        row["sop_instance_uid"],
        "1.2.3.1",
    )
    assert np.array_equal(read_labels(VolumeStore(archive.folder.volumes), found["labels_id"])[0], expected)
    assert worker.computed() == ["fastest"]
