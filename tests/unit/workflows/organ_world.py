"""An archive with one prepared CT, and everything that computes organs in it; all in memory but the volumes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from tests.unit.dicom.multi_frame import multi_frame
from tests.unit.dicom.objects import written
from tests.unit.pacs.archive_in_memory import ArchiveInMemory, id_of
from tests.unit.segmentation.segmenter_in_memory import SegmenterInMemory
from tests.unit.workflows.catalogue_in_memory import CatalogueInMemory
from tests.unit.workflows.organs_in_memory import KnownRun, OrgansInMemory
from tests.unit.workflows.simple_dicom import dicom, image

from totalpetview.dicom.series import SeriesReader
from totalpetview.pacs.patience import Patience
from totalpetview.segmentation.port import Mode, Request
from totalpetview.volumes.build import build_volume, volume_id
from totalpetview.volumes.store import VolumeStore
from totalpetview.workflows.arrivals import Arrivals
from totalpetview.workflows.complete_organ_map import Completing
from totalpetview.workflows.dicom_map_files import DicomMapFiles
from totalpetview.workflows.durable_organs import OrganWork
from totalpetview.workflows.import_organ_map import TakingUp
from totalpetview.workflows.organ_catalogue import PreparedCt, RunAsked
from totalpetview.workflows.prepare_series import Preparation
from totalpetview.workflows.read_ahead import ReadAhead
from totalpetview.workflows.segment_on_arrival import OnArrival, Rule
from totalpetview.workflows.segment_organs import Segmenting

CT_UID, FRAME_UID = "1.2.3.1", "1.2.3.99"
SLICES = 6
_LIMIT_S = 60.0

Found = TypeVar("Found")


@dataclass
class OrganWorld:
    folder: Path
    rule: Rule = "no"
    archive: ArchiveInMemory = field(default_factory=ArchiveInMemory)
    catalogue: CatalogueInMemory = field(default_factory=CatalogueInMemory)
    organs: OrgansInMemory = field(default_factory=OrgansInMemory)
    segmenter: SegmenterInMemory = field(default_factory=SegmenterInMemory)

    def __post_init__(self) -> None:
        self.store = VolumeStore(self.folder / "volumes")
        files, patience = DicomMapFiles(), Patience(give_up_after_s=0)
        taking_up = TakingUp(self.archive, self.store, self.organs, files, patience)
        runs = self.folder / "segmenting"
        self.work = OrganWork(
            Segmenting(
                self.archive, self.store, self.organs, self.segmenter, files, taking_up, runs, patience=patience
            ),
            taking_up,
            Completing(self.store, self.organs),
            OnArrival(self.rule, self.organs, self.segmenter),
        )
        ahead = ReadAhead(self.archive)
        self.preparation = Preparation(self.archive, self.store, self.catalogue, ahead, Arrivals(), patience)

    def add_ct(self, series: int = 1, form: str = "slices") -> PreparedCt:
        """Store a CT in the archive, as "slices" or as "multi-frame" object with its frames upside down; prepare it."""
        reader = SeriesReader()
        if form == "slices":
            objects = {f"1.2.3.{series}.{k + 1}": dicom(series, k) for k in range(SLICES)}
        else:
            uid = f"1.2.3.{series}.100"
            objects = {uid: written(multi_frame([image(series, k) for k in range(SLICES)][::-1], uid))}
        for each in objects.values():
            self.archive.store(each)
            reader.add(each)
        volume, uids = reader.volume(), list(objects)
        identity = volume_id(uids, volume)
        build_volume(self.store, identity, volume)
        ct = PreparedCt(f"1.2.3.{series}", id_of(f"1.2.3.{series}"), identity, FRAME_UID, volume.grid)
        self.organs.cts[ct.series_uid] = ct
        return ct

    def ask(self, mode: Mode = "fastest", key: str = "run") -> RunAsked:
        """Add a run as the web would."""
        ct = self.organs.cts[CT_UID]
        asked = RunAsked(key, ct.series_uid, ct.volume_id, "total", mode)
        self.organs.runs[key] = KnownRun(asked, self.segmenter.fingerprint(Request("total", mode)))
        return asked

    def wait_until(self, reached: Callable[[KnownRun], bool], key: str = "run") -> KnownRun:
        """Wait for a state of a run."""
        return self.wait_for(lambda: self.organs.runs[key] if reached(self.organs.runs[key]) else None)

    def wait_for(self, find: Callable[[], Found | None]) -> Found:
        give_up_at = time.monotonic() + _LIMIT_S
        while time.monotonic() < give_up_at:
            found = find()
            if found is not None:
                return found
            time.sleep(0.02)
        raise AssertionError(f"not reached: {self.organs.runs} {list(self.organs.maps)} {self.organs.refused}")
