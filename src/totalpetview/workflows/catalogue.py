"""Where the workflows write what they understood: the port that a database stands behind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from totalpetview.domain.problem import Problem
    from totalpetview.domain.series import SeriesFacts

Stage = Literal["reading", "building"]


class Catalogue(Protocol):
    """What is known about the archive's series, and how far the work on them is.

    Every method may be called again with the same arguments (work is repeated after a crash) and from several
    threads at once.
    """

    def last_change(self) -> int:
        """Return the number of the archive's change that was worked off last; 0 at the beginning."""

    def record_change(self, number: int) -> None:
        """Remember that everything up to this change is worked off."""

    def series_arriving(self, orthanc_id: str, series_uid: str, images: int) -> None:
        """Say that images of this series are coming in; `images` are there so far."""

    def series_understood(self, orthanc_id: str, facts: SeriesFacts, input_digest: str) -> None:
        """Keep what a series is (insert or replace) and group its patient's series into examinations again.

        `input_digest` names the set of SOP instances that was read.
        """

    def series_progress(self, series_uid: str, stage: Stage, fraction: float) -> None:
        """Say how far the preparation is: 0..1 within its stage."""

    def series_prepared(self, series_uid: str, volume: Mapping[str, Any], input_digest: str) -> None:
        """Point to the volume (descriptor JSON) that was prepared from this set of instances."""

    def mip_prepared(self, series_uid: str, mip: Mapping[str, Any]) -> None:
        """Point to the rotating maximum intensity projection (descriptor JSON) of a PET series."""

    def series_failed(self, series_uid: str, orthanc_id: str, problem: Problem) -> None:
        """Keep why a series could not be read or prepared."""

    def series_deleted(self, orthanc_id: str) -> None:
        """Forget a series that is no longer in the archive."""

    def known_series(self) -> frozenset[str]:
        """Return the archive's ids of all series that are kept: the archive tells nobody what was deleted from it."""

    def volumes_in_use(self) -> frozenset[str]:
        """Return the ids of all volumes and MIPs that are pointed to; others may be deleted."""

    def heartbeat(self) -> None:
        """Say that the worker is alive."""
