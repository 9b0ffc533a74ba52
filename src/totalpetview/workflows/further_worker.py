"""What a worker on another machine must find there: else it would take runs only to let each of them fail."""

from __future__ import annotations

from totalpetview.domain.problem import Problem, Refusal
from totalpetview.pacs.archive import Archive, ArchiveUnavailable
from totalpetview.segmentation.port import Segmenter
from totalpetview.volumes.store import VolumeStore
from totalpetview.workflows.catalogue import Catalogue


def why_it_cannot_work(
    archive: Archive, store: VolumeStore, catalogue: Catalogue, segmenter: Segmenter
) -> Problem | None:
    """Return what must be mended on this machine first, or None. An archive that restarts is waited for later."""
    try:
        archive.system()
    except ArchiveUnavailable:
        pass
    except Refusal as refusal:
        return refusal.problem
    volumes = catalogue.volumes_in_use()
    if volumes and not any(store.exists(each) for each in volumes):
        return Problem("volumes-not-shared", {"folder": str(store.folder)})
    return segmenter.available()
