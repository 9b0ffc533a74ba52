"""Sentences about slices and grids."""

from __future__ import annotations

from typing import Final

GEOMETRY: Final[dict[str, tuple[str, str]]] = {
    "no-images": ("The series has no images.", "Die Serie enthält keine Bilder."),
}
