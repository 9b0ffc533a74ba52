"""Write domain/organs/colours.csv: colours for structures to which TotalSegmentator's table gives none.

Run it with `PYTHONPATH=src python contracts/make_own_colours.py`; it takes a minute. A structure that has a colour
keeps it. Every other gets the one that differs most, as the eye sees it (CIE 1976), from those of all structures that
some task of TotalSegmentator finds together with it. The right one of a pair is darker, as in TotalSegmentator's table.
"""

from __future__ import annotations

import csv
import json
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
ORGANS = ROOT / "src/totalpetview/domain/organs"
MAPS = ROOT / "tests/fixtures/totalsegmentator-class-maps.json"
NOTE = "# Made by contracts/make_own_colours.py.\n"

#: arteries are red and veins blue, as in TotalSegmentator's table
GIVEN = {
    "lung_arteries": (200, 20, 20),
    "lung_veins": (37, 107, 237),
    "internal_carotid_artery_left": (230, 40, 20),
    "internal_carotid_artery_right": (166, 29, 14),
    "internal_jugular_vein_left": (20, 110, 240),
    "internal_jugular_vein_right": (14, 79, 173),
}
DARKER = 0.72
LIGHTNESS = (45.0, 92.0)
LEAST_CHROMA = 25.0
#: of sRGB
LINEAR_UP_TO = 0.04045
RGB = tuple[int, int, int]


def lab(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return CIE L*a*b* of sRGB colours 0 to 255, shape (n, 3), for the white point D65 (IEC 61966-2-1)."""
    share = rgb / 255
    linear = np.where(share > LINEAR_UP_TO, ((share + 0.055) / 1.055) ** 2.4, share / 12.92)
    to_xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    )
    xyz = linear @ to_xyz.T / np.array([0.95047, 1.0, 1.08883])
    root = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = root.T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=1)


def darker(colour: RGB) -> RGB:
    """Return the colour of the right one of a pair."""
    red, green, blue = (round(part * DARKER) for part in colour)
    return red, green, blue


def candidates() -> list[RGB]:
    """Return colours that are seen on grey values: neither dark nor grey."""
    steps = range(0, 256, 15)
    all_of_them = list(product(steps, steps, steps))
    seen = lab(np.array(all_of_them, dtype=np.float64))
    low, high = LIGHTNESS
    fits = (seen[:, 0] >= low) & (seen[:, 0] <= high) & (np.hypot(seen[:, 1], seen[:, 2]) >= LEAST_CHROMA)
    return [colour for colour, fit in zip(all_of_them, fits, strict=True) if fit]


def read(name: str) -> dict[str, dict[str, str]]:
    """Return the rows of a table by key."""
    file = ORGANS / name
    if not file.exists():
        return {}
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {row["key"]: row for row in csv.DictReader(lines)}


def colour_of(row: dict[str, str]) -> RGB:
    """Return the colour of a row."""
    return int(row["red"]), int(row["green"]), int(row["blue"])


def without_side(row: dict[str, str]) -> str:
    """Return what a structure and its counterpart have in common; a tooth's number is other on each side."""
    parts = row["key"].split("_")
    return "_".join("*" if part == row["side"] else part for part in parts if not part.startswith("fdi"))


def distances(choices: list[RGB], others: list[RGB]) -> NDArray[np.float64]:
    """Return how far each choice is from the nearest of the others."""
    if not others:
        return np.zeros(len(choices))
    one, other = lab(np.array(choices, dtype=np.float64)), lab(np.array(others, dtype=np.float64))
    least: NDArray[np.float64] = np.linalg.norm(one[:, None] - other[None], axis=2).min(axis=1)
    return least


def main() -> None:
    """Write the table."""
    structures, coded, kept = read("structures.csv"), read("snomed.csv"), read("colours.csv")
    colours = GIVEN | {key: colour_of(row) for key, row in (kept | coded).items()}
    tasks: list[list[str]] = list(json.loads(MAPS.read_text(encoding="utf-8"))["tasks"].values())
    tasks.append([key for key in structures if not any(key in names for names in tasks)])
    pairs: dict[str, list[dict[str, str]]] = {}
    for row in structures.values():
        pairs.setdefault(without_side(row), []).append(row)
    free = candidates()
    for names in tasks:
        for name in names:
            if name in colours or name not in structures:
                continue
            pair = [row for row in pairs[without_side(structures[name])] if row["key"] not in colours]
            beside = {other for names in tasks for row in pair if row["key"] in names for other in names}
            near = [colours[other] for other in beside if other in colours]
            worst = np.minimum.reduce(
                [distances([darker(one) if row["side"] == "right" else one for one in free], near) for row in pair]
            )
            chosen = free[int(worst.argmax())]
            for row in pair:
                colours[row["key"]] = darker(chosen) if row["side"] == "right" else chosen
    with (ORGANS / "colours.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(NOTE)
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["key", "red", "green", "blue"])
        table.writerows([key, *colours[key]] for key in structures if key not in coded)


if __name__ == "__main__":
    main()
