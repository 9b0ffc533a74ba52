"""Are the ports free that we are about to use? If not: a sentence that names the setting to change."""

from __future__ import annotations

import socket
import time

from totalpetview.installation.language import said
from totalpetview.installation.settings import Settings


class PortInUse(Exception):
    """Something else listens there; the message names the setting to change."""

    def __init__(self, setting: str, port: int) -> None:
        """Say which setting and port."""
        super().__init__(
            said(
                f"Port {port} is in use by another program. Change {setting} in settings.toml "
                f"(or set TOTALPETVIEW_{setting.upper()}) or end that program.",
                f"Port {port} ist von einem anderen Programm belegt. {setting} in settings.toml ändern "
                f"(oder TOTALPETVIEW_{setting.upper()} setzen) oder jenes Programm beenden.",
            )
        )
        self.setting = setting
        self.port = port


def check_ports(settings: Settings, patience_s: float = 0.0) -> None:
    """Raise `PortInUse` if a port that we need is taken.

    Parameters
    ----------
    settings
        Names the ports.
    patience_s
        How long to wait for a port to become free: after a supervisor was killed, its children need a moment to end.
    """
    give_up_at = time.monotonic() + patience_s
    wanted = [
        ("web_port", settings.web_host, settings.web_port),
        ("orthanc_http_port", "", settings.orthanc_http_port),  # Orthanc binds all interfaces
    ]
    if settings.dicom_port:
        wanted.append(("dicom_port", "", settings.dicom_port))
    for setting, host, port in wanted:
        while not _is_free(host, port):
            if time.monotonic() >= give_up_at:
                raise PortInUse(setting, port)
            time.sleep(0.1)


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port in TIME_WAIT is free
        try:
            probe.bind((host, port))
        except PermissionError:
            raise  # a port below 1024: not in use, not ours to take
        except OSError:
            return False
    return True
