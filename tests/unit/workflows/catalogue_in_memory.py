"""The catalogue of `totalpetview.workflows.catalogue`, in memory."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from totalpetview.domain.problem import Problem
    from totalpetview.domain.series import SeriesFacts
    from totalpetview.workflows.catalogue import Catalogue, Stage


@dataclass
class KnownSeries:
    orthanc_id: str
    state: str = "arriving"
    images: int = 0
    facts: SeriesFacts | None = None
    understood_digest: str | None = None
    prepared_digest: str | None = None
    volume: Mapping[str, Any] | None = None
    mip: Mapping[str, Any] | None = None
    problem: Problem | None = None
    progress: list[tuple[str, float]] = field(default_factory=list)


class CatalogueInMemory:
    def __init__(self) -> None:
        self.series: dict[str, KnownSeries] = {}
        self.change = 0
        self.beats = 0
        self._lock = threading.RLock()

    def _of(self, series_uid: str, orthanc_id: str = "") -> KnownSeries:
        return self.series.setdefault(series_uid, KnownSeries(orthanc_id))

    def last_change(self) -> int:
        return self.change

    def record_change(self, number: int) -> None:
        self.change = number

    def series_arriving(self, orthanc_id: str, series_uid: str, images: int) -> None:
        with self._lock:
            known = self._of(series_uid, orthanc_id)
            known.images = images
            known.state = "arriving"

    def series_understood(self, orthanc_id: str, facts: SeriesFacts, input_digest: str) -> None:
        with self._lock:
            known = self._of(facts.series_uid, orthanc_id)
            known.facts = facts
            known.understood_digest = input_digest
            known.problem = None
            known.state = "preparing" if facts.kind in ("ct", "pet") else "not-an-image-volume"

    def series_progress(self, series_uid: str, stage: Stage, fraction: float) -> None:
        with self._lock:
            known = self._of(series_uid)
            known.progress.append((stage, fraction))
            known.state = "preparing"

    def series_prepared(self, series_uid: str, volume: Mapping[str, Any], input_digest: str) -> None:
        with self._lock:
            known = self._of(series_uid)
            known.volume = volume
            known.prepared_digest = input_digest
            known.state = "ready"

    def mip_prepared(self, series_uid: str, mip: Mapping[str, Any]) -> None:
        with self._lock:
            self._of(series_uid).mip = mip

    def series_failed(self, series_uid: str, orthanc_id: str, problem: Problem) -> None:
        with self._lock:
            known = self._of(series_uid, orthanc_id)
            known.problem = problem
            known.state = "failed"

    def series_deleted(self, orthanc_id: str) -> None:
        with self._lock:
            for series_uid in [uid for uid, known in self.series.items() if known.orthanc_id == orthanc_id]:
                del self.series[series_uid]

    def known_series(self) -> frozenset[str]:
        with self._lock:
            return frozenset(known.orthanc_id for known in self.series.values())

    def volumes_in_use(self) -> frozenset[str]:
        with self._lock:
            shown = [made for known in self.series.values() for made in (known.volume, known.mip)]
            return frozenset(made["id"] for made in shown if made is not None)

    def heartbeat(self) -> None:
        self.beats += 1


def keeps_to_the_port() -> Catalogue:
    """Checked by mypy: the fake is a catalogue."""
    return CatalogueInMemory()
