"""From the series of a patient to examinations: one PET with its CT.  (Rules follow.)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from totalpetview.domain.problem import Problem
from totalpetview.domain.series import SeriesFacts


@dataclass(frozen=True, slots=True)
class Examination:
    """One PET with its CT, or one of them alone.

    Attributes
    ----------
    id
        16 hexadecimal digits made from its series UIDs: opaque, no patient data.
    alternatives
        Other volumes of the same session that a reader may choose: not corrected PET, other CT kernels.
    problems
        What a reader must be told: only uncorrected PET, no shared frame of reference, no CT, ...
    """

    id: str
    acquired_at: datetime | None
    frame_of_reference_uid: str | None
    ct: SeriesFacts | None
    pet: SeriesFacts | None
    alternatives: tuple[SeriesFacts, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def pet_ct_share_frame(self) -> bool:
        """Whether PET and CT can be laid over each other without assumption."""
        if self.ct is None or self.pet is None:
            return True
        return self.ct.frame_of_reference_uid is not None and (
            self.ct.frame_of_reference_uid == self.pet.frame_of_reference_uid
        )


@dataclass(frozen=True, slots=True)
class Grouping:
    """Examinations in order of acquisition, and every other series with the reason why it is in none."""

    examinations: tuple[Examination, ...]
    other_series: tuple[tuple[SeriesFacts, Problem], ...]


def group_examinations(series: Iterable[SeriesFacts]) -> Grouping:
    """Return the examinations of ONE patient's series."""
    raise NotImplementedError


def examination_id(series_uids: Iterable[str]) -> str:
    """Return 16 hexadecimal digits for a set of series."""
    return hashlib.sha256("\n".join(sorted(series_uids)).encode()).hexdigest()[:16]
