"""From the ids that the browser sends to examinations with the series that are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from totalpetview.domain.geometry import Vector, vector
from totalpetview.domain.series import SeriesFacts
from totalpetview.web.answers import ApiRefusal
from totalpetview.web.archive.models import Examination, Series, SeriesRole, SeriesState
from totalpetview.web.suv.quantified import Quantified, quantified
from totalpetview.web.suv.units import UNITS, Normalisation, stored_unit

MOST = 4


@dataclass(frozen=True, slots=True)
class ShownSeries:
    """A series of a time point: its row, what is known about it, and for PET what it can be shown in."""

    row: Series
    facts: SeriesFacts
    suv: Quantified | None = None

    def factor(self, normalisation: Normalisation = "bw") -> float | None:
        """Return what a value is multiplied by; None where it is refused."""
        return None if self.suv is None else self.suv.result.normalised[normalisation].factor

    def unit(self, normalisation: Normalisation = "bw") -> str:
        """Return the unit of that normalisation, or that of the stored values where there is no factor."""
        return self.stored_unit if self.factor(normalisation) is None else UNITS[normalisation]

    @property
    def stored_unit(self) -> str:
        """Unit of the prepared values."""
        return stored_unit(self.facts, (self.volume or {}).get("quantity"))

    @property
    def volume(self) -> dict[str, Any] | None:
        """Descriptor of the prepared volume; None unless it was made from all images that are there."""
        return self.row.volume if self.row.state == SeriesState.READY else None

    @property
    def mip(self) -> dict[str, Any] | None:
        """Descriptor of the rotating projection, under the same condition."""
        return self.row.mip if self.row.state == SeriesState.READY else None

    @property
    def body_centre_mm(self) -> Vector | None:
        """Centre of the body; None when not prepared or not found."""
        centre = (self.volume or {}).get("body_centre_mm")
        return None if centre is None else vector(centre)


@dataclass(frozen=True, slots=True)
class Shown:
    """One examination with the CT and the PET that are shown."""

    examination: Examination
    ct: ShownSeries | None
    pet: ShownSeries | None
    #: series by which a manual shift of this examination is remembered: its own, whatever is shown instead
    anchor_uid: str

    @property
    def chosen(self) -> list[ShownSeries]:
        """CT and PET, as far as there are."""
        return [each for each in (self.ct, self.pet) if each is not None]


def select(ids: Sequence[str], alternatives: Sequence[str] = ()) -> list[Shown]:
    """Return one to four examinations of one patient in order of acquisition.

    Parameters
    ----------
    ids
        Examination ids; one named twice counts once.
    alternatives
        Keys of series to be shown instead of the examination's own CT or PET.

    Raises
    ------
    ApiRefusal
        If there are none or too many, one is unknown, or they belong to different patients.
    """
    wanted = list(dict.fromkeys(ids))
    if not 1 <= len(wanted) <= MOST:
        raise ApiRefusal(400, "one-to-four")
    found = list(Examination.objects.filter(pk__in=wanted).select_related("patient").prefetch_related("series"))
    if len(found) != len(wanted):
        raise ApiRefusal(404, "no-such-examination")
    if len({examination.patient_id for examination in found}) > 1:
        raise ApiRefusal(400, "several-patients")
    # an examination without a time comes last: it cannot be the one the others are compared with
    found.sort(key=lambda each: (not each.acquired_at, each.acquired_at, each.pk))
    return _with_suv([_shown(examination, alternatives) for examination in found])


def _shown(examination: Examination, alternatives: Sequence[str]) -> Shown:
    every = [ShownSeries(row, SeriesFacts.from_json(row.facts or {})) for row in examination.series.all() if row.facts]
    by_role = {each.row.role: each for each in every}
    instead = {
        each.facts.kind: each
        for each in every
        if each.row.role == SeriesRole.ALTERNATIVE and each.row.key in alternatives
    }
    owns = (by_role.get(SeriesRole.CT), by_role.get(SeriesRole.PET))
    return Shown(
        examination,
        ct=instead.get("ct", by_role.get(SeriesRole.CT)),
        pet=instead.get("pet", by_role.get(SeriesRole.PET)),
        anchor_uid=next((own.facts.series_uid for own in owns if own is not None), ""),
    )


def _with_suv(shown: list[Shown]) -> list[Shown]:
    pets = {each.pet.facts.series_uid: each.pet.facts for each in shown if each.pet is not None}
    found = quantified(pets, shown[0].examination.patient_id)
    return [
        each if each.pet is None else replace(each, pet=replace(each.pet, suv=found[each.pet.facts.series_uid]))
        for each in shown
    ]
