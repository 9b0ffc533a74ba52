"""What an administrator may choose: `<data>/settings.toml`, each value overridable by the environment.

`web_port = 8000` in the file is overridden by `TOTALPETVIEW_WEB_PORT=9000` in the environment.
"""

from __future__ import annotations

import ipaddress
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from totalpetview.installation.language import said

#: written on the first start; every line is the default
TEMPLATE: Final = """\
# Settings of this TotalPETView. Restart after a change. Each has an environment variable: TOTALPETVIEW_<NAME>.

# web_host = "127.0.0.1"        # "0.0.0.0" opens the pages to the network: then set allowed_hosts and https too
# web_port = 8000
# allowed_hosts = ["localhost", "127.0.0.1"]   # names under which browsers reach this server
# https = false                 # true behind a proxy that speaks HTTPS: cookies are then sent over HTTPS only
# language = "en"               # "en" or "de": of pages before someone has signed in

# aet = "TOTALPETVIEW"          # our DICOM application entity title, at most 16 characters
# dicom_port = 11112            # 0 switches DICOM reception off
# orthanc_http_port = 8142      # the archive's own HTTP port: answers on this machine only
# prepare_at_once = 2           # series prepared at the same time
# orthanc_url = ""              # of a worker on another machine: where it reaches the archive of the installation
# worker_silent_after_s = 60    # work of a worker that was not heard of for so long goes to the others

# segment_on_arrival = "no"     # "fastest", "fast" or "full": find organs in each CT that arrives
# segmentation_device = "auto"  # "cpu" or "gpu"
# compute_organs_here = true    # false: only workers on other machines do (totalpetview worker --queue gpu)
# download_weights = true       # false: TotalSegmentator's weights come by `totalpetview weights install` only
# totalsegmentator = ""         # folder of its virtual environment; by default in the data folder
# totalsegmentator_weights = "" # folder of its weights; by default in the data folder

# Who may send images by DICOM (C-STORE). Nobody who is not named here.
# [[dicom_peers]]
# aet = "PETCT1"
# host = "192.0.2.17"
# port = 104
"""

_AET_LENGTH: Final = 16
_PORTS: Final = range(1, 65536)
#: a worker says every two seconds that it is there
_LEAST_SILENCE_S: Final = 6
_CHOICES: Final = {
    "language": ("en", "de"),
    "segment_on_arrival": ("no", "fastest", "fast", "full"),
    "segmentation_device": ("auto", "cpu", "gpu"),
}


class SettingsError(ValueError):
    """A setting that cannot be used; the message is a sentence that names it."""


@dataclass(frozen=True, slots=True)
class DicomPeer:
    """A DICOM system that may send to us: application entity title, IP address, and its own DICOM port."""

    aet: str
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Settings:
    """The administrator's choices, all with a default."""

    web_host: str = "127.0.0.1"
    web_port: int = 8000
    allowed_hosts: tuple[str, ...] = ("localhost", "127.0.0.1")
    https: bool = False
    language: str = "en"
    aet: str = "TOTALPETVIEW"
    dicom_port: int = 11112
    orthanc_http_port: int = 8142
    prepare_at_once: int = 2
    orthanc_url: str = ""
    worker_silent_after_s: int = 60
    segment_on_arrival: str = "no"
    segmentation_device: str = "auto"
    compute_organs_here: bool = True
    download_weights: bool = True
    totalsegmentator: str = ""
    totalsegmentator_weights: str = ""
    dicom_peers: tuple[DicomPeer, ...] = ()


