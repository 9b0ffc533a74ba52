"""The headers of a CT from the archive, in the order of its volume's slices."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from pydicom import dcmread
from pydicom.dataset import Dataset

from totalpetview.dicom import elements
from totalpetview.domain.geometry import Grid, vector
from totalpetview.domain.problem import refuse
from totalpetview.pacs.archive import Archive
from totalpetview.pacs.patience import Patience

_CONNECTIONS: Final = 3


def ct_headers(archive: Archive, orthanc_id: str, grid: Grid, patience: Patience) -> list[Dataset]:
    """Return the headers, without pixels, in order of k; an enhanced CT is one header.

    Raises
    ------
    Refusal
        Where the series is not there any more, or has no positions.
    """
    instances = patience(lambda: archive.instances(orthanc_id))

    def header(instance_id: str) -> Dataset:
        content = patience(lambda: archive.instance_file(instance_id))
        return dcmread(io.BytesIO(content), stop_before_pixels=True)

    with ThreadPoolExecutor(_CONNECTIONS, thread_name_prefix="headers") as threads:
        found = list(threads.map(header, [each.id for each in instances]))
    return found if len(found) == 1 else sorted(found, key=lambda each: _slice_of(each, grid))


def _slice_of(header: Dataset, grid: Grid) -> float:
    position = elements.numbers(header, "ImagePositionPatient")
    if position is None or len(position) != 3:  # noqa: PLR2004 - x, y, z
        raise refuse("series-not-in-archive")
    return grid.index_of(vector(position))[2]
