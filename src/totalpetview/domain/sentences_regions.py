"""Sentences about parts of the body that a CT does not show, though something is to be found in them."""

from __future__ import annotations

from typing import Final, Literal, get_args

#: where tasks look, once a coarse network has found it
Region = Literal["lungs", "liver", "abdomen", "trunk", "hips", "heart", "brain", "skull", "neck", "teeth"]

_NONE: Final[dict[Region, tuple[str, str]]] = {
    "lungs": ("no lungs", "keine Lunge"),
    "liver": ("no liver", "keine Leber"),
    "abdomen": ("neither kidneys nor liver, spleen or colon", "weder Nieren noch Leber, Milz oder Kolon"),
    "trunk": ("no trunk", "keinen Rumpf"),
    "hips": ("no hip bone and no femur", "kein Hüftbein und kein Femur"),
    "heart": ("no heart", "kein Herz"),
    "brain": ("no brain", "kein Gehirn"),
    "skull": ("no skull", "keinen Schädel"),
    "neck": ("no neck", "keinen Hals"),
    "teeth": ("no teeth", "keine Zähne"),
}


def without(region: Region) -> str:
    """Return the code of the sentence that this region is not in the CT."""
    return f"segmentation-without-{region}"


REGIONS: Final[dict[str, tuple[str, str]]] = {
    without(region): (
        f"TotalSegmentator finds {_NONE[region][0]} in this CT, and the task {{task}} looks only there.",
        f"TotalSegmentator findet in diesem CT {_NONE[region][1]}; die Aufgabe {{task}} sucht nur dort.",
    )
    for region in get_args(Region)
}
