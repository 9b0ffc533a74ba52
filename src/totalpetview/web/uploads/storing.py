"""Handing uploaded files to the workflow that stores them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final, cast

from ninja.files import UploadedFile

from totalpetview.domain.problem import Problem
from totalpetview.pacs.patience import Patience
from totalpetview.web.archive import gateway
from totalpetview.web.language import Language
from totalpetview.web.uploads.schemas import RefusedFile, Uploaded
from totalpetview.workflows.import_files import store_files
from totalpetview.workflows.import_items import Limits

_GIGABYTE: Final = 1_000_000_000

#: stricter than on the command line, where whoever imports owns the machine
LIMITS: Final = Limits(file_bytes=2 * _GIGABYTE, zip_bytes=40 * _GIGABYTE, zip_files=100_000)

#: long enough for the archive to be restarted; a browser does not wait for ten minutes
PATIENCE: Final = Patience(give_up_after_s=30.0)


def store_uploaded(files: Sequence[UploadedFile], language: Language) -> Uploaded:
    """Store every file in the archive and say in `language` why some were refused."""
    report = store_files(gateway.archive(), _streams(files), patience=PATIENCE, limits=LIMITS)
    return Uploaded(
        stored=report.stored,
        already_there=report.already_there,
        refused=[RefusedFile(name=name, why=problem.sentence(language)) for name, problem in report.refused],
    )


def _streams(files: Sequence[UploadedFile]) -> Iterator[tuple[str, BinaryIO | Problem]]:
    for file in files:
        yield file.name or "?", cast("BinaryIO", file.file)
        file.close()  # and deleted: thousands of small files need not stay until the last one is stored
