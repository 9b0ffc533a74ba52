"""Fetch all images of a series from the archive and understand them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from totalpetview.dicom.series import SeriesReader
from totalpetview.pacs.archive import Archive
from totalpetview.pacs.patience import Patience

#: Orthanc answers fastest to three at a time (measured: 600 images 0.49 s one by one, 0.19 s by three)
_CONNECTIONS: Final = 3
#: images that may be fetched ahead of being decoded, so that memory stays bounded
_AHEAD: Final = 12


def read_series(
    archive: Archive, instance_ids: Sequence[str], patience: Patience, progress: Callable[[float], None]
) -> SeriesReader:
    """Return a reader that holds all these images, pixels included.

    Raises
    ------
    Refusal
        If one image cannot be read: a series is whole or it is not shown.
    """
    reader = SeriesReader()
    for count, dicom in enumerate(_files(archive, instance_ids, patience), start=1):
        reader.add(dicom)
        progress(count / len(instance_ids))
    return reader


def _files(archive: Archive, instance_ids: Sequence[str], patience: Patience) -> Iterator[bytes]:
    def fetch(instance_id: str) -> bytes:
        return patience(lambda: archive.instance_file(instance_id))

    with ThreadPoolExecutor(_CONNECTIONS, thread_name_prefix="fetch") as threads:
        ahead: deque[Future[bytes]] = deque()
        try:
            for instance_id in instance_ids:
                ahead.append(threads.submit(fetch, instance_id))
                if len(ahead) > _AHEAD:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for waiting in ahead:
                waiting.cancel()
