"""Places of the body that an organ map gives, each with how well it can be expected to be found again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from totalpetview.domain.geometry import Vector
from totalpetview.domain.organs.geometry import OrganGeometry
from totalpetview.domain.organs.organ_map import Segment
from totalpetview.domain.organs.plausibility import misplaced
from totalpetview.domain.problem import Problem

Part = Literal["centre", "top", "bottom"]

#: structure key without its side -> how far (mm, one standard deviation) such a place moves between two examinations
#: by breathing, filling and posture, and by the map's own errors. Own estimates: bones of the trunk are what the path
#: follows, organs under the diaphragm come second; arms, stomach and bowel are left out because they lie elsewhere
#: each time.
_CENTRE_MM: Final[dict[str, float]] = {
    "sacrum": 4.0,
    "hip": 4.0,
    "brain": 6.0,
    "skull": 6.0,
    "thyroid_gland": 6.0,
    "sternum": 6.0,
    "rib": 8.0,
    "clavicula": 10.0,
    "scapula": 15.0,
    "heart": 7.0,
    "atrial_appendage": 7.0,
    "pulmonary_vein": 7.0,
    "superior_vena_cava": 8.0,
    "brachiocephalic_trunk": 8.0,
    "brachiocephalic_vein": 8.0,
    "common_carotid_artery": 12.0,
    "subclavian_artery": 12.0,
    "iliac_artery": 10.0,
    "iliac_vena": 10.0,
    "liver": 9.0,
    "spleen": 10.0,
    "kidney": 8.0,
    "adrenal_gland": 7.0,
    "pancreas": 12.0,
    "gallbladder": 15.0,
    "portal_vein_and_splenic_vein": 12.0,
    "prostate": 8.0,
    "urinary_bladder": 15.0,
    "gluteus_maximus": 8.0,
    "gluteus_medius": 8.0,
    "gluteus_minimus": 8.0,
    "lung_upper_lobe": 10.0,
    "lung_middle_lobe": 12.0,
    "lung_lower_lobe": 12.0,
}
_TOP_MM: Final[dict[str, float]] = {
    "aorta": 6.0,
    "hip": 6.0,
    "femur": 6.0,
    "sternum": 7.0,
    "lung_upper_lobe": 7.0,
    "liver": 10.0,
    "iliopsoas": 8.0,
    "heart": 12.0,
    "spleen": 14.0,
    "kidney": 12.0,
    "lung_lower_lobe": 14.0,
}
_BOTTOM_MM: Final[dict[str, float]] = {
    "trachea": 7.0,
    "skull": 6.0,
    "brain": 6.0,
    "heart": 12.0,
    "kidney": 12.0,
    "lung_lower_lobe": 14.0,
    "lung_middle_lobe": 14.0,
}
_VERTEBRA_MM: Final = 4.0
#: of a structure in pieces the largest one may be any part
_LEAST_SHARE: Final = 0.6
#: the mean place of a few voxels says little
_LEAST_ML: Final = 0.3


@dataclass(frozen=True, slots=True)
class Landmark:
    """One place.

    Attributes
    ----------
    key
        Of the structure.
    place_mm
        In the map's own patient coordinates.
    spread_mm
        One standard deviation of what is expected between two examinations.
    """

    key: str
    part: Part
    place_mm: Vector
    spread_mm: float


def body_landmarks(
    segments: Sequence[Segment],
    geometry: Mapping[int, OrganGeometry],
    problems: Mapping[int, Sequence[Problem]],
) -> tuple[Landmark, ...]:
    """Return the places that a map gives; none of segments that are cut there, in pieces, or seem to be misplaced.

    Parameters
    ----------
    geometry
        By number, from `organ_geometry`.
    problems
        By number, from `plausibility.check`.
    """
    found: list[Landmark] = []
    seen = [segment.structure.key for segment in segments if segment.number in geometry]
    for segment in segments:
        measured, key = geometry.get(segment.number), segment.structure.key
        if measured is None or seen.count(key) != 1 or misplaced(problems.get(segment.number, ())):
            continue
        if measured.largest_share < _LEAST_SHARE or measured.volume_ml * measured.largest_share < _LEAST_ML:
            continue
        name = _without_side(segment)
        if not measured.cut and name in _CENTRE_MM:
            found.append(Landmark(key, "centre", measured.main_centroid_mm, _CENTRE_MM[name]))
        if "head" not in measured.cut and name in _TOP_MM:
            found.append(Landmark(key, "top", measured.top_mm, _TOP_MM[name]))
        if "feet" not in measured.cut and name in _BOTTOM_MM:
            found.append(Landmark(key, "bottom", measured.bottom_mm, _BOTTOM_MM[name]))
        if not measured.cut and name.startswith("vertebrae_"):
            found.append(Landmark(key, "centre", measured.main_centroid_mm, _VERTEBRA_MM))
    return tuple(found)


def _without_side(segment: Segment) -> str:
    key, side = segment.structure.key, segment.structure.side
    if key.startswith("rib_"):
        return "rib"
    return key.removesuffix(f"_{side}") if side else key
