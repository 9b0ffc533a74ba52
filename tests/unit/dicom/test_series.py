"""One series of small objects, and what is made of it."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence
from pydicom.uid import (
    MPEG2MPML,
    ExplicitVRBigEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGLSLossless,
    RLELossless,
)
from tests.unit.dicom.objects import (
    ENHANCED_CT,
    ENHANCED_PET,
    LEGACY_PET,
    ct,
    enhanced,
    pet,
    picture,
    written,
)

from totalpetview.dicom.series import SeriesReader
from totalpetview.domain.geometry import Grid
from totalpetview.domain.problem import Refusal
from totalpetview.domain.series import SeriesFacts
from totalpetview.domain.volume import StoredVolume


def _read(*objects: Dataset | bytes, keep_pixels: bool = True) -> SeriesReader:
    reader = SeriesReader(keep_pixels=keep_pixels)
    for one in objects:
        reader.add(one if isinstance(one, bytes) else written(one))
    return reader


def _facts(*objects: Dataset | bytes) -> SeriesFacts:
    """Return the facts, which must be the same with and without pixels."""
    facts = _read(*objects).facts()
    assert _read(*objects, keep_pixels=False).facts() == facts
    return facts


def _codes(facts: SeriesFacts) -> list[str]:
    return [problem.code for problem in facts.problems]


def _refused(code: str, *objects: Dataset | bytes) -> dict[str, Any]:
    with pytest.raises(Refusal) as refused:
        _read(*objects)
    assert refused.value.problem.code == code
    return dict(refused.value.problem.values)


def _check_pictures(volume: StoredVolume, order: list[int]) -> None:
    assert volume.grid.shape == (len(order), 4, 5)
    for stored, k in zip(volume.stored, order, strict=True):
        np.testing.assert_array_equal(stored, picture(k))


def test_a_ct_in_any_order_is_a_volume_in_hounsfield_units() -> None:
    reader = _read(ct(2), ct(0), ct(1))
    volume, facts = reader.volume(), reader.facts()
    assert (facts.kind, facts.images, facts.problems) == ("ct", 3, ())
    _check_pictures(volume, [0, 1, 2])
    assert volume.quantity == "HU"
    assert volume.slope.tolist() == [1, 1, 1]
    assert volume.intercept.tolist() == [-1024, -1024, -1024]
    # PixelSpacing is (between rows, between columns)
    assert volume.grid == Grid((3, 4, 5), (-10.0, -20.0, 0.0), (1.0, 0.0, 0.0), (0.0, 2.0, 0.0), (0.0, 0.0, 3.0))


def test_each_pet_slice_keeps_its_own_slope_and_the_factor_is_known() -> None:
    reader = _read(pet(1), pet(0), pet(2))
    assert reader.volume().slope.tolist() == [0.5, 1.5, 2.5]
    facts = _facts(pet(1), pet(0), pet(2))
    assert (facts.kind, facts.units, facts.attenuation_corrected, facts.uptake_s) == ("pet", "BQML", True, 6000)
    assert facts.suv is not None
    assert facts.suv.factor_per_unit == pytest.approx(0.0004, rel=1e-12)
    assert (facts.weight_kg, facts.dose_bq, facts.tracer) == (80, 4e8, "FDG")


def test_an_enhanced_ct_gives_the_same_volume_as_the_classic_one() -> None:
    classic, one = _read(ct(0), ct(1), ct(2)), _read(enhanced(ENHANCED_CT, [1, 2, 0]))
    _check_pictures(one.volume(), [0, 1, 2])
    assert one.volume().grid == classic.volume().grid
    assert one.volume().intercept.tolist() == classic.volume().intercept.tolist()
    assert (one.facts().kind, one.facts().images) == ("ct", 3)


def test_an_enhanced_pet_gives_the_same_volume_and_factor_as_the_classic_one() -> None:
    one = _read(enhanced(ENHANCED_PET, [2, 0, 1]))
    _check_pictures(one.volume(), [0, 1, 2])
    assert one.volume().slope.tolist() == [0.5, 1.5, 2.5]
    facts = one.facts()
    assert facts.suv is not None
    assert facts.suv.factor_per_unit == pytest.approx(0.0004, rel=1e-12)
    assert (facts.dose_bq, facts.attenuation_corrected, facts.units) == (4e8, True, "BQML")


def test_a_legacy_converted_pet_is_understood_by_what_it_kept_of_the_classic_one() -> None:
    one = enhanced(LEGACY_PET, [0, 1])
    for keyword in ("AttenuationCorrected", "DecayCorrected", "DecayCorrectionDateTime", "Units"):
        delattr(one, keyword)
    kept = Dataset()
    kept.Units, kept.DecayCorrection, kept.CorrectedImage = "BQML", "START", ["DECY", "ATTN"]
    kept.RadiopharmaceuticalInformationSequence = pet().RadiopharmaceuticalInformationSequence
    del one.RadiopharmaceuticalInformationSequence
    one.SharedFunctionalGroupsSequence[0].UnassignedSharedConvertedAttributesSequence = Sequence([kept])
    facts = _facts(one)
    assert facts.suv is not None
    assert facts.suv.factor_per_unit == pytest.approx(0.0004, rel=1e-12)


def test_frames_of_an_enhanced_object_are_named_with_their_number() -> None:
    one = enhanced(ENHANCED_CT, [0, 1, 2, 5])
    facts = _facts(one)
    assert facts.grid is None
    assert facts.problems[0].code == "missing-slices"
    assert (facts.problems[0].values["image"], facts.problems[0].values["other"]) == ("1/3", "1/4")


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, ExplicitVRBigEndian])
def test_uncompressed_transfer_syntaxes_are_read(syntax: str) -> None:
    objects = [ct(0), ct(1)]
    if syntax == ExplicitVRBigEndian:
        for k, one in enumerate(objects):
            one.PixelData = picture(k).astype(">i2").tobytes()
    data = [written(one, syntax) for one in objects]
    _check_pictures(_read(*data).volume(), [0, 1])


@pytest.mark.parametrize("syntax", [JPEGLSLossless, JPEG2000Lossless, RLELossless])
def test_compressed_transfer_syntaxes_are_read(syntax: str) -> None:
    data = []
    wide = [np.tile(picture(k), (16, 16)).astype(np.uint16) for k in range(2)]
    for k, array in enumerate(wide):
        header = dcmread(io.BytesIO(written(ct(k, array))))
        header.compress(syntax, generate_instance_uid=False)
        out = io.BytesIO()
        header.save_as(out)
        data.append(out.getvalue())
    np.testing.assert_array_equal(_read(*data).volume().stored, wide)
    if syntax != RLELossless:
        cut = data[0].replace(b"\xff\xd9", b"\x00\x00")
        assert _refused("compressed-data-truncated", cut)["frame"] == 1


def test_a_missing_decoder_is_named_with_its_transfer_syntax() -> None:
    video = ct()
    video.PixelData = encapsulate([b"no video"])
    video["PixelData"].VR = "OB"
    found = _refused("decoder-missing", written(video, MPEG2MPML))
    assert "MPEG2" in found["syntax"]
    assert MPEG2MPML in found["syntax"]


def test_cut_off_pixel_data_are_refused_with_and_without_reading_them() -> None:
    data = written(ct())[:-7]
    assert _refused("pixel-data-truncated", data) == {"image": "1", "expected": 40, "found": 33}
    reader = SeriesReader(keep_pixels=False)
    with pytest.raises(Refusal):
        reader.add(data)
    short = ct()
    short.Rows = 40
    assert _refused("pixel-data-truncated", short)["expected"] == 400
    empty = ct()
    del empty.PixelData
    _refused("pixel-data-missing", empty)


def test_a_series_with_an_unreadable_slice_has_no_volume_until_a_whole_copy_comes() -> None:
    reader = _read(ct(0), ct(1))
    with pytest.raises(Refusal):
        reader.add(written(ct(2))[:-7])
    assert reader.facts().grid is None
    assert _codes(reader.facts()) == ["pixel-data-truncated"]
    with pytest.raises(Refusal):
        reader.volume()
    reader.add(written(ct(2)))
    assert reader.volume().grid.shape[0] == 3
    assert reader.facts().problems == ()


def test_a_file_that_is_no_dicom_at_all_leaves_its_series_without_a_volume() -> None:
    reader = _read(ct(0), ct(1))
    with pytest.raises(Refusal):
        reader.add(b"what the archive should not have held")
    assert reader.facts().grid is None
    assert _codes(reader.facts()) == ["not-dicom"]


def test_an_identical_copy_counts_once_and_is_said() -> None:
    facts = _facts(ct(0), ct(1), ct(1))
    assert facts.images == 2
    assert _codes(facts) == ["identical-copies"]


def test_the_same_uid_with_another_content_is_refused() -> None:
    moved = ct(1, ImagePositionPatient=[0, 0, 99])
    assert _refused("same-uid-different-content", ct(0), ct(1), moved)["image"] == "2"


def test_two_acquisitions_in_one_series_are_refused_by_name() -> None:
    again = [ct(k, SOPInstanceUID=f"1.2.3.9{k}", InstanceNumber=11 + k) for k in range(3)]
    facts = _facts(*[ct(k) for k in range(3)], *again)
    assert facts.grid is None
    assert facts.problems[0].code == "same-position"
    assert {facts.problems[0].values["image"], facts.problems[0].values["other"]} == {"1", "11"}


def test_slice_location_does_not_matter() -> None:
    objects = [ct(k, SliceLocation=7.0) for k in range(3)]
    assert _facts(*objects).grid is not None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ImagePositionPatient": None}, "missing-geometry"),
        ({"ImageOrientationPatient": [1, 0, 0]}, "missing-geometry"),
        ({"PixelSpacing": None}, "missing-geometry"),
        ({"RescaleSlope": None}, "rescale-missing"),
        ({"RescaleSlope": 0}, "rescale-missing"),
        ({"FrameOfReferenceUID": "1.2.8"}, "mixed-frames-of-reference"),
        ({"PatientID": "P2"}, "mixed-patients"),
    ],
)
def test_a_flaw_of_one_slice_leaves_no_volume_and_is_said(change: dict[str, Any], code: str) -> None:
    facts = _facts(ct(0), ct(1, **change), ct(2))
    assert facts.grid is None
    assert facts.problems[0].code == code


def test_a_localizer_among_the_slices_is_left_out() -> None:
    scout = ct(9, ImageType=["ORIGINAL", "PRIMARY", "LOCALIZER"], ImageOrientationPatient=[1, 0, 0, 0, 0, -1])
    facts = _facts(ct(0), ct(1), scout)
    assert facts.grid is not None
    assert facts.grid.shape[0] == 2
    assert _codes(facts) == ["localizers-left-out"]


def test_fewer_slices_than_a_pet_announces_are_said() -> None:
    assert _codes(_facts(*[pet(k, NumberOfSlices=5) for k in range(3)])) == ["fewer-slices-than-announced"]


def test_several_threads_may_add() -> None:
    reader = SeriesReader()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(reader.add, [written(ct(k)) for k in range(40)]))
    _check_pictures(reader.volume(), list(range(40)))


def test_files_are_read_as_bytes_are(tmp_path: Path) -> None:
    reader = SeriesReader()
    for k in range(2):
        (tmp_path / f"{k}").write_bytes(written(ct(k)))
        reader.add(tmp_path / f"{k}")
    _check_pictures(reader.volume(), [0, 1])


def test_what_is_no_dicom_or_of_another_series_is_refused(tmp_path: Path) -> None:
    _refused("not-dicom", b"just text")
    _refused("empty-file", b"")
    _refused("other-series", ct(0), ct(1, SeriesInstanceUID="1.2.4"))
    _refused("no-series-uid", ct(0, SeriesInstanceUID=None))
    _refused("no-sop-uid", ct(0, SOPInstanceUID=None))
    with pytest.raises(Refusal) as refused:
        SeriesReader().add(tmp_path / "missing")
    assert refused.value.problem.code == "file-unreadable"
    with pytest.raises(Refusal):
        SeriesReader().facts()
