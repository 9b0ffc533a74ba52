"""Writes the synthetic patient to disk."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from totalpetview.demo.dicom_images import write_ct, write_pet, write_scout
from totalpetview.demo.examination import build_examination
from totalpetview.demo.plan import PLANS
from totalpetview.demo.size import DemoSize
from totalpetview.demo.truth import DemoTruth, demo_truth


def examination_folder(folder: Path, index: int) -> Path:
    """Return where examination `index` is written."""
    return folder / f"T{index + 1}_{PLANS[index].acquired_at:%Y-%m-%d}"


def write_examination(folder: Path, index: int, size: DemoSize, *, labels: bool = False) -> int:
    """Draw one examination and write scout, CT, PET and, if wanted, labels; returns the number of images."""
    examination = build_examination(index, size)
    place = examination_folder(folder, index)
    files = 0
    for name, write in (("SCOUT", write_scout), ("CT", write_ct), ("PET", write_pet)):
        series = place / name
        series.mkdir(parents=True, exist_ok=True)
        files += write(examination, series, str(size))
    if labels:
        np.savez_compressed(place / "labels.npz", labels=examination.labels)
    return files


def write_demo_patient(
    folder: Path, size: DemoSize = DemoSize.CLINICAL, processes: int | None = None, *, labels: bool = False
) -> DemoTruth:
    """Write the four examinations as DICOM files and `truth.json`.

    Parameters
    ----------
    folder
        Created if it is not there.
    processes
        Examinations drawn at the same time; the default is 2 for the clinical size and 1 (in this process) for
        the others. Each needs about 1 GB of memory at the clinical size.
    labels
        Also write `labels.npz` (array `labels`, uint8 [k, j, i] on the CT's grid) for each examination.
    """
    folder.mkdir(parents=True, exist_ok=True)
    count = processes if processes is not None else (2 if size is DemoSize.CLINICAL else 1)
    if count <= 1:
        for index in range(len(PLANS)):
            write_examination(folder, index, size, labels=labels)
    else:
        with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as pool:
            for done in [
                pool.submit(write_examination, folder, index, size, labels=labels) for index in range(len(PLANS))
            ]:
                done.result()
    truth = demo_truth(size)
    truth.write(folder / "truth.json")
    return truth
