"""Prepare one series: read it, say what it is, build its volume, then its projections.

Plain steps, each of which may be repeated: `durable_work` runs them so that they survive a killed process.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

from totalpetview.domain.problem import Problem, Refusal
from totalpetview.domain.series import SeriesFacts
from totalpetview.pacs.archive import Archive, ArchiveUnavailable
from totalpetview.pacs.patience import Patience
from totalpetview.volumes.build import build_volume, volume_id
from totalpetview.volumes.build_mip import build_mip, mip_id
from totalpetview.volumes.read_back import stored_volume
from totalpetview.volumes.store import VolumeStore
from totalpetview.workflows.arrivals import Arrivals
from totalpetview.workflows.catalogue import Catalogue, Stage
from totalpetview.workflows.read_ahead import ReadAhead
from totalpetview.workflows.read_series import read_series
from totalpetview.workflows.series_digest import digest_of

State = Literal["built", "changed", "gone", "failed", "no-volume"]
_PROGRESS_EVERY_S: Final = 0.25
_COMPLETE_EVERY_S: Final = 0.1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of reading and building. Kept by the durable workflow: small, and plain values only."""

    state: State
    series_uid: str = ""
    volume_id: str = ""
    is_pet: bool = False
    suv_per_unit: float | None = None
    modality: str = ""


@dataclass(frozen=True, slots=True)
class Preparation:
    """The steps, with what they need."""

    archive: Archive
    store: VolumeStore
    catalogue: Catalogue
    ahead: ReadAhead
    arrivals: Arrivals
    patience: Patience = field(default_factory=Patience)
    sleep: Callable[[float], None] = time.sleep

    def build(self, orthanc_id: str, digest: str) -> Outcome:
        """Read a series and build its volume; nothing is shown yet.

        `digest` names the images that were asked for: if the series has others by now, nothing is built.
        """
        series = self.patience(lambda: self.archive.series(orthanc_id))
        if series is None:
            return Outcome("gone")
        try:
            made = self._build(orthanc_id, series.series_uid, digest)
        except Refusal as refusal:
            if refusal.problem.code == "series-not-in-archive":
                return Outcome("changed" if self.archive.series(orthanc_id) else "gone", series.series_uid)
            if not self._is_complete(orthanc_id):
                return Outcome("changed", series.series_uid)  # half a series often has no geometry: that is no failure
            self.catalogue.series_failed(series.series_uid, orthanc_id, refusal.problem)
            made = Outcome("failed", series.series_uid)
        if made.state in {"failed", "no-volume"}:
            self.ahead.forget(orthanc_id)
        return made

    def announce(self, orthanc_id: str, digest: str, made: Outcome) -> bool:
        """Point the catalogue to the volume; False if the series has changed meanwhile: then it is made again.

        Waits until nothing more seems to come: it may have been built in advance.
        """
        if not self._is_complete(orthanc_id):
            return False
        try:
            instances = self.patience(lambda: self.archive.instances(orthanc_id))
        except Refusal as refusal:
            if refusal.problem.code == "series-not-in-archive":
                return False
            raise
        if digest_of(each.sop_instance_uid for each in instances) != digest:
            return False
        self.catalogue.series_prepared(made.series_uid, self.store.open(made.volume_id).to_json(), digest)
        self.ahead.forget(orthanc_id)
        return True

    def build_projections(self, made: Outcome) -> None:
        """Build the rotating MIP and the small picture of a PET from its prepared volume."""
        identity = mip_id(made.volume_id, made.suv_per_unit)
        if self.store.exists(identity):
            mip = self.store.attributes(identity)
        else:
            volume = stored_volume(self.store, made.volume_id)
            mip = build_mip(self.store, identity, volume, made.suv_per_unit).to_json()
        self.catalogue.mip_prepared(made.series_uid, mip)

    def fail(self, orthanc_id: str, problem: Problem) -> None:
        """Keep that preparing failed, if the series is still there."""
        series = self.patience(lambda: self.archive.series(orthanc_id))
        if series is not None:
            self.catalogue.series_failed(series.series_uid, orthanc_id, problem)

    def current(self, orthanc_id: str) -> tuple[str, str] | None:
        """Return digest and last update of a series that is complete at the moment, else None."""
        series = self.patience(lambda: self.archive.series(orthanc_id))
        if series is None or not self.arrivals.are_over(series):
            return None
        instances = self.patience(lambda: self.archive.instances(orthanc_id))
        return digest_of(each.sop_instance_uid for each in instances), series.last_update

    def _is_complete(self, orthanc_id: str) -> bool:
        """Wait while images may still come; False if they do."""
        images = None
        while True:
            try:
                series = self.patience(lambda: self.archive.series(orthanc_id))
            except ArchiveUnavailable:
                return True  # then whoever asks next is told so
            if series is None or len(series.instance_ids) != (images or len(series.instance_ids)):
                return False
            if self.arrivals.are_over(series):
                return True
            images = len(series.instance_ids)
            self.sleep(_COMPLETE_EVERY_S)

    def _build(self, orthanc_id: str, series_uid: str, digest: str) -> Outcome:
        instances = self.patience(lambda: self.archive.instances(orthanc_id))
        uids = [each.sop_instance_uid for each in instances]
        if digest_of(uids) != digest:
            return Outcome("changed", series_uid)
        told = self._teller(series_uid, "reading")
        told(0.0)
        ids = [each.id for each in instances]
        with self.ahead.lent(orthanc_id, ids) as images:
            reader = read_series(self.archive, ids, self.patience, told, images)
            facts = reader.facts()
            self.catalogue.series_understood(orthanc_id, facts, digest)
            if facts.kind not in {"ct", "pet"}:
                return Outcome("no-volume", series_uid, modality=facts.modality)
            volume = reader.volume()
        identity = volume_id(uids, volume)
        told = self._teller(series_uid, "building")
        told(0.0)
        build_volume(self.store, identity, volume, told)
        return Outcome("built", series_uid, identity, facts.kind == "pet", _suv_per_unit(facts), facts.modality)

    def _teller(self, series_uid: str, stage: Stage) -> Callable[[float], None]:
        """Return what tells the catalogue how far we are, four times a second at most."""
        last_s = -_PROGRESS_EVERY_S

        def tell(fraction: float) -> None:
            nonlocal last_s
            now = time.monotonic()
            if now - last_s >= _PROGRESS_EVERY_S:
                last_s = now
                self.catalogue.series_progress(series_uid, stage, fraction)

        return tell


def _suv_per_unit(facts: SeriesFacts) -> float | None:
    return None if facts.suv is None else facts.suv.factor_per_unit
