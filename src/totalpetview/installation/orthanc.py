"""Orthanc, our archive: where it is installed, and the configuration that we write for it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from totalpetview.installation.folder import DataFolder
from totalpetview.installation.language import said

_PROGRAM_FOLDERS: Final = ("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/opt/orthanc/bin")
_PLUGIN_FOLDERS: Final = (
    "/usr/share/orthanc/plugins",  # Debian, Ubuntu
    "/usr/lib/orthanc",
    "/usr/local/share/orthanc/plugins",  # the project's own builds and images
    "/usr/share/orthanc/plugins-available",
)
_STABLE_AGE_S: Final = 2
#: DCMTK waits on Nagle's algorithm otherwise: DIMSE is ten times slower without it
ENVIRONMENT: Final[Mapping[str, str]] = {"TCP_NODELAY": "1"}


class OrthancMissing(Exception):
    """Orthanc or its DICOMweb plugin is not installed; the message says how to get it."""


@dataclass(frozen=True, slots=True)
class OrthancProgram:
    """The server and its DICOMweb plugin on this machine."""

    binary: Path
    dicomweb_plugin: Path


def find_binary() -> Path | None:
    """Return Orthanc's server program (`$TOTALPETVIEW_ORTHANC` first), or None."""
    named = os.environ.get("TOTALPETVIEW_ORTHANC")
    if named:
        return Path(named) if Path(named).is_file() else None
    found = shutil.which("Orthanc", path=os.pathsep.join([os.environ.get("PATH", ""), *_PROGRAM_FOLDERS]))
    return Path(found) if found else None


def find_dicomweb_plugin() -> Path | None:
    """Return the DICOMweb plugin (`$TOTALPETVIEW_ORTHANC_DICOMWEB` first), or None."""
    named = os.environ.get("TOTALPETVIEW_ORTHANC_DICOMWEB")
    if named:
        return Path(named) if Path(named).is_file() else None
    for folder in _PLUGIN_FOLDERS:
        candidates = sorted(Path(folder).glob("libOrthancDicomWeb.so*"))
        if candidates:
            return candidates[0]
    return None


def find_orthanc() -> OrthancProgram:
    """Return Orthanc as installed here.

    Raises
    ------
    OrthancMissing
        The server or its DICOMweb plugin is missing.
    """
    binary, plugin = find_binary(), find_dicomweb_plugin()
    if binary is None:
        raise OrthancMissing(
            said(
                "Orthanc is not installed. Run script/setup, or: apt-get install orthanc orthanc-dicomweb",
                "Orthanc ist nicht installiert. script/setup aufrufen, oder: apt-get install orthanc orthanc-dicomweb",
            )
        )
    if plugin is None:
        raise OrthancMissing(
            said(
                "Orthanc's DICOMweb plugin is missing. Run script/setup, or: apt-get install orthanc-dicomweb",
                "Orthancs DICOMweb-Plugin fehlt. script/setup aufrufen, oder: apt-get install orthanc-dicomweb",
            )
        )
    return OrthancProgram(binary=binary, dicomweb_plugin=plugin)


def orthanc_configuration(folder: DataFolder, program: OrthancProgram) -> dict[str, Any]:
    """Return the whole configuration; every option that matters is said, since defaults differ between versions."""
    settings, address = folder.settings, folder.orthanc
    storage = str(folder.path / "orthanc")
    return {
        "Name": "TotalPETView",
        "StorageDirectory": storage,
        "IndexDirectory": storage,
        "TemporaryDirectory": str(folder.path / "orthanc"),
        "StorageCompression": False,
        "MaximumStorageSize": 0,
        "MaximumPatientCount": 0,
        # only this plugin: one GET with a JPEG Accept crashes a server that has loaded the gdcm plugin
        "Plugins": [str(program.dicomweb_plugin)],
        "HttpServerEnabled": True,
        "HttpPort": settings.orthanc_http_port,
        # before 1.12.10 the port binds all interfaces whatever one says: refuse everyone who is not on this machine
        "RemoteAccessAllowed": False,
        "AuthenticationEnabled": True,
        "RegisteredUsers": {address.user: address.password},
        "OrthancExplorerEnabled": False,
        "WebDavEnabled": False,
        "ExecuteLuaEnabled": False,
        "RestApiWriteToFileSystemEnabled": False,
        "HttpDescribeErrors": True,
        "HttpCompressionEnabled": False,  # everything stays on this machine
        "KeepAlive": True,
        "TcpNoDelay": True,
        "HttpThreadsCount": 50,
        "HttpRequestTimeout": 60,
        "DicomServerEnabled": settings.dicom_port != 0,
        "DicomAet": settings.aet,
        "DicomPort": settings.dicom_port or 11112,
        # the DICOM port binds all interfaces too: known peers only, calling us by our name from their own address
        "DicomCheckCalledAet": True,
        "DicomCheckModalityHost": True,
        "DicomAlwaysAllowEcho": False,
        "DicomAlwaysAllowStore": False,
        "DicomAlwaysAllowFind": False,
        "DicomAlwaysAllowFindWorklist": False,
        "DicomAlwaysAllowGet": False,
        "DicomAlwaysAllowMove": False,
        "DicomModalitiesInDatabase": False,
        "DicomModalities": {
            f"peer{number}": {"AET": peer.aet, "Host": peer.host, "Port": peer.port}
            for number, peer in enumerate(settings.dicom_peers)
        },
        "OrthancPeersInDatabase": False,
        "MaximumPduLength": 131072,
        "DicomThreadsCount": 8,
        "UnknownSopClassAccepted": False,
        "TranscodeDicomProtocol": True,
        "StableAge": _STABLE_AGE_S,
        "OverwriteInstances": False,
        "StoreMD5ForAttachments": True,
        # an acknowledged image is on the disk, also when the power fails in the next second
        "SyncStorageArea": True,
        "DefaultEncoding": "Latin1",
        "DeidentifyLogs": True,
        "SaveJobs": True,
        "JobsHistorySize": 100,
        "ConcurrentJobs": 2,
        "MediaArchiveSize": 1,
        "LimitFindResults": 0,
        "LimitFindInstances": 0,
        "StorageCommitmentReportsSize": 100,
        "DicomWeb": {
            "Enable": True,
            "Root": "/dicom-web/",
            "EnableWado": False,
            "Ssl": False,
            "StudiesMetadata": "Full",
            "SeriesMetadata": "Full",
            "EnableMetadataCache": False,
        },
    }


def write_orthanc_configuration(folder: DataFolder, program: OrthancProgram) -> Path:
    """Write the configuration into the data folder, readable by its owner only, and return its path."""
    path = folder.path / "orthanc.json"
    temporary = path.with_suffix(".new")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(orthanc_configuration(folder, program), file, indent=1)
    temporary.replace(path)
    return path
