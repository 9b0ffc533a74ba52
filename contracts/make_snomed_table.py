"""Write domain/organs/snomed.csv from TotalSegmentator's own table of codes and colours.

Run it with `python contracts/make_snomed_table.py FILE VERSION`, the file being
totalsegmentator/resources/totalsegmentator_snomed_mapping.csv of an installed TotalSegmentator (Apache-2.0).
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

TABLE = Path(__file__).parents[1] / "src/totalpetview/domain/organs/snomed.csv"

#: our column -> the sequence in theirs
CODES = {
    "category": "SegmentedPropertyCategoryCodeSequence",
    "type": "SegmentedPropertyTypeCodeSequence",
    "modifier": "SegmentedPropertyTypeModifierCodeSequence",
    "region": "AnatomicRegionSequence",
    "region_modifier": "AnatomicRegionModifierSequence",
}

#: codes that contradict the rest of their table: key -> the key of the row that has the right ones
CORRECTED = {"gluteus_minimus": "gluteus_minimus_left"}

NOTE = """\
# Codes and colours of resources/totalsegmentator_snomed_mapping.csv of TotalSegmentator {version},
# Apache License 2.0, by its authors,
# https://github.com/wasserth/TotalSegmentator. Changed: columns renamed and sorted by key; the type code of
# gluteus_minimus is that of gluteus_minimus_left (the table gives the one of gluteus medius).
# Made by contracts/make_snomed_table.py.
"""


def main(source: Path, version: str) -> None:
    """Write the table."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = {row["Structure"]: row for row in csv.DictReader(file)}
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        file.write(NOTE.format(version=version))
        writer = csv.writer(file, lineterminator="\n")
        parts = ("scheme", "value", "meaning")
        writer.writerow(["key", "red", "green", "blue", *(f"{name}_{part}" for name in CODES for part in parts)])
        for key, row in sorted(rows.items()):
            right = {**row}
            if key in CORRECTED:
                right |= {n: v for n, v in rows[CORRECTED[key]].items() if n.startswith(CODES["type"] + ".")}
            codes = [
                right[f"{sequence}.{part}"].strip()
                for sequence in CODES.values()
                for part in ("CodingSchemeDesignator", "CodeValue", "CodeMeaning")
            ]
            writer.writerow([key, *row["DicomRGBColor"].replace(" ", "").split(","), *codes])


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
