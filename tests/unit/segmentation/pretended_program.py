"""A virtual environment whose "Python" only pretends to run TotalSegmentator, and does what a test tells it to."""

from __future__ import annotations

import json
import pickle
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

from totalpetview.segmentation.places import Places

_PROGRAM = """#!{python}
import json, os, subprocess, sys, time
job = json.loads(sys.stdin.readline())
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "job.json"), "w") as kept:
    json.dump({{**job, "environment": dict(os.environ)}}, kept)
def tell(event, **values):
    print(json.dumps({{"event": event, **values}}), flush=True)
{behaviour}
"""

#: labels dense voxels right of the patient's middle 2 and left of it 3, in NIfTI's own coordinates: x > 0 is right
FINDS_SIDES = """
import nibabel, numpy as np
ct = nibabel.load(job["ct"])
values = np.asarray(ct.dataobj)
index = np.indices(values.shape).reshape(3, -1)
x = (ct.affine @ np.vstack([index, np.ones(index.shape[1])]))[0].reshape(values.shape)
labels = np.where(values > -300, np.where(x > MIDDLE, 2, 3), 0).astype(np.uint8)
tell("part", part=1)
for patch in range(4):
    tell("patches", done=patch + 1, total=4)
nibabel.save(nibabel.Nifti1Image(labels, ct.affine), job["labels"])
tell("done", names={"2": "kidney_right", "3": "kidney_left"}, device="cpu", torch="2.13.0+cpu")
"""

#: what nnU-Net writes at the end of a training
TRAINED: Mapping[str, object] = {
    "optimizer_state": {"state": {}, "param_groups": []},
    "logging": {"train_losses": [-0.5, -0.6]},
    "current_epoch": 4000,
    "trainer_name": "nnUNetTrainer_4000epochs_NoMirroring",
}


def pretended_places(folder: Path, behaviour: str, *, version: str = "2.18.0") -> Places:
    """Return places with a program that does `behaviour`, and no weights."""
    places = Places(folder / "venv", folder / "weights", folder / "home", folder / "kept")
    (places.venv / "bin").mkdir(parents=True)
    (places.venv / "lib/python3.11/site-packages" / f"totalsegmentator-{version}.dist-info").mkdir(parents=True)
    places.weights.mkdir()
    places.kept.mkdir()
    program = places.python
    program.write_text(_PROGRAM.format(python=sys.executable, behaviour=behaviour), encoding="utf-8")
    program.chmod(0o755)
    return places


def seen_job(places: Places) -> dict[str, object]:
    """Return the job that the program was given, with its environment."""
    job: dict[str, object] = json.loads((places.venv / "bin" / "job.json").read_text(encoding="utf-8"))
    return job


def pretended_weights(
    weights: Path, dataset: str, *, size: int = 100, stand_in: bool = True, record: Mapping[str, object] | None = None
) -> Path:
    """Write a folder that looks like a network's weights; `record` is what its checkpoint says about itself."""
    folder = weights / dataset / "nnUNetTrainer__nnUNetPlans__3d_fullres"
    (folder / "fold_0").mkdir(parents=True)
    (folder / "plans.json").write_text("{}", encoding="utf-8")
    (folder / "dataset.json").write_text(json.dumps({"stand_in": True} if stand_in else {}), encoding="utf-8")
    checkpoint = folder / "fold_0" / "checkpoint_final.pth"
    if record is None:
        with checkpoint.open("wb") as file:
            file.truncate(size)
        return weights / dataset
    with zipfile.ZipFile(checkpoint, "w") as archive:  # as torch.save does
        archive.writestr("checkpoint_final/data.pkl", pickle.dumps(dict(record), protocol=2))
        archive.writestr("checkpoint_final/data/0", bytes(size))
    return weights / dataset
