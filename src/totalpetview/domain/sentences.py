"""The sentences of `Problem`: code -> (English, German)."""

from __future__ import annotations

from typing import Final

from totalpetview.domain.sentences_dicom import DICOM
from totalpetview.domain.sentences_geometry import GEOMETRY
from totalpetview.domain.sentences_organ_maps import ORGAN_MAPS
from totalpetview.domain.sentences_organs import ORGANS
from totalpetview.domain.sentences_pet import PET
from totalpetview.domain.sentences_regions import REGIONS
from totalpetview.domain.sentences_segmentation import SEGMENTATION
from totalpetview.domain.sentences_series import SERIES
from totalpetview.domain.sentences_suv import SUV
from totalpetview.domain.sentences_work import WORK

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    **GEOMETRY,
    **DICOM,
    **PET,
    **SUV,
    **SEGMENTATION,
    **REGIONS,
    **SERIES,
    **WORK,
    **ORGANS,
    **ORGAN_MAPS,
}
