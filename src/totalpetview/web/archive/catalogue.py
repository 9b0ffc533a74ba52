"""The catalogue of `totalpetview.workflows.catalogue`, in the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from totalpetview.web.archive.connection import on_a_living_connection
from totalpetview.web.archive.grouping import patient_of, regroup
from totalpetview.web.archive.models import ArchiveCursor, Heartbeat, Patient, Series, SeriesRole, SeriesState
from totalpetview.web.organs.models import OrganMapRow

if TYPE_CHECKING:
    from totalpetview.domain.problem import Problem
    from totalpetview.domain.series import SeriesFacts
    from totalpetview.workflows.catalogue import Catalogue, Stage

WORKER = "worker"
_BEGINNING = ("reading", 0.0)
_BUILDING_BEGINS = 0.4  # reading the images takes about this part of the work


class DjangoCatalogue:
    """Every method is one transaction. Safe from several threads and processes at once."""

    @on_a_living_connection
    def last_change(self) -> int:
        """Return the number of the archive's change that was worked off last; 0 at the beginning."""
        return ArchiveCursor.objects.filter(pk=1).values_list("number", flat=True).first() or 0

    @on_a_living_connection
    def record_change(self, number: int) -> None:
        """Remember that everything up to this change is worked off."""
        ArchiveCursor.objects.update_or_create(pk=1, defaults={"number": number})

    @on_a_living_connection
    def series_arriving(self, orthanc_id: str, series_uid: str, images: int) -> None:
        """Say that images of this series are coming in; what was prepared before is kept but not shown."""
        Series.objects.update_or_create(
            orthanc_id=orthanc_id,
            defaults={"series_uid": series_uid, "images": images, "state": SeriesState.ARRIVING},
        )

    @on_a_living_connection
    def series_understood(self, orthanc_id: str, facts: SeriesFacts, input_digest: str) -> None:
        """Keep what a series is, and group its patient's series into examinations again."""
        with transaction.atomic():
            patient = patient_of(facts)
            known = Series.objects.select_for_update().filter(orthanc_id=orthanc_id).first()
            row = known or Series(orthanc_id=orthanc_id)
            before = row.patient if row.patient_id != patient.pk else None
            if row.input_digest != input_digest:
                row.problem = None
                row.stage, row.fraction = "", 0.0
            if _decay_folded_to(row.facts) != _decay_folded_to(facts.to_json()):
                row.prepared_digest = ""  # the slopes of what is prepared belong to the old reading
            row.series_uid = facts.series_uid
            row.patient = patient
            row.facts = facts.to_json()
            row.images = facts.images
            row.input_digest = input_digest
            row.state = _state_of(row, facts)
            row.save()
            regroup(patient)
            if before is not None:
                regroup(before)

    @on_a_living_connection
    def series_progress(self, series_uid: str, stage: Stage, fraction: float) -> None:
        """Say how far the preparation is: 0..1 within its stage.

        It begins with the images that were there: the series is no longer arriving. If more come while it goes on,
        the series is arriving again, and stays so whatever is told of work that is out of date.
        """
        rows = Series.objects.filter(series_uid=series_uid)
        if (stage, fraction) != _BEGINNING:
            rows = rows.exclude(state=SeriesState.ARRIVING)
        rows.update(state=SeriesState.PREPARING, stage=stage, fraction=fraction, problem=None)

    @on_a_living_connection
    def series_prepared(self, series_uid: str, volume: Mapping[str, Any], input_digest: str) -> None:
        """Point to a volume, unless the series has changed since it was read."""
        with transaction.atomic():
            for row in Series.objects.select_for_update().filter(series_uid=series_uid, input_digest=input_digest):
                if row.prepared_digest != input_digest:
                    row.mip, row.mip_id = None, ""
                row.volume, row.volume_id = dict(volume), str(volume["id"])
                row.prepared_digest = input_digest
                row.problem = None
                row.fraction = 1.0
                if row.state != SeriesState.ARRIVING:
                    row.state = SeriesState.READY
                row.save()

    @on_a_living_connection
    def mip_prepared(self, series_uid: str, mip: Mapping[str, Any]) -> None:
        """Point to the rotating maximum intensity projection of a PET series."""
        Series.objects.filter(series_uid=series_uid).update(mip=dict(mip), mip_id=str(mip["id"]))

    @on_a_living_connection
    def series_failed(self, series_uid: str, orthanc_id: str, problem: Problem) -> None:
        """Keep why a series could not be read or prepared."""
        Series.objects.update_or_create(
            orthanc_id=orthanc_id,
            defaults={"series_uid": series_uid, "state": SeriesState.FAILED, "problem": problem.to_json()},
        )

    @on_a_living_connection
    def series_deleted(self, orthanc_id: str) -> None:
        """Forget a series that is no longer in the archive."""
        with transaction.atomic():
            rows = Series.objects.filter(orthanc_id=orthanc_id)
            # the patient first, as everybody does: two who wait for each other would both be refused
            patient = Patient.objects.select_for_update().filter(pk__in=rows.values("patient")).first()
            rows.delete()
            if patient is not None:
                regroup(patient)

    @on_a_living_connection
    def known_series(self) -> frozenset[str]:
        """Return the archive's ids of all series that are kept."""
        return frozenset(Series.objects.values_list("orthanc_id", flat=True))

    @on_a_living_connection
    def volumes_in_use(self) -> frozenset[str]:
        """Return the ids of all volumes, MIPs and what was made from organ maps that are pointed to."""
        rows = Series.objects.values_list("volume_id", "mip_id")
        maps = OrganMapRow.objects.values_list("labels_id", "mip_labels_id", "surfaces_id")
        return frozenset(each for row in [*rows, *maps] for each in row if each)

    @on_a_living_connection
    def heartbeat(self) -> None:
        """Say that the worker is alive."""
        Heartbeat.objects.update_or_create(process=WORKER, defaults={"at": timezone.now()})


def _decay_folded_to(facts: Mapping[str, Any] | None) -> str | None:
    moment: str | None = ((facts or {}).get("pet") or {}).get("decay_folded_to")
    return moment


def _state_of(row: Series, facts: SeriesFacts) -> SeriesState:
    if not facts.is_volume:
        # a CT or PET that is refused for its geometry is a failure that the reader must see
        return SeriesState.FAILED if facts.kind in {"ct", "pet"} else SeriesState.NOT_A_VOLUME
    if row.volume is not None and row.prepared_digest == row.input_digest:
        return SeriesState.READY
    if row.problem is not None:
        return SeriesState.FAILED
    return SeriesState.WAITING


def progress_of(row: Series) -> float:
    """Return how far the work on a series is, 0..1 over all stages."""
    if row.state in {SeriesState.READY, SeriesState.NOT_A_VOLUME}:
        return 1.0
    if row.state != SeriesState.PREPARING:
        return 0.0
    if row.stage == "building":
        return _BUILDING_BEGINS + (1 - _BUILDING_BEGINS) * row.fraction
    return _BUILDING_BEGINS * row.fraction


def is_chosen(row: Series) -> bool:
    """Return whether a series is the CT or the PET of its examination."""
    return row.role in {SeriesRole.CT, SeriesRole.PET}


def _keeps_to_the_port() -> Catalogue:
    # checked by mypy: this is the catalogue that the workflows write to
    return DjangoCatalogue()