def read_settings(path: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings in `path` (none if it does not exist), overridden by the environment.

    Raises
    ------
    SettingsError
        The file cannot be read as TOML, or a value is unknown or unusable.
    """
    try:
        written: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            said(f"settings.toml cannot be read: {error}", f"settings.toml ist nicht lesbar: {error}")
        ) from error
    known = {setting.name for setting in fields(Settings)}
    for name in written:
        if name not in known:
            raise SettingsError(
                said(f"settings.toml: there is no setting {name!r}", f"settings.toml: {name!r} gibt es nicht")
            )
    values = written | _from_environment(os.environ if environment is None else environment, known)
    return _checked(values)


def _from_environment(environment: Mapping[str, str], known: set[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in known - {"dicom_peers"}:
        text = environment.get(f"TOTALPETVIEW_{name.upper()}")
        if text is None:
            continue
        default = getattr(Settings(), name)
        if isinstance(default, bool):
            values[name] = text.strip().lower() in {"1", "true", "yes", "on"}
        elif isinstance(default, int):
            values[name] = int(text) if text.strip().isdigit() else text
        elif isinstance(default, tuple):
            values[name] = [part.strip() for part in text.split(",") if part.strip()]
        else:
            values[name] = text
    return values


def _checked(values: Mapping[str, Any]) -> Settings:
    chosen: dict[str, Any] = {}
    for name, value in values.items():
        default = getattr(Settings(), name)
        if name == "dicom_peers":
            chosen[name] = tuple(_peer(entry) for entry in value)
        elif isinstance(default, tuple) and isinstance(value, list) and all(isinstance(part, str) for part in value):
            chosen[name] = tuple(value)
        elif type(value) is type(default):
            chosen[name] = value
        else:
            raise _unusable(name, value)
    settings = Settings(**chosen)
    _check_limits(settings)
    return settings


def _check_limits(settings: Settings) -> None:
    for name in ("web_port", "orthanc_http_port"):
        if getattr(settings, name) not in _PORTS:
            raise _unusable(name, getattr(settings, name))
    if settings.dicom_port != 0 and settings.dicom_port not in _PORTS:
        raise _unusable("dicom_port", settings.dicom_port)
    for name, choices in _CHOICES.items():
        if getattr(settings, name) not in choices:
            raise _unusable(name, getattr(settings, name))
    if settings.prepare_at_once < 1:
        raise _unusable("prepare_at_once", settings.prepare_at_once)
    if settings.worker_silent_after_s < _LEAST_SILENCE_S:
        raise _unusable("worker_silent_after_s", settings.worker_silent_after_s)
    if settings.orthanc_url and not settings.orthanc_url.startswith(("http://", "https://")):
        raise _unusable("orthanc_url", settings.orthanc_url)
    _check_aet("aet", settings.aet)


def _peer(entry: Any) -> DicomPeer:  # noqa: ANN401 - whatever the file says
    if not isinstance(entry, dict) or set(entry) != {"aet", "host", "port"}:
        raise SettingsError(
            said(
                "settings.toml: each [[dicom_peers]] has exactly aet, host and port",
                "settings.toml: jedes [[dicom_peers]] hat genau aet, host und port",
            )
        )
    _check_aet("dicom_peers.aet", entry["aet"])
    try:
        ipaddress.ip_address(entry["host"])  # the archive compares addresses, so a name would never match
    except ValueError as error:
        raise _unusable("dicom_peers.host", entry["host"]) from error
    if entry["port"] not in _PORTS:
        raise _unusable("dicom_peers.port", entry["port"])
    return DicomPeer(aet=entry["aet"], host=entry["host"], port=entry["port"])


def _check_aet(name: str, aet: object) -> None:
    # DICOM PS3.5 section 6.2, VR AE: at most 16 characters of the default repertoire without backslash
    if not (isinstance(aet, str) and aet.strip() and len(aet) <= _AET_LENGTH and aet.isascii() and aet.isprintable()):
        raise _unusable(name, aet)
    if "\\" in aet:
        raise _unusable(name, aet)


def _unusable(name: str, value: object) -> SettingsError:
    return SettingsError(
        said(
            f"The setting {name} (settings.toml or TOTALPETVIEW_{name.upper()}) cannot be {value!r}.",
            f"Die Einstellung {name} (settings.toml oder TOTALPETVIEW_{name.upper()}) kann nicht {value!r} sein.",
        )
    )
