"""Names of groups, ways of computing and the like, in English and German."""

from __future__ import annotations

from typing import Final

from totalpetview.domain.organs.organ_map import Weights
from totalpetview.domain.organs.structure import System
from totalpetview.segmentation.port import Mode
from totalpetview.web.language import Language

Words = tuple[str, str]

SYSTEM_NAMES: Final[dict[System, Words]] = {
    "skeleton": ("Skeleton", "Skelett"),
    "muscles": ("Muscles", "Muskeln"),
    "vessels": ("Vessels", "Gefäße"),
    "heart": ("Heart", "Herz"),
    "chest": ("Chest", "Thorax"),
    "abdomen": ("Abdomen", "Abdomen"),
    "pelvis": ("Pelvis", "Becken"),
    "head-and-neck": ("Head and neck", "Kopf und Hals"),
    "nervous-system": ("Nervous system", "Nervensystem"),
    "body": ("Body", "Körper"),
    "other": ("Other", "Sonstiges"),
}

MODE_NAMES: Final[dict[Mode, Words]] = {
    "fastest": ("Very fast (6 mm)", "Sehr schnell (6 mm)"),
    "fast": ("Fast (3 mm)", "Schnell (3 mm)"),
    "full": ("Full resolution (1.5 mm)", "Volle Auflösung (1,5 mm)"),
}

WEIGHTS_NAMES: Final[dict[Weights, Words]] = {
    "released": ("released", "veröffentlichte"),
    "unverified": (
        "nothing shows that they are TotalSegmentator's own",
        "nichts belegt, dass es die von TotalSegmentator sind",
    ),
    "stand-in": ("STAND-IN, not for diagnosis", "ERSATZ, nicht zur Diagnose"),
    "unknown": ("not stated", "nicht angegeben"),
}

MAKING_NAMES: Final[dict[str, Words]] = {
    "program": ("Program", "Programm"),
    "task": ("Task", "Aufgabe"),
    "mode": ("Resolution", "Auflösung"),
    "weights": ("Weights", "Gewichte"),
    "weights_digest": ("Check sum of the weights", "Prüfsumme der Gewichte"),
    "device": ("Computed on", "Gerechnet auf"),
    "made_at": ("Made at", "Erstellt am"),
}


def said(words: Words, language: Language) -> str:
    """Return the words in the reader's language."""
    return words[1 if language == "de" else 0]
