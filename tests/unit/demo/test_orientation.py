import shutil
import subprocess
from pathlib import Path

import numpy as np
import pydicom
import pytest

from totalpetview.demo.orientation import (
    CENTRE_MM,
    SUVBW_FACTOR,
    Modality,
    Orientation,
    value_at,
    values_at,
    write_phantom,
)


def test_markers_are_where_their_names_say() -> None:
    x, y, z = CENTRE_MM
    assert value_at((x + 40, y, z)) == 800, "L: on the patient's left, +x"
    assert value_at((x, y + 10, z + 50)) == 400, "H: towards the head, +z"
    assert value_at((x - 10, y - 30, z - 25)) == 200, "A: in front, -y"
    assert value_at((x - 40, y, z)) == 0
    assert value_at((x, y, z + 90)) == -1000
    assert value_at((x + 40, y, z), "PT") == 6


@pytest.mark.parametrize("orientation", list(Orientation))
@pytest.mark.parametrize("modality", ["CT", "PT"])
def test_every_voxel_shows_what_is_at_its_place_in_the_patient(
    tmp_path: Path, orientation: Orientation, modality: Modality
) -> None:
    """The place of a pixel by PS3.3 equation C.7.6.2.1-1, written out here."""
    write_phantom(tmp_path, orientation, (modality,))
    for path in sorted((tmp_path / orientation / modality).iterdir()):
        header = pydicom.dcmread(path)
        row = np.array([float(v) for v in header.ImageOrientationPatient[:3]])
        column = np.array([float(v) for v in header.ImageOrientationPatient[3:]])
        corner = np.array([float(v) for v in header.ImagePositionPatient])
        between_rows, between_columns = (float(v) for v in header.PixelSpacing)
        j, i = np.indices((header.Rows, header.Columns))
        places = corner + i[..., None] * between_columns * row + j[..., None] * between_rows * column
        values = header.pixel_array * float(header.RescaleSlope) + float(header.RescaleIntercept)
        if modality == "PT":
            values = values * SUVBW_FACTOR
        # voxels on the very edge of a block may round to either side
        step = 1e-4 * np.array([[1, 1, 1], [-1, -1, -1], [1, -1, 1], [-1, 1, -1]])
        sure = np.ones(values.shape, dtype=bool)
        for each in step:
            sure &= values_at(places + each, modality) == values_at(places, modality)
        assert np.abs(values - values_at(places, modality))[sure].max() < 1e-3


@pytest.mark.parametrize(
    ("orientation", "row", "column"),
    [
        (Orientation.HFS, (1, 0, 0), (0, 1, 0)),
        (Orientation.FFS, (-1, 0, 0), (0, 1, 0)),
        (Orientation.HFP, (-1, 0, 0), (0, -1, 0)),
    ],
)
def test_rows_and_columns_point_as_the_position_of_the_patient_demands(
    tmp_path: Path, orientation: Orientation, row: tuple[int, ...], column: tuple[int, ...]
) -> None:
    write_phantom(tmp_path, orientation, ("CT",))
    header = pydicom.dcmread(next((tmp_path / orientation / "CT").iterdir()))
    assert tuple(float(v) for v in header.ImageOrientationPatient) == (*row, *column)
    assert header.PatientPosition == orientation


@pytest.mark.skipif(shutil.which("dciodvfy") is None, reason="dciodvfy (Debian: dicom3tools) is not installed")
def test_dciodvfy_finds_no_error_in_the_phantoms(tmp_path: Path) -> None:
    for orientation in Orientation:
        write_phantom(tmp_path, orientation)
        for series in (tmp_path / orientation).iterdir():
            path = min(series.iterdir())
            done = subprocess.run(["dciodvfy", str(path)], capture_output=True, text=True, check=False)
            assert [line for line in (done.stdout + done.stderr).splitlines() if line.startswith("Error")] == [], path
