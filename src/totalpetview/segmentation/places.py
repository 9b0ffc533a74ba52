"""Where TotalSegmentator's program, weights and own files lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from totalpetview.installation.folder import DataFolder
from totalpetview.installation.settings import Settings


@dataclass(frozen=True, slots=True)
class Places:
    """Folders and files; none of them needs to exist.

    Attributes
    ----------
    venv
        The virtual environment that holds the program: never that of the web application.
    weights
        One folder for each network, as TotalSegmentator names them.
    home
        TotalSegmentator's own folder (`TOTALSEG_HOME_DIR`) with its `config.json`.
    kept
        What we remember: check sums of weights, how long runs took, the last failure.
    """

    venv: Path
    weights: Path
    home: Path
    kept: Path

    @classmethod
    def of(cls, data: DataFolder) -> Self:
        """Return the places of one installation, as its settings say."""
        return cls.in_folder(data.path, data.settings)

    @classmethod
    def in_folder(cls, data: Path, settings: Settings) -> Self:
        """Return the places in a data folder, whether it exists or not."""
        base = data / "totalsegmentator"
        program, weights = settings.totalsegmentator, settings.totalsegmentator_weights
        return cls(
            venv=Path(program).expanduser() if program else base / "venv",
            weights=Path(weights).expanduser() if weights else base / "weights",
            home=base / "home",
            kept=base,
        )

    @property
    def python(self) -> Path:
        """The interpreter of the virtual environment."""
        return self.venv / "bin" / "python"
