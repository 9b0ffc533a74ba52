"""All organs of the patient in the order in which they are painted: later ones cover earlier ones."""

from __future__ import annotations

from functools import cache

from totalpetview.demo.anatomy.abdomen import kidneys, pelvic_organs, upper_organs
from totalpetview.demo.anatomy.body import body, named_muscles
from totalpetview.demo.anatomy.bowel import colon, small_bowel, stomach
from totalpetview.demo.anatomy.chest import airways, lungs
from totalpetview.demo.anatomy.head import brain, face
from totalpetview.demo.anatomy.heart import heart
from totalpetview.demo.anatomy.limbs import hips, shoulders
from totalpetview.demo.anatomy.lung_tree import lung_vessels
from totalpetview.demo.anatomy.spine import spine
from totalpetview.demo.anatomy.thorax_wall import thorax_wall
from totalpetview.demo.anatomy.vessels import belly_vessels, great_vessels
from totalpetview.demo.shapes import Shape


@cache
def _below_heart() -> tuple[Shape, ...]:
    return (
        *body(),
        *lungs(),
        *lung_vessels(),
        *named_muscles(),
        *upper_organs(),
        *kidneys(),
        *spine(),
        *thorax_wall(),
        *shoulders(),
        *hips(),
    )


@cache
def _above_heart() -> tuple[Shape, ...]:
    return (*great_vessels(), *airways(), *stomach(), *belly_vessels())


@cache
def _above_bladder() -> tuple[Shape, ...]:
    return (*small_bowel(), *colon(), *brain(), *face())


def patient(heart_uptake: float = 1.0, bladder_filling: float = 1.0) -> list[Shape]:
    """Return the shapes of the patient without lesions."""
    return [
        *_below_heart(),
        *heart(heart_uptake),
        *_above_heart(),
        *pelvic_organs(bladder_filling),
        *_above_bladder(),
    ]
