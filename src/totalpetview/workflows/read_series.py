"""Fetch all images of a series from the archive and understand them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from totalpetview.dicom.series import SeriesReader
from totalpetview.domain.problem import Refusal
from totalpetview.pacs.archive import Archive
from totalpetview.pacs.patience import Patience

#: Orthanc answers fastest to three at a time (measured: 600 images 0.49 s one by one, 0.19 s by three)
_CONNECTIONS: Final = 3


def read_series(
    archive: Archive, instance_ids: Sequence[str], patience: Patience, progress: Callable[[float], None]
) -> SeriesReader:
    """Return a reader that has been given all these images, pixels included.

    An image that cannot be read does not end this: the reader keeps why, and then refuses the volume.

    Raises
    ------
    Refusal
        If no image at all could be read, or one is no longer in the archive.
    """
    reader = SeriesReader()
    lock = threading.Lock()
    unreadable: list[Refusal] = []
    done = 0

    def read(instance_id: str) -> None:
        nonlocal done
        dicom = patience(lambda: archive.instance_file(instance_id))
        try:
            reader.add(dicom)
        except Refusal as refusal:
            unreadable.append(refusal)
        with lock:
            done += 1
            progress(done / len(instance_ids))

    with ThreadPoolExecutor(_CONNECTIONS, thread_name_prefix="read") as threads:
        started = [threads.submit(read, each) for each in instance_ids]
        try:
            for each in started:
                each.result()
        finally:
            for each in started:
                each.cancel()
    if unreadable and not reader.has_instances:
        raise unreadable[0]
    return reader
