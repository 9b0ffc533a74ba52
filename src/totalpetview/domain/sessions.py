"""Which volumes were acquired together; the rules are numbered in `totalpetview.domain.examinations`."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from totalpetview.domain.clock import seconds_between, wall_clock
from totalpetview.domain.geometry import Grid, shared_box_mm
from totalpetview.domain.series import SeriesFacts

SAME_ACQUISITION_S: Final = 30 * 60.0
SAME_START_S: Final = 2 * 60.0
CT_SAME_FRAME_S: Final = 6 * 3600.0
CT_OTHER_FRAME_S: Final = 3600.0
LEAST_SHARED: Final = 0.5
NEAR_S: Final = 300.0

#: kernels for lung and bone: Siemens by number, GE and Philips and Canon by name
_SIEMENS_KERNEL: Final = re.compile(r"^[A-Z][A-Za-z]?(\d{2})[A-Za-z]?$")
_SIEMENS_SHARP: Final = 55
_SHARP_KERNELS: Final = {"LUNG", "BONE", "BONEPLUS", "BONE PLUS", "EDGE", "ULTRA", "DETAIL", "YC", "YD", "D", "E", "L"}


@dataclass(frozen=True, slots=True)
class Session:
    """Volumes that were acquired together: the chosen PET and CT, and the others."""

    pet: SeriesFacts | None
    ct: SeriesFacts | None
    alternatives: tuple[SeriesFacts, ...]


def sessions_of(volumes: Sequence[SeriesFacts]) -> list[Session]:
    """Return the sessions of one patient's CT and PET volumes; each volume is in exactly one of them."""
    pets = _clusters([facts for facts in volumes if facts.kind == "pet"])
    chosen = [min(group, key=_pet_order) for group in pets]
    cts: list[list[SeriesFacts]] = [[] for _ in pets]
    lone: list[SeriesFacts] = []
    for ct in (facts for facts in volumes if facts.kind == "ct"):
        place = _in_own_frame(ct, pets)
        if place is None:
            lone.append(ct)
        else:
            cts[place].append(ct)
    cts, lone = _place_lone(lone, chosen, cts)
    sessions = [_session(pet, group, around) for pet, group, around in zip(chosen, pets, cts, strict=True)]
    for group in _clusters(lone):
        ct = min(group, key=lambda one: (_sharp(one), -_long(one), _fine(one), one.series_uid))
        sessions.append(Session(None, ct, tuple(one for one in group if one is not ct)))
    return sessions


def _session(pet: SeriesFacts, pets: Sequence[SeriesFacts], cts: Sequence[SeriesFacts]) -> Session:
    covering = [ct for ct in cts if _overlap(ct, pet) > 0]
    ct = min(covering, key=lambda one: _ct_order(one, pet)) if covering else None
    return Session(pet, ct, tuple(one for one in (*pets, *cts) if one is not pet and one is not ct))


