"""A synthetic patient with four PET/CT examinations, who knows the truth about herself."""

from totalpetview.demo.examination import DemoExamination, build_examination
from totalpetview.demo.labels import LABELS
from totalpetview.demo.size import DemoSize
from totalpetview.demo.truth import DemoTruth, ExaminationTruth, LesionTruth, demo_truth, places_in
from totalpetview.demo.write import examination_folder, write_demo_patient, write_examination

__all__ = [
    "LABELS",
    "DemoExamination",
    "DemoSize",
    "DemoTruth",
    "ExaminationTruth",
    "LesionTruth",
    "build_examination",
    "demo_truth",
    "examination_folder",
    "places_in",
    "write_demo_patient",
    "write_examination",
]
