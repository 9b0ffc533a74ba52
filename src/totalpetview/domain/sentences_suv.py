"""Sentences about how SUV is computed: rules, assumptions, warnings, and more reasons why there is none."""

from __future__ import annotations

from typing import Final

SUV: Final[dict[str, tuple[str, str]]] = {
    "rule-none": ("There is no SUV.", "Es gibt keinen SUV."),
    "rule-activity-start": (
        "Activity in Bq/ml, decay corrected to the scan start: SUV = activity x body measure / dose left then.",
        (
            "Aktivität in Bq/ml, zerfallskorrigiert auf den Scanbeginn: SUV = Aktivität x Körpermaß / bei Scanbeginn "
            "übrige Dosis."
        ),
    ),
    "rule-activity-admin": (
        "Activity in Bq/ml, decay corrected to the injection: SUV = activity x body measure / injected dose.",
        "Aktivität in Bq/ml, zerfallskorrigiert auf die Injektion: SUV = Aktivität x Körpermaß / injizierte Dosis.",
    ),
    "rule-activity-none": (
        (
            "Activity in Bq/ml without decay correction: each slice is corrected to the scan start by its own time and "
            "duration; then SUV = activity x body measure / dose left at scan start."
        ),
        (
            "Aktivität in Bq/ml ohne Zerfallskorrektur: Jede Schicht wird mit ihrer Zeit und Dauer auf den Scanbeginn "
            "korrigiert; dann SUV = Aktivität x Körpermaß / bei Scanbeginn übrige Dosis."
        ),
    ),
    "rule-earlier": (
        "SUVbw as an earlier version computed it from the header; others from it by the ratio of the body measures.",
        "SUVbw, wie ihn eine frühere Version aus dem Header berechnet hat; andere daraus im Verhältnis der Körpermaße.",
    ),
    "suv-from-earlier-version": (
        (
            "The series was read by an earlier version: not every reason for this factor is known. "
            '"Read again" behind SUV at the head of the column does it once more.'
        ),
        (
            "Die Serie wurde von einer früheren Version gelesen: Nicht alle Gründe für diesen Faktor sind bekannt. "
            "„Erneut lesen“ hinter SUV am Kopf der Spalte holt das nach."
        ),
    ),
    "rule-counts-suv": (
        "Counts of a Philips scanner: SUVbw = counts x SUV Scale Factor (7053,1000).",
        "Zählwerte eines Philips-Geräts: SUVbw = Zählwert x SUV Scale Factor (7053,1000).",
    ),
    "rule-counts-start": (
        "Counts of a Philips scanner: Bq/ml = counts x (7053,1009), then as activity corrected to the scan start.",
        "Zählwerte eines Philips-Geräts: Bq/ml = Zählwert x (7053,1009), dann wie Aktivität zum Scanbeginn.",
    ),
    "rule-counts-admin": (
        "Counts of a Philips scanner: Bq/ml = counts x (7053,1009), then as activity corrected to the injection.",
        "Zählwerte eines Philips-Geräts: Bq/ml = Zählwert x (7053,1009), dann wie Aktivität zur Injektion.",
    ),
    "rule-counts-none": (
        "Counts of a Philips scanner: Bq/ml = counts x (7053,1009), each slice corrected to the scan start.",
        "Zählwerte eines Philips-Geräts: Bq/ml = Zählwert x (7053,1009), jede Schicht auf den Scanbeginn korrigiert.",
    ),
    "rule-normalised": (
        "The scanner has stored SUV already; other normalisations are computed from its own.",
        "Das Gerät hat bereits SUV gespeichert; andere Normierungen werden daraus berechnet.",
    ),
    "suv-counts-without-factor": (
        "No SUV: the values are counts and neither Philips factor (7053,1000) or (7053,1009) is given.",
        "Kein SUV: Die Werte sind Zählwerte, und keiner der Philips-Faktoren (7053,1000), (7053,1009) ist angegeben.",
    ),
    "suv-scale": (
        "No SUV: the scanner's scale factor {found} is not plausible.",
        "Kein SUV: Der Skalenfaktor {found} des Geräts ist nicht plausibel.",
    ),
    "suv-type": (
        "No SUV: SUV Type {found} does not fit the units {units} or is unknown.",
        "Kein SUV: Der SUV Type {found} passt nicht zur Einheit {units} oder ist unbekannt.",
    ),
    "suv-no-decay-frames": (
        "No SUV: the images are not decay corrected, and the time or duration of one of them is missing.",
        "Kein SUV: Die Bilder sind nicht zerfallskorrigiert, und Zeit oder Dauer eines der Bilder fehlt.",
    ),
    "suv-no-height": ("Not available: the patient's height is missing.", "Nicht verfügbar: Die Körpergröße fehlt."),
    "suv-height": (
        "Not available: a height of {height_m} m is not plausible.",
        "Nicht verfügbar: Eine Körpergröße von {height_m} m ist nicht plausibel.",
    ),
    "suv-no-sex": ("Not available: the patient's sex is missing.", "Nicht verfügbar: Das Geschlecht fehlt."),
    "suv-sex": (
        "Not available: {found} is not a sex that the formulas know (M, F or O).",
        "Nicht verfügbar: {found} ist kein Geschlecht, das die Formeln kennen (M, F oder O).",
    ),
    "suv-body-measure": (
        "Not available: the formula for {measure} gives {found_kg} kg, which no such body has.",
        "Nicht verfügbar: Die Formel für {measure} ergibt {found_kg} kg, was zu diesem Körper nicht passt.",
    ),
    "suv-dose-unit": (
        "No SUV: the injected dose is written as {found}, which may be MBq or mCi; Bq was expected.",
        "Kein SUV: Die injizierte Aktivität ist als {found} angegeben, was MBq oder mCi sein kann; erwartet war Bq.",
    ),
    "suv-half-life": (
        "No SUV: a half-life of {found} s is not plausible.",
        "Kein SUV: Eine Halbwertszeit von {found} s ist nicht plausibel.",
    ),
    "suv-half-life-contradiction": (
        "No SUV: the half-life is given as {found} s, that of {nuclide} is {expected} s.",
        "Kein SUV: Als Halbwertszeit ist {found} s angegeben, die von {nuclide} ist {expected} s.",
    ),
    "suv-injection-after-scan": (
        "No SUV: the injection is recorded {minutes} minutes after the scan start.",
        "Kein SUV: Die Injektion ist {minutes} Minuten nach dem Scanbeginn eingetragen.",
    ),
    "suv-injection-day-unknown": (
        "No SUV: only the time of day of the injection is given, and with this nuclide it may have been days before.",
        "Kein SUV: Von der Injektion ist nur die Uhrzeit angegeben; bei diesem Nuklid kann sie Tage zurückliegen.",
    ),
    "suv-scanner-normalised": (
        "No SUV: the scanner normalised with a dose that is not in the header; a corrected dose cannot be applied.",
        (
            "Kein SUV: Das Gerät hat mit einer Dosis normiert, die nicht im Header steht; eine korrigierte Dosis ist "
            "nicht anwendbar."
        ),
    ),
    "suv-half-life-folded": (
        (
            "No SUV with another half-life: these images are not decay corrected, and each slice was corrected with "
            "that of the header when it was read."
        ),
        (
            "Kein SUV mit einer anderen Halbwertszeit: Diese Bilder sind nicht zerfallskorrigiert, und jede Schicht "
            "wurde beim Lesen mit der Halbwertszeit des Headers korrigiert."
        ),
    ),
    "suv-half-life-of-scanner": (
        (
            "The half-life {entered} s was entered by hand; the scanner's own decay correction within the images, made "
            "with {found} s, stays in them."
        ),
        (
            "Die Halbwertszeit {entered} s wurde von Hand eingegeben; die Zerfallskorrektur des Geräts innerhalb der "
            "Bilder, mit {found} s, bleibt in ihnen."
        ),
    ),
    "suv-uptake-short": (
        "Only {seconds} s lie between injection and scan start: a dynamic scan, or a wrong time.",
        "Zwischen Injektion und Scanbeginn liegen nur {seconds} s: eine dynamische Aufnahme oder eine falsche Zeit.",
    ),
    "suv-overflow": (
        "No SUV: the values of the header lead to no finite factor.",
        "Kein SUV: Die Werte des Headers führen zu keinem endlichen Faktor.",
    ),
    "suv-understood-earlier": (
        (
            "Not available: the series was read by an earlier version, which kept too little of its header. "
            '"Read again" behind SUV at the head of the column does it once more.'
        ),
        (
            "Nicht verfügbar: Die Serie wurde von einer früheren Version gelesen, die zu wenig vom Header behielt. "
            "„Erneut lesen“ hinter SUV am Kopf der Spalte holt das nach."
        ),
    ),
    "suv-type-bw": (
        "SUV Type is empty: the stored SUV is taken as normalised to body weight, as DICOM says.",
        "SUV Type ist leer: Der gespeicherte SUV gilt nach DICOM als auf das Körpergewicht normiert.",
    ),
    "suv-sex-other": (
        "Sex is O (other): the mean of the formulas for men and women is used.",
        "Geschlecht O (divers): Es gilt das Mittel der Formeln für Männer und Frauen.",
    ),
    "dose-enhanced-mbq": (
        "The dose {found} is in MBq, as in every enhanced PET.",
        "Die Dosis {found} ist in MBq, wie in jedem Enhanced PET.",
    ),
    "suv-decay-folded": (
        "The images are not decay corrected; each slice is corrected to the scan start {moment} when it is read.",
        "Die Bilder sind nicht zerfallskorrigiert; jede wird beim Lesen auf den Scanbeginn ({moment}) gebracht.",
    ),
    "suv-injected-the-day-before": (
        "Only the time of day of the injection is known; it is taken as that of the day before the scan.",
        "Von der Injektion ist nur die Uhrzeit bekannt; sie gilt für den Tag vor dem Scan.",
    ),
    "suv-map-agrees": (
        "A real world value map of the series agrees ({found} {unit} per unit).",
        "Eine Werteabbildung (Real World Value Map) der Serie stimmt überein ({found} {unit} je Einheit).",
    ),
    "suv-map-disagrees": (
        "A real world value map of this series says {found} {unit} per unit; we find {own}. The map is not used.",
        (
            "Eine Werteabbildung (Real World Value Map) dieser Serie nennt {found} {unit} je Einheit, wir {own}. "
            "Sie wird nicht verwendet."
        ),
    ),
    "suv-map-of-other-series": (
        (
            "A real world value map of this study, made for another series, says {found} {unit} per unit; here it is "
            "{own}. The map is not used."
        ),
        (
            "Eine Werteabbildung (Real World Value Map) dieser Studie für eine andere Serie nennt {found} {unit} je "
            "Einheit; hier sind es {own}. Sie wird nicht verwendet."
        ),
    ),
    "suv-map-without-own": (
        "A real world value map says {found} {unit} per unit, but the header gives no SUV. The map is not used.",
        (
            "Eine Werteabbildung (Real World Value Map) nennt {found} {unit} je Einheit, aber der Header ergibt keinen "
            "SUV. Sie wird nicht verwendet."
        ),
    ),
    "suv-weight-in-size": (
        "The weight is missing, but the height is given as {found}: this may be the weight in the wrong place.",
        "Das Gewicht fehlt, aber als Größe steht {found}: Das ist vielleicht das Gewicht am falschen Ort.",
    ),
    "height-in-cm": (
        "The height {found} was taken as centimetres.",
        "Die Größe {found} wurde als Zentimeter verstanden.",
    ),
    "dose-in-mbq": (
        "The dose {found} was taken as MBq; DICOM asks for Bq.",
        "Die Dosis {found} wurde als MBq verstanden; DICOM verlangt Bq.",
    ),
    "half-life-from-table": (
        "The half-life is missing; that of {nuclide} is used ({found} s).",
        "Die Halbwertszeit fehlt; es gilt die von {nuclide} ({found} s).",
    ),
    "half-life-differs": (
        "The half-life {found} s differs by more than 1 % from that of {nuclide} ({expected} s).",
        "Die Halbwertszeit {found} s weicht um mehr als 1 % von der von {nuclide} ab ({expected} s).",
    ),
    "nuclide-contradiction": (
        "The nuclide is {coded} by its code and {named} by its name.",
        "Das Nuklid ist nach seinem Code {coded}, nach seinem Namen {named}.",
    ),
    "suv-scan-start-private-differs": (
        "The scanner's own entry says {private} for the scan start, the series time says {series}; the first is used.",
        "Der Eintrag des Geräts nennt {private} als Scanbeginn, die Serienzeit {series}; es gilt der erste.",
    ),
    "suv-scan-start-disagrees": (
        "The series time says {series} for the scan start, the frame reference times {computed}; the first is used.",
        "Die Serienzeit nennt {series} als Scanbeginn, die Frame-Referenzzeiten {computed}; es gilt die erste.",
    ),
    "suv-injection-private": (
        "The time of the injection is missing; the scanner's own (GE) entry is used.",
        "Der Zeitpunkt der Injektion fehlt; es gilt der Eintrag des Geräts (GE).",
    ),
    "suv-uptake-doubtful": (
        "An uptake time of {minutes} minutes is not plausible; the SUV does not depend on it.",
        "Eine Uptake-Zeit von {minutes} Minuten ist nicht plausibel; der SUV hängt nicht davon ab.",
    ),
    "suv-decay-contradiction": (
        "Decay Correction is {found}, but Corrected Image lists {listed}; the first is believed.",
        "Decay Correction ist {found}, aber Corrected Image nennt {listed}; es gilt das erste.",
    ),
    "suv-scales-disagree": (
        "The scanner's SUV factor is {suv}; from its activity factor, weight and dose it would be {activity}.",
        "Der SUV-Faktor des Geräts ist {suv}; aus Aktivitätsfaktor, Gewicht und Dosis ergäbe sich {activity}.",
    ),
    "pet-none": ("There is no PET series here.", "Hier liegt keine PET-Serie."),
    "pet-several": (
        "{count} PET series lie here; name the folder of one of them.",
        "Hier liegen {count} PET-Serien; bitte den Ordner einer davon nennen.",
    ),
    "files-damaged": (
        "{count} DICOM file(s) in the folder could not be read.",
        "{count} DICOM-Datei(en) des Ordners sind nicht lesbar.",
    ),
    "mask-unreadable": ("The mask cannot be read ({reason}).", "Die Maske ist nicht lesbar ({reason})."),
    "mask-no-segmentation": (
        "The DICOM object given as mask is no segmentation.",
        "Das als Maske angegebene DICOM-Objekt ist keine Segmentierung.",
    ),
    "mask-other-frame": (
        "The mask lies in another frame of reference than the PET.",
        "Die Maske liegt in einem anderen Bezugssystem (Frame of Reference) als das PET.",
    ),
    "mask-outside": ("The mask lies outside of the PET.", "Die Maske liegt außerhalb des PET."),
    "mask-empty": ("No voxel of the PET lies in the mask.", "Kein Voxel des PET liegt in der Maske."),
    "correction-nuclide": (
        "The half-life of {found} is not known here; enter the half-life itself.",
        "Die Halbwertszeit von {found} ist hier nicht bekannt; bitte die Halbwertszeit selbst eingeben.",
    ),
    "correction-implausible": (
        "{name} = {found} is not plausible ({low} to {high} expected).",
        "{name} = {found} ist nicht plausibel (erwartet {low} bis {high}).",
    ),
}
