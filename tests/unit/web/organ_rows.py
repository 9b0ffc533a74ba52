"""Organ maps as the worker would write them, for the tests of the web interface."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from tests.unit.web.one_patient import CT_GRID

from totalpetview.domain.organs.body_landmarks import Landmark
from totalpetview.domain.organs.organ_map import Making, Segment, Weights
from totalpetview.domain.organs.statistics import CtStatistics, PetStatistics, eroded_rule, whole_organ_rule
from totalpetview.domain.organs.total import STRUCTURES
from totalpetview.domain.problem import Problem
from totalpetview.volumes.label_descriptor import LabelLevel, LabelVolume
from totalpetview.web.organs.catalogue import DjangoOrganCatalogue
from totalpetview.workflows.organ_catalogue import MapSource, MapTakenUp, PreparedCt

ORGANS = ("spleen", "kidney_right", "kidney_left", "liver")


def ct_of(number: int) -> PreparedCt:
    return PreparedCt(
        f"1.2.{number}.1", f"orthanc-P-4711-1.2.{number}.1", f"{number:02x}" * 16, f"1.9.{number}", CT_GRID
    )


def a_map(number: int, which: int = 0, *, weights: Weights = "released", mode: str = "fast", **more: Any) -> MapTakenUp:
    """Return map `which` of examination `number`."""
    segments = [
        {
            **Segment(place, STRUCTURES[key], key, "AUTOMATIC").to_json(),
            "volume_ml": 100.0 * place + number,
            "centre_mm": [1.0, 2.0, 3.0],
            "notices": [Problem("organ-empty").to_json()] if key == "spleen" else [],
        }
        for place, key in enumerate(ORGANS, start=1)
    ]
    making = Making("TotalSegmentator", "2.18.0", "total", mode, weights, "ab" * 32, made_at="2026-03-01T10:00:00")
    uid = f"1.5.{number}.{which}"
    values: dict[str, Any] = {
        "source": MapSource(f"orthanc-seg-{number}-{which}", uid, f"{uid}.1", "digest", ct_of(number).series_uid),
        "ct": ct_of(number),
        "title": "Organs",
        "making": making.to_json(),
        "segments": segments,
        "values": [[], [1], [2], [3], [4], [1, 4]],
        "notices": [],
        "landmarks": [asdict(each) for each in landmarks(number)],
        "labels": LabelVolume(f"{number + 64 + 16 * which:02x}" * 16, "uint8", (LabelLevel(CT_GRID, 4),)).to_json(),
        "fingerprint": f"{mode}-{weights}",
    }
    return MapTakenUp(**(values | more))


def landmarks(number: int) -> list[Landmark]:
    """Return places on the body's axis; at each later time point the body lies 7 mm to the left and 20 mm higher."""
    names = [f"vertebrae_L{n}" for n in range(1, 6)] + [f"vertebrae_T{n}" for n in range(1, 13)]
    return [
        Landmark(name, "centre", (5.0 + 7.0 * number, 30.0, 20.0 * number + 25.0 * place), 5.0)
        for place, name in enumerate(names)
    ]


def measure(catalogue: DjangoOrganCatalogue, key: str, number: int) -> None:
    on_ct = {str(n): CtStatistics(10 * n, 100.0 * n + number, 40.0 + n, 9.5).to_json() for n in (2, 3, 4)}
    on_pet = {
        "4": PetStatistics(50, 5000.0, 4000.0, 9000.0, 10.0, eroded_rule(10.0)).to_json(),
        "2": PetStatistics(7, 2000.0, 1000.0, 8000.0, None, whole_organ_rule()).to_json(),
    }
    catalogue.measured(key, f"{number:02x}" * 16, on_ct)
    catalogue.measured(key, f"{number + 16:02x}" * 16, on_pet)
