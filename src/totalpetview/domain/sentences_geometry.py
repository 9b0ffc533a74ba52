"""Sentences about slices and grids."""

from __future__ import annotations

from typing import Final

GEOMETRY: Final[dict[str, tuple[str, str]]] = {
    "too-few-slices": (
        "The series has {slices} image(s) with a position; a volume needs at least two.",
        "Die Serie hat {slices} Bild(er) mit Position; ein Volumen braucht mindestens zwei.",
    ),
    "no-images": (
        "The series has no images.",
        "Die Serie enthält keine Bilder.",
    ),
    "missing-geometry": (
        "Image {image} has no usable {attribute}; every slice needs one.",
        "Bild {image} hat keine brauchbare Angabe {attribute}; jede Schicht braucht eine.",
    ),
    "empty-slice": (
        "Image {image} has {columns} columns and {rows} rows; at least 1 x 1 was expected.",
        "Bild {image} hat {columns} Spalten und {rows} Zeilen; erwartet war mindestens 1 x 1.",
    ),
    "bad-pixel-spacing": (
        "Image {image} has the pixel spacing {spacing} mm; positive numbers were expected.",
        "Bild {image} hat den Pixelabstand {spacing} mm; erwartet waren positive Zahlen.",
    ),
    "bad-orientation": (
        "The orientation {directions} of image {image} is not two perpendicular directions of length 1.",
        "Die Orientierung {directions} von Bild {image} besteht nicht aus zwei senkrechten Richtungen der Länge 1.",
    ),
    "mixed-sizes": (
        "Image {image} has {found} pixels; {expected} were expected as in image {other}.",
        "Bild {image} hat {found} Pixel; erwartet waren {expected} wie in Bild {other}.",
    ),
    "mixed-spacings": (
        "Image {image} has a pixel spacing of {found} mm; {expected} mm was expected as in image {other}.",
        "Bild {image} hat einen Pixelabstand von {found} mm; erwartet war {expected} mm wie in Bild {other}.",
    ),
    "mixed-orientations": (
        "Image {image} is turned by {degrees} degrees against image {other}; one orientation was expected.",
        "Bild {image} ist um {degrees} Grad gegen Bild {other} gedreht; erwartet war eine einzige Orientierung.",
    ),
    "same-position": (
        (
            "Images {image} and {other} lie at the same position ({position_mm} mm along the normal); one image per "
            "position was expected, but {images} images lie at {places} positions (several time points, gates or "
            "acquisitions in one series?)."
        ),
        (
            "Bild {image} und Bild {other} liegen an derselben Position ({position_mm} mm längs der "
            "Normalen); erwartet "
            "war ein Bild je Position, aber {images} Bilder liegen an {places} Positionen (mehrere "
            "Zeitpunkte, Gates oder "
            "Aufnahmen in einer Serie?)."
        ),
    ),
    "missing-slices": (
        (
            "{missing} slice(s) missing between image {image} at {position_mm} mm and image {other} at {found_mm} mm "
            "along the normal; the next slice was expected at {expected_mm} mm (spacing {spacing_mm} mm)."
        ),
        (
            "Zwischen Bild {image} bei {position_mm} mm und Bild {other} bei {found_mm} mm längs der Normalen fehlen "
            "{missing} Schicht(en); die nächste war bei {expected_mm} mm erwartet (Abstand {spacing_mm} mm)."
        ),
    ),
    "uneven-spacing": (
        (
            "From image {image} at {position_mm} mm to image {other} at {found_mm} mm along the "
            "normal it is {gap_mm} mm; "
            "{spacing_mm} mm was expected as between the other slices (next slice at {expected_mm} mm)."
        ),
        (
            "Von Bild {image} bei {position_mm} mm zu Bild {other} bei {found_mm} mm längs der "
            "Normalen sind es {gap_mm} "
            "mm; erwartet waren {spacing_mm} mm wie zwischen den übrigen Schichten (nächste bei {expected_mm} mm)."
        ),
    ),
    "drifting-spacing": (
        (
            "The slice spacing is not constant: image {image} lies at {found_mm} mm along the "
            "normal, {off_mm} mm beside "
            "its place at {expected_mm} mm (mean spacing {spacing_mm} mm)."
        ),
        (
            "Der Schichtabstand ist nicht konstant: Bild {image} liegt bei {found_mm} mm längs der "
            "Normalen, {off_mm} mm "
            "neben seinem Platz bei {expected_mm} mm (mittlerer Abstand {spacing_mm} mm)."
        ),
    ),
    "shifted-slice": (
        "Image {image} at {found} mm is shifted within its plane by {off_mm} mm; {expected} mm was expected.",
        "Bild {image} bei {found} mm ist in seiner Ebene um {off_mm} mm verschoben; erwartet war {expected} mm.",
    ),
    "gantry-tilt": (
        "The slices are sheared by {degrees} degrees (tilted gantry); this is taken into account exactly.",
        "Die Schichten sind um {degrees} Grad geschert (gekippte Gantry); das wird exakt berücksichtigt.",
    ),
    "mixed-frames-of-reference": (
        "Image {image} has another frame of reference than image {other}; one was expected.",
        "Bild {image} hat ein anderes Bezugssystem (Frame of Reference) als Bild {other}; erwartet war ein einziges.",
    ),
    "mixed-patients": (
        "Image {image} belongs to another patient than image {other} of the same series.",
        "Bild {image} gehört zu einer anderen Person als Bild {other} derselben Serie.",
    ),
    "fewer-slices-than-announced": (
        "The series announces {announced} slices, {found} are here.",
        "Die Serie kündigt {announced} Schichten an, vorhanden sind {found}.",
    ),
    "identical-copies": (
        "{copies} image(s) are there more than once as identical copies; each is used once (the first is {image}).",
        "{copies} Bild(er) sind als gleiche Kopien mehrfach vorhanden; jedes zählt einmal (das erste ist {image}).",
    ),
    "localizers-left-out": (
        "{left_out} localizer image(s) within the series are left out (the first is {image}).",
        "{left_out} Übersichtsbild(er) innerhalb der Serie bleiben außer Acht (das erste ist {image}).",
    ),
}
