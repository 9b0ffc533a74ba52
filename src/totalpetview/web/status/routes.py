"""How the installation is doing, asked by every open page every few seconds."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from totalpetview import __version__
from totalpetview.web.archive.catalogue import WORKER
from totalpetview.web.archive.models import Heartbeat, Series, SeriesState
from totalpetview.web.refusals import REFUSALS
from totalpetview.web.status.archive_probe import probe
from totalpetview.web.status.schemas import DicomNode, InWork, Status

router = Router(tags=["status"])

#: the worker says every two seconds that it is alive
WORKER_SILENT_AFTER = timedelta(seconds=10)


@router.get("/status", response={200: Status, **REFUSALS}, url_name="status", summary="How the installation is doing")
def read_status(request: HttpRequest) -> Status:
    """Cheap enough to be asked every second."""
    del request
    on_its_way = Series.objects.filter(state__in=[SeriesState.ARRIVING, SeriesState.WAITING])
    working = Series.objects.filter(state=SeriesState.PREPARING).order_by("pk").values_list("key", "stage", "fraction")
    alive = Heartbeat.objects.filter(process=WORKER, at__gt=timezone.now() - WORKER_SILENT_AFTER).exists()
    installed = settings.DATA_FOLDER.settings
    return Status(
        archive="up" if probe.is_up() else "down",
        worker="up" if alive else "down",
        arriving=on_its_way.count(),
        preparing=[
            InWork(series=key, stage=cast("Literal['reading', 'building']", stage or "reading"), fraction=fraction)
            for key, stage, fraction in working
        ],
        dicom=DicomNode(aet=installed.aet, port=installed.dicom_port) if installed.dicom_port else None,
        version=__version__,
    )
