"""The data folder: made once, private, and its secrets never shown."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from totalpetview.installation.folder import DataFolder
from totalpetview.installation.orthanc import OrthancProgram, orthanc_configuration, write_orthanc_configuration

PROGRAM = OrthancProgram(binary=Path("/usr/sbin/Orthanc"), dicomweb_plugin=Path("/plugins/libOrthancDicomWeb.so"))


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_its_owner_can_read_the_folder_and_the_secrets(data_path: Path) -> None:
    folder = DataFolder.open(data_path)
    configuration = write_orthanc_configuration(folder, PROGRAM)
    assert _mode(data_path) == 0o700
    assert _mode(data_path / "secrets.json") == 0o600
    assert _mode(configuration) == 0o600


def test_secrets_stay_the_same_from_one_start_to_the_next(data_path: Path) -> None:
    first, second = DataFolder.open(data_path), DataFolder.open(data_path)
    assert first.django_secret_key == second.django_secret_key
    assert first.orthanc == second.orthanc


def test_two_installations_share_no_secret(tmp_path: Path) -> None:
    one, other = DataFolder.open(tmp_path / "a"), DataFolder.open(tmp_path / "b")
    assert one.django_secret_key != other.django_secret_key
    assert one.orthanc.password != other.orthanc.password


def test_processes_that_start_at_the_same_moment_agree_on_the_secrets(data_path: Path) -> None:
    with ThreadPoolExecutor(8) as many:
        keys = set(many.map(lambda _: DataFolder.open(data_path).django_secret_key, range(16)))
    assert len(keys) == 1
    assert not list(data_path.glob(".secrets-*"))


def test_printing_the_folder_shows_no_secret(data_path: Path) -> None:
    folder = DataFolder.open(data_path)
    shown = f"{folder!r} {folder.orthanc!r}"
    assert folder.django_secret_key not in shown
    assert folder.orthanc.password not in shown


def test_the_environment_names_the_folder_and_the_database(data_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOTALPETVIEW_DATA", str(data_path))
    monkeypatch.setenv("TOTALPETVIEW_DATABASE_URL", "postgresql://db.example/pet")
    folder = DataFolder.open()
    assert folder.path == data_path
    assert folder.database_url == "postgresql://db.example/pet"


def test_without_any_word_the_folder_follows_the_desktop_standard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TOTALPETVIEW_DATA", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert DataFolder.open().path == tmp_path / "totalpetview"


def test_the_archive_answers_nobody_from_outside_and_knows_no_default_password(data_path: Path) -> None:
    folder = DataFolder.open(data_path)
    written = orthanc_configuration(folder, PROGRAM)
    assert written["RemoteAccessAllowed"] is False
    assert written["AuthenticationEnabled"] is True
    assert written["RegisteredUsers"] == {folder.orthanc.user: folder.orthanc.password}
    assert [name for name in written if name.startswith("DicomAlwaysAllow") and written[name]] == []
    assert written["DicomCheckCalledAet"] is True
    assert written["DicomCheckModalityHost"] is True
    assert written["DicomModalities"] == {}
    assert not any("gdcm" in plugin.lower() for plugin in written["Plugins"])


def test_a_worker_on_another_machine_reaches_the_archive_where_it_is_told(
    data_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert DataFolder.open(data_path).orthanc.url == "http://127.0.0.1:8142"
    monkeypatch.setenv("TOTALPETVIEW_ORTHANC_URL", "https://archive.example/orthanc")
    assert DataFolder.open(data_path).orthanc.url == "https://archive.example/orthanc"
