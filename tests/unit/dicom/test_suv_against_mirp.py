"""Slopes to SUVbw of every slice against MIRP, a program by the authors of the manual; differences have a reason."""

from __future__ import annotations

import json
import lzma
import math
import os
import shutil
import subprocess
import tarfile
from datetime import datetime
from pathlib import Path

import pytest
from pydicom import dcmread
from tests.shared_data import followups, shared
from tests.unit.dicom.objects import written
from tests.unit.dicom.test_suv_reference_objects import REFERENCE_OBJECTS, _headers

from totalpetview.dicom.series import SeriesReader

ROOT = Path(__file__).resolve().parents[3]
MIRP_PYTHON = Path(os.environ.get("TOTALPETVIEW_MIRP", ROOT / "var" / "mirp" / "bin" / "python"))
#: MIRP rounds T_ave and times of day to less digits than we keep
SAME = 1e-5

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not MIRP_PYTHON.exists(), reason="MIRP is not here (script/setup --tests installs it)"),
]

Slopes = dict[float, float]


def ours(folder: Path) -> Slopes:
    """Return by z in mm what a stored value of that slice is multiplied by, to SUVbw."""
    reader = SeriesReader()
    for file in sorted(folder.glob("*.dcm")):
        reader.add(file.read_bytes())
    facts, volume = reader.facts(), reader.volume()
    assert facts.suv is not None
    assert facts.suv.factor_per_unit is not None, facts.suv.refusal
    grid = volume.grid
    return {
        round(grid.origin_mm[2] + k * grid.step_k_mm[2], 2): facts.suv.factor_per_unit * float(slope)
        for k, slope in enumerate(volume.slope)
    }


def theirs(*folders: Path) -> list[Slopes]:
    script = ROOT / "tests" / "independent_suv" / "mirp_slopes.py"
    said = subprocess.run(
        [str(MIRP_PYTHON), str(script), *map(str, folders)], check=True, capture_output=True, timeout=240
    ).stdout
    by_folder = json.loads(said)
    found = []
    for folder in folders:
        by_uid = dict(by_folder[str(folder)])
        headers = [dcmread(file, stop_before_pixels=True) for file in folder.glob("*.dcm")]
        found.append({round(float(one.ImagePositionPatient[2]), 2): by_uid[one.SOPInstanceUID] for one in headers})
    return found


def agree(own: Slopes, other: Slopes, within: float = SAME) -> None:
    assert sorted(own) == pytest.approx(sorted(other), abs=0.02)
    assert [own[z] for z in sorted(own)] == pytest.approx([other[z] for z in sorted(other)], rel=within)


def test_every_slice_of_the_reference_objects_has_the_slope_that_mirp_gives_it(tmp_path: Path) -> None:
    with lzma.open(shared("suv-dro", "dro.tar.xz")) as packed, tarfile.open(fileobj=packed) as archive:
        archive.extractall(tmp_path, filter="data")
    folders = [tmp_path / name / "PT" for name in REFERENCE_OBJECTS]
    for folder, other in zip(folders, theirs(*folders), strict=True):
        agree(ours(folder), other)


def test_every_slice_of_the_real_examinations_has_the_slope_that_mirp_gives_it() -> None:
    derived = [path.parent for path in sorted(followups().rglob("*.dcm")) if _is_pet(path)]
    folders = [shared("acrin-042", "dicom", "PT_PET_AC_081015"), *dict.fromkeys(derived)]
    assert len(folders) == 4
    for folder, other in zip(folders, theirs(*folders), strict=True):
        agree(ours(folder), other)


@pytest.mark.parametrize("number", ["028", "029"])
def test_a_real_slice_of_another_tracer_has_the_factor_that_mirp_gives_it(number: str, tmp_path: Path) -> None:
    file = shared("pet-headers", f"siemens1094_flt_breast{number}.dcm")
    shutil.copy(file, tmp_path)
    reader = SeriesReader()
    reader.add(file.read_bytes())
    suv = reader.facts().suv
    assert suv is not None
    assert suv.factor_per_unit is not None, suv.refusal
    [other] = theirs(tmp_path)[0].values()
    own = suv.factor_per_unit * float(dcmread(file).RescaleSlope)
    # as for the headers below: in one of the two MIRP's scan start lies a second after Series Time
    assert own * _of_frame_reference(tmp_path) == pytest.approx(other, rel=SAME)


def test_headers_of_real_scanners_agree_with_mirp_but_for_four_that_are_explained(tmp_path: Path) -> None:
    expected = json.loads(shared("pet-headers", "expected.json").read_text())
    names = [name for name in expected if name != "source"]
    for name in names:
        (tmp_path / name).mkdir()
        for number, header in enumerate(_headers(name)):
            (tmp_path / name / f"{number}.dcm").write_bytes(written(header))
    factors = {
        name: (ours(tmp_path / name), other)
        for name, other in zip(names, theirs(*(tmp_path / name for name in names)), strict=True)
    }
    for name in names:
        own, other = factors.pop(name)
        if name in {"PHILIPS_BQML", "RADIOPHARM_DATETIME_UNDEFINED", "CPS_AND_BQML_AC_DT_-_S_DT"}:
            # MIRP always takes the frame reference time as that of the average count rate in the picture
            apart = _of_frame_reference(tmp_path / name)
            assert abs(apart - 1) > SAME, name
            own = {z: slope * apart for z, slope in own.items()}
        elif name == "PHILIPS_CNTS_AND_BQML_SUV":
            # MIRP takes the activity factor, weight and dose where we take the scanner's own SUV factor
            assert other != pytest.approx(own, rel=SAME)
            agree(own, other, within=6e-4)
            continue
        agree(own, other)


def _of_frame_reference(folder: Path) -> float:
    """Return by what the factor grows where the scan start is acquisition + T_ave - frame reference time (manual).

    The scan start that we use: Series Time, unless it lies after the acquisition; then that is used.
    """
    header = dcmread(next(folder.glob("*.dcm")), stop_before_pixels=True)
    half_life_s = float(header.RadiopharmaceuticalInformationSequence[0].RadionuclideHalfLife)
    decayed = math.log(2) / half_life_s * float(header.ActualFrameDuration) / 1000
    average_s = half_life_s / math.log(2) * math.log(decayed / (1 - math.exp(-decayed)))
    acquired, series = (
        datetime.strptime(f"{day}{clock}", "%Y%m%d%H%M%S.%f" if "." in clock else "%Y%m%d%H%M%S")  # noqa: DTZ007
        for day, clock in (
            (str(header.AcquisitionDate), str(header.AcquisitionTime)),
            (str(header.SeriesDate), str(header.SeriesTime)),
        )
    )
    computed_s = average_s - float(header.FrameReferenceTime) / 1000  # after the acquisition
    used_s = min(0.0, (series - acquired).total_seconds())
    return float(2 ** ((computed_s - used_s) / half_life_s))


def _is_pet(file: Path) -> bool:
    return bool(dcmread(file, stop_before_pixels=True, specific_tags=["Modality"]).Modality == "PT")
