"""Sentences about the quantification of PET."""

from __future__ import annotations

from typing import Final

PET: Final[dict[str, tuple[str, str]]] = {
    "suv-no-units": (
        "No SUV: the series does not say its units.",
        "Kein SUV: Die Serie nennt ihre Einheit nicht.",
    ),
    "suv-units": (
        "No SUV: the values are in {units}, which cannot be converted (BQML, CNTS, GML or CM2ML is needed).",
        "Kein SUV: Die Werte sind in {units}, was sich nicht umrechnen lässt (nötig: BQML, CNTS, GML oder CM2ML).",
    ),
    "suv-not-attenuation-corrected": (
        "No SUV: the PET is not attenuation corrected.",
        "Kein SUV: Das PET ist nicht schwächungskorrigiert.",
    ),
    "suv-attenuation-unknown": (
        "No SUV: the series does not say clearly whether it is attenuation corrected.",
        "Kein SUV: Die Serie sagt nicht eindeutig, ob sie schwächungskorrigiert ist.",
    ),
    "suv-no-decay-correction": (
        "No SUV: the series does not say to which moment its decay is corrected.",
        "Kein SUV: Die Serie nennt den Zeitpunkt ihrer Zerfallskorrektur nicht.",
    ),
    "suv-decay-correction": (
        "No SUV: the decay correction is {found}; START, ADMIN or NONE is needed.",
        "Kein SUV: Die Zerfallskorrektur ist {found}; nötig ist START, ADMIN oder NONE.",
    ),
    "suv-intercept": (
        "No SUV: the rescale intercept is not 0, which a PET must not have.",
        "Kein SUV: Der Rescale Intercept ist nicht 0, was bei PET nicht vorkommen darf.",
    ),
    "suv-no-weight": (
        "No SUV: the patient's weight is missing.",
        "Kein SUV: Das Körpergewicht fehlt.",
    ),
    "suv-weight": (
        "No SUV: a weight of {weight_kg} kg is not plausible.",
        "Kein SUV: Ein Körpergewicht von {weight_kg} kg ist nicht plausibel.",
    ),
    "suv-no-dose": (
        "No SUV: the injected dose is missing.",
        "Kein SUV: Die injizierte Aktivität fehlt.",
    ),
    "suv-dose": (
        "No SUV: an injected dose of {found} Bq is not plausible (1 to 3000 MBq expected).",
        "Kein SUV: Eine injizierte Aktivität von {found} Bq ist nicht plausibel (1 bis 3000 MBq erwartet).",
    ),
    "suv-no-half-life": (
        "No SUV: the half-life of the nuclide is missing.",
        "Kein SUV: Die Halbwertszeit des Nuklids fehlt.",
    ),
    "suv-no-injection-time": (
        "No SUV: the time of the injection is missing.",
        "Kein SUV: Der Zeitpunkt der Injektion fehlt.",
    ),
    "suv-no-acquisition-time": (
        "No SUV: the time of the acquisition is missing.",
        "Kein SUV: Der Zeitpunkt der Aufnahme fehlt.",
    ),
    "suv-uptake": (
        "No SUV: an uptake time of {uptake_min} minutes is not plausible (at most {longest_min}).",
        "Kein SUV: Eine Uptake-Zeit von {uptake_min} Minuten ist nicht plausibel (höchstens {longest_min}).",
    ),
    "suv-mixed": (
        "No SUV: the images of the series differ in {attribute}.",
        "Kein SUV: Die Bilder der Serie unterscheiden sich in {attribute}.",
    ),
    "suv-several-tracers": (
        "No SUV: the series names {count} radiopharmaceuticals; one was expected.",
        "Kein SUV: Die Serie nennt {count} Radiopharmaka; erwartet war eines.",
    ),
    "suv-scan-start-private": (
        "The series time is missing or later than the acquisition; the scan start is the scanner's own entry.",
        "Die Serienzeit fehlt oder liegt nach der Aufnahme; der Scanbeginn stammt aus dem Eintrag des Geräts.",
    ),
    "suv-scan-start-frame-reference": (
        "The series time is missing or late; the scan start is computed from the frame reference times.",
        "Die Serienzeit fehlt oder liegt zu spät; der Scanbeginn ist aus den Frame-Referenzzeiten berechnet.",
    ),
    "suv-scan-start-acquisition": (
        "The series time is missing or later than the acquisition; the scan start is the earliest acquisition time.",
        "Die Serienzeit fehlt oder liegt nach der Aufnahme; als Scanbeginn gilt die früheste Aufnahmezeit.",
    ),
    "suv-injection-date": (
        "The date of the injection ({found}) does not fit the scan; its time of day is used on the day of the scan.",
        "Das Datum der Injektion ({found}) passt nicht zum Scan; ihre Uhrzeit gilt am Tag des Scans.",
    ),
    "weight-in-grams": (
        "The weight {found} was taken as grams.",
        "Das Gewicht {found} wurde als Gramm verstanden.",
    ),
    "attenuation-contradiction": (
        "The header contradicts itself about attenuation correction: listed as corrected (ATTN), but {evidence}.",
        "Der Header widerspricht sich bei der Schwächungskorrektur: als korrigiert (ATTN) geführt, aber {evidence}.",
    ),
    "not-attenuation-corrected": (
        "This PET is not attenuation corrected.",
        "Dieses PET ist nicht schwächungskorrigiert.",
    ),
}
