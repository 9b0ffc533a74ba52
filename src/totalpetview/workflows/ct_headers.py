"""The headers of a CT from the archive."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Final

from pydicom.dataset import Dataset

from totalpetview.dicom.parse import parse
from totalpetview.pacs.archive import Archive
from totalpetview.pacs.patience import Patience

_CONNECTIONS: Final = 3


def ct_headers(archive: Archive, orthanc_id: str, patience: Patience) -> list[Dataset]:
    """Return the headers of all objects of a series, without pixels, in no order.

    Raises
    ------
    Refusal
        Where the series is not there any more, or an object of it is damaged.
    """
    instances = patience(lambda: archive.instances(orthanc_id))

    def header(instance_id: str) -> Dataset:
        return parse(patience(lambda: archive.instance_file(instance_id)), keep_bytes=False).header

    with ThreadPoolExecutor(_CONNECTIONS, thread_name_prefix="headers") as threads:
        return list(threads.map(header, [each.id for each in instances]))
