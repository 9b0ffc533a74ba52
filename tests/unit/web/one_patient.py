"""A patient with examinations as the worker would describe them, without DICOM and without the rules of grouping."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import zarr

from totalpetview.domain.examinations import Examination, Grouping, examination_id
from totalpetview.domain.geometry import Grid
from totalpetview.domain.problem import Problem
from totalpetview.domain.series import SeriesFacts, SuvResult
from totalpetview.volumes.chunks import encode

CT_GRID = Grid((4, 6, 8), (-10.0, -20.0, 100.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 3.0))
PET_GRID = Grid((4, 3, 4), (-10.0, -20.0, 100.0), (2.0, 0.0, 0.0), (0.0, 2.0, 0.0), (0.0, 0.0, 3.0))


def grouped_by_frame(series: Iterable[SeriesFacts]) -> Grouping:
    """Stand in for the rules: one examination a frame of reference; uncorrected PET is an alternative."""
    frames: dict[str, list[SeriesFacts]] = {}
    others: list[tuple[SeriesFacts, Problem]] = []
    for facts in sorted(series, key=lambda each: each.series_uid):
        if facts.is_volume:
            frames.setdefault(facts.frame_of_reference_uid or facts.series_uid, []).append(facts)
        else:
            others.append((facts, facts.why_other or Problem("no-images")))
    examinations = []
    for frame, members in frames.items():
        ct = next((each for each in members if each.kind == "ct"), None)
        pets = [each for each in members if each.kind == "pet"]
        pet = next((each for each in pets if each.attenuation_corrected), None)
        times = [each.acquired_at for each in members if each.acquired_at]
        examinations.append(
            Examination(
                id=examination_id(each.series_uid for each in members),
                acquired_at=min(times, default=None),
                frame_of_reference_uid=frame,
                ct=ct,
                pet=pet,
                alternatives=tuple(each for each in pets if each is not pet),
            )
        )
        others.extend((each, Problem("alternative-not-corrected")) for each in examinations[-1].alternatives)
    return Grouping(tuple(sorted(examinations, key=lambda each: str(each.acquired_at))), tuple(others))


def facts(kind: str, number: int, **more: Any) -> SeriesFacts:
    """Return the CT or PET of the patient's examination `number` (0..): every 60 days, each in its own frame."""
    months = ("2026-01-05", "2026-03-06", "2026-05-05", "2026-07-04", "2026-09-02")
    pet = kind == "pet"
    values: dict[str, Any] = {
        "series_uid": f"1.2.{number}.{2 if pet else 1}",
        "study_uid": f"1.2.{number}",
        "patient_id": "P-4711",
        "patient_name": "Müller^Anna-Lena",
        "birth_date": "1956-02-29",
        "sex": "F",
        "accession_number": f"ACC{number}",
        "modality": "PT" if pet else "CT",
        "kind": kind,
        "images": 4,
        "description": f"{kind} {number}",
        "frame_of_reference_uid": f"1.9.{number}",
        "acquired_at": datetime.fromisoformat(f"{months[number]}T10:12:0{1 if pet else 0}"),
        "grid": PET_GRID if pet else CT_GRID,
    }
    if pet:
        values |= {
            "attenuation_corrected": True,
            "units": "BQML",
            "weight_kg": 81.0,
            "dose_bq": 350.1e6,
            "uptake_s": 3672.0,
            "tracer": "FDG",
            "suv": SuvResult(0.0004, None),
        }
    return SeriesFacts(**(values | more))


def descriptor(volume_id: str, grid: Grid, quantity: str, centre: tuple[float, float, float] | None) -> dict[str, Any]:
    """Return the descriptor of a volume with one level in two slabs."""
    return {
        "id": volume_id,
        "quantity": quantity,
        "range": [-1024.0, 3071.0],
        "robust_max": 1234.5,
        "levels": [
            {
                **grid.to_json(),
                "dtype": "int16",
                "slab_slices": 2,
                "slabs": 2,
                "slope": [2.0],
                "intercept": [-1000.0],
                "url": f"/volumes/{volume_id}/0/c/{{slab}}/0/0",
            }
        ],
        "body_centre_mm": None if centre is None else list(centre),
    }


def mip(volume_id: str) -> dict[str, Any]:
    return {
        "id": volume_id,
        "quantity": "BQML",
        "angles": 36,
        "shape": [36, 4, 4],
        "u0_mm": -8.0,
        "du_mm": 4.0,
        "z0_mm": 100.0,
        "dz_mm": 3.0,
        "centre_mm": [0.0, 0.0],
        "slope": 0.5,
        "intercept": 0.0,
        "url": f"/volumes/{volume_id}/0/c/0/0/0",
        "thumbnail_url": f"/volumes/{volume_id}/thumbnail.png",
    }


def write_volume(folder: Path, described: dict[str, Any], stored: np.ndarray[Any, np.dtype[np.int16]]) -> None:
    """Write a volume the way it lies on disk: a group with attributes, one file a slab."""
    place = folder / described["id"][:2] / described["id"]
    zarr.open_group(place, mode="w", zarr_format=3, attributes=described)
    for slab in range(described["levels"][0]["slabs"]):
        file = place / "0" / "c" / str(slab) / "0" / "0"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(encode(stored[2 * slab : 2 * slab + 2]))
