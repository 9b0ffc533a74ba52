"""The lesions and their story over the four examinations."""

from __future__ import annotations

from dataclasses import dataclass

from totalpetview.demo import tissues as t
from totalpetview.demo.points import Triple
from totalpetview.demo.shapes import FINE_MM, Layer, Shape, ellipsoid, shape
from totalpetview.demo.tissues import Tissue


@dataclass(frozen=True, slots=True)
class Lesion:
    """A sphere in the model.

    Attributes
    ----------
    centre_mm
        In the model.
    radius_mm, suv
        One per examination; radius 0 where it is not (yet, any more) there. `suv` is the true uptake before
        the blur of the scanner.
    """

    name: str
    story: str
    organ: str
    centre_mm: Triple
    radius_mm: tuple[float, float, float, float]
    suv: tuple[float, float, float, float]
    tissue: Tissue


LESIONS = (
    Lesion(
        "lung tumour",
        "response",
        "lung_upper_lobe_right",
        (-78.0, -12.0, 498.0),
        (21.0, 16.0, 11.0, 7.5),
        (12.5, 8.0, 3.6, 1.8),
        t.TUMOUR,
    ),
    Lesion(
        "liver metastasis",
        "progression",
        "liver",
        (-92.0, 12.0, 280.0),
        (8.0, 12.0, 16.5, 22.0),
        (5.5, 7.0, 9.0, 11.0),
        t.HEPATIC_METASTASIS,
    ),
    Lesion(
        "bone metastasis",
        "new",
        "vertebrae_L3",
        (7.0, 18.0, 203.0),
        (0.0, 0.0, 8.5, 11.0),
        (0.0, 0.0, 8.0, 10.5),
        t.LYTIC_BONE,
    ),
    Lesion(
        "mediastinal lymph node",
        "gone",
        "mediastinum",
        (-34.0, -2.0, 500.0),
        (10.0, 7.5, 0.0, 0.0),
        (9.0, 6.0, 0.0, 0.0),
        t.NODE,
    ),
)


def lesion_shapes(index: int) -> list[Shape]:
    """Return the lesions that are there in examination `index` (0 to 3)."""
    return [
        shape(
            ellipsoid(lesion.centre_mm, (lesion.radius_mm[index],) * 3),
            Layer(lesion.tissue, suv_factor=lesion.suv[index]),
            fineness_mm=FINE_MM,
        )
        for lesion in LESIONS
        if lesion.radius_mm[index] > 0
    ]