def _clusters(volumes: Sequence[SeriesFacts]) -> list[list[SeriesFacts]]:
    """Group by rule 1, in order of time; a volume joins the first group whose first volume it belongs to."""
    groups: list[list[SeriesFacts]] = []
    for one in sorted(volumes, key=_when):
        group = next((group for group in groups if _together(group[0], one)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return groups


def _when(facts: SeriesFacts) -> tuple[bool, str, str]:
    moment = facts.acquired_at
    return (moment is None, "" if moment is None else wall_clock(moment).isoformat(), facts.series_uid)


def _together(one: SeriesFacts, other: SeriesFacts) -> bool:
    apart = _apart_s(one, other)
    if _same_frame(one, other):
        return one.study_uid == other.study_uid if apart is None else apart <= SAME_ACQUISITION_S
    return apart is not None and apart <= SAME_START_S and _overlap(one, other) >= LEAST_SHARED


def _in_own_frame(ct: SeriesFacts, sessions: Sequence[Sequence[SeriesFacts]]) -> int | None:
    """Return the session of rule 3 that shares the CT's frame of reference."""
    near: list[tuple[float, int]] = []
    for place, pets in enumerate(sessions):
        pet = next((pet for pet in pets if _same_frame(ct, pet)), None)
        if pet is None:
            continue
        apart = _apart_s(ct, pet)
        if apart is None and ct.study_uid == pet.study_uid:
            near.append((CT_SAME_FRAME_S, place))
        elif apart is not None and apart <= CT_SAME_FRAME_S:
            near.append((apart, place))
    return min(near)[1] if near else None


def _place_lone(
    lone: Sequence[SeriesFacts], chosen: Sequence[SeriesFacts], cts: Sequence[Sequence[SeriesFacts]]
) -> tuple[list[list[SeriesFacts]], list[SeriesFacts]]:
    """Give CTs of a frame of their own to the nearest session, those that want a CT first (rule 3)."""
    placed = [list(group) for group in cts]
    served = [any(_overlap(ct, pet) > 0 for ct in group) for pet, group in zip(chosen, cts, strict=True)]
    left: list[SeriesFacts] = []
    for ct in lone:
        near: list[tuple[bool, float, int]] = []
        for place, pet in enumerate(chosen):
            apart = _apart_s(ct, pet)
            if apart is not None and apart <= CT_OTHER_FRAME_S and _overlap(ct, pet) >= LEAST_SHARED:
                near.append((served[place], apart, place))
        if near:
            placed[min(near)[2]].append(ct)
        else:
            left.append(ct)
    return placed, left


def _same_frame(one: SeriesFacts, other: SeriesFacts) -> bool:
    return one.frame_of_reference_uid is not None and one.frame_of_reference_uid == other.frame_of_reference_uid


def _apart_s(one: SeriesFacts, other: SeriesFacts) -> float | None:
    if one.acquired_at is None or other.acquired_at is None:
        return None
    return abs(seconds_between(one.acquired_at, other.acquired_at))


def _grid(facts: SeriesFacts) -> Grid:
    if facts.grid is None:
        message = "only volumes are grouped"
        raise ValueError(message)
    return facts.grid


def _length_mm(grid: Grid) -> float:
    low, high = grid.box_mm()
    return high[2] - low[2]


def _overlap(one: SeriesFacts, other: SeriesFacts) -> float:
    """Return which part of the shorter one's length (along the body) both show; 0 if they lie apart."""
    a, b = _grid(one), _grid(other)
    shared = shared_box_mm(a, b)
    return shared[2] / min(_length_mm(a), _length_mm(b)) if min(shared) > 0 else 0.0


def _covered(ct: SeriesFacts, pet: SeriesFacts) -> float:
    shared = shared_box_mm(_grid(ct), _grid(pet))
    return shared[2] / _length_mm(_grid(pet)) if min(shared) > 0 else 0.0


def _long(facts: SeriesFacts) -> int:
    return round(_length_mm(_grid(facts)) / 20.0)


def _fine(facts: SeriesFacts) -> float:
    return round(_grid(facts).voxel_volume_ml, 6)


def _pet_order(pet: SeriesFacts) -> tuple[object, ...]:
    corrected = {True: 0, None: 1, False: 2}[pet.attenuation_corrected]
    known_suv = pet.suv is not None and pet.suv.factor_per_unit is not None
    return (corrected, -_long(pet), not known_suv, _fine(pet), _when(pet))


def _ct_order(ct: SeriesFacts, pet: SeriesFacts) -> tuple[object, ...]:
    apart = _apart_s(ct, pet)
    near = math.inf if apart is None else apart // NEAR_S
    covered = _covered(ct, pet)
    aligned = _same_frame(ct, pet) and covered >= LEAST_SHARED
    return (not aligned, -round(covered, 1), near, _sharp(ct), _fine(ct), ct.series_uid)


def _sharp(ct: SeriesFacts) -> bool:
    kernel = (ct.kernel or "").split("\\")[0].strip()
    siemens = _SIEMENS_KERNEL.match(kernel)
    return kernel.upper() in _SHARP_KERNELS or (siemens is not None and int(siemens[1]) >= _SIEMENS_SHARP)
