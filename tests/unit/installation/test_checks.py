"""What `doctor` finds, on machines that lack something."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from totalpetview.cli import main
from totalpetview.installation import checks


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def test_a_missing_archive_is_said_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOTALPETVIEW_ORTHANC", "/nowhere/Orthanc")
    check = checks.check_orthanc()
    assert check.verdict == "missing"
    assert "apt-get install orthanc" in check.remedy


def test_a_missing_plugin_is_said_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOTALPETVIEW_ORTHANC_DICOMWEB", "/nowhere/plugin.so")
    check = checks.check_dicomweb_plugin()
    assert check.verdict == "missing"
    assert "orthanc-dicomweb" in check.remedy


@pytest.mark.parametrize(("free_gib", "verdict"), [(0.5, "missing"), (5, "poor"), (500, "good")])
def test_a_full_disk_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free_gib: float, verdict: str) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(0, 0, int(free_gib * 2**30)))
    assert checks.check_disk(tmp_path / "not" / "yet").verdict == verdict


@pytest.mark.parametrize(("total_kib", "verdict"), [(1_000_000, "missing"), (4_000_000, "poor"), (16_000_000, "good")])
def test_little_memory_is_noticed(tmp_path: Path, total_kib: int, verdict: str) -> None:
    meminfo = tmp_path / "meminfo"
    meminfo.write_text(f"MemTotal: {total_kib} kB\nMemAvailable: 1000 kB\nHugePages_Total:  0\n")
    assert checks.check_memory(meminfo).verdict == verdict


def test_a_folder_that_others_can_read_is_noticed(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    check = checks.check_folder(tmp_path)
    assert (check.verdict, check.remedy) == ("poor", f"chmod 700 {tmp_path}")


def test_every_compression_that_scanners_send_can_be_read() -> None:
    check = checks.check_decoders()
    assert check.verdict == "good", check.found


def test_the_exit_status_tells_that_something_needed_is_missing(
    data_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TOTALPETVIEW_ORTHANC", "/nowhere/Orthanc")
    assert main(["doctor", "--data", str(data_path)]) == 1
    assert "✗  Orthanc: not found" in capsys.readouterr().out
    assert not data_path.exists()


def test_it_speaks_german_where_the_terminal_does(
    data_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    main(["doctor", "--data", str(data_path)])
    assert "Datenordner" in capsys.readouterr().out
