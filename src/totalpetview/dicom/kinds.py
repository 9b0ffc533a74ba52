"""What a series is for a reader of PET/CT: a volume to show, or something kept for its own sake and why.

Only codes count (SOP class, Image Type, Series Type, units), never descriptions, which people write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from totalpetview.dicom.header import SeriesHeader
from totalpetview.domain.problem import Problem
from totalpetview.domain.series import SeriesKind

_IMAGE: Final = "1.2.840.10008.5.1.4.1.1."
CT_CLASSES: Final = {_IMAGE + "2", _IMAGE + "2.1", _IMAGE + "2.2"}
PET_CLASSES: Final = {_IMAGE + "128", _IMAGE + "128.1", _IMAGE + "130"}
ENHANCED_PET: Final = _IMAGE + "130"
DOSE_CLASSES: Final = {_IMAGE + "88.67", _IMAGE + "88.68", _IMAGE + "88.73", _IMAGE + "88.74"}
_SECONDARY: Final = _IMAGE + "7"
#: what is no image at all: beginnings of SOP classes, modality, what is said about it
_KEPT_ASIDE: Final = (
    ((_IMAGE + "66.4", _IMAGE + "66.5", _IMAGE + "66.7"), "SEG", "is-segmentation"),
    ((_IMAGE + "481.3",), "RTSTRUCT", "is-structure-set"),
    ((_IMAGE + "67",), "RWV", "is-value-map"),
    ((_IMAGE + "88.",), "SR", "is-report"),
)

SCOUT_WORDS: Final = {"LOCALIZER", "SCOUT", "TOPOGRAM", "TOPO", "SURVIEW"}
MIP_WORDS: Final = {"MIP", "MAX_IP", "MIN_IP", "MINIP", "PROJECTION", "REPROJECTION", "RADIAL"}
DERIVED_WORDS: Final = {
    "MPR", "CPR", "REFORMATTED", "CURVED_MPR", "CURVED", "3D", "VRT", "SSD", "VOLUME_RENDER", "SURFACE_RENDER", "FUSED",
    "FUSION", "SCREEN", "CAPTURE", "RESAMPLED", "SUBTRACTION", "DIFFERENCE",
}  # fmt: skip
DOSE_WORDS: Final = {"DOSE", "DOSE_INFO", "PROT", "DOSEREPORT"}
HOUNSFIELD: Final = {"HU", "US", "HU_MOD"}

Kind = tuple[SeriesKind, Problem | None]


def words_of(image_type: Iterable[str]) -> set[str]:
    """Return the single words of an Image Type ("PROJECTION IMAGE" has two)."""
    return {word for part in image_type for word in re.split(r"[^A-Z0-9_]+", part.upper()) if word}


def is_localizer(image_type: tuple[str, ...]) -> bool:
    """Whether the Image Type is that of a scout."""
    return bool(words_of(image_type) & SCOUT_WORDS)


def kind_of(header: SeriesHeader, image_type: tuple[str, ...], rescale_type: str | None) -> Kind:
    """Return the kind of a series and why it is never picked silently (None for volumes that may be).

    Parameters
    ----------
    header
        Of the series.
    image_type, rescale_type
        Of its frames (they may differ from the object's own in enhanced objects).
    """
    basic = _basic(header)
    if basic not in {"ct", "pet"}:
        return _no_image_kind(header, image_type)
    aside = _aside(header, image_type)
    if aside is not None:
        return aside
    if basic == "pet":
        return ("derived", Problem("is-attenuation-map")) if header.units == "1CM" else ("pet", None)
    quantity = rescale_type or header.rescale_type
    if quantity is not None and quantity not in HOUNSFIELD:
        return "derived", Problem("is-not-hounsfield", {"found": quantity})
    return "ct", None


def _aside(header: SeriesHeader, image_type: tuple[str, ...]) -> Kind | None:
    """Return what a CT or PET object is if it is not one of the acquired slices."""
    words = words_of((*image_type, *header.series_type))
    written = "\\".join(image_type) or "-"
    if words & SCOUT_WORDS:
        return "scout", Problem("is-scout")
    if words & MIP_WORDS or header.volume_technique in MIP_WORDS:
        return "mip", Problem("is-mip")
    if words & DOSE_WORDS and "SECONDARY" in words:
        return "dose-report", Problem("is-dose-report")
    if header.samples_per_pixel > 1:
        return "derived", Problem("is-colour")
    if "SECONDARY" in words:
        return "derived", Problem("is-secondary", {"image_type": written})
    if words & DERIVED_WORDS or header.volume_technique not in {"", "NONE"}:
        return "derived", Problem("is-derived", {"image_type": written})
    return None


def is_ct_or_pet(header: SeriesHeader) -> bool:
    """Whether the object is of a class whose frames may be slices of a CT or PET volume."""
    return _basic(header) != "other"


def _basic(header: SeriesHeader) -> str:
    if header.sop_class in CT_CLASSES or (not header.sop_class and header.modality == "CT"):
        return "ct"
    if header.sop_class in PET_CLASSES or (not header.sop_class and header.modality == "PT"):
        return "pet"
    return "other"


def _no_image_kind(header: SeriesHeader, image_type: tuple[str, ...]) -> Kind:
    sop_class, words = header.sop_class, words_of(image_type)
    if sop_class in DOSE_CLASSES:
        return "dose-report", Problem("is-dose-report")
    if sop_class == _SECONDARY or sop_class.startswith(_SECONDARY + "."):
        if words & MIP_WORDS:
            return "mip", Problem("is-mip")
        if words & DOSE_WORDS or header.modality == "SR" or "dose report" in header.description.lower():
            return "dose-report", Problem("is-dose-report")  # it is kept aside anyway: here the description may name it
        return "derived", Problem("is-secondary", {"image_type": "Secondary Capture"})
    for classes, modality, code in _KEPT_ASIDE:
        if sop_class.startswith(classes) or header.modality == modality:
            return "other", Problem(code)
    return "other", Problem("is-other", {"modality": header.modality or "?", "sop_class": sop_class or "?"})
