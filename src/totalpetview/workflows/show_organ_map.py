"""From an organ map to what is shown of it: label volume, place and size of each segment, what is odd about it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from totalpetview.domain.organs.body_landmarks import body_landmarks
from totalpetview.domain.organs.geometry import OrganGeometry
from totalpetview.domain.organs.organ_map import OrganMap, Segment
from totalpetview.domain.organs.plausibility import check
from totalpetview.domain.problem import Problem
from totalpetview.imaging.organ_geometry import organ_geometry
from totalpetview.volumes.build_labels import build_labels
from totalpetview.volumes.store import VolumeStore
from totalpetview.workflows.organ_catalogue import MapSource, MapTakenUp, PreparedCt

#: name of the setting in `Making` under which a computed map carries the name of its settings
FINGERPRINT = "fingerprint"
_TITLE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Origin:
    """The run that computed a map."""

    run_key: str


def taken_up(
    store: VolumeStore,
    organ_map: OrganMap,
    ct: PreparedCt,
    source: MapSource,
    *,
    description: str,
    origin: Origin | None,
) -> MapTakenUp:
    """Write the label volume of a map and return what the catalogue keeps of the map."""
    labels = build_labels(store, organ_map.labels, organ_map.grid)
    geometry = organ_geometry(organ_map.labels, organ_map.values, organ_map.grid)
    odd = check(organ_map.segments, geometry, organ_map.making.task)
    making = organ_map.making
    return MapTakenUp(
        source=source,
        ct=ct,
        title=(description or making.program)[:_TITLE_LENGTH],
        making=making.to_json(),
        segments=[
            _segment(each, geometry.get(each.number), odd.of_segments.get(each.number, ()))
            for each in organ_map.segments
        ],
        values=organ_map.values,
        notices=[problem.to_json() for problem in (*odd.of_map, *organ_map.notices)],
        landmarks=[asdict(each) for each in body_landmarks(organ_map.segments, geometry, odd.of_segments)],
        labels=labels.to_json(),
        run_key="" if origin is None else origin.run_key,
        fingerprint=dict(making.settings).get(FINGERPRINT, ""),
    )


def _segment(segment: Segment, geometry: OrganGeometry | None, problems: tuple[Problem, ...]) -> dict[str, Any]:
    return {
        **segment.to_json(),
        "volume_ml": 0.0 if geometry is None else geometry.volume_ml,
        "centre_mm": None if geometry is None else list(geometry.inside_mm),
        "notices": [problem.to_json() for problem in problems],
    }
