"""Ports that are taken are said by the name of their setting."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from totalpetview.installation.settings import Settings
from totalpetview.supervision.ports import PortInUse, check_ports


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


def _free_ports(number: int) -> list[int]:
    sockets = [socket.socket() for _ in range(number)]
    for probe in sockets:
        probe.bind(("127.0.0.1", 0))
    ports = [int(probe.getsockname()[1]) for probe in sockets]
    for probe in sockets:
        probe.close()
    return ports


@pytest.mark.parametrize("setting", ["web_port", "orthanc_http_port", "dicom_port"])
def test_the_sentence_names_the_setting_to_change(setting: str, taken_port: int) -> None:
    web, archive, dicom = _free_ports(3)
    ports = {"web_port": web, "orthanc_http_port": archive, "dicom_port": dicom} | {setting: taken_port}
    settings = Settings(
        web_port=ports["web_port"], orthanc_http_port=ports["orthanc_http_port"], dicom_port=ports["dicom_port"]
    )
    with pytest.raises(PortInUse, match=rf"Port {taken_port} .* {setting} in settings\.toml"):
        check_ports(settings)


def test_free_ports_are_no_reason_to_complain() -> None:
    web, archive, dicom = _free_ports(3)
    check_ports(Settings(web_port=web, orthanc_http_port=archive, dicom_port=dicom))


def test_a_switched_off_dicom_port_is_not_looked_at(taken_port: int) -> None:
    web, archive = _free_ports(2)
    check_ports(Settings(web_port=web, orthanc_http_port=archive, dicom_port=0))
