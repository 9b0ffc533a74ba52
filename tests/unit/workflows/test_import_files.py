from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pydicom
import pytest
from tests.unit.pacs.archive_in_memory import ArchiveInMemory
from tests.unit.workflows.simple_dicom import dicom, image

from totalpetview.domain.problem import Problem, Refusal
from totalpetview.pacs.patience import Patience
from totalpetview.workflows.import_files import ImportReport, store_files
from totalpetview.workflows.import_items import Limits, items_of_paths
from totalpetview.workflows.part10 import as_part10


def streams(*contents: bytes) -> Iterator[tuple[str, BinaryIO | Problem]]:
    for number, content in enumerate(contents):
        yield f"file{number}", io.BytesIO(content)


def zipped(**members: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return written.getvalue()


def codes(report: ImportReport) -> list[tuple[str, str]]:
    return [(name, problem.code) for name, problem in report.refused]


def test_one_bad_file_never_stops_the_others_and_is_named_with_the_reason() -> None:
    archive = ArchiveInMemory()
    report = store_files(archive, streams(dicom(1, 0), b"hello world", b"", dicom(1, 1), dicom(1, 2)[:300]))
    assert (report.stored, report.already_there) == (2, 0)
    assert codes(report) == [("file1", "not-dicom"), ("file2", "empty-file"), ("file4", "dicom-damaged")]
    assert all(problem.sentence("de") != problem.sentence("en") for _, problem in report.refused)


def test_the_same_image_twice_is_already_there() -> None:
    report = store_files(ArchiveInMemory(), streams(dicom(), dicom()))
    assert (report.stored, report.already_there, report.refused) == (1, 1, ())


def test_folders_are_read_whole_whatever_the_names(tmp_path: Path) -> None:
    (tmp_path / "a" / "b.txt").mkdir(parents=True)
    (tmp_path / "a" / "IM 001").write_bytes(dicom(1, 0))
    (tmp_path / "a" / "b.txt" / "ümläut.jpg").write_bytes(dicom(1, 1))
    (tmp_path / "notes.dcm").write_bytes(b"no image")
    report = store_files(ArchiveInMemory(), items_of_paths([tmp_path, tmp_path / "missing"]))
    assert report.stored == 2
    assert codes(report) == [(str(tmp_path / "notes.dcm"), "not-dicom"), (str(tmp_path / "missing"), "file-unreadable")]


def test_a_zip_is_unpacked_whatever_its_name() -> None:
    report = store_files(ArchiveInMemory(), streams(zipped(one=dicom(1, 0), two=dicom(1, 1), readme=b"text")))
    assert report.stored == 2
    assert codes(report) == [("file0/readme", "not-dicom")]


def test_a_damaged_zip_is_named() -> None:
    assert codes(store_files(ArchiveInMemory(), streams(zipped(one=dicom())[:200]))) == [("file0", "zip-damaged")]


def test_a_zip_that_unpacks_to_more_than_allowed_is_stopped() -> None:
    bomb = zipped(**{f"zeros{number}": b"\0" * 1_000_000 for number in range(20)})
    limits = Limits(file_bytes=2_000_000, zip_bytes=5_000_000, zip_files=100)
    report = store_files(ArchiveInMemory(), streams(bomb, dicom()), limits=limits)
    assert codes(report)[-1] == ("file0", "zip-too-large")
    assert len(report.refused) <= 6
    assert report.stored == 1


def test_one_huge_member_of_a_zip_is_refused_without_being_unpacked_whole() -> None:
    limits = Limits(file_bytes=1_000_000, zip_bytes=10_000_000, zip_files=100)
    report = store_files(ArchiveInMemory(), streams(zipped(huge=b"\0" * 3_000_000, fine=dicom())), limits=limits)
    assert codes(report) == [("file0/huge", "file-too-large")]
    assert report.stored == 1


def test_streams_that_cannot_be_rewound_are_read_too() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    piped: list[tuple[str, BinaryIO | Problem]] = [("z", Pipe(zipped(one=dicom(1, 0)))), ("d", Pipe(dicom(1, 1)))]
    assert store_files(ArchiveInMemory(), piped).stored == 2


@pytest.mark.parametrize("implicit", [True, False])
def test_a_data_set_without_preamble_and_meta_becomes_a_dicom_file(implicit: bool) -> None:
    bare = io.BytesIO()
    pydicom.dcmwrite(bare, image_without_meta(), implicit_vr=implicit, little_endian=True, enforce_file_format=False)
    made = pydicom.dcmread(io.BytesIO(as_part10(bare.getvalue())))
    assert made.SOPInstanceUID == "1.2.3.1.1"
    assert made.PixelData == image().PixelData


def image_without_meta() -> pydicom.Dataset:
    bare = image()
    del bare.file_meta
    return bare


def test_a_table_of_contents_is_no_image() -> None:
    with pytest.raises(Refusal) as refused:
        as_part10(b"\0" * 128 + b"DICM" + b"\x02\x00\x02\x00UI\x14\x001.2.840.10008.1.3.10")
    assert refused.value.problem.code == "dicom-directory"


def test_an_archive_that_goes_down_is_waited_for_and_nothing_is_lost() -> None:
    archive = ArchiveInMemory()
    archive.down = True
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) >= 4:
            archive.down = False

    report = store_files(archive, streams(dicom(1, 0), dicom(1, 1)), patience=Patience(sleep=sleep))
    assert (report.stored, report.refused) == (2, ())


def test_an_archive_that_stays_down_refuses_every_file_once_and_soon() -> None:
    archive = ArchiveInMemory()
    archive.down = True
    waits: list[float] = []
    patience = Patience(give_up_after_s=10, sleep=waits.append)
    report = store_files(archive, streams(*(dicom(1, k) for k in range(40))), patience=patience)
    assert {code for _, code in codes(report)} == {"archive-unavailable"}
    assert len(report.refused) == 40
    assert sum(waits) <= 3 * 16
