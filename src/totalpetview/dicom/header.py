"""What a header says about its whole series."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from pydicom.dataset import Dataset
from pydicom.tag import Tag

from totalpetview.dicom import elements
from totalpetview.dicom.moments import combined, date_of, moment_of, time_of

GE_PET: Final = "GEMS_PETD_01"
SIEMENS_PET: Final = "SIEMENS MED PT"
PHILIPS_PET: Final = "Philips PET Private Group"
_SERIES_TAGS: Final = elements.tags(
    "PatientID", "PatientName", "PatientBirthDate", "PatientSex", "PatientWeight", "PatientSize", "AccessionNumber",
    "StudyInstanceUID", "StudyDescription", "SeriesInstanceUID", "SeriesDescription", "Modality", "SOPClassUID",
    "FrameOfReferenceUID", "ImageType", "SamplesPerPixel", "ConvolutionKernel", "RescaleType", "SeriesType", "Units",
    "CorrectedImage", "AttenuationCorrectionMethod", "DecayCorrection", "SeriesDate", "SeriesTime", "StudyDate",
    "TimezoneOffsetFromUTC", "NumberOfSlices", "RadiopharmaceuticalInformationSequence", "AttenuationCorrected",
    "DecayCorrected", "DecayCorrectionDateTime", "VolumetricProperties", "VolumeBasedCalculationTechnique",
    "SpecificCharacterSet", "StudyTime", "TypeOfDetectorMotion", "SUVType", "Manufacturer",
)  # fmt: skip
#: where the private elements that count usually lie, for telling headers apart
_PRIVATE_TAGS: Final = tuple(
    Tag(group, element)
    for group, element in (
        (0x0009, 0x100D), (0x0009, 0x103B), (0x0009, 0x108C), (0x0071, 0x1022), (0x7053, 0x1000), (0x7053, 0x1009),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Radiotracer:
    """One item of the Radiopharmaceutical Information Sequence (0054,0016)."""

    name: str | None
    dose: float | None
    half_life_s: float | None
    injected_at: datetime | None
    injection_time: time | None
    nuclide_code: str | None = None
    nuclide_name: str | None = None


@dataclass(frozen=True, slots=True)
class SeriesHeader:
    """Elements of one SOP instance that are meant to be the same in the whole series; None or "" where absent."""

    patient_id: str
    patient_name: str
    birth_date: date | None
    sex: str | None
    accession_number: str | None
    study_uid: str
    study_description: str
    series_uid: str
    description: str
    modality: str
    sop_class: str
    frame_of_reference_uid: str | None
    image_type: tuple[str, ...]
    volume_technique: str
    samples_per_pixel: int
    kernel: str | None
    rescale_type: str | None
    series_type: tuple[str, ...]
    units: str | None
    corrected_image: tuple[str, ...]
    attenuation_method: str | None
    attenuation_flag: str | None
    ge_attenuation: int | None
    decay_correction: str | None
    decay_corrected_to: datetime | None
    weight_kg: float | None
    height_m: float | None
    tracers: tuple[Radiotracer, ...]
    series_at: datetime | None
    ge_scan_start: datetime | None
    ge_injected_at: datetime | None
    siemens_decay_corrected_to: datetime | None
    philips_suv_scale: float | None
    philips_activity_scale: float | None
    suv_type: str | None
    announced_slices: int | None
    zone: str


def signature(header: Dataset) -> tuple[object, ...]:
    """Return something equal for headers from which the same SeriesHeader would be read."""
    return elements.raw_signature(header, _SERIES_TAGS + _PRIVATE_TAGS)


def series_header(header: Dataset) -> SeriesHeader:
    """Read the elements of the series from one instance; legacy-converted objects carry some one level down."""

    def text(keyword: str) -> str:
        return next((found for place in places if (found := elements.text(place, keyword))), "")

    def words(keyword: str) -> tuple[str, ...]:
        return next((found for place in places if (found := elements.words(place, keyword))), ())

    def number(keyword: str) -> float | None:
        return next((found for place in places if (found := elements.number(place, keyword)) is not None), None)

    def ge(element: int) -> str:
        return elements.private_text(header, 0x0009, GE_PET, element, maker="GE ")

    places = (header, *_converted(header))
    zone = text("TimezoneOffsetFromUTC")
    flag, corrected_to = text("DecayCorrected").upper(), moment_of(text("DecayCorrectionDateTime"), zone)
    decay = text("DecayCorrection").upper() or {"YES": "START" if corrected_to else None, "NO": "NONE"}.get(flag)
    samples = number("SamplesPerPixel")
    slices = number("NumberOfSlices")
    return SeriesHeader(
        patient_id=text("PatientID"),
        patient_name=text("PatientName"),
        birth_date=date_of(text("PatientBirthDate")),
        sex=text("PatientSex") or None,
        accession_number=text("AccessionNumber") or None,
        study_uid=text("StudyInstanceUID"),
        study_description=text("StudyDescription"),
        series_uid=text("SeriesInstanceUID"),
        description=text("SeriesDescription"),
        modality=text("Modality").upper(),
        sop_class=text("SOPClassUID"),
        frame_of_reference_uid=text("FrameOfReferenceUID") or None,
        image_type=tuple(word.upper() for word in words("ImageType")),
        volume_technique=text("VolumeBasedCalculationTechnique").upper(),
        samples_per_pixel=1 if samples is None else int(samples),
        kernel=text("ConvolutionKernel") or None,
        rescale_type=text("RescaleType").upper() or None,
        series_type=tuple(word.upper() for word in words("SeriesType")),
        units=text("Units").upper() or None,
        corrected_image=tuple(word.upper() for word in words("CorrectedImage")),
        attenuation_method=text("AttenuationCorrectionMethod") or None,
        attenuation_flag=text("AttenuationCorrected").upper() or None,
        ge_attenuation=_whole(elements.private(header, 0x0009, GE_PET, 0x8C)),
        decay_correction=decay,
        decay_corrected_to=corrected_to,
        weight_kg=number("PatientWeight"),
        height_m=number("PatientSize"),
        tracers=_tracers(places, zone),
        series_at=combined(text("SeriesDate"), text("SeriesTime"), zone),
        ge_scan_start=moment_of(ge(0x0D), zone),
        ge_injected_at=moment_of(ge(0x3B), zone),
        siemens_decay_corrected_to=moment_of(
            elements.private_text(header, 0x0071, SIEMENS_PET, 0x22, maker="SIEMENS"), zone
        ),
        philips_suv_scale=_number(elements.private_text(header, 0x7053, PHILIPS_PET, 0x00, maker="PHILIPS")),
        philips_activity_scale=_number(elements.private_text(header, 0x7053, PHILIPS_PET, 0x09, maker="PHILIPS")),
        suv_type=text("SUVType").upper() or None,
        announced_slices=None if slices is None else int(slices),
        zone=zone,
    )


def _converted(header: Dataset) -> tuple[Dataset, ...]:
    """Return where legacy-converted objects keep what has no place in the enhanced ones (PS3.3 C.7.6.16.2.25)."""
    found: list[Dataset] = []
    for groups, kept in (
        ("SharedFunctionalGroupsSequence", "UnassignedSharedConvertedAttributesSequence"),
        ("PerFrameFunctionalGroupsSequence", "UnassignedPerFrameConvertedAttributesSequence"),
    ):
        for group in elements.items(header, groups)[:1]:
            found.extend(elements.items(group, kept)[:1])
    return tuple(found)


def _tracers(places: tuple[Dataset, ...], zone: str) -> tuple[Radiotracer, ...]:
    for place in places:
        found = elements.items(place, "RadiopharmaceuticalInformationSequence")
        if found:
            return tuple(_tracer(item, zone) for item in found)
    return ()


def _tracer(item: Dataset, zone: str) -> Radiotracer:
    meanings = [elements.text(code, "CodeMeaning") for code in elements.items(item, "RadiopharmaceuticalCodeSequence")]
    nuclides = elements.items(item, "RadionuclideCodeSequence")
    return Radiotracer(
        name=elements.text(item, "Radiopharmaceutical") or next((word for word in meanings if word), None),
        dose=elements.number(item, "RadionuclideTotalDose"),
        half_life_s=elements.number(item, "RadionuclideHalfLife"),
        injected_at=moment_of(elements.text(item, "RadiopharmaceuticalStartDateTime"), zone),
        injection_time=time_of(elements.text(item, "RadiopharmaceuticalStartTime")),
        nuclide_code=next((code for one in nuclides if (code := elements.text(one, "CodeValue"))), None),
        nuclide_name=next((name for one in nuclides if (name := elements.text(one, "CodeMeaning"))), None),
    )


def _number(text: str) -> float | None:
    found = elements.parse_numbers(text) if text else None
    return found[0] if found is not None and len(found) == 1 else None


def _whole(found: object) -> int | None:
    return found if isinstance(found, int) else None
