"""Handing uploaded files to the workflow that stores them."""

from __future__ import annotations

from collections.abc import Sequence

from ninja.files import UploadedFile

from totalpetview.web.language import Language
from totalpetview.web.uploads.schemas import Uploaded


def store_uploaded(files: Sequence[UploadedFile], language: Language) -> Uploaded:
    """Store every file in the archive."""
    raise NotImplementedError
