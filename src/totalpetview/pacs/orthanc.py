"""Orthanc's REST API, as much of it as we use."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from totalpetview.domain.problem import Refusal, refuse
from totalpetview.pacs.archive import (
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
from totalpetview.pacs.connections import Answer, Connections

_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{8}){4}", re.ASCII)
_OK: Final = 200
_BAD_REQUEST: Final = 400
_UNAUTHORIZED: Final = (401, 403)
_NOT_FOUND: Final = 404
_BUSY: Final = (502, 503, 504)
_ALIVE_TIMEOUT_S: Final = 2.0


class Orthanc:
    """An `Archive`. Safe to use from several threads at once, each of which gets a connection of its own."""

    def __init__(self, url: str, user: str, password: str, *, timeout_s: float = 60.0) -> None:
        self._connections = Connections(url, user, password, timeout_s=timeout_s)

    def store(self, dicom: bytes) -> Stored:
        """Store one DICOM file; raises Refusal "dicom-damaged" for what Orthanc cannot parse."""
        answer = self._connections.request("POST", "/instances", dicom)
        if answer.status == _BAD_REQUEST:
            raise refuse("dicom-damaged")
        if answer.status != _OK:
            raise _refusal(answer, "archive-cannot-store")
        told = json.loads(answer.body)
        return Stored(
            "already-there" if told["Status"] == "AlreadyStored" else "stored",
            told["ID"],
            told.get("ParentSeries", ""),
            told.get("ParentStudy", ""),
        )

    def changes(self, since: int, limit: int = 1000) -> Changes:
        """Return the changes with numbers above `since`, oldest first."""
        told = self._json(f"/changes?since={int(since)}&limit={int(limit)}")
        changes = tuple(Change(each["Seq"], each["ChangeType"], each["ID"]) for each in told["Changes"])
        return Changes(changes, told["Last"], told["Done"])

    def last_change(self) -> int:
        """Return the number of the newest change."""
        last: int = self._json("/changes?last")["Last"]
        return last

    def series_ids(self) -> frozenset[str]:
        """Return all series."""
        return frozenset(self._json("/series"))

    def series(self, series_id: str) -> ArchivedSeries | None:
        """Return one series, or None if it is not there (any more)."""
        told = self._json_or_none(f"/series/{_id(series_id)}")
        if told is None:
            return None
        tags = told["MainDicomTags"]
        return ArchivedSeries(
            id=told["ID"],
            series_uid=tags.get("SeriesInstanceUID", ""),
            study_id=told["ParentStudy"],
            modality=tags.get("Modality", ""),
            instance_ids=tuple(told["Instances"]),
            is_stable=told["IsStable"],
            last_update=told["LastUpdate"],
        )

    def instances(self, series_id: str) -> tuple[ArchivedInstance, ...]:
        """Return the images of a series; raises Refusal "series-not-in-archive"."""
        told = self._json_or_none(f"/series/{_id(series_id)}/instances")
        if told is None:
            raise refuse("series-not-in-archive")
        return tuple(
            ArchivedInstance(each["ID"], each["MainDicomTags"]["SOPInstanceUID"], int(each["FileSize"]))
            for each in told
        )

    def series_of_instance(self, instance_id: str) -> str | None:
        """Return the series to which an image belongs, or None if it is not there (any more)."""
        told = self._json_or_none(f"/instances/{_id(instance_id)}")
        return None if told is None else told["ParentSeries"]

    def instance_file(self, instance_id: str) -> bytes:
        """Return the DICOM file as it was stored; raises Refusal "series-not-in-archive" if it was deleted."""
        answer = self._connections.request("GET", f"/instances/{_id(instance_id)}/file")
        if answer.status == _NOT_FOUND:
            raise refuse("series-not-in-archive")
        if answer.status != _OK:
            raise _refusal(answer, "archive-answered")
        return answer.body

    def delete_series(self, series_id: str) -> None:
        """Delete a series; nothing happens if there is none."""
        answer = self._connections.request("DELETE", f"/series/{_id(series_id)}")
        if answer.status not in {_OK, _NOT_FOUND}:
            raise _refusal(answer, "archive-answered")

    def system(self) -> SystemInfo:
        """Return which Orthanc answers."""
        told = self._json("/system")
        return SystemInfo(told["Version"], told.get("Name", ""), told.get("DicomAet", ""))

    def is_alive(self) -> bool:
        """Return whether Orthanc answers within two seconds; never raises."""
        try:
            return self._connections.request("GET", "/system", timeout_s=_ALIVE_TIMEOUT_S).status == _OK
        except Refusal:
            return False

    def pass_through(self, method: str, path: str, query: str, headers: Mapping[str, str], body: Body) -> PassedThrough:
        """Send a request on as it is, under our credentials, and return the answer as it comes.

        `path` is escaped already, as it stood in the request that is passed on. Hop-by-hop headers and those of
        authentication are left out in both directions.
        """
        return self._connections.stream(method, f"{path}?{query}" if query else path, headers, body)

    def close(self) -> None:
        """Close idle connections."""
        self._connections.close()

    def _json(self, path: str) -> Any:  # noqa: ANN401 - whatever the archive says
        told = self._json_or_none(path)
        if told is None:
            raise refuse("archive-answered", reason="HTTP 404")
        return told

    def _json_or_none(self, path: str) -> Any:  # noqa: ANN401
        answer = self._connections.request("GET", path)
        if answer.status == _NOT_FOUND:
            return None
        if answer.status != _OK:
            raise _refusal(answer, "archive-answered")
        return json.loads(answer.body)


def _id(resource: str) -> str:
    """Return the id as part of a path; what cannot be one becomes one that nothing has.

    Orthanc resolves "..", also when it is escaped: an id must never lead to another resource.
    """
    return resource if _ID.fullmatch(resource) else "none"


def _refusal(answer: Answer, code: str) -> Refusal:
    """Return what to raise for an answer: Orthanc's own short words, never its details, which may name a patient."""
    if answer.status in _BUSY:
        return ArchiveUnavailable()
    if answer.status in _UNAUTHORIZED:
        return refuse("archive-refused-credentials")
    try:
        reason = str(json.loads(answer.body)["Message"])
    except (ValueError, KeyError, TypeError):
        reason = f"HTTP {answer.status}"
    return refuse(code, reason=reason)
