"""SUV of public reference objects, of headers of real scanners and of the real examination, through the command."""

from __future__ import annotations

import json
import lzma
import tarfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from tests.shared_data import shared
from tests.unit.dicom.objects import pet, written

from totalpetview.cli import main
from totalpetview.dicom.series import SeriesReader
from totalpetview.dicom.suv_self_test import run_all
from totalpetview.domain.suv.quantify import quantify

REFERENCE_OBJECTS = (
    "DRO_0_0", "DRO_1_0", "DRO_2_0", "DRO_2_1", "DRO_2_2", "DRO_2_4", "DRO_3_0", "DRO_3_2", "DRO_3_4", "DRO_4_0",
    "DRO_5_0",
)  # fmt: skip


@pytest.fixture(scope="module")
def reference_objects(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dro")
    with lzma.open(shared("suv-dro", "dro.tar.xz")) as packed, tarfile.open(fileobj=packed) as archive:
        archive.extractall(folder, filter="data")
    return folder


def _command(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    status = main(["suv", *arguments, "--json", "--language", "en"])
    return status, json.loads(capsys.readouterr().out)


@pytest.mark.shared_data
@pytest.mark.parametrize("name", REFERENCE_OBJECTS)
def test_a_reference_object_has_its_known_suv_in_the_mask(
    name: str, reference_objects: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mask = reference_objects / name / "mask" / "DRO_mask.nii.gz"
    status, report = _command(capsys, str(reference_objects / name / "PT"), "--mask", str(mask))
    assert (status, report["unit"]) == (0, "SUVbw")
    inside = report["inside_mask"]
    # the manual: cold sphere, background and hot sphere, at two decimals
    assert [round(inside[key], 2) for key in ("min", "median", "max")] == [0.2, 1.0, 4.0]


@pytest.mark.shared_data
def test_a_reference_object_of_another_scanner_follows_from_the_same_rules(
    reference_objects: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The manual describes objects that are not among the eleven; they are made here from the plain one."""
    plain = sorted((reference_objects / "DRO_0_0" / "PT").iterdir())
    mask = reference_objects / "DRO_0_0" / "mask" / "DRO_mask.nii.gz"

    def made(name: str, change: Any) -> dict[str, Any]:
        folder = tmp_path / name
        folder.mkdir()
        for file in plain:
            header = dcmread(file)
            change(header)
            header.save_as(folder / file.name)
        status, report = _command(capsys, str(folder), "--mask", str(mask))
        assert status == 0, report
        return report

    def corrected_to_injection(header: Dataset) -> None:
        # one hour of 18F: 2^(3600 / 6586.2)
        header.DecayCorrection, header.RescaleSlope = "ADMIN", 2 ** (3600 / 6586.2)

    def counts(header: Dataset) -> None:
        header.Units, header.RescaleSlope, header.Manufacturer = "CNTS", 0.25, "Philips Medical Systems"
        block = header.private_block(0x7053, "Philips PET Private Group", create=True)
        block.add_new(0x00, "DS", "0.0")
        block.add_new(0x09, "DS", "4.0")

    def private_time(header: Dataset) -> None:
        header.SeriesTime, header.AcquisitionTime = "140000", "111500"
        header.FrameReferenceTime = 0
        header.private_block(0x0009, "GEMS_PETD_01", create=True).add_new(0x0D, "DT", "20250101110000.00")

    def body_surface(header: Dataset) -> None:
        # Du Bois, 70 kg and 175 cm: 0.007184 * 175^0.725 * 70^0.425 = 1.84815 m2; SUVbsa = SUVbw * 18481.5 / 70000
        header.Units, header.RescaleSlope = "CM2ML", 0.000277778 * 0.264022

    def over_midnight(header: Dataset) -> None:
        header.SeriesTime = header.AcquisitionTime = "001500"
        item = header.RadiopharmaceuticalInformationSequence[0]
        del item.RadiopharmaceuticalStartDateTime
        item.RadiopharmaceuticalStartTime = "231500"

    for name, change in {
        "admin": corrected_to_injection,
        "counts": counts,
        "ge": private_time,
        "bsa": body_surface,
        "midnight": over_midnight,
    }.items():
        inside = made(name, change)["inside_mask"]
        assert [round(inside[key], 2) for key in ("min", "median", "max")] == [0.2, 1.0, 4.0], name


def _headers(name: str) -> list[Dataset]:
    """Return the headers of a real series as objects, with the pixels of a synthetic one."""
    found = []
    for k, values in enumerate(json.loads(shared("pet-headers", f"{name}-instances.json").read_text())):
        header = pet(k, RescaleSlope=1, AttenuationCorrectionMethod="measured")
        item = header.RadiopharmaceuticalInformationSequence[0]
        del item.RadiopharmaceuticalStartTime
        private = values.pop("PhilipsPETPrivateGroup")
        for keyword, value in values.items():
            setattr(item if keyword.startswith("Radio") else header, keyword, value)
        block = header.private_block(0x7053, "Philips PET Private Group", create=True)
        for element, keyword in ((0x00, "SUVScaleFactor"), (0x09, "ActivityConcentrationScaleFactor")):
            if keyword in private:
                block.add_new(element, "DS", private[keyword].strip())
        found.append(header)
    return found


@pytest.mark.shared_data
def test_headers_of_real_scanners_have_their_expected_factors() -> None:
    expected = json.loads(shared("pet-headers", "expected.json").read_text())
    del expected["source"]
    found = {}
    for name in expected:
        reader = SeriesReader()
        for header in _headers(name):
            reader.add(written(header))
        suv = reader.facts().suv
        assert suv is not None
        found[name] = suv.factor_per_unit
    assert len(expected) == 8
    assert found == pytest.approx(expected, abs=1e-6)


@pytest.mark.shared_data
def test_the_real_examination_has_its_factor_and_its_wrong_maps_are_noticed(capsys: pytest.CaptureFixture[str]) -> None:
    folder = shared("acrin-042", "dicom")
    status, report = _command(capsys, str(folder / "PT_PET_AC_081015"))
    assert (status, round(report["factor"], 8)) == (0, 0.00042111)
    assert any("4.2111e-07 SUVbw" in warning for warning in report["warnings"])
    assert any("1.00711e-05 SUVbsa" in warning for warning in report["warnings"])
    assert not any("0.00042111 SUVbw per unit; we" in warning for warning in report["warnings"])
    status, refused = _command(capsys, str(folder / "PT_PET_NAC_462754"))
    assert status == 3
    assert refused == {"unit": None, "why": refused["why"]}
    assert "PROPCNTS" in refused["why"]


@pytest.mark.shared_data
def test_a_segmentation_on_the_grid_of_the_pet_picks_just_its_own_voxels(capsys: pytest.CaptureFixture[str]) -> None:
    folder = shared("acrin-042", "dicom")
    [file] = (folder / "SEG_PT_2_Segmentation_162308").iterdir()
    _, report = _command(capsys, str(folder / "PT_PET_AC_081015"), "--mask", str(file))
    assert report["inside_mask"]["voxels"] == int(dcmread(file).pixel_array.sum())


def test_every_object_of_the_self_test_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = list(run_all())
    assert len(outcomes) >= 20
    assert [one.name for one in outcomes if not one.right] == []
    assert main(["doctor", "--suv"]) == 0
    assert "ok" in capsys.readouterr().out


def test_slices_without_decay_correction_carry_it_in_their_slopes() -> None:
    reader = SeriesReader()
    for k in (0, 1):
        more = {"ActualFrameDuration": 600_000, "AcquisitionTime": f"10{5 * k:02}00", "DecayCorrection": "NONE"}
        reader.add(written(pet(k, RescaleSlope=3, CorrectedImage=["ATTN"], **more)))
    facts, volume = reader.facts(), reader.volume()
    # half-life 6000 s, 600 s: 0.1 ln 2 / (1 - 2^-0.1) = 1.03505768; 300 s later twenty times less of a half-life
    assert volume.slope == pytest.approx([3 * 1.03505768, 3 * 1.03505768 * 2**0.05], rel=1e-7)
    assert (volume.quantity, facts.pet and facts.pet.decay_folded_to) == ("BQML", facts.acquired_at)
    assert "suv-decay-folded" in {problem.code for problem in facts.problems}


def test_slices_without_decay_correction_and_without_a_duration_stay_as_they_are_and_have_no_suv() -> None:
    reader = SeriesReader()
    for k in (0, 1):
        reader.add(written(pet(k, RescaleSlope=3, DecayCorrection="NONE")))
    facts = reader.facts()
    assert facts.suv is not None
    assert facts.suv.refusal is not None
    assert facts.suv.refusal.code == "suv-no-decay-frames"
    assert list(reader.volume().slope) == [3.0, 3.0]


def test_private_elements_without_their_creator_are_read_for_their_maker_only() -> None:
    for maker, expected in (("Philips Medical Systems", 0.0005), ("Acme", None)):
        header = pet(0, Units="CNTS", Manufacturer=maker)
        header.add_new((0x7053, 0x1000), "DS", "0.0005")
        reader = SeriesReader()
        reader.add(written(header))
        reader.add(written(_second(header)))
        suv = reader.facts().suv
        assert suv is not None
        assert suv.factor_per_unit == expected


def _second(header: Dataset) -> Dataset:
    other = pet(1, Units=header.Units, Manufacturer=header.Manufacturer)
    other.add_new((0x7053, 0x1000), "DS", header[0x7053, 0x1000].value)
    return other


def test_a_value_map_within_the_images_is_compared() -> None:
    unit, item = Dataset(), Dataset()
    unit.CodeValue, unit.CodingSchemeDesignator, unit.CodeMeaning = "{SUVbw}g/ml", "UCUM", "SUVbw"
    item.MeasurementUnitsCodeSequence = Sequence([unit])
    item.RealWorldValueSlope, item.RealWorldValueIntercept = 0.0005, 0.0
    reader = SeriesReader()
    for k in (0, 1):
        reader.add(written(pet(k, RealWorldValueMappingSequence=Sequence([item]))))
    facts = reader.facts()
    assert facts.pet is not None
    result = quantify(facts.pet, maps=facts.value_maps, series_uid=facts.series_uid)
    assert result.bw.factor == pytest.approx(0.0004)
    assert [one.code for one in result.warnings] == ["suv-map-disagrees"]


@pytest.mark.parametrize("content", [b"", b"no mask at all", b"\x1f\x8b" + b"\0" * 400])
def test_a_broken_mask_is_refused_in_words(content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "pet"
    folder.mkdir()
    for k in (0, 1):
        (folder / f"{k}.dcm").write_bytes(written(pet(k)))
    mask = tmp_path / "mask.nii.gz"
    mask.write_bytes(content)
    status, report = _command(capsys, str(folder), "--mask", str(mask))
    assert (status, report["unit"]) == (3, None)
    assert report["why"].startswith("The mask cannot be read")


def test_a_folder_without_pet_or_with_several_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _command(capsys, str(tmp_path / "nowhere"))[0] == 3
    assert _command(capsys, str(tmp_path))[1] == {"unit": None, "why": "There is no PET series here."}
    for number in (0, 1):
        header = pet(0, SeriesInstanceUID=f"1.2.{number}", SOPInstanceUID=f"1.2.{number}.1")
        (tmp_path / f"{number}.dcm").write_bytes(written(header))
    assert "2 PET series" in _command(capsys, str(tmp_path))[1]["why"]


@given(st.lists(st.floats(1e-6, 1e6), min_size=2, max_size=4))
@settings(max_examples=30, deadline=None)
def test_each_slice_keeps_its_own_slope(slopes: list[float]) -> None:
    reader = SeriesReader()
    written_slopes = [float(f"{slope:.8g}") for slope in slopes]  # DS has 16 characters
    for k, slope in enumerate(written_slopes):
        reader.add(written(pet(k, RescaleSlope=slope)))
    suv = reader.facts().suv
    assert suv is not None
    assert suv.factor_per_unit == pytest.approx(0.0004)
    assert list(reader.volume().slope) == written_slopes
