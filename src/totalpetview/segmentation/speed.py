"""How long a run takes: a model from measurements, corrected by the runs that this machine has done."""

from __future__ import annotations

import json
import os
import statistics
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from totalpetview.domain.geometry import Grid
from totalpetview.segmentation.port import Device, Request, WeightsKind
from totalpetview.segmentation.tasks import Networks

#: Measured with networks of the real size on 2 cores, CT 512x512x300 over 500x500x981 mm: 6 mm 48 s, 3 mm 177 s in
#: all; so a network costs 18 us a voxel of its own, and resampling the CT there and the labels back 0.25 us a voxel.
_CPU_NETWORK_S: Final = 18e-6
_CPU_CORES: Final = 2
#: networks for 1.5 mm have one stage more; estimated: five of them take 2 to 3 hours
_FINE_SHARE: Final = 1.35
_FINE_MM: Final = 2.0
_IMAGE_S: Final = 0.25e-6
_START_S: Final = 9.0
#: TotalSegmentator's README, RTX 3090: 1.5 mm (five networks) 77 s, 3 mm 34 s for a CT of this size
_GPU_NETWORK_S: Final = 0.15e-6
#: the stand-in's network has a fortieth of the parameters; measured as above
_STAND_IN_SHARE: Final = 0.25
_KEPT_RUNS: Final = 200
_LATEST: Final = 7


@dataclass(frozen=True, slots=True)
class Run:
    """A run that came to its end: `model_s` is what the model had said."""

    task: str
    mode: str
    device: str
    weights: str
    model_s: float | None
    seconds: float


def model_s(networks: Networks, grid: Grid, device: Device, weights: WeightsKind) -> float | None:
    """Return seconds by the measurements above; None where the search region is not known beforehand."""
    if networks.spacing_mm is None or networks.before:
        return None
    image_voxels = grid.shape[0] * grid.shape[1] * grid.shape[2]
    volume_mm3 = image_voxels * grid.voxel_volume_ml * 1000.0
    own_voxels = volume_mm3 / networks.spacing_mm**3 * len(networks.datasets)
    cores = os.cpu_count() or _CPU_CORES
    each_s = _GPU_NETWORK_S if device == "gpu" else _CPU_NETWORK_S * _CPU_CORES / cores
    share = _STAND_IN_SHARE if weights == "stand-in" else 1.0
    if device == "cpu" and networks.spacing_mm < _FINE_MM:
        share *= _FINE_SHARE
    return _START_S + image_voxels * _IMAGE_S + own_voxels * each_s * share


class Record:
    """The runs of this machine, in a small file of the data folder."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def keep(self, run: Run) -> None:
        """Remember a run; without room for it nothing happens."""
        runs = [*self._runs(), run][-_KEPT_RUNS:]
        beside = self._file.with_suffix(f".{os.getpid()}")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps([asdict(one) for one in runs]), encoding="utf-8")
            beside.replace(self._file)
        except OSError:
            beside.unlink(missing_ok=True)

    def estimate_s(self, request: Request, device: Device, weights: WeightsKind, model: float | None) -> float | None:
        """Return the model's seconds times what the latest runs of the same kind took relative to it.

        Where the model says nothing it is the median of those runs themselves, or None.
        """
        kind = (request.task, request.mode, device, weights)
        alike = [run for run in self._runs() if (run.task, run.mode, run.device, run.weights) == kind][-_LATEST:]
        if model is None:
            return statistics.median(run.seconds for run in alike) if alike else None
        ratios = [run.seconds / run.model_s for run in alike if run.model_s]
        return model * statistics.median(ratios) if ratios else model

    def _runs(self) -> list[Run]:
        try:
            read: Any = json.loads(self._file.read_text(encoding="utf-8"))
            return [Run(**one) for one in read]
        except (OSError, ValueError, TypeError):
            return []
