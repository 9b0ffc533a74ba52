"""`totalpetview demo`: write the synthetic patient as DICOM files."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "write the synthetic demo patient (four PET/CT examinations) as DICOM files"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="where to write; created if it is not there")
    parser.add_argument(
        "--size", choices=("clinical", "small", "tiny"), default="clinical", help="voxels (default: clinical)"
    )
    parser.add_argument(
        "--labels", action="store_true", help="also write the organ labels of each examination (labels.npz)"
    )
    parser.add_argument(
        "--processes", type=int, default=None, help="examinations drawn at the same time (default: 2 for clinical)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the files and say what was written."""
    from totalpetview.demo import DemoSize, examination_folder, write_demo_patient

    folder: Path = arguments.folder
    truth = write_demo_patient(folder, DemoSize(arguments.size), arguments.processes, labels=arguments.labels)
    print(f"{truth.patient_name}, {truth.patient_id}: synthetic, this person does not exist")
    for examination in truth.examinations:
        ct, pet = examination.ct_grid.shape, examination.pet_grid.shape
        place = examination_folder(folder, examination.index)
        images = sum(1 for _ in place.rglob("*.dcm"))
        print(f"  {place}: CT {ct[2]}x{ct[1]}x{ct[0]}, PET {pet[2]}x{pet[1]}x{pet[0]}, {images} images")
    print(f"  {folder / 'truth.json'}: lesions, landmarks, SUV factors, grids")
    return 0
