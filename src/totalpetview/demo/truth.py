"""What the synthetic patient knows about itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from totalpetview.demo.anatomy.abdomen import BLADDER
from totalpetview.demo.anatomy.spine import VERTEBRAE
from totalpetview.demo.dicom_header import PATIENT_ID, PATIENT_NAME, uid_of
from totalpetview.demo.labels import LABELS
from totalpetview.demo.lesions import LESIONS
from totalpetview.demo.plan import PLANS, ExaminationPlan
from totalpetview.demo.points import Points, Triple
from totalpetview.demo.scanner import PET_FWHM_MM
from totalpetview.demo.size import DemoSize
from totalpetview.domain.geometry import Grid


@dataclass(frozen=True, slots=True)
class LesionTruth:
    """A lesion in one examination: centre in its patient coordinates, uptake before the scanner's blur."""

    name: str
    story: str
    organ: str
    centre_mm: Triple
    radius_mm: float
    suv: float


@dataclass(frozen=True, slots=True)
class ExaminationTruth:
    """One examination: `landmarks_mm` are the same places of the body in all of them."""

    index: int
    acquired_at: str
    study_uid: str
    ct_series_uid: str
    pet_series_uid: str
    scout_series_uid: str
    frame_of_reference_uid: str
    accession_number: str
    weight_kg: float
    dose_bq: float
    uptake_s: float
    suvbw_factor: float
    contrast: bool
    ct_grid: Grid
    pet_grid: Grid
    lesions: tuple[LesionTruth, ...]
    landmarks_mm: dict[str, Triple]


@dataclass(frozen=True, slots=True)
class DemoTruth:
    """The whole patient."""

    patient_id: str
    patient_name: str
    size: DemoSize
    examinations: tuple[ExaminationTruth, ...]

    def to_json(self) -> dict[str, Any]:
        """Return lists, words and numbers."""
        return {
            "patient_id": self.patient_id,
            "patient_name": self.patient_name,
            "size": str(self.size),
            "pet_fwhm_mm": PET_FWHM_MM,
            "labels": LABELS,
            "examinations": [_json(e) for e in self.examinations],
        }

    def write(self, path: Path) -> None:
        """Write the truth as JSON."""
        path.write_text(json.dumps(self.to_json(), indent=1), encoding="utf-8")


def _json(e: ExaminationTruth) -> dict[str, Any]:
    fields = {name: getattr(e, name) for name in ExaminationTruth.__dataclass_fields__}
    fields["ct_grid"], fields["pet_grid"] = e.ct_grid.to_json(), e.pet_grid.to_json()
    fields["lesions"] = [
        {name: getattr(lesion, name) for name in LesionTruth.__dataclass_fields__} for lesion in e.lesions
    ]
    return fields


def model_landmarks() -> dict[str, Triple]:
    """Return named places of the model: vertebrae, hips, shoulders, organs."""
    places: dict[str, Triple] = {f"vertebrae_{v.name}": v.centre for v in VERTEBRAE}
    places |= {
        "femoral_head_left": (88.0, 2.0, 24.0),
        "femoral_head_right": (-88.0, 2.0, 24.0),
        "humeral_head_left": (171.0, 17.0, 539.0),
        "humeral_head_right": (-171.0, 17.0, 539.0),
        "carina": (-1.0, 10.0, 481.0),
        "left_ventricle": (36.0, -31.0, 389.0),
        "aortic_arch": (12.0, 8.0, 513.0),
        "liver": (-80.0, -10.0, 300.0),
        "spleen": (101.0, 34.0, 296.0),
        "kidney_left": (64.0, 43.0, 243.0),
        "kidney_right": (-64.0, 43.0, 232.0),
        "bladder": BLADDER[0],
        "eye_left": (31.0, -76.0, 734.0),
        "eye_right": (-31.0, -76.0, 734.0),
    }
    return places


def places_in(plan: ExaminationPlan, model_mm: Sequence[Triple]) -> list[Triple]:
    """Return where places of the model lie in the patient coordinates of an examination."""
    here = plan.motion.from_model(Points.of(np.array(model_mm))).stacked()
    return [(float(x), float(y), float(z)) for x, y, z in here]


def examination_truth(index: int, size: DemoSize) -> ExaminationTruth:
    """Return the truth of one examination without drawing it."""
    plan = PLANS[index]
    key = ("demo", str(size), index)
    lesions = tuple(
        LesionTruth(each.name, each.story, each.organ, place, each.radius_mm[index], each.suv[index])
        for each, place in zip(LESIONS, places_in(plan, [each.centre_mm for each in LESIONS]), strict=True)
        if each.radius_mm[index] > 0
    )
    landmarks = model_landmarks()
    return ExaminationTruth(
        index=index,
        acquired_at=plan.acquired_at.isoformat(),
        study_uid=uid_of(*key, "study"),
        ct_series_uid=uid_of(*key, "ct"),
        pet_series_uid=uid_of(*key, "pet"),
        scout_series_uid=uid_of(*key, "scout"),
        frame_of_reference_uid=uid_of(*key, "frame of reference"),
        accession_number=plan.accession,
        weight_kg=plan.weight_kg,
        dose_bq=plan.dose_bq,
        uptake_s=plan.uptake_s,
        suvbw_factor=plan.suvbw_factor,
        contrast=plan.contrast > 0,
        ct_grid=plan.ct_grid(size),
        pet_grid=plan.pet_grid(size),
        lesions=lesions,
        landmarks_mm=dict(zip(landmarks, places_in(plan, list(landmarks.values())), strict=True)),
    )


def demo_truth(size: DemoSize = DemoSize.CLINICAL) -> DemoTruth:
    """Return the truth of all examinations without drawing them."""
    return DemoTruth(PATIENT_ID, PATIENT_NAME, size, tuple(examination_truth(n, size) for n in range(len(PLANS))))
