"""Between which volumes organs of adults lie.

The bounds are meant to catch results that cannot be: a liver of 200 ml, a kidney of two litres. They are wide on
purpose, so that atrophy, enlargement and partial resection stay within. The starting point is the reference adult
(male / female) of ICRP Publication 89, Ann ICRP 2002;32(3-4), table 2.8 (masses; soft tissue taken as 1.05 g/ml);
where it has no such structure the bounds follow from dimensions and are our own estimate, which `REASONS` says.
"""

from __future__ import annotations

from typing import Final

#: structure key without its side -> (least ml, most ml)
VOLUME_ML: Final[dict[str, tuple[float, float]]] = {
    "brain": (700.0, 2000.0),
    "liver": (400.0, 6000.0),
    "spleen": (15.0, 3500.0),
    "kidney": (25.0, 900.0),
    "pancreas": (10.0, 400.0),
    "adrenal_gland": (0.4, 60.0),
    "gallbladder": (0.5, 400.0),
    "stomach": (20.0, 3500.0),
    "urinary_bladder": (3.0, 2500.0),
    "prostate": (3.0, 500.0),
    "thyroid_gland": (1.0, 400.0),
    "heart": (200.0, 3000.0),
    "aorta": (40.0, 1200.0),
    "trachea": (8.0, 150.0),
    "lung_upper_lobe": (80.0, 4000.0),
    "lung_lower_lobe": (80.0, 4000.0),
    "lung_middle_lobe": (30.0, 2000.0),
    "hip": (120.0, 900.0),
    "femur": (150.0, 1100.0),
    "humerus": (60.0, 500.0),
    "scapula": (25.0, 300.0),
    "clavicula": (8.0, 120.0),
    "sternum": (15.0, 250.0),
    "sacrum": (60.0, 600.0),
    "gluteus_maximus": (80.0, 2500.0),
    "gluteus_medius": (40.0, 1000.0),
    "gluteus_minimus": (8.0, 400.0),
    "iliopsoas": (50.0, 1200.0),
    "autochthon": (100.0, 3000.0),
    "vertebrae_C": (3.0, 60.0),
    "vertebrae_T": (7.0, 140.0),
    "vertebrae_L": (18.0, 220.0),
    "body of vertebrae_C": (1.0, 15.0),
    "body of vertebrae_T": (2.0, 60.0),
    "body of vertebrae_L": (10.0, 100.0),
}

#: tasks of TotalSegmentator that call the body of a vertebra by the name of the whole
TASKS_OF_BODIES: Final = frozenset({"vertebrae_pp", "vertebrae_pp_refined"})

_ICRP: Final = "ICRP 89"
#: structure key without its side -> from what the bounds follow
REASONS: Final[dict[str, str]] = {
    "brain": f"{_ICRP}: 1450 / 1300 g",
    "liver": f"{_ICRP}: 1800 / 1400 g; a third of it may be left after resection, a fatty one may be thrice as large",
    "spleen": f"{_ICRP}: 150 / 130 g; large in lymphoma and portal hypertension, small in old age",
    "kidney": f"{_ICRP}: 310 / 275 g for both; a shrunken one is a fifth, an obstructed one several times that",
    "pancreas": f"{_ICRP}: 140 / 120 g",
    "adrenal_gland": f"{_ICRP}: 14 / 13 g for both",
    "gallbladder": f"{_ICRP}: wall 10 / 8 g, contents 58 / 48 g; collapsed after a meal",
    "stomach": f"{_ICRP}: wall 150 / 140 g, contents 250 / 230 g; anything from collapsed to full",
    "urinary_bladder": f"{_ICRP}: wall 50 / 40 g; contents change with filling",
    "prostate": f"{_ICRP}: 17 g; hyperplasia reaches several hundred",
    "thyroid_gland": f"{_ICRP}: 20 / 17 g; goitre reaches several hundred",
    "heart": f"{_ICRP}: 840 / 620 g with blood",
    "aorta": "own estimate: 40 to 60 cm long, 1.5 to 5 cm wide",
    "trachea": "own estimate: 10 to 12 cm long and 1.5 to 2.5 cm wide, in some maps with the main bronchi",
    "lung_upper_lobe": f"{_ICRP}: total lung capacity 6980 / 4970 ml over five lobes; one may be collapsed",
    "lung_lower_lobe": f"{_ICRP}: total lung capacity 6980 / 4970 ml over five lobes; one may be collapsed",
    "lung_middle_lobe": f"{_ICRP}: total lung capacity 6980 / 4970 ml over five lobes; one may be collapsed",
    **dict.fromkeys(
        ("hip", "femur", "humerus", "scapula", "clavicula", "sternum", "sacrum"),
        "own estimate from the bone's outer dimensions",
    ),
    **dict.fromkeys(
        ("gluteus_maximus", "gluteus_medius", "gluteus_minimus", "iliopsoas", "autochthon"),
        "own estimate; a wasted muscle is a fifth of a trained one",
    ),
    **dict.fromkeys(
        ("vertebrae_C", "vertebrae_T", "vertebrae_L"), "own estimate from outer dimensions, arch and processes included"
    ),
    **dict.fromkeys(
        ("body of vertebrae_C", "body of vertebrae_T", "body of vertebrae_L"),
        "own estimate from the height, width and depth of the body",
    ),
}


def volume_bounds_ml(key: str, side: str | None, task: str = "") -> tuple[float, float] | None:
    """Return (least, most) for a structure; None where we know of none. `task` is what found it, if that is known."""
    name = key.removesuffix(f"_{side}") if side else key
    if name.startswith("vertebrae_") and len(name) > len("vertebrae_X") and name[len("vertebrae_X") :].isdigit():
        name = name[: len("vertebrae_X")]
        name = f"body of {name}" if task in TASKS_OF_BODIES else name
    return VOLUME_ML.get(name)
