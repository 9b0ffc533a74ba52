"""Sentences about what series are and how they become examinations."""

from __future__ import annotations

from typing import Final

SERIES: Final[dict[str, tuple[str, str]]] = {
    "is-scout": ("A scout (localizer), no volume.", "Ein Übersichtsbild (Scout, Topogramm), kein Volumen."),
    "is-mip": (
        "A maximum intensity projection or other projection, no volume.",
        "Eine Maximumprojektion (MIP) oder andere Projektion, kein Volumen.",
    ),
    "is-secondary": (
        "A secondary or captured image ({image_type}), not the acquired slices.",
        "Ein sekundäres oder abfotografiertes Bild ({image_type}), nicht die aufgenommenen Schichten.",
    ),
    "is-derived": (
        "Derived from another series ({image_type}), not the acquired slices.",
        "Aus einer anderen Serie abgeleitet ({image_type}), nicht die aufgenommenen Schichten.",
    ),
    "is-dose-report": ("A dose report.", "Ein Dosisbericht."),
    "is-colour": ("A colour picture without measured values.", "Ein Farbbild ohne Messwerte."),
    "is-attenuation-map": (
        "An attenuation map (units 1/cm), no PET.",
        "Eine Schwächungskarte (Einheit 1/cm), kein PET.",
    ),
    "is-not-hounsfield": (
        "A CT in {found}, not in Hounsfield units.",
        "Ein CT in {found}, nicht in Hounsfield-Einheiten.",
    ),
    "is-segmentation": ("A segmentation, not an image series.", "Eine Segmentierung, keine Bildserie."),
    "is-structure-set": (
        "Contours (RT structure set), not an image series.",
        "Konturen (RT Structure Set), keine Bildserie.",
    ),
    "is-report": ("A structured report, not an image series.", "Ein strukturierter Bericht, keine Bildserie."),
    "is-value-map": (
        "A real-world value map for another series, not an image series.",
        "Eine Werteabbildung (Real World Value Map) für eine andere Serie, keine Bildserie.",
    ),
    "is-other": (
        "Modality {modality} ({sop_class}), neither CT nor PET.",
        "Modalität {modality} ({sop_class}), weder CT noch PET.",
    ),
    "alternative-not-corrected": (
        "Not attenuation corrected; offered as an alternative to the corrected PET.",
        "Nicht schwächungskorrigiert; Alternative zum korrigierten PET.",
    ),
    "alternative-pet": (
        "Another PET of the same examination; offered as an alternative.",
        "Ein weiteres PET derselben Untersuchung; als Alternative angeboten.",
    ),
    "alternative-ct": (
        "Another CT of the same examination; offered as an alternative.",
        "Ein weiteres CT derselben Untersuchung; als Alternative angeboten.",
    ),
    "only-uncorrected-pet": (
        "Only a PET without attenuation correction is there.",
        "Es gibt nur ein PET ohne Schwächungskorrektur.",
    ),
    "attenuation-unknown": (
        "The PET does not say clearly whether it is attenuation corrected.",
        "Das PET sagt nicht eindeutig, ob es schwächungskorrigiert ist.",
    ),
    "pet-without-ct": ("There is no CT for this PET.", "Zu diesem PET gibt es kein CT."),
    "ct-without-pet": ("There is no PET for this CT.", "Zu diesem CT gibt es kein PET."),
    "different-frames-of-reference": (
        "PET and CT do not share a frame of reference; they are paired by time and place, their alignment is unknown.",
        (
            "PET und CT haben kein gemeinsames Bezugssystem; sie sind nach Zeit und Lage gepaart, ihre Passung ist "
            "unbekannt."
        ),
    ),
    "no-acquisition-time": (
        "The time of the acquisition is unknown.",
        "Der Zeitpunkt der Aufnahme ist unbekannt.",
    ),
}
