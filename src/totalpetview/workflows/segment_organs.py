"""Compute the organs of a CT: run the program, check what it found, keep it in the archive as DICOM, show it.

Plain steps, each of which may be repeated: `durable_organs` runs them so that they survive a killed process.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np

from totalpetview.domain.geometry import Grid
from totalpetview.domain.organs.organ_map import Making, OrganMap, plain_values
from totalpetview.domain.problem import Problem, Refusal, refuse
from totalpetview.pacs.archive import Archive
from totalpetview.pacs.patience import Patience
from totalpetview.segmentation.port import Cancelled, Mode, Progress, Request, Segmenter
from totalpetview.volumes.build_labels import build_labels, read_labels
from totalpetview.volumes.read_back import stored_volume
from totalpetview.volumes.store import NoSuchVolume, VolumeStore
from totalpetview.workflows.ct_headers import ct_headers
from totalpetview.workflows.hounsfield import hounsfield
from totalpetview.workflows.import_organ_map import TakingUp
from totalpetview.workflows.map_files import MapFiles
from totalpetview.workflows.organ_catalogue import MapSource, OrganCatalogue, PreparedCt, RunAsked, RunEnd
from totalpetview.workflows.organ_names import segments_of
from totalpetview.workflows.own_uids import own_uid
from totalpetview.workflows.series_digest import digest_of
from totalpetview.workflows.show_organ_map import FINGERPRINT, Origin

_TELL_EVERY_S: Final = 0.5
_ASK_EVERY_S: Final = 0.5
#: parts of a run: computing, then writing, reading back and storing
_COMPUTED: Final = 0.95
#: of a run that shows a quick result first: how much of it that is
_QUICK_FIRST: Final = 0.2

Device = Literal["auto", "cpu", "gpu"]


@dataclass(frozen=True, slots=True)
class Part:
    """One computation of a run: a run in full resolution has a quick one before it. `share` is (begin, end) of 0..1."""

    mode: Mode
    share: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Computed:
    """What became of a computation. Kept by the durable workflow: small, and plain values only."""

    state: Literal["computed", "known", "cancelled", "failed"]
    labels_id: str = ""
    names: dict[str, str] = field(default_factory=dict)
    making: dict[str, Any] = field(default_factory=dict)
    problem: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Segmenting:
    """The steps, with what they need. `folder` is for files on the way."""

    archive: Archive
    store: VolumeStore
    organs: OrganCatalogue
    segmenter: Segmenter
    files: MapFiles
    taking_up: TakingUp
    folder: Path
    device: Device = "auto"
    patience: Patience = field(default_factory=Patience)

    def begin(self, key: str) -> tuple[RunAsked, tuple[Part, ...]] | None:
        """Say that a run begins and return its parts; None if nobody wants it any more."""
        asked = self.organs.run_begins(key)
        if asked is None:
            return None
        if asked.mode == "full" and self._has_quick(asked.task):
            return asked, (Part("fast", (0.0, _QUICK_FIRST)), Part("full", (_QUICK_FIRST, 1.0)))
        return asked, (Part(asked.mode, (0.0, 1.0)),)

    def compute(self, asked: RunAsked, part: Part) -> Computed:
        """Run the program, unless its result is known; ends within seconds when the run is cancelled."""
        try:
            return self._computed(asked, part)
        except Cancelled:
            return Computed("cancelled")
        except Refusal as refusal:
            return Computed("failed", problem=refusal.problem.to_json())
        except NoSuchVolume:
            return Computed("failed", problem=Problem("organ-ct-gone").to_json())

    def keep(self, asked: RunAsked, part: Part, computed: Computed) -> str:
        """Write what was computed as DICOM, compare it after reading it back, store it, show it; returns its key.

        Raises
        ------
        Refusal
            Where nothing was found, the CT is gone, or an organ is elsewhere after the round trip.
        Cancelled
            Where somebody wanted the run to end before the archive had anything of it.
        """
        _, end = part.share
        begin = self._computed_until(part)
        self.organs.run_progress(asked.key, "keeping", begin, None)
        ct = self.organs.ct(asked.ct_series_uid)
        if ct is None:
            raise refuse("organ-ct-gone")
        organ_map = self._organ_map(ct, computed)
        self._unless_cancelled(asked.key)
        headers = ct_headers(self.archive, ct.orthanc_id, self.patience)
        content = self.files.write(organ_map, headers, "labelmap")
        self._unless_cancelled(asked.key)
        self.organs.run_progress(asked.key, "checking", begin + (end - begin) / 2, None)
        read_back = self.files.read(content, ct.grid, ct.frame_of_reference_uid)
        if not _same(organ_map, read_back):
            for problem in self.files.differences(organ_map, read_back):
                raise Refusal(problem)
        self._unless_cancelled(asked.key)
        stored = self.patience(lambda: self.archive.store(content))
        sop_uid = organ_map.sop_instance_uid or ""
        source = MapSource(stored.series_id, organ_map.series_uid or "", sop_uid, digest_of([sop_uid]))
        return self.taking_up.show_own(content, read_back, ct, source, Origin(asked.key))

    def end(self, key: str, end: RunEnd, problem: Problem | None = None, *, stand_in: bool = False) -> None:
        """Keep what became of a run and remove its files."""
        self.organs.run_ends(key, end, problem, stand_in=stand_in)
        shutil.rmtree(self.folder / key, ignore_errors=True)

    def _has_quick(self, task: str) -> bool:
        return any(each.key == task and any(m.mode == "fast" for m in each.modes) for each in self.segmenter.tasks())

    def _computed(self, asked: RunAsked, part: Part) -> Computed:
        why_not = self.segmenter.available()
        if why_not is not None:
            raise Refusal(why_not)
        request = Request(asked.task, part.mode, self.device)
        fingerprint = self.segmenter.fingerprint(request)
        if self.organs.computed_map(asked.ct_series_uid, fingerprint) is not None:
            return Computed("known")
        self.organs.run_progress(asked.key, "starting", part.share[0], None)
        volume = stored_volume(self.store, asked.volume_id)
        folder = self.folder / asked.key / part.mode
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True)
        tell = self._teller(asked.key, part, self._afterwards_s(asked, part, volume.grid))
        result = self.segmenter.run(request, hounsfield(volume), volume.grid, folder, tell, self._asker(asked.key))
        shutil.rmtree(folder, ignore_errors=True)
        fingerprint = self.segmenter.fingerprint(request)  # weights may have been downloaded
        making = replace(result.making, settings=(*result.making.settings, (FINGERPRINT, fingerprint)))
        labels = build_labels(self.store, result.labels, volume.grid)
        names = {str(number): name for number, name in result.names.items()}
        return Computed("computed", labels.id, names, making.to_json())

    def _organ_map(self, ct: PreparedCt, computed: Computed) -> OrganMap:
        labels, grid = read_labels(self.store, computed.labels_id)
        segments = segments_of(labels, _numbered(computed.names))
        if not segments:
            raise refuse("organs-none-found")
        making = Making.from_json(computed.making)
        # made from what it is: kept twice after a crash, it is one object
        name = f"{ct.series_uid} {dict(making.settings).get(FINGERPRINT)} {computed.labels_id}"
        return OrganMap(
            grid=grid,
            labels=labels,
            values=plain_values(each.number for each in segments),
            segments=segments,
            making=making,
            frame_of_reference_uid=ct.frame_of_reference_uid,
            source_series_uid=ct.series_uid,
            series_uid=own_uid("organ map series", name),
            sop_instance_uid=own_uid("organ map", name),
        )

    def _unless_cancelled(self, key: str) -> None:
        if self.organs.run_is_cancelled(key):
            raise Cancelled

    def _computed_until(self, part: Part) -> float:
        begin, end = part.share
        return begin + (end - begin) * _COMPUTED

    def _afterwards_s(self, asked: RunAsked, part: Part, grid: Grid) -> float | None:
        """Return about how long the parts after this one take."""
        if part.mode == asked.mode:
            return 0.0
        try:
            return self.segmenter.estimate_s(Request(asked.task, asked.mode, self.device), grid)
        except Refusal:
            return None

    def _teller(self, key: str, part: Part, afterwards_s: float | None) -> Callable[[Progress], None]:
        last_s = -_TELL_EVERY_S
        begin, until = part.share[0], self._computed_until(part)

        def tell(progress: Progress) -> None:
            nonlocal last_s
            now = time.monotonic()
            if now - last_s >= _TELL_EVERY_S:
                last_s = now
                fraction = begin + (until - begin) * progress.fraction
                told_s = progress.left_s
                left_s = None if told_s is None or afterwards_s is None else told_s + afterwards_s
                self.organs.run_progress(key, progress.stage, fraction, left_s)

        return tell

    def _asker(self, key: str) -> Callable[[], bool]:
        asked_s, answer = -_ASK_EVERY_S, False

        def ask() -> bool:
            nonlocal asked_s, answer
            now = time.monotonic()
            if not answer and now - asked_s >= _ASK_EVERY_S:
                asked_s, answer = now, self.organs.run_is_cancelled(key)
            return answer

        return ask


def _same(one: OrganMap, other: OrganMap) -> bool:
    """Return whether every voxel of two maps is the same structure at the same place: then no centre can differ."""

    def keys(organ_map: OrganMap) -> list[tuple[int, str]]:
        return [(each.number, each.structure.key) for each in organ_map.segments]

    if one.grid != other.grid or one.values != other.values or keys(one) != keys(other):
        return False
    return np.array_equal(one.labels, other.labels)


def _numbered(names: Mapping[str, str]) -> dict[int, str]:
    return {int(number): name for number, name in names.items()}
