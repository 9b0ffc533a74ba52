"""The drawing engine on a page of its own, fed with volumes that a test makes up.

No archive and no application: a volume is written as the prepared volumes are stored (byte-shuffled, zstd), served,
loaded by the browser's own loader, and drawn; the test gets the pixels.
"""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from numcodecs import Zstd

FRONTEND = Path(__file__).parents[2] / "frontend"

Json = dict[str, Any]
Stored = npt.NDArray[np.int16] | npt.NDArray[np.uint16]
Floats = npt.NDArray[np.float64]


def built_page(folder: Path) -> Path:
    """Build the page into a folder."""
    subprocess.run(["node", "scripts/build-probe.mjs", str(folder)], cwd=FRONTEND, check=True, timeout=120)
    return folder


@dataclass(frozen=True, slots=True)
class MadeUpGrid:
    """Where the voxels of a made-up volume are; the columns of `steps` are the steps along i, j, k in mm."""

    origin_mm: tuple[float, float, float]
    steps: Floats

    def index_to_mm(self) -> Floats:
        """4x4 from (i, j, k, 1)."""
        matrix = np.eye(4)
        matrix[:3, :3] = self.steps
        matrix[:3, 3] = self.origin_mm
        return matrix

    def halved(self) -> MadeUpGrid:
        """Return the grid of blocks of 2x2x2."""
        centre = np.array(self.origin_mm) + self.steps.sum(axis=1) / 2
        return MadeUpGrid((float(centre[0]), float(centre[1]), float(centre[2])), self.steps * 2)


def block_means(stored: Stored) -> Stored:
    """Average blocks of 2x2x2; sides are even."""
    nk, nj, ni = (side // 2 for side in stored.shape)
    means = stored.reshape(nk, 2, nj, 2, ni, 2).mean(axis=(1, 3, 5))
    return cast("Stored", np.rint(means).astype(stored.dtype))


@dataclass(slots=True)
class PreparedFolder:
    """Volumes in the form in which they are stored and served."""

    folder: Path
    _count: int = field(default=0)

    def volume(
        self,
        stored: Stored,
        grid: MadeUpGrid,
        *,
        quantity: str,
        slope: Sequence[float],
        intercept: Sequence[float],
        slab_slices: int,
    ) -> Json:
        """Write level 0 and a coarse level; return the descriptor."""
        self._count += 1
        name = f"{self._count:032x}"
        coarse = block_means(stored)
        fine = self._level(name, 0, stored, grid=grid, slab_slices=slab_slices, slope=slope, intercept=intercept)
        means = self._level(
            name,
            1,
            coarse,
            grid=grid.halved(),
            slab_slices=coarse.shape[0],
            slope=slope[::2],
            intercept=intercept[::2],
        )
        values = stored * np.reshape(slope, (-1, 1, 1)) + np.reshape(intercept, (-1, 1, 1))
        return {
            "id": name,
            "quantity": quantity,
            "range": [float(values.min()), float(values.max())],
            "robust_max": float(np.percentile(values, 99.9)),
            "levels": [fine, means],
            "body_centre_mm": None,
        }

    def mip(self, frames: npt.NDArray[np.uint16], slope: float, du_mm: float, dz_mm: float) -> Json:
        """Write projections whose middle is at u = 0, z = 0; return the descriptor."""
        self._count += 1
        name = f"{self._count:032x}"
        self._chunk(name, 0, 0, frames)
        angles, nz, nu = frames.shape
        return {
            "id": name,
            "quantity": "BQML",
            "angles": angles,
            "shape": [angles, nz, nu],
            "u0_mm": -(nu - 1) / 2 * du_mm,
            "du_mm": du_mm,
            "z0_mm": -(nz - 1) / 2 * dz_mm,
            "dz_mm": dz_mm,
            "centre_mm": [0.0, 0.0],
            "slope": slope,
            "intercept": 0.0,
            "url": f"/volumes/{name}/0/c/0/0/0",
            "thumbnail_url": None,
        }

    def _level(
        self,
        name: str,
        number: int,
        stored: Stored,
        *,
        grid: MadeUpGrid,
        slab_slices: int,
        slope: Sequence[float],
        intercept: Sequence[float],
    ) -> Json:
        slabs = -(-stored.shape[0] // slab_slices)
        padded = np.zeros((slabs * slab_slices, *stored.shape[1:]), stored.dtype)
        padded[: stored.shape[0]] = stored
        for slab in range(slabs):
            self._chunk(name, number, slab, padded[slab * slab_slices : (slab + 1) * slab_slices])
        steps = grid.steps.T.tolist()
        return {
            "shape": list(stored.shape),
            "origin_mm": list(grid.origin_mm),
            "step_i_mm": steps[0],
            "step_j_mm": steps[1],
            "step_k_mm": steps[2],
            "dtype": str(stored.dtype),
            "slab_slices": slab_slices,
            "slabs": slabs,
            "slope": list(slope),
            "intercept": list(intercept),
            "url": f"/volumes/{name}/{number}/c/{{slab}}/0/0",
        }

    def _chunk(self, name: str, level: int, slab: int, stored: Stored) -> None:
        target = self.folder / "volumes" / name / str(level) / "c" / str(slab) / "0" / "0"
        target.parent.mkdir(parents=True, exist_ok=True)
        shuffled = stored.astype("<u2", casting="unsafe").reshape(-1).view(np.uint8).reshape(-1, 2).T.tobytes()
        target.write_bytes(Zstd(level=3).encode(shuffled))


def comparison(*time_points: Mapping[str, Any]) -> Json:
    """Return a descriptor of time points given by ct, pet, mip and to_common (4x4)."""
    points = [
        {
            "ct": point.get("ct"),
            "pet": point.get("pet"),
            "mip": point.get("mip"),
            "to_common": np.reshape(point.get("to_common", np.eye(4)), -1).tolist(),
        }
        for point in time_points
    ]
    return {"patient": {}, "time_points": points}


class _Handler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        if self.path.startswith("/volumes/"):
            self.send_header("Content-Encoding", "zstd")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Keep the output of the tests to the tests."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder; yields the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def picture(page: Any, panes: Sequence[Json], width: int, height: int) -> npt.NDArray[np.uint8]:
    """Draw panes; return [row from the top, column, RGB]."""
    encoded = page.evaluate("panes => probe.picture(panes)", list(panes))
    rgba = np.frombuffer(base64.b64decode(encoded), np.uint8).reshape(height, width, 4)
    return rgba[::-1, :, :3]
