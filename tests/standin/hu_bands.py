"""Which Hounsfield units the networks of `bands.py` take for which class; without torch, for tests too."""

from __future__ import annotations

STEP_HU = 12.0
#: networks that find the region for others see other bands than those: then one image holds both
_FOR_REGIONS = frozenset({291, 292, 293, 294, 295, 297, 298, 299, 300})
_REGIONS_FROM_HU, _OTHERS_FROM_HU = 0.0, 1500.0


def first_hu(number: int) -> float:
    """Return where the bands of a network begin."""
    return _REGIONS_FROM_HU if number in _FOR_REGIONS else _OTHERS_FROM_HU


def hu_of(number: int, value: int) -> int:
    """Return the middle of the band that a network takes for the class with this value in the task's result."""
    return round(first_hu(number) + STEP_HU * value)
