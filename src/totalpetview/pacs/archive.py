"""The archive as the rest of the program sees it: a port, with Orthanc behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Literal, Protocol

from totalpetview.domain.problem import Problem, Refusal

Outcome = Literal["stored", "already-there"]


class ArchiveUnavailable(Refusal):
    """The archive is down, restarting or does not answer in time: try again later."""

    def __init__(self) -> None:
        super().__init__(Problem("archive-unavailable"))


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of an image; the ids are the archive's own."""

    outcome: Outcome
    instance_id: str
    series_id: str
    study_id: str


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the archive's change feed, e.g. kind "NewInstance" or "StableSeries" of resource `id`."""

    number: int
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Changes:
    """A piece of the change feed; `last` is the number of the newest change in it (or of all, if it is empty)."""

    changes: tuple[Change, ...]
    last: int
    done: bool


@dataclass(frozen=True, slots=True)
class ArchivedSeries:
    """A series as it is at the moment.

    `is_stable`: no image has arrived for a while, or the archive was restarted since the last one came.
    `last_update` changes with every image, and when the series was deleted and came again.
    """

    id: str
    series_uid: str
    study_id: str
    modality: str
    instance_ids: tuple[str, ...]
    is_stable: bool
    last_update: str


@dataclass(frozen=True, slots=True)
class ArchivedInstance:
    """One image of a series."""

    id: str
    sop_instance_uid: str
    file_size: int


@dataclass(frozen=True, slots=True)
class SystemInfo:
    """Which archive answers."""

    version: str
    name: str
    dicom_aet: str


@dataclass(frozen=True, slots=True)
class PassedThrough:
    """An answer on its way through us; `body` must be read to its end or closed."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: Iterator[bytes]


Body = bytes | IO[bytes] | Iterator[bytes] | None


class Archive(Protocol):
    """Every method may raise `ArchiveUnavailable`, and `Refusal` for anything else the archive does not do."""

    def store(self, dicom: bytes) -> Stored:
        """Store one DICOM file (Part 10); when this returns, the archive has acknowledged it."""

    def changes(self, since: int, limit: int = 1000) -> Changes:
        """Return the changes with numbers above `since`, oldest first."""

    def last_change(self) -> int:
        """Return the number of the newest change."""

    def series_ids(self) -> frozenset[str]:
        """Return all series."""

    def series(self, series_id: str) -> ArchivedSeries | None:
        """Return one series, or None if it is not there (any more)."""

    def instances(self, series_id: str) -> tuple[ArchivedInstance, ...]:
        """Return the images of a series; raises Refusal "series-not-in-archive"."""

    def series_of_instance(self, instance_id: str) -> str | None:
        """Return the series to which an image belongs, or None if it is not there (any more)."""

    def instance_file(self, instance_id: str) -> bytes:
        """Return the DICOM file as it was stored."""

    def delete_series(self, series_id: str) -> None:
        """Delete a series; nothing happens if there is none."""

    def system(self) -> SystemInfo:
        """Return which archive answers."""

    def is_alive(self) -> bool:
        """Return whether the archive answers, at once; never raises."""

    def pass_through(self, method: str, path: str, query: str, headers: Mapping[str, str], body: Body) -> PassedThrough:
        """Send a request on as it is and return the answer as it comes, unread."""
