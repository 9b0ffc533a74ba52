"""The configuration that we write, tried on a real Orthanc."""

from __future__ import annotations

import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from tests.integration.real_orthanc import TEST_PEER_AET, RealOrthanc

ECHOSCU = Path("/usr/bin/echoscu")  # DCMTK's: an implementation that is not ours


def test_without_credentials_the_archive_answers_nothing(orthanc: RealOrthanc) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(orthanc.address.url + "/system", timeout=10)
    assert refused.value.code == 401


def test_with_the_generated_credentials_it_answers(orthanc: RealOrthanc) -> None:
    assert orthanc.get("/system")["DicomAet"] == "TOTALPETVIEW"


def test_the_dicomweb_plugin_is_loaded_and_the_gdcm_plugin_is_not(orthanc: RealOrthanc) -> None:
    plugins = orthanc.get("/plugins")
    assert "dicom-web" in plugins
    assert "gdcm" not in plugins
    assert orthanc.get("/dicom-web/studies") == []


def _echo(orthanc: RealOrthanc, calling: str, called: str) -> int:
    command = [str(ECHOSCU), "-aet", calling, "-aec", called, "127.0.0.1", str(orthanc.dicom_port)]
    return subprocess.run(command, capture_output=True, timeout=30, check=False).returncode


@pytest.fixture
def _dcmtk() -> None:
    if not ECHOSCU.exists():
        pytest.skip("DCMTK's echoscu is not installed")


@pytest.mark.usefixtures("_dcmtk")
def test_a_known_peer_that_calls_us_by_our_name_is_answered(orthanc: RealOrthanc) -> None:
    assert _echo(orthanc, TEST_PEER_AET, orthanc.aet) == 0


@pytest.mark.usefixtures("_dcmtk")
def test_an_unknown_peer_is_refused(orthanc: RealOrthanc) -> None:
    assert _echo(orthanc, "STRANGER", orthanc.aet) != 0


@pytest.mark.usefixtures("_dcmtk")
def test_a_peer_that_calls_another_name_is_refused(orthanc: RealOrthanc) -> None:
    assert _echo(orthanc, TEST_PEER_AET, "SOMEONEELSE") != 0
