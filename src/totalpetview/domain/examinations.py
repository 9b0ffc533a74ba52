"""From the series of one patient to examinations: one PET with its CT.

What belongs together is decided by frame of reference, place in the patient and time of acquisition; never by
StudyInstanceUID alone (two days may share a study, one day may hold two examinations) nor by descriptions.

1. PET volumes of one acquisition form a session: the same frame of reference and starts at most 30 minutes
   apart (reconstructions of one acquisition start at the same moment; a late second scan does not), or
   different frames of reference, overlapping, and starts at most two minutes apart.
2. The session's PET: attenuation corrected before unknown before uncorrected; then the longer one (in steps of
   20 mm); then one with a known SUV; then the finer one; then the earlier one; then by series UID.
3. A CT belongs to the session in its own frame of reference that is nearest in time, at most 6 hours away. One
   that shares no session's frame belongs to the nearest session at most one hour away, one that has no CT yet
   before others, if they overlap by at least half of the shorter one.
4. The session's CT: one in the PET's frame of reference that covers at least half of the PET's length comes
   first; then the one that covers more (in steps of a tenth; one that covers nothing is never chosen); nearest
   in time (in steps of five minutes); a soft kernel before one for lung or bone; then the finer one; then by
   series UID. An examination whose PET and CT share no frame says so.
5. CTs left over form examinations of their own, by rules 1 and 4.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from totalpetview.domain.clock import wall_clock
from totalpetview.domain.problem import Problem
from totalpetview.domain.series import SeriesFacts
from totalpetview.domain.sessions import Session, sessions_of


@dataclass(frozen=True, slots=True)
class Examination:
    """One PET with its CT, or one of them alone.

    Attributes
    ----------
    id
        16 hexadecimal digits made from the UID of its PET (else of its CT): opaque, no patient data, and the same
        when a CT or an alternative arrives later.
    acquired_at
        Start of the acquisition of the PET, else of the CT.
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
    """Examinations in order of acquisition, and every series that is not the CT or PET of one, with the reason.

    Alternatives are listed in their examination and in `other_series` as well.
    """

    examinations: tuple[Examination, ...]
    other_series: tuple[tuple[SeriesFacts, Problem], ...]


def group_examinations(series: Iterable[SeriesFacts]) -> Grouping:
    """Return the examinations of ONE patient's series; the order of the input does not matter."""
    ordered = sorted(series, key=lambda facts: facts.series_uid)
    volumes = [facts for facts in ordered if facts.is_volume]
    others = [(facts, _reason(facts)) for facts in ordered if not facts.is_volume]
    examinations = [_examination(session) for session in sessions_of(volumes)]
    for examination in examinations:
        others.extend((facts, _why_alternative(facts)) for facts in examination.alternatives)
    examinations.sort(key=_moment)
    others.sort(key=lambda other: other[0].series_uid)
    return Grouping(tuple(examinations), tuple(others))


def examination_id(series_uids: Iterable[str]) -> str:
    """Return 16 hexadecimal digits for a set of series."""
    return hashlib.sha256("\n".join(sorted(series_uids)).encode()).hexdigest()[:16]


def _examination(session: Session) -> Examination:
    anchor = session.pet or session.ct
    if anchor is None:
        message = "a session has a PET or a CT"
        raise ValueError(message)
    examination = Examination(
        id=examination_id([anchor.series_uid]),
        acquired_at=anchor.acquired_at,
        frame_of_reference_uid=anchor.frame_of_reference_uid,
        ct=session.ct,
        pet=session.pet,
        alternatives=session.alternatives,
    )
    return Examination(
        examination.id,
        examination.acquired_at,
        examination.frame_of_reference_uid,
        examination.ct,
        examination.pet,
        examination.alternatives,
        _problems(examination),
    )


def _problems(examination: Examination) -> tuple[Problem, ...]:
    found: list[Problem] = []
    pet, ct = examination.pet, examination.ct
    if pet is None:
        found.append(Problem("ct-without-pet"))
    elif pet.attenuation_corrected is False:
        found.append(Problem("only-uncorrected-pet"))
    elif pet.attenuation_corrected is None:
        found.append(Problem("attenuation-unknown"))
    if ct is None:
        found.append(Problem("pet-without-ct"))
    if not examination.pet_ct_share_frame:
        found.append(Problem("different-frames-of-reference"))
    if examination.acquired_at is None:
        found.append(Problem("no-acquisition-time"))
    return tuple(found)


def _reason(facts: SeriesFacts) -> Problem:
    if facts.why_other is not None:
        return facts.why_other
    return facts.problems[0] if facts.problems else Problem("not-a-volume")


def _why_alternative(facts: SeriesFacts) -> Problem:
    if facts.kind == "ct":
        return Problem("alternative-ct")
    return Problem("alternative-not-corrected" if facts.attenuation_corrected is False else "alternative-pet")


def _moment(examination: Examination) -> tuple[float, datetime, str]:
    """Order by the clock on the wall; unknown moments come last."""
    if examination.acquired_at is None:
        return (math.inf, datetime.max, examination.id)  # noqa: DTZ901 - only compared with naive moments
    return (0.0, wall_clock(examination.acquired_at), examination.id)
