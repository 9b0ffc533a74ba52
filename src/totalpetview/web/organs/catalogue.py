"""The catalogue of `totalpetview.workflows.organ_catalogue`, in the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from totalpetview.domain.series import SeriesFacts
from totalpetview.web.archive.connection import on_a_living_connection, whatever_the_database_says
from totalpetview.web.archive.models import Series, SeriesRole, SeriesState
from totalpetview.web.organs.models import (
    UNFINISHED,
    OrganMapRow,
    OrganStatistics,
    RunState,
    SegmentationRun,
)
from totalpetview.web.organs.ranking import rank_of
from totalpetview.workflows.organ_catalogue import (
    KnownMap,
    MapSource,
    MapTakenUp,
    PreparedCt,
    PreparedPet,
    RunAsked,
)

if TYPE_CHECKING:
    from totalpetview.domain.problem import Problem
    from totalpetview.segmentation.port import Mode
    from totalpetview.workflows.organ_catalogue import OrganCatalogue, RunEnd, RunStage


class DjangoOrganCatalogue:
    """Every method is one transaction. Safe from several threads and processes at once."""

    @on_a_living_connection
    def run_begins(self, key: str) -> RunAsked | None:
        """Say that work on a run begins; None if it was cancelled, is finished, or is not there (any more)."""
        begun = SegmentationRun.objects.filter(key=key, state__in=UNFINISHED, cancel_requested=False)
        if not begun.update(state=RunState.RUNNING, problem=None):
            cancelled = SegmentationRun.objects.filter(key=key, state__in=UNFINISHED)
            cancelled.update(state=RunState.CANCELLED, ended_at=timezone.now())
            return None
        row = SegmentationRun.objects.get(key=key)
        return RunAsked(row.key, row.ct_series_uid, row.volume_id, row.task, cast("Mode", row.mode))

    @on_a_living_connection
    def run_progress(self, key: str, stage: RunStage, fraction: float, left_s: float | None) -> None:
        """Say how far a run is: 0..1 over all stages. One that was left by its worker is under way again."""
        with whatever_the_database_says():
            SegmentationRun.objects.filter(key=key, state__in=UNFINISHED).update(
                state=RunState.RUNNING, problem=None, stage=stage, fraction=fraction, left_s=left_s
            )

    @on_a_living_connection
    def run_is_cancelled(self, key: str) -> bool:
        """Return whether somebody wants the run to end."""
        is_wanted = True
        with whatever_the_database_says():
            is_wanted = SegmentationRun.objects.filter(key=key, cancel_requested=False).exists()
        return not is_wanted

    @on_a_living_connection
    def run_is_left(self, key: str, problem: Problem) -> None:
        """Say that nobody works at a run that was under way: it waits again, or ends when somebody cancelled it."""
        left = SegmentationRun.objects.filter(key=key, state=RunState.RUNNING)
        left.filter(cancel_requested=True).update(state=RunState.CANCELLED, left_s=None, ended_at=timezone.now())
        left.filter(cancel_requested=False).update(
            state=RunState.WAITING, stage="", fraction=0.0, left_s=None, problem=problem.to_json()
        )

    @on_a_living_connection
    def run_ends(self, key: str, end: RunEnd, problem: Problem | None = None, *, stand_in: bool = False) -> None:
        """Keep what became of a run."""
        SegmentationRun.objects.filter(key=key).update(
            state=end,
            problem=None if problem is None else problem.to_json(),
            stand_in=stand_in,
            left_s=None,
            ended_at=timezone.now(),
        )

    @on_a_living_connection
    def unfinished_runs(self, asked_before_s: float) -> tuple[str, ...]:
        """Return the keys of runs that wait or are under way and were asked for so many seconds ago or earlier."""
        before = timezone.now() - timedelta(seconds=asked_before_s)
        rows = SegmentationRun.objects.filter(state__in=UNFINISHED, asked_at__lte=before)
        return tuple(rows.values_list("key", flat=True))

    @on_a_living_connection
    def new_run(self, ct: PreparedCt, task: str, mode: Mode, fingerprint: str) -> str | None:
        """Add a run and return its key; None if there is one for these settings, or their map is there already."""
        if self.computed_map(ct.series_uid, fingerprint) is not None:
            return None
        row, is_new = SegmentationRun.objects.get_or_create(
            volume_id=ct.volume_id,
            fingerprint=fingerprint,
            defaults={"ct_series_uid": ct.series_uid, "task": task, "mode": mode},
        )
        return row.key if is_new else None

    @on_a_living_connection
    def computed_map(self, ct_series_uid: str, fingerprint: str) -> str | None:
        """Return the key of the map of a CT that was computed with these settings, if there is one."""
        found = OrganMapRow.objects.filter(ct_series_uid=ct_series_uid, fingerprint=fingerprint, problem__isnull=True)
        return found.values_list("key", flat=True).first()

    @on_a_living_connection
    def ct(self, series_uid: str) -> PreparedCt | None:
        """Return a CT that is prepared."""
        return next(iter(_cts(Q(series_uid=series_uid))), None)

    @on_a_living_connection
    def cts_of(self, source_series_uid: str, frame_of_reference_uid: str) -> tuple[PreparedCt, ...]:
        """Return the prepared CTs that a map may belong to, see the port."""
        if source_series_uid:
            own = _cts(Q(series_uid=source_series_uid))
            if own:
                return own[:1]
            drawn_on = Series.objects.filter(series_uid=source_series_uid).exclude(examination=None)
            beside = _cts(Q(examination__in=drawn_on.values("examination"), role=SeriesRole.CT))
            if beside:
                return beside
        if not frame_of_reference_uid:
            return ()
        return _cts(Q(facts__frame_of_reference_uid=frame_of_reference_uid))

    @on_a_living_connection
    def pet_of(self, ct_series_uid: str) -> PreparedPet | None:
        """Return the prepared PET of the examination to which a CT belongs."""
        ct = Series.objects.filter(series_uid=ct_series_uid).exclude(examination=None)
        row = (
            Series.objects.filter(examination__in=ct.values("examination"), role=SeriesRole.PET)
            .filter(state=SeriesState.READY)
            .select_related("examination")
            .first()
        )
        if row is None or row.examination is None:
            return None
        return PreparedPet(row.series_uid, row.volume_id, row.mip, row.examination.pet_ct_share_frame)

    @on_a_living_connection
    def is_taken_up(self, sop_instance_uid: str, input_digest: str) -> bool:
        """Return whether the map of a DICOM object is there, as it is now, and can be shown."""
        found = OrganMapRow.objects.filter(sop_instance_uid=sop_instance_uid, input_digest=input_digest)
        return found.filter(problem__isnull=True).exists()

    @on_a_living_connection
    def map_taken_up(self, taken: MapTakenUp) -> str:
        """Keep a map (insert or replace, by its DICOM object) and return its key."""
        with transaction.atomic():
            row = _row_of(taken.source)
            if row.labels_id != taken.labels["id"]:
                row.mip_labels, row.mip_labels_id, row.surfaces_id = None, "", ""
                row.statistics.all().delete()
            row.ct_series_uid, row.volume_id = taken.ct.series_uid, taken.ct.volume_id
            row.title, row.making, row.fingerprint = taken.title, dict(taken.making), taken.fingerprint
            row.made_at = str(taken.making.get("made_at") or "")
            row.stand_in = taken.making.get("weights") == "stand-in"
            row.segments, row.values = list(taken.segments), [list(each) for each in taken.values]
            row.notices, row.landmarks, row.problem = list(taken.notices), list(taken.landmarks), None
            row.labels, row.labels_id = dict(taken.labels), str(taken.labels["id"])
            row.rank = rank_of(taken.making, taken.segments)
            if taken.run_key:
                row.run = SegmentationRun.objects.filter(key=taken.run_key).first()
            row.save()
            return row.key

    @on_a_living_connection
    def map_refused(self, source: MapSource, problem: Problem) -> None:
        """Keep why a map cannot be shown, insert or replace."""
        with transaction.atomic():
            row = _row_of(source)
            row.problem = problem.to_json()
            row.labels, row.labels_id = None, ""
            row.ct_series_uid = row.ct_series_uid or _ct_named(source)
            row.save()

    @on_a_living_connection
    def known_map(self, key: str) -> KnownMap | None:
        """Return a map that can be shown and whose CT is prepared."""
        row = OrganMapRow.objects.filter(key=key, problem__isnull=True).prefetch_related("statistics").first()
        ct = None if row is None else self.ct(row.ct_series_uid)
        if row is None or ct is None:
            return None
        return KnownMap(
            key=row.key,
            ct=ct,
            labels_id=row.labels_id,
            values=tuple(tuple(each) for each in row.values),
            segments=tuple(row.segments),
            mip_labels_for="" if row.mip_labels is None else str(row.mip_labels["mip"]),
            surfaces_id=row.surfaces_id,
            measured_on=frozenset(each.volume_id for each in row.statistics.all()),
        )

    @on_a_living_connection
    def maps_of(self, ct_series_uid: str) -> tuple[str, ...]:
        """Return the keys of the maps of a CT."""
        return tuple(_shown().filter(ct_series_uid=ct_series_uid).values_list("key", flat=True))

    @on_a_living_connection
    def incomplete_maps(self) -> tuple[str, ...]:
        """Return the keys of the maps that can be shown but have no surfaces yet."""
        return tuple(_shown().filter(surfaces_id="").values_list("key", flat=True))

    @on_a_living_connection
    def maps_with_pet(self, pet_series_uid: str) -> tuple[str, ...]:
        """Return the keys of the maps of the CT of the examination to which a PET belongs."""
        pet = Series.objects.filter(series_uid=pet_series_uid).exclude(examination=None)
        cts = Series.objects.filter(examination__in=pet.values("examination")).values("series_uid")
        return tuple(_shown().filter(ct_series_uid__in=cts).values_list("key", flat=True))

    @on_a_living_connection
    def maps_waiting_for(self, ct: PreparedCt) -> tuple[tuple[str, str], ...]:
        """Return (archive's id of the series, digest) of maps that cannot be shown and may belong to this CT."""
        may_belong = Q(source_series_uid=ct.series_uid)
        if ct.frame_of_reference_uid:
            may_belong |= Q(frame_of_reference_uid=ct.frame_of_reference_uid)
        rows = OrganMapRow.objects.filter(problem__isnull=False).filter(may_belong)
        return tuple(rows.values_list("orthanc_id", "input_digest").distinct())

    @on_a_living_connection
    def mip_labels_made(self, key: str, mip_labels: Mapping[str, Any]) -> None:
        """Point to the labels of the projections."""
        OrganMapRow.objects.filter(key=key).update(mip_labels=dict(mip_labels), mip_labels_id=str(mip_labels["id"]))

    @on_a_living_connection
    def surfaces_made(self, key: str, surfaces_id: str) -> None:
        """Point to the surfaces."""
        OrganMapRow.objects.filter(key=key).update(surfaces_id=surfaces_id)

    @on_a_living_connection
    def measured(self, key: str, volume_id: str, values: Mapping[str, Any]) -> None:
        """Keep what was measured in a map on a CT or a PET."""
        row = OrganMapRow.objects.filter(key=key).first()
        if row is not None:
            OrganStatistics.objects.update_or_create(
                organ_map=row, volume_id=volume_id, defaults={"values": dict(values)}
            )


def _shown() -> QuerySet[OrganMapRow]:
    return OrganMapRow.objects.filter(problem__isnull=True)


def _row_of(source: MapSource) -> OrganMapRow:
    """Return the row of a DICOM object, made or brought up to date, and locked until the end of the transaction.

    Whoever computed a map and whoever reads it from the archive may come at the same moment.
    """
    row, _ = OrganMapRow.objects.select_for_update().update_or_create(
        sop_instance_uid=source.sop_instance_uid,
        defaults={
            "orthanc_id": source.orthanc_id,
            "series_uid": source.series_uid,
            "input_digest": source.input_digest,
            "source_series_uid": source.source_series_uid,
            "frame_of_reference_uid": source.frame_of_reference_uid,
        },
    )
    return row


def _ct_named(source: MapSource) -> str:
    """Return the CT at which it is said that a map cannot be shown, also when it is not the reason."""
    if not source.source_series_uid:
        return ""
    known = Series.objects.filter(series_uid=source.source_series_uid, facts__kind="ct")
    return known.values_list("series_uid", flat=True).first() or ""


def _cts(which: Q) -> tuple[PreparedCt, ...]:
    """Return prepared CTs; those of examinations first."""
    rows = Series.objects.filter(which, facts__kind="ct", state=SeriesState.READY).exclude(volume_id="")
    found = [(row, SeriesFacts.from_json(row.facts or {})) for row in rows.defer("mip", "volume").order_by("pk")]
    found.sort(key=lambda each: each[0].role != SeriesRole.CT)
    return tuple(
        PreparedCt(row.series_uid, row.orthanc_id, row.volume_id, facts.frame_of_reference_uid or "", facts.grid)
        for row, facts in found
        if facts.grid is not None
    )


def _keeps_to_the_port() -> OrganCatalogue:
    # checked by mypy: this is the catalogue that the workflows write to
    return DjangoOrganCatalogue()
