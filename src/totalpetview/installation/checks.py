"""What an installation needs, looked at one by one: what is there, what is missing, and how to get it."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Final, Literal

from totalpetview.installation.language import said
from totalpetview.installation.orthanc import find_binary, find_dicomweb_plugin

#: "missing" stops the program from working; "poor" does not
Verdict = Literal["good", "poor", "missing"]

_GIB: Final = 1024**3
#: one clinical PET/CT: about 250 MB of DICOM and as much again prepared
_LEAST_DISK_GIB, _ENOUGH_DISK_GIB = 2.0, 20.0
_LEAST_MEMORY_GIB, _ENOUGH_MEMORY_GIB = 3.0, 7.0
#: transfer syntaxes that scanners and archives send: DICOM PS3.5 annex A
_DECODERS: Final = {
    "JPEG": "1.2.840.10008.1.2.4.50",
    "JPEG Lossless": "1.2.840.10008.1.2.4.70",
    "JPEG-LS": "1.2.840.10008.1.2.4.80",
    "JPEG 2000": "1.2.840.10008.1.2.4.90",
    "RLE": "1.2.840.10008.1.2.5",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, in words."""

    what: str
    verdict: Verdict
    found: str
    remedy: str = ""


def check_orthanc() -> Check:
    """Return whether the archive's program is here."""
    binary = find_binary()
    if binary is None:
        return Check("Orthanc", "missing", said("not found", "nicht gefunden"), "apt-get install orthanc")
    answer = subprocess.run([str(binary), "--version"], capture_output=True, text=True, check=False, timeout=30)
    version = answer.stdout.splitlines()[0] if answer.returncode == 0 and answer.stdout else "?"
    return Check("Orthanc", "good", f"{version} ({binary})")


def check_dicomweb_plugin() -> Check:
    """Return whether the archive's DICOMweb plugin is here."""
    plugin = find_dicomweb_plugin()
    what = said("Orthanc's DICOMweb plugin", "Orthancs DICOMweb-Plugin")
    if plugin is None:
        return Check(what, "missing", said("not found", "nicht gefunden"), "apt-get install orthanc-dicomweb")
    return Check(what, "good", str(plugin))


def check_decoders() -> Check:
    """Return whether compressed images can be read."""
    from pydicom.pixels.decoders.base import get_decoder  # noqa: PLC0415 - half a second that only this check needs

    what = said("Image decoders", "Bild-Dekoder")
    lacking = [name for name, syntax in _DECODERS.items() if not get_decoder(syntax).is_available]
    if lacking:
        return Check(what, "missing", said("cannot read ", "nicht lesbar: ") + ", ".join(lacking), "script/setup")
    return Check(what, "good", ", ".join(_DECODERS))


def check_pages() -> Check:
    """Return whether the built frontend lies in the package."""
    what = said("Pages", "Seiten")
    index = resources.files("totalpetview") / "web" / "static_frontend" / "index.html"
    if index.is_file():
        return Check(what, "good", said("built", "gebaut"))
    node = shutil.which("node")
    found = said("not built", "nicht gebaut")
    if node is None:
        needs = said("install Node.js 20 or newer, then script/setup", "Node.js ab 20 installieren, dann script/setup")
        return Check(what, "missing", found, needs)
    return Check(what, "missing", found, "script/setup")


def check_disk(data: Path) -> Check:
    """Return whether there is room for images where the data folder is, or will be."""
    there = next(folder for folder in (data, *data.parents) if folder.exists())
    free_gib = shutil.disk_usage(there).free / _GIB
    return _amount(
        said("Disk", "Festplatte"),
        free_gib,
        (_LEAST_DISK_GIB, _ENOUGH_DISK_GIB),
        said(f"{free_gib:.0f} GiB free at {there}", f"{free_gib:.0f} GiB frei bei {there}"),
        said(
            "free some space or choose another data folder (TOTALPETVIEW_DATA); four PET/CTs need about 2 GiB",
            "Platz schaffen oder anderen Datenordner wählen (TOTALPETVIEW_DATA); vier PET/CTs brauchen etwa 2 GiB",
        ),
    )


def check_memory(meminfo: Path = Path("/proc/meminfo")) -> Check:
    """Return whether this machine has enough memory."""
    kib = {name: int(rest.split()[0]) for name, _, rest in map(_parted, meminfo.read_text().splitlines()) if rest}
    total_gib, available_gib = kib["MemTotal"] * 1024 / _GIB, kib["MemAvailable"] * 1024 / _GIB
    return _amount(
        said("Memory", "Arbeitsspeicher"),
        total_gib,
        (_LEAST_MEMORY_GIB, _ENOUGH_MEMORY_GIB),
        said(
            f"{total_gib:.0f} GiB, {available_gib:.0f} GiB available",
            f"{total_gib:.0f} GiB, davon {available_gib:.0f} GiB verfügbar",
        ),
        said("8 GiB or more are recommended", "8 GiB oder mehr werden empfohlen"),
    )


def check_gpu() -> Check:
    """Return whether a graphics processor for computing is here; nothing needs one yet."""
    what = said("GPU for computing", "GPU zum Rechnen")
    tool = shutil.which("nvidia-smi")
    if tool is not None:
        answer = subprocess.run(
            [tool, "--query-gpu=name,memory.total", "--format=csv,noheader"],
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
        if answer.returncode == 0 and answer.stdout.strip():
            return Check(what, "good", "; ".join(answer.stdout.strip().splitlines()))
    return Check(what, "good", said("none; none is needed", "keine; es wird keine benötigt"))


def check_folder(data: Path) -> Check:
    """Return whether the data folder is ours alone and can be written."""
    what = said("Data folder", "Datenordner")
    if not data.exists():
        return Check(what, "good", said(f"{data}, made at the first start", f"{data}, wird beim ersten Start angelegt"))
    mode = stat.S_IMODE(data.stat().st_mode)
    if not os.access(data, os.W_OK | os.X_OK):
        return Check(what, "missing", said(f"{data} cannot be written", f"{data} nicht beschreibbar"), f"chown {data}")
    if mode & 0o077:
        others = said(f"{data} can be read by others ({mode:o})", f"{data} ist für andere lesbar ({mode:o})")
        return Check(what, "poor", others, f"chmod 700 {data}")
    return Check(what, "good", str(data))


def _amount(what: str, value: float, limits: tuple[float, float], found: str, remedy: str) -> Check:
    least, enough = limits
    if value >= enough:
        return Check(what, "good", found)
    return Check(what, "poor" if value >= least else "missing", found, remedy)


def _parted(line: str) -> tuple[str, str, str]:
    return line.partition(":")
