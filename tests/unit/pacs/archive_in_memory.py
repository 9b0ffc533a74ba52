"""The archive of `totalpetview.pacs.archive`, in memory, with Orthanc's habits."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

import pydicom

from totalpetview.domain.problem import Refusal, refuse
from totalpetview.pacs.archive import (
    Archive,
    ArchivedInstance,
    ArchivedSeries,
    ArchiveUnavailable,
    Body,
    Change,
    Changes,
    PassedThrough,
    Stored,
    SystemInfo,
)


@dataclass
class HeldSeries:
    uid: str
    study_uid: str
    modality: str
    updates: int = 0
    stable: bool = False
    instances: dict[str, tuple[str, bytes]] = field(default_factory=dict)


def id_of(uid: str) -> str:
    return hashlib.sha1(uid.encode(), usedforsecurity=False).hexdigest()


class ArchiveInMemory:
    """`down` makes everything fail; `settle()` makes all series stable as Orthanc does after a while."""

    def __init__(self) -> None:
        self.held: dict[str, HeldSeries] = {}
        self.feed: list[Change] = []
        self.down = False
        self.updates = 0
        self.reads = 0

    def store(self, dicom: bytes) -> Stored:
        self._answer()
        try:
            header = pydicom.dcmread(io.BytesIO(dicom), stop_before_pixels=True)
            uid, sop = str(header.SeriesInstanceUID), str(header.SOPInstanceUID)
        except Exception as error:
            raise refuse("dicom-damaged") from error
        series_id, instance_id, study_id = id_of(uid), id_of(sop), id_of(str(header.StudyInstanceUID))
        new_series = series_id not in self.held
        series = self.held.setdefault(series_id, HeldSeries(uid, study_id, str(header.Modality)))
        if instance_id in series.instances:
            return Stored("already-there", instance_id, series_id, study_id)
        self.updates += 1
        series.instances[instance_id] = (sop, dicom)
        series.updates = self.updates
        series.stable = False
        self._say("NewInstance", instance_id)
        if new_series:
            self._say("NewSeries", series_id)
        return Stored("stored", instance_id, series_id, study_id)

    def settle(self) -> None:
        for series_id, series in self.held.items():
            if not series.stable:
                series.stable = True
                self._say("StableSeries", series_id)

    def settle_silently(self) -> None:
        """As after a restart of the archive: stable, but nobody is told."""
        for series in self.held.values():
            series.stable = True

    def changes(self, since: int, limit: int = 1000) -> Changes:
        self._answer()
        newer = [change for change in self.feed if change.number > since]
        piece = tuple(newer[:limit])
        return Changes(piece, piece[-1].number if piece else self._last(), len(newer) <= limit)

    def last_change(self) -> int:
        self._answer()
        return self._last()

    def series_ids(self) -> frozenset[str]:
        self._answer()
        return frozenset(self.held)

    def series(self, series_id: str) -> ArchivedSeries | None:
        self._answer()
        held = self.held.get(series_id)
        if held is None:
            return None
        return ArchivedSeries(
            id=series_id,
            series_uid=held.uid,
            study_id=held.study_uid,
            modality=held.modality,
            instance_ids=tuple(held.instances),
            is_stable=held.stable,
            last_update=str(held.updates),
        )

    def instances(self, series_id: str) -> tuple[ArchivedInstance, ...]:
        self._answer()
        if series_id not in self.held:
            raise refuse("series-not-in-archive")
        return tuple(
            ArchivedInstance(each, sop, len(dicom)) for each, (sop, dicom) in self.held[series_id].instances.items()
        )

    def series_of_instance(self, instance_id: str) -> str | None:
        self._answer()
        return next((each for each, held in self.held.items() if instance_id in held.instances), None)

    def instance_file(self, instance_id: str) -> bytes:
        self._answer()
        self.reads += 1
        for held in self.held.values():
            if instance_id in held.instances:
                return held.instances[instance_id][1]
        raise refuse("series-not-in-archive")

    def delete_series(self, series_id: str) -> None:
        self._answer()
        held = self.held.pop(series_id, None)
        if held is not None:
            gone = {series_id, *held.instances}
            self.feed = [change for change in self.feed if change.id not in gone]

    def system(self) -> SystemInfo:
        self._answer()
        return SystemInfo("1.10.1", "in memory", "MEMORY")

    def is_alive(self) -> bool:
        return not self.down

    def pass_through(self, method: str, path: str, query: str, headers: Mapping[str, str], body: Body) -> PassedThrough:
        self._answer()
        return PassedThrough(404, (), iter(()))

    def _answer(self) -> None:
        if self.down:
            raise ArchiveUnavailable

    def _last(self) -> int:
        return self.feed[-1].number if self.feed else 0

    def _say(self, kind: str, resource: str) -> None:
        self._count = getattr(self, "_count", 0) + 1
        self.feed.append(Change(self._count, kind, resource))


def keeps_to_the_port() -> Archive:
    """Checked by mypy: the fake is an archive."""
    return ArchiveInMemory()


__all__ = ["ArchiveInMemory", "Refusal"]
