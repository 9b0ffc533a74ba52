"""The one PET series of a folder, with the value maps that lie with it or beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from totalpetview.dicom import elements
from totalpetview.dicom.parse import parse
from totalpetview.dicom.series import SeriesReader
from totalpetview.domain.problem import Problem, Refusal, refuse
from totalpetview.domain.series import SeriesFacts
from totalpetview.domain.suv.value_maps import ValueMap

#: exports put each series into a folder of its own; one with value maps holds few files
_FEW_FILES: Final = 8
_MANY_FOLDERS: Final = 500


@dataclass(frozen=True, slots=True)
class PetFolder:
    """A PET series, read; the value maps of its study; what could not be read on the way."""

    reader: SeriesReader
    facts: SeriesFacts
    maps: tuple[ValueMap, ...]
    problems: tuple[Problem, ...]


def read_pet_folder(path: Path, *, keep_pixels: bool) -> PetFolder:
    """Return the attenuation-corrected PET of a folder, or the only PET.

    Raises
    ------
    Refusal
        "path-missing", "pet-none", or "pet-several" where it is not clear which one is meant.
    """
    if not path.exists():
        raise refuse("path-missing")
    readers: dict[str, SeriesReader] = {}
    files: dict[str, list[Path]] = {}
    damaged = 0
    for file in _files(path):
        try:
            parsed = parse(file, keep_bytes=False)
            uid = elements.text(parsed.header, "SeriesInstanceUID")
            if not uid:
                continue
            files.setdefault(uid, []).append(file)
            readers.setdefault(uid, SeriesReader(keep_pixels=False)).add_parsed(parsed)
        except Refusal as refusal:
            damaged += refusal.problem.code not in {"not-dicom", "empty-file"}
    every = [reader.facts() for reader in readers.values() if reader.has_instances]
    facts = _chosen(every)
    maps = [one for each in every if each.study_uid == facts.study_uid for one in each.value_maps]
    maps.extend(_maps_beside(path, facts))
    reader = readers[facts.series_uid]
    if keep_pixels:
        reader = SeriesReader()
        for file in files[facts.series_uid]:
            try:
                reader.add(file)
            except Refusal:  # the reader keeps why, and refuses the volume
                continue
        facts = reader.facts()
    problems = (Problem("files-damaged", {"count": damaged}),) if damaged else ()
    return PetFolder(reader, facts, tuple(dict.fromkeys(maps)), problems)


def _chosen(every: list[SeriesFacts]) -> SeriesFacts:
    pets = [facts for facts in every if facts.kind == "pet"]
    if not pets:
        aside = next((facts.why_other for facts in every if facts.modality == "PT" and facts.why_other), None)
        raise Refusal(aside or Problem("pet-none"))
    corrected = [facts for facts in pets if facts.attenuation_corrected]
    found = pets if len(pets) == 1 else corrected
    if len(found) != 1:
        raise refuse("pet-several", count=len(found) or len(pets))
    return found[0]


def _maps_beside(path: Path, pet: SeriesFacts) -> Iterator[ValueMap]:
    """Yield the value maps of the same study in the neighbouring folders that hold few files."""
    folder = path if path.is_dir() else path.parent
    try:
        beside = sorted(one for one in folder.resolve().parent.iterdir() if one.is_dir())[:_MANY_FOLDERS]
    except OSError:
        return
    for other in beside:
        if other == folder.resolve():
            continue
        try:
            files = [file for _, file in zip(range(_FEW_FILES + 1), other.iterdir(), strict=False)]
        except OSError:
            continue
        if len(files) > _FEW_FILES:
            continue
        for file in files:
            yield from _maps_of(file, pet)


def _maps_of(file: Path, pet: SeriesFacts) -> tuple[ValueMap, ...]:
    reader = SeriesReader(keep_pixels=False)
    try:
        if not file.is_file():
            return ()
        reader.add(file)
        facts = reader.facts()
    except Refusal:
        return ()
    same_study = facts.study_uid == pet.study_uid and facts.patient_id == pet.patient_id
    return facts.value_maps if same_study and facts.modality == "RWV" else ()


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    yield from sorted(file for file in path.rglob("*") if file.is_file())
