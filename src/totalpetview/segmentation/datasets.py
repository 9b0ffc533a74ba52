"""The weights that TotalSegmentator knows: a number and a folder for each network, and where it is released.

The table `datasets.json` is that of `totalsegmentator.map_tasks_config.TASK_ID_WEIGHTS_CONFIGS` of version 2.18.0,
without networks for magnetic resonance. TotalSegmentator publishes no check sums; the few in the table (SHA-256) are
what others measured: the archive of 113 is GitHub's own digest of the release file, that of 297 and its checkpoint were
published by three projects each, the checkpoint of 299 by one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

RELEASES: Final = "https://github.com/wasserth/TotalSegmentator/releases/download"


@dataclass(frozen=True, slots=True)
class Dataset:
    """One network's weights; `release` is None for those that need a licence key, a check sum where it is not known."""

    number: int
    folder: str
    release: str | None
    archive_sha256: str | None = None
    checkpoint_sha256: str | None = None

    @property
    def archive(self) -> str:
        """The name of the release archive."""
        return f"{self.folder}.zip"

    @property
    def url(self) -> str | None:
        """Where anybody can fetch the release archive."""
        return None if self.release is None else f"{RELEASES}/{self.release}/{self.archive}"


@cache
def datasets() -> dict[int, Dataset]:
    """Return all datasets by number."""
    text = (resources.files("totalpetview.segmentation") / "datasets.json").read_text(encoding="utf-8")
    return {int(n): Dataset(int(n), **one) for n, one in json.loads(text).items()}


def dataset_of_folder(name: str) -> Dataset | None:
    """Return the dataset whose folder has this name."""
    return next((one for one in datasets().values() if one.folder == name), None)
