"""The tables of the catalogue. All of it can be read from the archive again, except the manual shifts."""
# ruff: noqa: DJ008 - the text of a row would carry names into logs and error pages

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models


def new_key() -> str:
    """Return 16 random hexadecimal digits: addresses must not hold anything made from patient data."""
    return secrets.token_hex(8)


class Patient(models.Model):
    """One person in the archive.

    `identity` is the patient ID with the date of birth (without an ID: name and date of birth); `search_text` holds
    folded everything that a search finds, `newest_at` the time of the newest examination (ISO 8601 text).
    """

    key = models.CharField(max_length=16, unique=True, default=new_key)
    identity = models.CharField(max_length=64, unique=True)
    patient_id = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=400, blank=True)
    birth_date = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=16, blank=True)
    search_text = models.TextField(blank=True)
    newest_at = models.CharField(max_length=40, blank=True)

    class Meta:
        """Options of the table."""

        indexes: ClassVar = [models.Index(fields=["-newest_at", "id"])]


class Examination(models.Model):
    """One PET with its CT, as `domain.examinations` grouped them. `acquired_at` is ISO 8601 text as recorded."""

    id = models.CharField(max_length=16, primary_key=True)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="examinations")
    acquired_at = models.CharField(max_length=40, blank=True)
    frame_of_reference_uid = models.CharField(max_length=64, blank=True)
    pet_ct_share_frame = models.BooleanField(default=True)
    problems = models.JSONField(default=list)


class SeriesRole(models.TextChoices):
    """What a series is in its examination."""

    CT = "ct"
    PET = "pet"
    ALTERNATIVE = "alternative"
    OTHER = "other"


class SeriesState(models.TextChoices):
    """How far the work on a series is."""

    ARRIVING = "arriving"
    WAITING = "waiting"
    PREPARING = "preparing"
    READY = "ready"
    FAILED = "failed"
    NOT_A_VOLUME = "not-an-image-volume"


class Series(models.Model):
    """One series of the archive.

    `facts` is `SeriesFacts` as JSON, `volume` and `mip` are descriptors of what was prepared from the instances
    that `prepared_digest` names. They are shown only while it equals `input_digest`: never half a series.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key)
    orthanc_id = models.CharField(max_length=64, unique=True)
    series_uid = models.CharField(max_length=64, db_index=True)
    patient = models.ForeignKey(Patient, null=True, on_delete=models.CASCADE, related_name="series")
    examination = models.ForeignKey(Examination, null=True, on_delete=models.SET_NULL, related_name="series")
    role = models.CharField(max_length=16, choices=SeriesRole.choices, default=SeriesRole.OTHER)
    why_other = models.JSONField(null=True)
    images = models.PositiveIntegerField(default=0)
    facts = models.JSONField(null=True)
    input_digest = models.CharField(max_length=128, blank=True)
    state = models.CharField(max_length=24, choices=SeriesState.choices, default=SeriesState.ARRIVING, db_index=True)
    stage = models.CharField(max_length=16, blank=True)
    fraction = models.FloatField(default=0.0)
    problem = models.JSONField(null=True)
    prepared_digest = models.CharField(max_length=128, blank=True)
    volume = models.JSONField(null=True)
    volume_id = models.CharField(max_length=32, blank=True)  # as in the descriptors, to be asked for in SQL
    mip = models.JSONField(null=True)
    mip_id = models.CharField(max_length=32, blank=True)


class ManualShift(models.Model):
    """How far a person moved one examination against another, in millimetres of the comparison's space.

    Kept by series UIDs, not by examination ids: these change when a series joins the examination.
    """

    reference_series_uid = models.CharField(max_length=64)
    series_uid = models.CharField(max_length=64)
    x_mm = models.FloatField()
    y_mm = models.FloatField()
    z_mm = models.FloatField()

    class Meta:
        """Options of the table."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reference_series_uid", "series_uid"], name="one_shift_per_pair")
        ]


class ArchiveCursor(models.Model):
    """The number of the archive's change that was worked off last; one row."""

    number = models.BigIntegerField(default=0)


class Heartbeat(models.Model):
    """When a process last said that it is alive."""

    process = models.CharField(max_length=32, primary_key=True)
    at = models.DateTimeField()


class Worker(models.Model):
    """A worker at this database, see `workflows.worker_register`; `instance` is empty when it was given up."""

    executor = models.CharField(max_length=64, primary_key=True)
    instance = models.CharField(max_length=32, blank=True)
    host = models.CharField(max_length=255)
    queues = models.CharField(max_length=64)
    at = models.DateTimeField()
