"""The tables of runs and of organ maps. Maps can be read from the archive again; runs record what was asked for."""
# ruff: noqa: DJ008 - the text of a row would carry names into logs and error pages

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from totalpetview.web.archive.models import new_key


class RunState(models.TextChoices):
    """How far a run is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


#: what is neither finished nor given up
UNFINISHED = (RunState.WAITING, RunState.RUNNING)


class SegmentationRun(models.Model):
    """One wish for the organs of one CT, and what became of it.

    Kept by the UID of the CT series: ids of examinations change when a series joins them. `volume_id` and
    `fingerprint` (program, weights, settings) name the result: the same twice is one run. `work_id` names the
    durable work that is under way for it. `left_s` is as of the last progress.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key)
    ct_series_uid = models.CharField(max_length=64, db_index=True)
    volume_id = models.CharField(max_length=32)
    task = models.CharField(max_length=64)
    mode = models.CharField(max_length=16)
    fingerprint = models.CharField(max_length=200)
    state = models.CharField(max_length=16, choices=RunState.choices, default=RunState.WAITING, db_index=True)
    stage = models.CharField(max_length=16, blank=True)
    fraction = models.FloatField(default=0.0)
    left_s = models.FloatField(null=True)
    cancel_requested = models.BooleanField(default=False)
    problem = models.JSONField(null=True)
    stand_in = models.BooleanField(default=False)
    work_id = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Options of the table."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["volume_id", "fingerprint"], name="one_run_per_volume_and_settings")
        ]


class OrganMapRow(models.Model):
    """One organ map that is kept in the archive as DICOM SEG or RTSTRUCT.

    `segments`, `making`, `values`, `notices` and `landmarks` are what was read and found in it, `labels`, `mip_labels`
    and `surfaces` descriptors of what was prepared from it. `ct_series_uid` is empty and `problem` says why while it
    cannot be shown.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key)
    orthanc_id = models.CharField(max_length=64, db_index=True)  # of the series
    series_uid = models.CharField(max_length=64)
    sop_instance_uid = models.CharField(max_length=64, unique=True)
    input_digest = models.CharField(max_length=128)
    ct_series_uid = models.CharField(max_length=64, blank=True, db_index=True)
    #: of what the map was drawn on, as its header names it: it is taken up when that CT arrives
    source_series_uid = models.CharField(max_length=64, blank=True)
    frame_of_reference_uid = models.CharField(max_length=64, blank=True)
    volume_id = models.CharField(max_length=32, blank=True)
    fingerprint = models.CharField(max_length=200, blank=True)  # of the settings it was computed with by us
    run = models.ForeignKey(SegmentationRun, null=True, on_delete=models.SET_NULL, related_name="maps")
    title = models.CharField(max_length=200, blank=True)
    made_at = models.CharField(max_length=40, blank=True)
    stand_in = models.BooleanField(default=False)
    rank = models.IntegerField(default=0)  # the highest is shown first
    making = models.JSONField(default=dict)
    segments = models.JSONField(default=list)
    values = models.JSONField(default=list)
    notices = models.JSONField(default=list)
    landmarks = models.JSONField(default=list)
    problem = models.JSONField(null=True)
    labels = models.JSONField(null=True)
    labels_id = models.CharField(max_length=32, blank=True)  # as in the descriptors, to be asked for in SQL
    mip_labels = models.JSONField(null=True)
    mip_labels_id = models.CharField(max_length=32, blank=True)
    surfaces_id = models.CharField(max_length=32, blank=True)
    taken_up_at = models.DateTimeField(auto_now=True)

    class Meta:
        """Options of the table."""

        db_table = "organs_organmap"


class OrganStatistics(models.Model):
    """What was measured in one organ map on one prepared volume, a CT or a PET.

    `values` is segment number -> numbers, for a PET in its stored unit: factors of SUV are applied when they are read.
    """

    organ_map = models.ForeignKey(OrganMapRow, on_delete=models.CASCADE, related_name="statistics")
    volume_id = models.CharField(max_length=32)
    values = models.JSONField()

    class Meta:
        """Options of the table."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organ_map", "volume_id"], name="one_reading_per_map_and_volume")
        ]
