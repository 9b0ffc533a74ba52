"""Organ maps as DICOM objects, read and written by `totalpetview.dicom`."""

from __future__ import annotations

from collections.abc import Sequence

from pydicom.dataset import Dataset

from totalpetview.dicom.rtstruct.read import read_rtstruct
from totalpetview.dicom.rtstruct.write import write_rtstruct
from totalpetview.dicom.segmentation.centres import centres_agree
from totalpetview.dicom.segmentation.read import read_seg
from totalpetview.dicom.segmentation.write import write_seg
from totalpetview.domain.geometry import Grid
from totalpetview.domain.organs.organ_map import OrganMap
from totalpetview.domain.problem import Problem, refuse
from totalpetview.workflows.map_files import Kind, MapFiles, references


class DicomMapFiles:
    """The `MapFiles` of a real archive."""

    def write(self, organ_map: OrganMap, headers: Sequence[Dataset], kind: Kind) -> bytes:
        """Return a map as DICOM SEG, with the UIDs that it says."""
        return write_seg(
            organ_map, headers, kind, series_uid=organ_map.series_uid, sop_instance_uid=organ_map.sop_instance_uid
        )

    def write_structure_set(self, organ_map: OrganMap, headers: Sequence[Dataset]) -> bytes:
        """Return a map as RTSTRUCT."""
        return write_rtstruct(
            organ_map, headers, series_uid=organ_map.series_uid, sop_instance_uid=organ_map.sop_instance_uid
        )

    def read(self, content: bytes, ct_grid: Grid | None, frame_of_reference_uid: str) -> OrganMap:
        """Return the map in a SEG or RTSTRUCT; contours have no grid of their own."""
        if not references(content).is_structure_set:
            return read_seg(content, ct_grid, frame_of_reference_uid or None)
        if ct_grid is None:
            raise refuse("organ-map-without-ct")
        return read_rtstruct(content, ct_grid, frame_of_reference_uid or None)

    def differences(self, one: OrganMap, other: OrganMap) -> tuple[Problem, ...]:
        """Return where two maps that should be the same put organs at different places."""
        return centres_agree(one, other)


def _keeps_to_the_port() -> MapFiles:
    # checked by mypy
    return DicomMapFiles()
