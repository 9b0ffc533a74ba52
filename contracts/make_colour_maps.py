"""Write colour_maps.json: 256 [red, green, blue] entries a map, read by the browser and by the tests.

Hot iron, PET and hot metal blue are the well-known palettes of DICOM PS3.6 Annex B, taken from the palette
objects that pydicom carries. Run it with `python contracts/make_colour_maps.py`.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydicom import dcmread
from pydicom.data import get_palette_files

Table = NDArray[np.uint8]


def dicom_palette(name: str) -> Table:
    """Return a well-known palette as [256, 3]."""
    (path,) = get_palette_files(f"{name}.dcm")
    palette = dcmread(path)
    channels = []
    for colour in ("Red", "Green", "Blue"):
        entries, first, bits = palette[f"{colour}PaletteColorLookupTableDescriptor"].value
        if (entries, first, bits) != (256, 0, 8):
            message = f"{name}: expected 256 entries of 8 bits from 0, got {entries}, {first}, {bits}"
            raise ValueError(message)
        data = palette[f"{colour}PaletteColorLookupTableData"].value
        channels.append(np.frombuffer(data, np.uint8)[:256])
    return np.stack(channels, axis=1)


def through(*stops: tuple[float, tuple[int, int, int]]) -> Table:
    """Return straight lines between colours at places 0..1, as [256, 3]."""
    places = [place for place, _ in stops]
    t = np.arange(256) / 255
    channels = [np.interp(t, places, [colour[n] for _, colour in stops]) for n in range(3)]
    return np.round(np.stack(channels, axis=1)).astype(np.uint8)


MAPS = {
    "grey": through((0, (0, 0, 0)), (1, (255, 255, 255))),
    "inverted-grey": through((0, (255, 255, 255)), (1, (0, 0, 0))),
    "hot-iron": dicom_palette("hotiron"),
    "pet": dicom_palette("pet"),
    "hot-metal-blue": dicom_palette("hotmetalblue"),
    "rainbow": through(
        (0.0, (0, 0, 0)),
        (0.1, (0, 0, 160)),
        (0.3, (0, 160, 255)),
        (0.5, (0, 220, 80)),
        (0.7, (255, 240, 0)),
        (0.9, (255, 60, 0)),
        (1.0, (255, 255, 255)),
    ),
    # Less is blue, more is red, and no change is black: over a CT or on a dark page nothing stands out but change.
    "difference": through(
        (0.0, (160, 230, 255)),
        (0.25, (0, 110, 255)),
        (127 / 255, (0, 0, 0)),
        (128 / 255, (0, 0, 0)),
        (0.75, (255, 60, 0)),
        (1.0, (255, 230, 130)),
    ),
}


def main() -> None:
    """Write the file beside this script."""
    lines = [
        f"  {json.dumps(name)}: {json.dumps(table.tolist(), separators=(',', ':'))}" for name, table in MAPS.items()
    ]
    target = Path(__file__).with_name("colour_maps.json")
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
