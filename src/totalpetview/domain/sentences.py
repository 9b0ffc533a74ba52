"""The sentences of `Problem`, English and German."""

from __future__ import annotations

from typing import Final

from totalpetview.domain.sentences_archive import ARCHIVE
from totalpetview.domain.sentences_geometry import GEOMETRY

SENTENCES: Final[dict[str, tuple[str, str]]] = {**ARCHIVE, **GEOMETRY}
