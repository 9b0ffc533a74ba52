"""The files that the frontend's build left, kept in memory: few, small, and asked for at every start of a page."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent.parent / "static_frontend"

#: what a build may have compressed beforehand, best first: (coding, suffix)
_CODINGS: Final = (("br", ".br"), ("gzip", ".gz"))

_TYPES: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".map": "application/json",
}


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """One file with its compressed forms, by coding."""

    content_type: str
    plain: bytes
    compressed: dict[str, bytes]


def built_file(name: str) -> BuiltFile | None:
    """Return a file of the build; None when there is none of this name inside its folder."""
    path = FOLDER / name
    if ".." in path.parts or not path.is_file() or not path.resolve().is_relative_to(FOLDER.resolve()):
        return None
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _read(path: Path, changed_ns: int) -> BuiltFile:
    del changed_ns  # part of the key: a new build is noticed
    compressed = {}
    for coding, suffix in _CODINGS:
        beside = path.with_name(path.name + suffix)
        if beside.is_file():
            compressed[coding] = beside.read_bytes()
    guessed = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return BuiltFile(_TYPES.get(path.suffix, guessed), path.read_bytes(), compressed)
