"""A small picture of a patient for lists."""

from __future__ import annotations

import io

import numpy as np
import numpy.typing as npt
from PIL import Image

WIDTH_PIXELS = 96
_LONGEST_PIXELS = 384


def thumbnail_png(anterior: npt.NDArray[np.floating], pixel_mm: tuple[float, float], white_to: float) -> bytes:
    """Return a PNG in inverted grey: 0 is white, `white_to` and more is black; the head is at the top.

    Parameters
    ----------
    anterior
        [z, u], z towards the head, u towards the patient's left.
    pixel_mm
        Size of a pixel along (u, z); the picture is isotropic.
    white_to
        The value shown black, in the unit of the picture.
    """
    du_mm, dz_mm = pixel_mm
    grey = 255.0 * (1.0 - np.clip(anterior[::-1] / max(white_to, 1e-12), 0.0, 1.0))
    height = round(WIDTH_PIXELS * (anterior.shape[0] * dz_mm) / (anterior.shape[1] * du_mm))
    size = (WIDTH_PIXELS, min(max(height, 1), _LONGEST_PIXELS))
    picture = Image.fromarray(np.rint(grey).astype(np.uint8)).resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=False)
    return written.getvalue()
