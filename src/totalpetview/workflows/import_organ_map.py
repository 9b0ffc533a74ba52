"""Take an organ map up from the archive: find its CT, check it, and prepare what is shown of it.

Plain steps, each of which may be repeated: `durable_organs` runs them so that they survive a killed process.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from totalpetview.domain.geometry import shared_box_mm
from totalpetview.domain.organs.organ_map import OrganMap
from totalpetview.domain.problem import Problem, Refusal, refuse
from totalpetview.pacs.archive import Archive
from totalpetview.pacs.patience import Patience
from totalpetview.volumes.store import VolumeStore
from totalpetview.workflows.map_files import MAP_MODALITIES, MapFiles, References, references
from totalpetview.workflows.organ_catalogue import MapSource, OrganCatalogue, PreparedCt
from totalpetview.workflows.series_digest import digest_of
from totalpetview.workflows.show_organ_map import Origin, taken_up

#: an overlap smaller than this along any axis is no overlap: two stations of one patient may touch
_LEAST_SHARED_MM = 10.0


@dataclass(frozen=True, slots=True)
class TakingUp:
    """The steps, with what they need."""

    archive: Archive
    store: VolumeStore
    organs: OrganCatalogue
    files: MapFiles
    patience: Patience = field(default_factory=Patience)

    def take_up(self, orthanc_id: str, digest: str) -> list[str]:
        """Read all maps of a series as it was when it had the objects that `digest` names.

        Returns the keys of those that can be shown. Why another one cannot is kept in the catalogue.
        """
        series = self.patience(lambda: self.archive.series(orthanc_id))
        if series is None or series.modality not in MAP_MODALITIES:
            return []
        instances = self.patience(lambda: self.archive.instances(orthanc_id))
        if digest_of(each.sop_instance_uid for each in instances) != digest:
            return []  # it has changed since: then it is announced again
        shown: list[str] = []
        for each in instances:
            if self.organs.is_taken_up(each.sop_instance_uid, digest):
                continue
            source = MapSource(orthanc_id, series.series_uid, each.sop_instance_uid, digest)
            try:
                shown.append(self.show(self._content(each.id), source))
            except Refusal as refusal:
                if refusal.problem.code == "series-not-in-archive":
                    return shown
        return shown

    def show(self, content: bytes, source: MapSource) -> str:
        """Take up one map and return its key; why it cannot be shown is kept and raised.

        Raises
        ------
        Refusal
            Where it cannot be read, or belongs to no CT that is here.
        """
        try:
            named = references(content)
            source = _with_references(source, named)
            ct = self._ct_of(content, named)
            organ_map = self.files.read(content, ct.grid, ct.frame_of_reference_uid)
        except Refusal as refusal:
            self.organs.map_refused(source, refusal.problem)
            raise
        made = taken_up(self.store, organ_map, ct, source, description=named.description, origin=None)
        return self.organs.map_taken_up(made)

    def show_own(self, content: bytes, organ_map: OrganMap, ct: PreparedCt, source: MapSource, origin: Origin) -> str:
        """Take up a map that was computed here, as it was read back from what was written, and return its key."""
        named = references(content)
        source = _with_references(source, named)
        made = taken_up(self.store, organ_map, ct, source, description=named.description, origin=origin)
        return self.organs.map_taken_up(made)

    def _content(self, instance_id: str) -> bytes:
        return self.patience(lambda: self.archive.instance_file(instance_id))

    def _ct_of(self, content: bytes, named: References) -> PreparedCt:
        """Return the CT that a map belongs to, by what it references, else by where it lies."""
        found = self.organs.cts_of(named.source_series_uid, named.frame_of_reference_uid)
        if not found:
            raise refuse("organ-map-without-ct")
        if len(found) == 1 and found[0].series_uid == named.source_series_uid:
            return found[0]
        if named.is_structure_set:
            return self._most_filled(content, found)
        grid = self.files.read(content, None, named.frame_of_reference_uid).grid
        return _most_shared([(min(shared_box_mm(grid, ct.grid)), ct) for ct in found])

    def _most_filled(self, content: bytes, found: Sequence[PreparedCt]) -> PreparedCt:
        """Return the CT that most of the contours lie in: they have no grid of their own to compare."""
        if len(found) == 1:
            return found[0]
        filled: list[tuple[float, PreparedCt]] = []
        for ct in found:
            labels = self.files.read(content, ct.grid, ct.frame_of_reference_uid).labels
            filled.append((float(np.count_nonzero(labels)) * ct.grid.voxel_volume_ml, ct))
        volume_ml, ct = max(filled, key=lambda each: each[0])
        if not volume_ml:
            raise Refusal(Problem("organ-map-beside-ct"))
        return ct

    def waiting(self, ct_series_uid: str) -> list[tuple[str, str]]:
        """Return the series (archive's id, digest) whose maps may belong to a CT that is prepared now."""
        ct = self.organs.ct(ct_series_uid)
        return [] if ct is None else list(self.organs.maps_waiting_for(ct))


def _with_references(source: MapSource, named: References) -> MapSource:
    return replace(
        source, source_series_uid=named.source_series_uid, frame_of_reference_uid=named.frame_of_reference_uid
    )


def _most_shared(candidates: Sequence[tuple[float, PreparedCt]]) -> PreparedCt:
    shared_mm, ct = max(candidates, key=lambda each: each[0])
    if shared_mm < _LEAST_SHARED_MM:
        raise Refusal(Problem("organ-map-beside-ct"))
    return ct
