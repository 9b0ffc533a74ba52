"""What a series is, by its codes; its description never counts."""

from __future__ import annotations

from typing import Any

import pytest
from pydicom.dataset import Dataset
from tests.unit.dicom.objects import ENHANCED_CT, PET, ct, enhanced, pet, written

from totalpetview.dicom.series import SeriesReader
from totalpetview.domain.series import SeriesFacts

SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"


def _facts(make: Any, **change: Any) -> SeriesFacts:
    reader = SeriesReader(keep_pixels=False)
    for k in range(3):
        reader.add(written(make(k, **change)))
    return reader.facts()


@pytest.mark.parametrize(
    ("make", "change", "kind", "why"),
    [
        (ct, {}, "ct", None),
        (pet, {}, "pet", None),
        (ct, {"SeriesDescription": "MIP scout dose report"}, "ct", None),
        (ct, {"ImageType": ["DERIVED", "PRIMARY", "AXIAL"]}, "ct", None),
        (pet, {"ImageType": ["DERIVED", "PRIMARY"]}, "pet", None),
        (ct, {"ImageType": ["ORIGINAL", "PRIMARY", "AXIAL", "CT_SOM5 SPI"]}, "ct", None),
        (ct, {"ImageType": ["ORIGINAL", "PRIMARY", "LOCALIZER"]}, "scout", "is-scout"),
        (ct, {"ImageType": ["DERIVED", "SECONDARY", "REFORMATTED", "AVERAGE"]}, "derived", "is-secondary"),
        (ct, {"ImageType": ["DERIVED", "PRIMARY", "MPR"]}, "derived", "is-derived"),
        (ct, {"ImageType": ["DERIVED", "SECONDARY", "PROJECTION IMAGE"]}, "mip", "is-mip"),
        (pet, {"ImageType": ["DERIVED", "SECONDARY", "MIP"]}, "mip", "is-mip"),
        (pet, {"SeriesType": ["WHOLE BODY", "REPROJECTION"]}, "mip", "is-mip"),
        (pet, {"Units": "1CM"}, "derived", "is-attenuation-map"),
        (ct, {"RescaleType": "MGML"}, "derived", "is-not-hounsfield"),
        (ct, {"RescaleType": "HU"}, "ct", None),
        (ct, {"SamplesPerPixel": 3, "PhotometricInterpretation": "RGB"}, "derived", "is-colour"),
        (ct, {"SOPClassUID": SECONDARY_CAPTURE}, "derived", "is-secondary"),
        (ct, {"SOPClassUID": SECONDARY_CAPTURE, "SeriesDescription": "Dose Report"}, "dose-report", "is-dose-report"),
        (ct, {"SOPClassUID": "1.2.840.10008.5.1.4.1.1.88.67", "Modality": "SR"}, "dose-report", "is-dose-report"),
        (ct, {"SOPClassUID": "1.2.840.10008.5.1.4.1.1.88.33", "Modality": "SR"}, "other", "is-report"),
        (ct, {"SOPClassUID": "1.2.840.10008.5.1.4.1.1.4", "Modality": "MR"}, "other", "is-other"),
        (ct, {"SOPClassUID": "1.2.840.10008.5.1.4.1.1.481.3", "Modality": "RTSTRUCT"}, "other", "is-structure-set"),
        (ct, {"SOPClassUID": "1.2.840.10008.5.1.4.1.1.66.7", "Modality": "SEG"}, "other", "is-segmentation"),
        (ct, {"SOPClassUID": "", "Modality": "CT"}, "ct", None),
    ],
)
def test_the_codes_say_what_a_series_is(make: Any, change: dict[str, Any], kind: str, why: str | None) -> None:
    facts = _facts(make, **change)
    assert facts.kind == kind
    assert (None if facts.why_other is None else facts.why_other.code) == why
    assert facts.is_volume == (why is None)


def test_a_single_coronal_ct_image_is_a_scout() -> None:
    reader = SeriesReader(keep_pixels=False)
    reader.add(written(ct(0, ImageType=["ORIGINAL", "PRIMARY"], ImageOrientationPatient=[1, 0, 0, 0, 0, -1])))
    assert reader.facts().kind == "scout"


def test_an_enhanced_projection_is_no_volume() -> None:
    one = enhanced(ENHANCED_CT, [0, 1], VolumeBasedCalculationTechnique="MAX_IP")
    reader = SeriesReader(keep_pixels=False)
    reader.add(written(one))
    assert reader.facts().kind == "mip"


def _ge(header: Dataset, attenuation: int) -> Dataset:
    header.private_block(0x0009, "GEMS_PETD_01", create=True).add_new(0x8C, "SL", attenuation)
    return header


@pytest.mark.parametrize(
    ("change", "corrected", "note"),
    [
        ({}, True, None),
        ({"CorrectedImage": ["DECY", "SCAT"]}, False, None),
        ({"CorrectedImage": None, "AttenuationCorrectionMethod": None}, None, "attenuation-unknown"),
        ({"CorrectedImage": None}, True, None),
        ({"AttenuationCorrectionMethod": "NONE"}, False, "attenuation-contradiction"),
        ({"Units": "PROPCNTS", "AttenuationCorrectionMethod": None}, False, "attenuation-contradiction"),
        ({"Units": "PROPCNTS"}, True, None),
        ({"ImageType": ["ORIGINAL", "PRIMARY", "NAC"]}, False, "attenuation-contradiction"),
        ({"SeriesDescription": "PET NAC"}, True, None),
    ],
)
def test_attenuation_correction_is_what_the_header_states(
    change: dict[str, Any], corrected: bool | None, note: str | None
) -> None:
    facts = _facts(pet, **change)
    assert facts.attenuation_corrected is corrected
    if note is not None:
        assert note in [problem.code for problem in facts.problems]
    assert facts.suv is not None
    assert (facts.suv.factor_per_unit is not None) == (corrected is True and facts.units == "BQML")


def test_a_ge_scanner_that_lists_a_correction_it_did_not_apply_is_not_believed() -> None:
    assert _facts(lambda k: _ge(pet(k), 0)).attenuation_corrected is False
    assert _facts(lambda k: _ge(pet(k), 2)).attenuation_corrected is True


@pytest.mark.parametrize("keyword", ["PatientWeight", "Units", "DecayCorrection"])
def test_images_that_differ_in_what_the_factor_is_made_from_have_none(keyword: str) -> None:
    reader = SeriesReader(keep_pixels=False)
    other = {"PatientWeight": 70, "Units": "CNTS", "DecayCorrection": "NONE"}[keyword]
    for k in range(3):
        reader.add(written(pet(k, **({keyword: other} if k == 2 else {}))))
    suv = reader.facts().suv
    assert suv is not None
    assert suv.refusal is not None
    assert suv.refusal.code == "suv-mixed"


def test_a_weight_beyond_a_thousand_is_grams() -> None:
    facts = _facts(pet, PatientWeight=80000)
    assert facts.weight_kg == 80
    assert [problem.code for problem in facts.problems] == ["weight-in-grams"]


def test_the_class_of_a_pet_is_that_of_the_standard() -> None:
    assert pet().SOPClassUID == PET
