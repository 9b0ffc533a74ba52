"""What `totalpetview segment` reads and writes."""

from __future__ import annotations

import csv
import json
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from totalpetview.dicom import elements
from totalpetview.dicom.parse import parse
from totalpetview.dicom.segmentation.write import write_seg
from totalpetview.dicom.series import SeriesReader
from totalpetview.domain.geometry import Grid
from totalpetview.domain.organs.organ_map import OrganMap, plain_values
from totalpetview.domain.problem import Problem, Refusal, refuse
from totalpetview.domain.series import SeriesFacts
from totalpetview.domain.volume import StoredVolume
from totalpetview.imaging.nifti_image import write_nifti
from totalpetview.imaging.organ_statistics import ct_statistics
from totalpetview.segmentation.port import Result
from totalpetview.workflows.hounsfield import hounsfield
from totalpetview.workflows.organ_names import segments_of


@dataclass(frozen=True, eq=False, slots=True)
class CtFolder:
    """The CT of a folder; `headers` are those of its objects, in no order."""

    facts: SeriesFacts
    volume: StoredVolume
    hu: NDArray[np.int16]
    headers: tuple[Dataset, ...]

    @property
    def grid(self) -> Grid:
        """Where the voxels lie."""
        return self.volume.grid


def read_ct_folder(path: Path) -> CtFolder:
    """Return the only CT volume of a folder.

    Raises
    ------
    Refusal
        "path-missing", "segmentation-no-ct", "segmentation-several-cts", or why the series is no volume.
    """
    if not path.exists():
        raise refuse("path-missing")
    files: dict[str, list[Path]] = {}
    modalities: dict[str, str] = {}
    for file in sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]:
        try:
            header = parse(file, keep_bytes=False).header
        except Refusal:
            continue  # no DICOM; a damaged image of the CT is missed when its slices are stacked
        uid = elements.text(header, "SeriesInstanceUID")
        if uid:
            files.setdefault(uid, []).append(file)
            modalities[uid] = elements.text(header, "Modality") or "?"
    readers = {uid: _read(files[uid]) for uid, modality in modalities.items() if modality == "CT"}
    cts = {uid: reader for uid, reader in readers.items() if reader.has_instances and reader.facts().kind == "ct"}
    if len(cts) > 1:
        raise refuse("segmentation-several-cts", count=len(cts))
    if not cts:
        raise refuse("segmentation-no-ct", kinds=", ".join(sorted(set(modalities.values()))) or "-")
    uid, reader = next(iter(cts.items()))
    volume = reader.volume()
    return CtFolder(reader.facts(), volume, hounsfield(volume), _headers(files[uid]))


def _read(files: Sequence[Path]) -> SeriesReader:
    reader = SeriesReader()
    for file in files:
        try:
            reader.add(file)
        except Refusal:  # the reader keeps why, and refuses the volume
            continue
    return reader


def _headers(files: Sequence[Path]) -> tuple[Dataset, ...]:
    return tuple(parse(file, keep_bytes=False).header for file in files)


def organ_map_of(result: Result, ct: CtFolder) -> OrganMap:
    """Return what was found, as a map on the CT; raises Refusal "organs-none-found"."""
    segments = segments_of(result.labels, result.names)
    if not segments:
        raise refuse("organs-none-found")
    return OrganMap(
        grid=ct.grid,
        labels=result.labels,
        values=plain_values(one.number for one in segments),
        segments=segments,
        making=result.making,
        frame_of_reference_uid=ct.facts.frame_of_reference_uid or "",
        source_series_uid=ct.facts.series_uid,
    )


def write_files(
    organ_map: OrganMap, ct: CtFolder, output: Path
) -> tuple[list[Path], tuple[Problem, ...], dict[int, dict[str, Any]]]:
    """Write labels.nii.gz, labels.json, organs.dcm, statistics.json and statistics.csv.

    Returns
    -------
    The files, what could not be written, and number -> {"volume_ml", "voxels", "hu_mean", "hu_sd"}.
    """
    files = [output / "labels.nii.gz", output / "labels.json", output / "statistics.json", output / "statistics.csv"]
    write_nifti(files[0], organ_map.labels, organ_map.grid)
    making = organ_map.making.to_json()
    names = {str(one.number): one.label for one in organ_map.segments}
    _write_json(files[1], {"labels": names, "making": making, "stand_in": organ_map.making.stand_in})
    measured = {
        number: one.to_json()
        for number, one in ct_statistics(organ_map.labels, organ_map.values, organ_map.grid, ct.volume).items()
    }
    rows = [
        {"structure": one.structure.key, "number": one.number, **measured[one.number]} for one in organ_map.segments
    ]
    _write_json(files[2], {"making": making, "stand_in": organ_map.making.stand_in, "structures": rows})
    _write_csv(files[3], rows, stand_in=organ_map.making.stand_in)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # highdicom's repeat the patient's name where it has an unusual form
            content = write_seg(organ_map, ct.headers, "labelmap")
        (output / "organs.dcm").write_bytes(content)
    except Refusal as refusal:
        return files, (refusal.problem,), measured
    return [*files, output / "organs.dcm"], (), measured


def _write_json(file: Path, content: Mapping[str, Any]) -> None:
    file.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")


def _write_csv(file: Path, rows: Sequence[Mapping[str, Any]], *, stand_in: bool) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        columns = ["structure", "number", "voxels", "volume_ml", "hu_mean", "hu_sd", "stand_in"]
        table = csv.DictWriter(opened, columns)
        table.writeheader()
        table.writerows({**row, "stand_in": "yes" if stand_in else "no"} for row in rows)
