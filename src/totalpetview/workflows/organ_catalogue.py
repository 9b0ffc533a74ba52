"""Where the workflows about organs write what they found: the port that a database stands behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from totalpetview.domain.geometry import Grid
from totalpetview.domain.problem import Problem
from totalpetview.segmentation.port import Mode, Stage

RunStage = Literal[Stage, "keeping", "checking"]
RunEnd = Literal["done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class RunAsked:
    """A run as it was asked for."""

    key: str
    ct_series_uid: str
    volume_id: str
    task: str
    mode: Mode


@dataclass(frozen=True, slots=True)
class PreparedCt:
    """A CT that organ maps can belong to. `orthanc_id` is the archive's id of its series."""

    series_uid: str
    orthanc_id: str
    volume_id: str
    frame_of_reference_uid: str
    grid: Grid


@dataclass(frozen=True, slots=True)
class PreparedPet:
    """The PET of the examination of a CT.

    Attributes
    ----------
    mip
        Descriptor of its projections, if they are there.
    shares_frame
        Whether it has the frame of reference of the CT: else nothing says where an organ of the CT lies in it.
    """

    series_uid: str
    volume_id: str
    mip: Mapping[str, Any] | None
    shares_frame: bool


@dataclass(frozen=True, slots=True)
class MapSource:
    """Which DICOM object of the archive a map comes from, and on which images it was drawn as it says itself."""

    orthanc_id: str
    series_uid: str
    sop_instance_uid: str
    input_digest: str
    source_series_uid: str = ""
    frame_of_reference_uid: str = ""


@dataclass(frozen=True, slots=True)
class MapTakenUp:
    """A map that can be shown.

    Attributes
    ----------
    run_key, fingerprint
        Of the run that computed it; empty for maps that others made.
    segments
        `Segment.to_json` of each, with "volume_ml", "centre_mm" and "notices" added.
    landmarks
        Places by which time points can be brought in step: `domain.organs.body_landmarks.Landmark` as JSON.
    labels
        Descriptor of the label volume.
    """

    source: MapSource
    ct: PreparedCt
    title: str
    making: Mapping[str, Any]
    segments: Sequence[Mapping[str, Any]]
    values: Sequence[Sequence[int]]
    notices: Sequence[Mapping[str, Any]]
    landmarks: Sequence[Mapping[str, Any]]
    labels: Mapping[str, Any]
    run_key: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class KnownMap:
    """A map of the catalogue, with what is needed to complete it."""

    key: str
    ct: PreparedCt
    labels_id: str
    values: tuple[tuple[int, ...], ...]
    segments: tuple[Mapping[str, Any], ...] = field(repr=False)
    mip_labels_for: str = ""
    surfaces_id: str = ""
    measured_on: frozenset[str] = frozenset()


class OrganCatalogue(Protocol):
    """Every method may be called again with the same arguments and from several threads at once."""

    def run_begins(self, key: str) -> RunAsked | None:
        """Say that work on a run begins; None if it was cancelled, is finished, or is not there (any more)."""

    def run_progress(self, key: str, stage: RunStage, fraction: float, left_s: float | None) -> None:
        """Say how far a run is: 0..1 over all stages."""

    def run_is_cancelled(self, key: str) -> bool:
        """Return whether somebody wants the run to end."""

    def run_is_left(self, key: str, problem: Problem) -> None:
        """Say that nobody works at a run that was under way: it waits again, or ends when somebody cancelled it."""

    def run_ends(self, key: str, end: RunEnd, problem: Problem | None = None, *, stand_in: bool = False) -> None:
        """Keep what became of a run."""

    def unfinished_runs(self, asked_before_s: float) -> tuple[str, ...]:
        """Return the keys of runs that wait or are under way and were asked for so many seconds ago or earlier."""

    def new_run(self, ct: PreparedCt, task: str, mode: Mode, fingerprint: str) -> str | None:
        """Add a run and return its key; None if there is one for these settings, or their map is there already."""

    def computed_map(self, ct_series_uid: str, fingerprint: str) -> str | None:
        """Return the key of the map of a CT that was computed with these settings, if there is one."""

    def ct(self, series_uid: str) -> PreparedCt | None:
        """Return a CT that is prepared."""

    def cts_of(self, source_series_uid: str, frame_of_reference_uid: str) -> tuple[PreparedCt, ...]:
        """Return the prepared CTs that a map may belong to.

        Those of the series that it was drawn on (or of the examination of that series) alone if there are any, else
        all with the same frame of reference.
        """

    def pet_of(self, ct_series_uid: str) -> PreparedPet | None:
        """Return the prepared PET of the examination to which a CT belongs."""

    def is_taken_up(self, sop_instance_uid: str, input_digest: str) -> bool:
        """Return whether the map of a DICOM object is there, as it is now, and can be shown."""

    def map_taken_up(self, taken: MapTakenUp) -> str:
        """Keep a map (insert or replace, by its DICOM object) and return its key."""

    def map_refused(self, source: MapSource, problem: Problem) -> None:
        """Keep why a map cannot be shown, insert or replace."""

    def known_map(self, key: str) -> KnownMap | None:
        """Return a map that can be shown."""

    def maps_of(self, ct_series_uid: str) -> tuple[str, ...]:
        """Return the keys of the maps of a CT."""

    def incomplete_maps(self) -> tuple[str, ...]:
        """Return the keys of the maps that can be shown but have no surfaces yet."""

    def maps_with_pet(self, pet_series_uid: str) -> tuple[str, ...]:
        """Return the keys of the maps of the CT of the examination to which a PET belongs."""

    def maps_waiting_for(self, ct: PreparedCt) -> tuple[tuple[str, str], ...]:
        """Return (archive's id of the series, digest) of maps without a CT that may belong to this one."""

    def mip_labels_made(self, key: str, mip_labels: Mapping[str, Any]) -> None:
        """Point to the labels of the projections."""

    def surfaces_made(self, key: str, surfaces_id: str) -> None:
        """Point to the surfaces."""

    def measured(self, key: str, volume_id: str, values: Mapping[str, Any]) -> None:
        """Keep what was measured on a CT or a PET: segment number (as text) -> JSON."""
