"""One series: DICOM objects in, facts and stored volume out."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from totalpetview.dicom import elements
from totalpetview.dicom.frames import label_of, read_frames
from totalpetview.dicom.header import SeriesHeader, series_header, signature
from totalpetview.dicom.kinds import is_ct_or_pet
from totalpetview.dicom.parse import ParsedObject, parse
from totalpetview.dicom.pixels import check_announced, check_pixels, decode_frames
from totalpetview.dicom.quantity import decay_factors
from totalpetview.dicom.storage import Kept, keep, of_one_type
from totalpetview.dicom.understanding import Instance, Understanding, understand
from totalpetview.dicom.value_maps import value_maps
from totalpetview.domain.problem import Problem, Refusal, refuse
from totalpetview.domain.series import SeriesFacts
from totalpetview.domain.volume import StoredVolume


@dataclass(frozen=True, slots=True)
class _Entry:
    instance: Instance
    kept: tuple[Kept, ...]


def series_uid_of(source: bytes | Path | BinaryIO) -> str:
    """Return the Series Instance UID of one object; raises Refusal if it cannot be read or has none."""
    return _series_uid(parse(source, keep_bytes=False))


def _series_uid(parsed: ParsedObject) -> str:
    uid = elements.text(parsed.header, "SeriesInstanceUID")
    if not uid:
        raise refuse("no-series-uid")
    return uid


class SeriesReader:
    """Collects the SOP instances of one series, in any order.

    `add` may be called from several threads. An instance of the series that cannot be read is refused there and
    then, and is not forgotten: the series has no grid and no volume until a whole copy of it is added.
    """

    def __init__(self, *, keep_pixels: bool = True) -> None:
        """Keep pixels for `volume`, or headers only."""
        self._keep_pixels = keep_pixels
        self._lock = threading.Lock()
        self._headers: dict[tuple[object, ...], SeriesHeader] = {}
        self._entries: dict[str, _Entry] = {}
        self._refused: dict[str, Problem] = {}
        self._copies: list[str] = []
        self._held_bytes = 0
        self._understood: Understanding | None = None

    def add(self, source: bytes | Path | BinaryIO) -> None:
        """Take one SOP instance.

        Raises
        ------
        Refusal
            When it cannot be read, belongs to another series, or its pixels are missing, cut off or undecodable.
        """
        try:
            parsed = parse(source, keep_bytes=self._keep_pixels)
        except Refusal as refusal:
            with self._lock:  # which instance it was cannot be known, so no later copy makes up for it
                self._refused[f"unreadable {len(self._refused)}"] = refusal.problem
                self._understood = None
            raise
        self.add_parsed(parsed)

    def add_parsed(self, parsed: ParsedObject) -> None:
        """Take one object that was parsed before; as `add`."""
        sop_uid = elements.text(parsed.header, "SOPInstanceUID")
        series_uid = _series_uid(parsed)
        if not sop_uid:
            raise refuse("no-sop-uid")
        header = self._header(parsed)
        with self._lock:
            if any(one.instance.header.series_uid != series_uid for one in self._some_entry()):
                raise refuse("other-series")
        try:
            entry = self._entry(parsed, header, sop_uid)
        except Refusal as refusal:
            with self._lock:
                self._refused[sop_uid] = refusal.problem
                self._understood = None
                if sop_uid not in self._entries:  # what it is, is known; only its pixels are not
                    self._entries[sop_uid] = _Entry(self._instance(parsed, header, sop_uid), ())
            raise
        with self._lock:
            self._insert(sop_uid, entry)

    @property
    def has_instances(self) -> bool:
        """Whether anything of the series was understood so far."""
        return bool(self._entries)

    @property
    def held_bytes(self) -> int:
        """How much memory the pixels take that were kept so far."""
        return self._held_bytes

    def facts(self) -> SeriesFacts:
        """Return what the headers say; raises Refusal when nothing was added."""
        return self._understanding().facts

    def volume(self) -> StoredVolume:
        """Return the stored values on one grid; raises Refusal where `facts().grid` is None.

        The slopes of a PET without decay correction contain that of each slice, to `facts().pet.decay_folded_to`.
        """
        understood = self._understanding()
        facts = understood.facts
        if understood.refusal is not None or facts.grid is None:
            raise Refusal(understood.refusal or Problem("not-a-volume"))
        if not self._keep_pixels:
            raise refuse("no-pixels-kept")
        if any(len(self._entries[frame.sop_uid].kept) <= frame.index for frame in understood.ordered):
            raise refuse("mixed-pixel-formats")  # one of them was a colour picture
        kept = [self._entries[frame.sop_uid].kept[frame.index] for frame in understood.ordered]
        # a frame without slope or intercept has a flaw, and then there is no grid
        slope = np.array([frame.slope or 0.0 for frame in understood.ordered])
        intercept = np.array([frame.intercept or 0.0 for frame in understood.ordered])
        decay = np.array(decay_factors(facts.pet, understood.ordered))
        slope, intercept = slope * decay, intercept * decay
        return StoredVolume(
            grid=facts.grid,
            stored=of_one_type([one.values for one in kept]),
            slope=slope * np.array([one.scale for one in kept]),
            intercept=intercept + slope * np.array([one.offset for one in kept]),
            quantity="HU" if facts.kind == "ct" else facts.units or "?",
        )

    def _some_entry(self) -> list[_Entry]:
        return [next(iter(self._entries.values()))] if self._entries else []

    def _header(self, parsed: ParsedObject) -> SeriesHeader:
        key = signature(parsed.header)
        found = self._headers.get(key)
        if found is None:
            found = series_header(parsed.header)
            self._headers[key] = found
        return found

    def _instance(self, parsed: ParsedObject, header: SeriesHeader, sop_uid: str) -> Instance:
        if is_ct_or_pet(header):
            frames = read_frames(parsed.header, zone=header.zone)
            return Instance(sop_uid, header, frames, len(frames), value_maps(parsed.header))
        has_picture = elements.whole(parsed.header, "Rows") is not None
        images = (elements.whole(parsed.header, "NumberOfFrames") or 1) if has_picture else 0
        return Instance(sop_uid, header, (), images, value_maps(parsed.header))

    def _entry(self, parsed: ParsedObject, header: SeriesHeader, sop_uid: str) -> _Entry:
        instance = self._instance(parsed, header, sop_uid)
        if not instance.frames or header.samples_per_pixel > 1:
            check_announced(parsed, label_of(parsed.header))
            return _Entry(instance, ())
        label = instance.frames[0].label
        if not self._keep_pixels:
            check_pixels(parsed, label)
            return _Entry(instance, ())
        decoded = decode_frames(parsed, label)
        if len(decoded) != len(instance.frames):
            raise refuse("frames-missing", image=label, expected=len(decoded), found=len(instance.frames))
        return _Entry(instance, tuple(keep(frame, label) for frame in decoded))

    def _insert(self, sop_uid: str, entry: _Entry) -> None:
        self._understood = None
        known = self._entries.get(sop_uid)
        if known is None or self._refused.pop(sop_uid, None) is not None:
            self._entries[sop_uid] = entry
            self._held_bytes += sum(one.values.nbytes for one in entry.kept)
        elif _equal(known, entry):
            self._copies.append(entry.instance.frames[0].label if entry.instance.frames else "?")
        else:
            label = entry.instance.frames[0].label if entry.instance.frames else "?"
            problem = Problem("same-uid-different-content", {"image": label})
            self._refused[sop_uid] = problem
            raise Refusal(problem)

    def _understanding(self) -> Understanding:
        with self._lock:
            if self._understood is None:
                if not self._entries:
                    raise refuse("no-images")
                self._understood = understand(
                    [entry.instance for entry in self._entries.values()],
                    refused=next((self._refused[uid] for uid in sorted(self._refused)), None),
                    notes=self._notes(),
                )
            return self._understood

    def _notes(self) -> list[Problem]:
        notes = []
        if self._copies:
            notes.append(Problem("identical-copies", {"copies": len(self._copies), "image": min(self._copies)}))
        if any(not kept.exact for entry in self._entries.values() for kept in entry.kept):
            notes.append(Problem("stored-in-16-bits"))
        return notes


def _equal(one: _Entry, other: _Entry) -> bool:
    return one.instance == other.instance and all(
        a.scale == b.scale and a.offset == b.offset and np.array_equal(a.values, b.values)
        for a, b in zip(one.kept, other.kept, strict=True)
    )
