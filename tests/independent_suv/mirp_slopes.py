"""Run by the Python of var/mirp: what MIRP multiplies the stored values of each slice by, to SUVbw.

Usage: mirp_slopes.py FOLDER... ; prints {folder: [[SOP Instance UID, factor per stored unit or why not], ...]}.
"""

import json
import sys
import types
import warnings
from pathlib import Path

# MIRP imports ITK for formats that are not read here
sys.modules.setdefault("itk", types.ModuleType("itk"))

from mirp._data_import.dicom_file_pet import ImageDicomFilePT  # type: ignore[import-not-found]  # noqa: E402
from pydicom import dcmread  # noqa: E402


def slope_of(file: Path) -> tuple[str, float | str]:
    """Return the UID of one slice, and MIRP's factor times the slice's own slope, or MIRP's reason for having none."""
    header = dcmread(file, stop_before_pixels=True)
    image = ImageDicomFilePT(file_path=str(file))
    try:
        factor = image._to_gml_conversion_factor() * image._to_suv_conversion_factor(new_suv_type="body_weight")
    except (ValueError, NotImplementedError) as error:
        return str(header.SOPInstanceUID), str(error)
    return str(header.SOPInstanceUID), float(factor) * float(header.RescaleSlope)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    json.dump(
        {name: [slope_of(file) for file in sorted(Path(name).glob("*.dcm"))] for name in sys.argv[1:]}, sys.stdout
    )
