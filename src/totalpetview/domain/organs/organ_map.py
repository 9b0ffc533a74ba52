"""An organ map: for each voxel of a grid the structures that it belongs to, and where that knowledge comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, cast, get_args

import numpy as np
from numpy.typing import NDArray

from totalpetview.domain.geometry import Grid
from totalpetview.domain.organs.structure import Structure
from totalpetview.domain.problem import Problem

Labels = NDArray[np.uint8] | NDArray[np.uint16]
Mask = NDArray[np.bool_]
Weights = Literal["released", "unverified", "stand-in", "unknown"]


@dataclass(frozen=True, slots=True)
class Segment:
    """One structure of a map.

    Attributes
    ----------
    number
        From 1 on; unique within its map.
    structure
        What it is.
    label
        What its writer called it.
    algorithm
        How it was made, as its writer says: "AUTOMATIC", "SEMIAUTOMATIC", "MANUAL", or nothing.
    """

    number: int
    structure: Structure
    label: str
    algorithm: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return words and numbers."""
        return {
            "number": self.number,
            "structure": self.structure.to_json(),
            "label": self.label,
            "algorithm": self.algorithm,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Segment:
        """Return the segment that `to_json` described."""
        algorithm = data["algorithm"]
        return cls(
            int(data["number"]),
            Structure.from_json(data["structure"]),
            str(data["label"]),
            None if algorithm is None else str(algorithm),
        )


@dataclass(frozen=True, slots=True)
class Making:
    """Where a map comes from.

    Attributes
    ----------
    program, version
        What computed it, e.g. "TotalSegmentator", "2.18.0"; empty where nobody said.
    task, mode
        E.g. "total", and "fastest", "fast", "full" or empty.
    weights
        Whether the network's weights are the released ones; "unverified": nothing speaks for that; "stand-in" weights
        make results good for nothing but trying the program.
    weights_digest
        Check sum of the weights, or empty.
    settings
        (name, value) pairs of whatever else decides about the result.
    made_at
        ISO 8601 date and time, or nothing.
    device
        "cpu", "gpu" or empty.
    """

    program: str
    version: str = ""
    task: str = ""
    mode: str = ""
    weights: Weights = "unknown"
    weights_digest: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    made_at: str | None = None
    device: str = ""

    @property
    def stand_in(self) -> bool:
        """Whether the result must be marked: its weights are not the program's own."""
        return self.weights == "stand-in"

    def to_json(self) -> dict[str, Any]:
        """Return words."""
        return {
            "program": self.program,
            "version": self.version,
            "task": self.task,
            "mode": self.mode,
            "weights": self.weights,
            "weights_digest": self.weights_digest,
            "settings": [list(pair) for pair in self.settings],
            "made_at": self.made_at,
            "device": self.device,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Making:
        """Return the making that `to_json` described; weights of an unheard-of kind are unknown."""
        weights = str(data.get("weights", "unknown"))
        made_at = data.get("made_at")
        return cls(
            program=str(data["program"]),
            version=str(data.get("version", "")),
            task=str(data.get("task", "")),
            mode=str(data.get("mode", "")),
            weights=cast("Weights", weights if weights in get_args(Weights) else "unknown"),
            weights_digest=str(data.get("weights_digest", "")),
            settings=tuple((str(name), str(value)) for name, value in data.get("settings", ())),
            made_at=None if made_at is None else str(made_at),
            device=str(data.get("device", "")),
        )


@dataclass(frozen=True, eq=False)
class OrganMap:
    """The structures of one image.

    Attributes
    ----------
    grid
        Where the voxels lie.
    labels
        [k, j, i]: a value for each voxel; 0 is no structure.
    values
        values[v]: the numbers of the segments that label v stands for. values[0] is empty. Where segments
        overlap, each combination that occurs has a value of its own.
    segments
        In order of number.
    making
        Where the map comes from.
    frame_of_reference_uid
        Of the image; empty where unknown.
    source_series_uid, source_instance_uids
        The images that it was drawn on.
    series_uid, sop_instance_uid
        Of the DICOM object that holds the map, if there is one.
    notices
        What reading it had to decide, or found contradictory.
    """

    grid: Grid
    labels: Labels
    values: tuple[tuple[int, ...], ...]
    segments: tuple[Segment, ...]
    making: Making
    frame_of_reference_uid: str = ""
    source_series_uid: str | None = None
    source_instance_uids: tuple[str, ...] = ()
    series_uid: str | None = None
    sop_instance_uid: str | None = None
    notices: tuple[Problem, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what contradicts itself.

        Raises
        ------
        ValueError
            If the labels do not fill the grid, a value names no segment, or numbers are not unique from 1 on.
        """
        numbers = [segment.number for segment in self.segments]
        if self.labels.shape != self.grid.shape or self.labels.dtype not in (np.uint8, np.uint16):
            raise ValueError("the labels must be 8 or 16 bit unsigned and fill the grid")
        if len(set(numbers)) != len(numbers) or any(number < 1 for number in numbers):
            raise ValueError("segments need unique numbers from 1 on")
        if not self.values or self.values[0] or not {n for value in self.values for n in value} <= set(numbers):
            raise ValueError("values must name segments, and 0 none")

    @property
    def overlapping(self) -> bool:
        """Whether a value stands for more than one segment."""
        return any(len(value) > 1 for value in self.values)

    def segment(self, number: int) -> Segment | None:
        """Return the segment of a number."""
        return next((segment for segment in self.segments if segment.number == number), None)

    def numbers_of(self, key: str) -> tuple[int, ...]:
        """Return the numbers of the segments that show the structure of a key: mostly one or none."""
        return tuple(segment.number for segment in self.segments if segment.structure.key == key)

    def values_of(self, numbers: Iterable[int]) -> tuple[int, ...]:
        """Return the label values that stand for any of these segments."""
        wanted = set(numbers)
        return tuple(value for value, members in enumerate(self.values) if wanted.intersection(members))

    def mask(self, number: int) -> Mask:
        """Return [k, j, i]: whether a voxel belongs to a segment."""
        return self.mask_of((number,))

    def mask_of(self, numbers: Iterable[int]) -> Mask:
        """Return [k, j, i]: whether a voxel belongs to any of these segments."""
        table = np.zeros(max(len(self.values), int(np.iinfo(self.labels.dtype).max) + 1), dtype=np.bool_)
        table[list(self.values_of(numbers))] = True
        return cast("Mask", table[self.labels])

    def voxel_counts(self) -> dict[int, int]:
        """Return number -> voxels of each segment; overlapped voxels count for each."""
        counts = np.bincount(self.labels.ravel(), minlength=len(self.values))
        return {segment.number: int(counts[list(self.values_of((segment.number,)))].sum()) for segment in self.segments}

    def without_overlaps(self) -> OrganMap:
        """Return the map in which each voxel belongs to one segment and its label value is that one's number.

        Of overlapping segments the one with the fewest voxels keeps the voxel: a nodule stays visible in its lung.
        """
        counts = self.voxel_counts()
        highest = max((segment.number for segment in self.segments), default=0)
        kept = [min(value, key=lambda n: (counts[n], n), default=0) for value in self.values]
        table = np.array(kept, dtype=np.uint8 if highest <= np.iinfo(np.uint8).max else np.uint16)
        numbers = {segment.number for segment in self.segments}
        values = tuple((number,) if number in numbers else () for number in range(highest + 1))
        return replace(self, labels=cast("Labels", table[self.labels]), values=values)


def plain_values(numbers: Iterable[int]) -> tuple[tuple[int, ...], ...]:
    """Return `OrganMap.values` of a map whose label values are the numbers of its segments, without overlaps."""
    present = set(numbers)
    return tuple((number,) if number in present else () for number in range(max(present, default=0) + 1))
