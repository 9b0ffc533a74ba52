"""DICOMweb under our own address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase


def dicom_web(request: HttpRequest, address: str) -> HttpResponseBase:
    """Pass on."""
    raise NotImplementedError
