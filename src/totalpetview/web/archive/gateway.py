"""The one gateway to the archive of this process."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from totalpetview.pacs.archive import Archive
from totalpetview.pacs.orthanc import Orthanc


@cache
def archive() -> Archive:
    """Return the gateway to the archive of the data folder; it keeps a few connections open."""
    address = settings.DATA_FOLDER.orthanc
    return Orthanc(address.url, address.user, address.password)
