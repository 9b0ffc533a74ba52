"""Sentences about organs: what looks implausible in a map, and how organs are measured."""

from __future__ import annotations

from typing import Final

ORGANS: Final[dict[str, tuple[str, str]]] = {
    "organ-empty": (
        "The map names this structure but has no voxel of it.",
        "Die Karte nennt diese Struktur, enthält aber kein Voxel davon.",
    ),
    "organs-none": (
        "The map contains no structure at all.",
        "Die Karte enthält keine einzige Struktur.",
    ),
    "organs-mirrored": (
        "{count} structures lie on the wrong side of the body: left and right of this map are probably swapped.",
        "{count} Strukturen liegen auf der falschen Körperseite: Links und rechts sind wohl vertauscht.",
    ),
    "organs-upside-down": (
        "Most of what belongs above lies below: head and feet of this map are probably swapped.",
        "Das meiste, was oben liegen müsste, liegt unten: Kopf und Fuß dieser Karte sind wohl vertauscht.",
    ),
    "organ-cut-head": (
        "Cut off by the upper edge of the image: incomplete, the volume is not judged.",
        "Vom oberen Bildrand abgeschnitten: unvollständig, das Volumen wird nicht beurteilt.",
    ),
    "organ-cut-feet": (
        "Cut off by the lower edge of the image: incomplete, the volume is not judged.",
        "Vom unteren Bildrand abgeschnitten: unvollständig, das Volumen wird nicht beurteilt.",
    ),
    "organ-cut-head-and-feet": (
        "Cut off by the upper and the lower edge of the image: incomplete, the volume is not judged.",
        "Vom oberen und vom unteren Bildrand abgeschnitten: unvollständig, das Volumen wird nicht beurteilt.",
    ),
    "organ-cut-side": (
        "Cut off by a side of the image: incomplete, the volume is not judged.",
        "Vom seitlichen Bildrand abgeschnitten: unvollständig, das Volumen wird nicht beurteilt.",
    ),
    "organ-fragments": (
        "The structure consists of {components} separate parts; the largest holds only {percent} % of it.",
        "Die Struktur besteht aus {components} getrennten Teilen; der größte enthält nur {percent} % davon.",
    ),
    "organ-too-small": (
        "The volume of {volume_ml} ml is below what is known of adults (at least {least_ml} ml).",
        "Das Volumen von {volume_ml} ml liegt unter dem bei Erwachsenen Bekannten (mindestens {least_ml} ml).",
    ),
    "organ-too-large": (
        "The volume of {volume_ml} ml is above what is known of adults (at most {most_ml} ml).",
        "Das Volumen von {volume_ml} ml liegt über dem bei Erwachsenen Bekannten (höchstens {most_ml} ml).",
    ),
    "organ-swapped-sides": (
        (
            "Left and right seem to be swapped: the structure named left lies {mm} mm further to the patient's "
            "right than the one named right."
        ),
        (
            "Links und rechts sind anscheinend vertauscht: Die als links bezeichnete Struktur liegt {mm} mm weiter "
            "rechts im Patienten als die als rechts bezeichnete."
        ),
    ),
    "organ-wrong-side": (
        "The structure lies {mm} mm beyond the middle of the body, on the side on which it does not belong.",
        "Die Struktur liegt {mm} mm jenseits der Körpermitte auf der Seite, auf die sie nicht gehört.",
    ),
    "organ-vertebra-below": (
        "The vertebra lies below {other}, which belongs below it: the order is not that of a spine.",
        "Der Wirbel liegt unter {other}, der unter ihn gehört: Die Reihenfolge ist nicht die einer Wirbelsäule.",
    ),
    "organ-vertebra-above": (
        "The vertebra lies above {other}, which belongs above it: the order is not that of a spine.",
        "Der Wirbel liegt über {other}, der über ihn gehört: Die Reihenfolge ist nicht die einer Wirbelsäule.",
    ),
    "organ-rib-below": (
        "The rib's upper end lies below that of rib {other}, which belongs below it.",
        "Das obere Ende der Rippe liegt unter dem von Rippe {other}, die unter sie gehört.",
    ),
    "organ-rib-above": (
        "The rib's upper end lies above that of rib {other}, which belongs above it.",
        "Das obere Ende der Rippe liegt über dem von Rippe {other}, die über sie gehört.",
    ),
    "organ-too-low": (
        (
            "The structure lies below {count} structure(s) of the map that belong below it: head and feet may be "
            "swapped, or it was mistaken for another."
        ),
        (
            "Die Struktur liegt unter {count} Struktur(en) der Karte, die unter sie gehören: Kopf und Fuß könnten "
            "vertauscht sein, oder sie wurde verwechselt."
        ),
    ),
    "organ-too-high": (
        (
            "The structure lies above {count} structure(s) of the map that belong above it: head and feet may be "
            "swapped, or it was mistaken for another."
        ),
        (
            "Die Struktur liegt über {count} Struktur(en) der Karte, die über sie gehören: Kopf und Fuß könnten "
            "vertauscht sein, oder sie wurde verwechselt."
        ),
    ),
    "organ-pet-whole": (
        "All voxels of the PET of which more than half lies in the organ.",
        "Alle Voxel des PET, die zu mehr als der Hälfte im Organ liegen.",
    ),
    "organ-pet-eroded": (
        (
            "Voxels of the PET of which more than half lies in the organ and more than {eroded_mm} mm from its "
            "border, so that what spills over the border is left out."
        ),
        (
            "Voxel des PET, die zu mehr als der Hälfte im Organ und mehr als {eroded_mm} mm von seinem Rand entfernt "
            "liegen, damit nicht mitzählt, was über den Rand hinweg strahlt."
        ),
    ),
    "organ-pet-too-small-to-erode": (
        (
            "All voxels of the PET of which more than half lies in the organ: only {voxels} voxel(s) lie more than "
            "{eroded_mm} mm from its border, too few to leave the border out as is usual for this organ. Not to be "
            "compared with values measured without the border."
        ),
        (
            "Alle Voxel des PET, die zu mehr als der Hälfte im Organ liegen: Nur {voxels} Voxel liegen mehr als "
            "{eroded_mm} mm von seinem Rand entfernt, zu wenige, um den Rand wie bei diesem Organ üblich wegzulassen. "
            "Nicht mit Werten vergleichbar, die ohne den Rand gemessen sind."
        ),
    ),
    "repeatability-qiba": (
        (
            "FDG SUVmax of tumours, same scanner and protocol: within-subject coefficient of variation 10 to 12 % "
            "(QIBA FDG-PET/CT Profile; Kinahan et al., Radiology 2020;294:647). Measured of tumours, not of organs."
        ),
        (
            "FDG-SUVmax von Tumoren, gleiches Gerät und Protokoll: Variationskoeffizient innerhalb der Person 10 bis "
            "12 % (QIBA FDG-PET/CT Profile; Kinahan et al., Radiology 2020;294:647). An Tumoren gemessen, nicht an "
            "Organen."
        ),
    ),
    "repeatability-lodge": (
        (
            "FDG SUV of tumours repeated within days under a careful protocol: within-subject coefficient of variation "
            "about 10 % (Lodge, J Nucl Med 2017;58:523). Measured of tumours, not of organs."
        ),
        (
            "FDG-SUV von Tumoren, innerhalb von Tagen sorgfältig wiederholt: Variationskoeffizient innerhalb der "
            "Person etwa 10 % (Lodge, J Nucl Med 2017;58:523). An Tumoren gemessen, nicht an Organen."
        ),
    ),
    "repeatability-boktor-liver": (
        (
            "FDG liver SUVmean (body weight) of 132 patients on two visits: 95 % of the differences from -0.9 to 1.1 "
            "SUV at a mean of 2.17 (Boktor et al., J Nucl Med 2013;54:677). PERCIST calls two examinations comparable "
            "only when the liver differs by at most 20 % and 0.3 SUL (Wahl et al., J Nucl Med 2009;50 Suppl 1:122S)."
        ),
        (
            "FDG-SUVmean der Leber (Körpergewicht) von 132 Patienten bei zwei Terminen: 95 % der Unterschiede von -0,9 "
            "bis 1,1 SUV bei einem Mittel von 2,17 (Boktor et al., J Nucl Med 2013;54:677). PERCIST nennt zwei "
            "Untersuchungen nur vergleichbar, wenn die Leber sich um höchstens 20 % und 0,3 SUL unterscheidet (Wahl et "
            "al., J Nucl Med 2009;50 Suppl 1:122S)."
        ),
    ),
    "repeatability-boktor-blood": (
        (
            "FDG blood-pool SUVmean (body weight) in the aortic arch of 132 patients on two visits: 95 % of the "
            "differences from -0.8 to 0.9 SUV at a mean of 1.55 (Boktor et al., J Nucl Med 2013;54:677)."
        ),
        (
            "FDG-SUVmean des Blutpools (Körpergewicht) im Aortenbogen von 132 Patienten bei zwei Terminen: 95 % der "
            "Unterschiede von -0,8 bis 0,9 SUV bei einem Mittel von 1,55 (Boktor et al., J Nucl Med 2013;54:677)."
        ),
    ),
}
