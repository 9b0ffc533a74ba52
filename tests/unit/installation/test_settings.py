"""Settings: a file, the environment above it, and sentences for what cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from totalpetview.installation.settings import TEMPLATE, DicomPeer, Settings, SettingsError, read_settings


def _written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "none.toml", {}) == Settings()


def test_the_file_written_on_the_first_start_changes_nothing(tmp_path: Path) -> None:
    assert read_settings(_written(tmp_path, TEMPLATE), {}) == Settings()


def test_the_comments_of_that_file_tell_the_real_defaults(tmp_path: Path) -> None:
    lines = [line.removeprefix("# ") for line in TEMPLATE.splitlines() if " = " in line and line.startswith("# ")]
    before_peers = [line for line in lines if not line.startswith(('aet = "PETCT1"', "host", "port ="))]
    assert read_settings(_written(tmp_path, "\n".join(before_peers)), {}) == Settings()


def test_the_environment_overrides_the_file(tmp_path: Path) -> None:
    path = _written(tmp_path, "web_port = 8001\nhttps = false")
    environment = {
        "TOTALPETVIEW_WEB_PORT": "9000",
        "TOTALPETVIEW_HTTPS": "true",
        "TOTALPETVIEW_ALLOWED_HOSTS": "pet.example, localhost",
    }
    settings = read_settings(path, environment)
    assert (settings.web_port, settings.https, settings.allowed_hosts) == (9000, True, ("pet.example", "localhost"))


def test_known_senders_are_read(tmp_path: Path) -> None:
    path = _written(tmp_path, '[[dicom_peers]]\naet = "PETCT1"\nhost = "192.0.2.17"\nport = 104\n')
    assert read_settings(path, {}).dicom_peers == (DicomPeer("PETCT1", "192.0.2.17", 104),)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("web_prot = 1", "web_prot"),
        ('web_port = "80"', "web_port"),
        ("web_port = 0", "web_port"),
        ("web_port = true", "web_port"),
        ("dicom_port = 70000", "dicom_port"),
        ('aet = "SEVENTEEN_LETTERS"', "aet"),
        ('aet = "A\\\\B"', "aet"),
        ('language = "fr"', "language"),
        ("prepare_at_once = 0", "prepare_at_once"),
        ("worker_silent_after_s = 2", "worker_silent_after_s"),
        ('orthanc_url = "archive.example"', "orthanc_url"),
        ('dicom_peers = "PETCT1"', "dicom_peers"),
        ('[[dicom_peers]]\naet = "A"\nhost = "scanner.example"\nport = 104', "dicom_peers.host"),
        ('[[dicom_peers]]\naet = "A"\nport = 104', "dicom_peers"),
        ("web_port = ", "settings.toml"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        read_settings(_written(tmp_path, text), {})


def test_a_word_where_the_environment_should_give_a_number_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="TOTALPETVIEW_WEB_PORT"):
        read_settings(tmp_path / "none.toml", {"TOTALPETVIEW_WEB_PORT": "http"})
