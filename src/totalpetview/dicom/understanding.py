"""From the headers of all instances of a series to its facts and its order of slices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from totalpetview.dicom.attenuation import attenuation_corrected
from totalpetview.dicom.frames import Frame
from totalpetview.dicom.header import SeriesHeader
from totalpetview.dicom.kinds import Kind, kind_of
from totalpetview.dicom.quantity import pet_header, plausible_dose_bq, plausible_weight_kg
from totalpetview.domain.clock import earliest
from totalpetview.domain.geometry import cross
from totalpetview.domain.problem import Problem, Refusal, refuse
from totalpetview.domain.series import SeriesFacts, SuvResult
from totalpetview.domain.stack import Slice, Stack, stack
from totalpetview.domain.suv.header import PetHeader
from totalpetview.domain.suv.quantify import quantify
from totalpetview.domain.suv.value_maps import ValueMap

SCOUT_IMAGES: Final = 2
#: |z| of the normal below which a slice is rather coronal or sagittal than axial
AXIAL_NORMAL: Final = 0.7


@dataclass(frozen=True, slots=True)
class Instance:
    """The header of one SOP instance; `images` counts its pictures, also of objects whose frames are not read."""

    sop_uid: str
    header: SeriesHeader
    frames: tuple[Frame, ...]
    images: int
    value_maps: tuple[ValueMap, ...] = ()


@dataclass(frozen=True, slots=True)
class Understanding:
    """Facts, and for a volume the frames in order of k."""

    facts: SeriesFacts
    ordered: tuple[Frame, ...]
    refusal: Problem | None


def understand(instances: Sequence[Instance], *, refused: Problem | None, notes: Sequence[Problem]) -> Understanding:
    """Return what a series is.

    Parameters
    ----------
    instances
        Every SOP instance once, in any order; at least one.
    refused
        Why one of its instances could not be read: then there is no volume.
    notes
        What was noticed while reading.
    """
    instances = sorted(instances, key=lambda one: one.sop_uid)
    header = Counter({one.header: 0 for one in instances})
    for one in instances:
        header[one.header] += 1
    usual = header.most_common(1)[0][0]
    frames = [frame for one in instances for frame in one.frames]
    kind, frames, left_out = _kind(usual, frames)
    facts = _basic_facts(usual, kind, frames, sum(one.images for one in instances))
    maps = dict.fromkeys(value_map for one in instances for value_map in one.value_maps)
    facts = replace(facts, value_maps=tuple(maps))
    problems = [*notes, *left_out]
    if facts.kind not in {"ct", "pet"}:
        return Understanding(replace(facts, problems=tuple(problems)), (), facts.why_other)
    if facts.kind == "pet":
        facts, pet_problems = _pet_facts(facts, usual, list(header), frames)
        problems.extend(pet_problems)
    try:
        found = _stack(instances, frames, refused)
    except Refusal as refusal:
        return Understanding(replace(facts, problems=(refusal.problem, *problems)), (), refusal.problem)
    problems.extend(found.problems)
    if usual.announced_slices is not None and len(frames) < usual.announced_slices:
        announced = {"announced": usual.announced_slices, "found": len(frames)}
        problems.append(Problem("fewer-slices-than-announced", announced))
    facts = replace(facts, grid=found.grid, problems=tuple(problems))
    return Understanding(facts, tuple(frames[index] for index in found.order), None)


def _kind(header: SeriesHeader, frames: list[Frame]) -> tuple[Kind, list[Frame], list[Problem]]:
    """Return the kind of the series; localizers that came with the slices of a CT are left out."""
    if not frames:
        return kind_of(header, header.image_type, None), frames, []
    kinds: dict[tuple[tuple[str, ...], str | None], Kind] = {}
    for frame in frames:
        key = (frame.image_type, frame.rescale_type)
        if key not in kinds:
            kinds[key] = kind_of(header, *key)
    found = {kind for kind, _ in kinds.values()}
    if found == {"ct", "scout"}:
        slices = [frame for frame in frames if kinds[frame.image_type, frame.rescale_type][0] == "ct"]
        scouts = [frame for frame in frames if kinds[frame.image_type, frame.rescale_type][0] == "scout"]
        note = Problem("localizers-left-out", {"left_out": len(scouts), "image": scouts[0].label})
        return ("ct", None), slices, [note]
    odd = next((kind for kind in kinds.values() if kind[0] not in {"ct", "pet"}), None)
    kind = odd or next(iter(kinds.values()))
    if kind[0] == "ct" and len(frames) <= SCOUT_IMAGES and all(_is_projection(frame.slice) for frame in frames):
        kind = ("scout", Problem("is-scout"))
    return kind, frames, []


def _is_projection(one: Slice | None) -> bool:
    return one is not None and abs(cross(one.along_i, one.along_j)[2]) < AXIAL_NORMAL


def _basic_facts(header: SeriesHeader, kind: Kind, frames: Sequence[Frame], images: int) -> SeriesFacts:
    acquired = earliest(frame.time.acquired_at for frame in frames)
    return SeriesFacts(
        series_uid=header.series_uid,
        study_uid=header.study_uid,
        patient_id=header.patient_id,
        patient_name=header.patient_name,
        modality=header.modality or {"ct": "CT", "pet": "PT"}.get(kind[0], ""),
        kind=kind[0],
        why_other=kind[1],
        images=images,
        birth_date=None if header.birth_date is None else header.birth_date.isoformat(),
        sex=header.sex,
        accession_number=header.accession_number,
        description=header.description,
        study_description=header.study_description,
        frame_of_reference_uid=header.frame_of_reference_uid,
        acquired_at=acquired or header.series_at,
        height_m=header.height_m,
        weight_kg=plausible_weight_kg(PetHeader(weight=header.weight_kg)),
        kernel=header.kernel,
    )


def _pet_facts(
    facts: SeriesFacts, header: SeriesHeader, headers: Sequence[SeriesHeader], frames: Sequence[Frame]
) -> tuple[SeriesFacts, list[Problem]]:
    corrected, note = attenuation_corrected(header)
    pet = pet_header(header, headers, frames)
    found = quantify(pet)
    folded = [one for one in found.assumptions if one.code == "suv-decay-folded"]
    problems = [*([] if note is None else [note]), *found.warnings, *folded]
    if corrected is False:
        problems.append(Problem("not-attenuation-corrected"))
    if corrected is None:
        problems.append(Problem("attenuation-unknown"))
    facts = replace(
        facts,
        attenuation_corrected=corrected,
        units=pet.units,
        dose_bq=plausible_dose_bq(pet),
        uptake_s=found.uptake_s,
        tracer=header.tracers[0].name if header.tracers else None,
        suv=SuvResult(found.bw.factor, found.bw.refusal),
        pet=pet,
    )
    return facts, problems


def _stack(instances: Sequence[Instance], frames: Sequence[Frame], refused: Problem | None) -> Stack:
    _check_one_patient(instances)
    flaw = refused or next((frame.flaw for frame in frames if frame.flaw is not None), None)
    if flaw is not None:
        raise Refusal(flaw)
    return stack([frame.slice for frame in frames if frame.slice is not None])


def _check_one_patient(instances: Sequence[Instance]) -> None:
    first = instances[0]
    for one in instances[1:]:
        labels = {"image": _label(one), "other": _label(first)}
        if one.header.patient_id != first.header.patient_id:
            raise refuse("mixed-patients", **labels)
        if one.header.frame_of_reference_uid != first.header.frame_of_reference_uid:
            raise refuse("mixed-frames-of-reference", **labels)


def _label(one: Instance) -> str:
    return one.frames[0].label if one.frames else "?"
