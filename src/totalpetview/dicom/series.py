"""One series: DICOM objects in, facts and stored volume out."""

from __future__ import annotations

from pathlib import Path

from totalpetview.domain.series import SeriesFacts
from totalpetview.domain.volume import StoredVolume


class SeriesReader:
    """Collects the SOP instances of one series in any order."""

    def __init__(self, *, keep_pixels: bool = True) -> None:
        """Keep pixels for `volume`, or headers only."""
        self._keep_pixels = keep_pixels

    def add(self, source: bytes | Path) -> None:
        """Take one SOP instance; raises Refusal when it cannot be read or is of another series."""
        raise NotImplementedError

    def facts(self) -> SeriesFacts:
        """Return what the headers say."""
        raise NotImplementedError

    def volume(self) -> StoredVolume:
        """Return the stored values on one grid; raises Refusal for a geometry that is none."""
        raise NotImplementedError
