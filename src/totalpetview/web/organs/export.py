"""An organ map of the catalogue as a DICOM object for others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from totalpetview.domain.organs.organ_map import Making, OrganMap, Segment
from totalpetview.domain.problem import Refusal, refuse
from totalpetview.pacs.archive import Archive
from totalpetview.pacs.patience import Patience
from totalpetview.volumes.build_labels import read_labels
from totalpetview.volumes.store import NoSuchVolume, VolumeStore
from totalpetview.web.organs.catalogue import DjangoOrganCatalogue
from totalpetview.web.organs.models import OrganMapRow
from totalpetview.workflows.ct_headers import ct_headers
from totalpetview.workflows.dicom_map_files import DicomMapFiles
from totalpetview.workflows.map_files import Kind
from totalpetview.workflows.organ_catalogue import PreparedCt
from totalpetview.workflows.own_uids import own_uid

_AT_ONCE = Patience(give_up_after_s=0.0)
#: SOP classes of segmentations (PS3.4 B.5)
_CLASSES: dict[Kind, bytes] = {"labelmap": b"1.2.840.10008.5.1.4.1.1.66.7", "binary": b"1.2.840.10008.5.1.4.1.1.66.4"}
_META_BYTES = 1024


def as_seg(archive: Archive, store: VolumeStore, row: OrganMapRow, kind: Kind) -> bytes:
    """Return a map as DICOM SEG: the object of the archive itself if it is of this kind.

    Raises
    ------
    Refusal
        Where the CT or the map is gone, or a binary map comes back differently from what was written.
    """
    kept = _kept(archive, row)
    if kept is not None and _CLASSES[kind] in kept[:_META_BYTES]:
        return kept
    files = DicomMapFiles()
    organ_map, ct = _map_and_ct(store, row, f"seg {kind}")
    headers = ct_headers(archive, ct.orthanc_id, _AT_ONCE)
    content = files.write(organ_map.without_overlaps() if kind == "labelmap" else organ_map, headers, kind)
    return _checked(content, organ_map, lambda: files.read(content, ct.grid, ct.frame_of_reference_uid), files)


def as_structure_set(archive: Archive, store: VolumeStore, row: OrganMapRow) -> bytes:
    """Return a map as RTSTRUCT; raises Refusal likewise."""
    files = DicomMapFiles()
    organ_map, ct = _map_and_ct(store, row, "rtstruct")
    content = files.write_structure_set(organ_map, ct_headers(archive, ct.orthanc_id, _AT_ONCE))
    return _checked(content, organ_map, lambda: files.read(content, ct.grid, ct.frame_of_reference_uid), files)


def _checked(content: bytes, organ_map: OrganMap, read: Callable[[], OrganMap], files: DicomMapFiles) -> bytes:
    for problem in files.differences(organ_map, read()):
        raise Refusal(problem)
    return content


def _kept(archive: Archive, row: OrganMapRow) -> bytes | None:
    instances = archive.instances(row.orthanc_id)
    found = next((each.id for each in instances if each.sop_instance_uid == row.sop_instance_uid), None)
    return None if found is None else archive.instance_file(found)


def _map_and_ct(store: VolumeStore, row: OrganMapRow, form: str) -> tuple[OrganMap, PreparedCt]:
    ct = DjangoOrganCatalogue().ct(row.ct_series_uid)
    if ct is None:
        raise refuse("organ-ct-gone")
    try:
        labels, grid = read_labels(store, row.labels_id)
    except NoSuchVolume as missing:
        raise refuse("organ-ct-gone") from missing
    organ_map = OrganMap(
        grid=grid,
        labels=labels,
        values=tuple(tuple(each) for each in row.values),
        segments=tuple(Segment.from_json(each) for each in row.segments),
        making=Making.from_json(row.making),
        frame_of_reference_uid=ct.frame_of_reference_uid,
        source_series_uid=ct.series_uid,
    )
    # the same export of the same map is the same object
    name = f"{row.sop_instance_uid} {form}"
    return (
        replace(organ_map, series_uid=own_uid("export series", name), sop_instance_uid=own_uid("export", name)),
        ct,
    )
