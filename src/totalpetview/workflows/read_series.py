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


class SeriesImages:
    """What was read of a series so far. Several threads may add to it.

    Attributes
    ----------
    reader
        Has been given every image that was added, pixels included.
    ids
        The archive's ids of these images.
    unreadable
        Why images could not be read; the reader keeps that too, and then refuses the volume.
    """

    def __init__(self) -> None:
        self.reader = SeriesReader()
        self.ids: set[str] = set()
        self.unreadable: list[Refusal] = []

    def add(self, instance_id: str, dicom: bytes) -> None:
        """Understand one image; one that cannot be read raises nothing."""
        try:
            self.reader.add(dicom)
        except Refusal as refusal:
            self.unreadable.append(refusal)
        self.ids.add(instance_id)


def read_series(
    archive: Archive,
    instance_ids: Sequence[str],
    patience: Patience,
    progress: Callable[[float], None],
    images: SeriesImages,
) -> SeriesReader:
    """Add to `images` what is missing of these, and return their reader.

    Raises
    ------
    Refusal
        If no image at all could be read, or one is no longer in the archive.
    """
    lock = threading.Lock()
    missing = [each for each in instance_ids if each not in images.ids]
    done = len(instance_ids) - len(missing)

    def read(instance_id: str) -> None:
        nonlocal done
        images.add(instance_id, patience(lambda: archive.instance_file(instance_id)))
        with lock:
            done += 1
            progress(done / len(instance_ids))

    with ThreadPoolExecutor(_CONNECTIONS, thread_name_prefix="read") as threads:
        started = [threads.submit(read, each) for each in missing]
        try:
            for each in started:
                each.result()
        finally:
            for each in started:
                each.cancel()
    if images.unreadable and not images.reader.has_instances:
        raise images.unreadable[0]
    return images.reader
