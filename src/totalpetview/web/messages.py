"""What the web interface itself says, in English and German; what the images say comes from `domain.problem`."""

from __future__ import annotations

from typing import Final

from totalpetview.web.language import Language

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "not-logged-in": ("Please sign in.", "Bitte melden Sie sich an."),
    "wrong-name-or-password": ("Name or password is wrong.", "Name oder Passwort ist falsch."),
    "too-many-attempts": (
        "Too many failed attempts. Please try again in {seconds} seconds.",
        "Zu viele Fehlversuche. Bitte versuchen Sie es in {seconds} Sekunden wieder.",
    ),
    "password-change-required": (
        "Please choose a password of your own first.",
        "Bitte wählen Sie zuerst ein eigenes Passwort.",
    ),
    "password-refused": ("{reasons}", "{reasons}"),
    "wrong-old-password": ("The old password is wrong.", "Das alte Passwort ist falsch."),
    "same-password": ("The new password must differ from the old one.", "Das neue Passwort muss ein anderes sein."),
    "not-allowed": ("Your account may not do this.", "Ihr Konto darf das nicht."),
    "csrf": (
        "The request did not come from this application's page. Please reload the page.",
        "Die Anfrage kam nicht von einer Seite dieser Anwendung. Bitte laden Sie die Seite neu.",
    ),
    "not-found": ("There is nothing at this address.", "Unter dieser Adresse gibt es nichts."),
    "invalid-request": ("The request is not understood: {where}", "Die Anfrage wird nicht verstanden: {where}"),
    "server-error": (
        "Something went wrong on the server. It has been noted in the log.",
        "Auf dem Server ist etwas schiefgegangen. Es steht im Protokoll.",
    ),
    "too-large": ("The upload is too large.", "Das Hochgeladene ist zu groß."),
    "no-such-patient": ("This patient is not here (any more).", "Diesen Patienten gibt es hier nicht (mehr)."),
    "no-such-examination": (
        "This examination is not here (any more). Images may have arrived that changed it.",
        "Diese Untersuchung gibt es hier nicht (mehr). Vielleicht sind Bilder angekommen, die sie geändert haben.",
    ),
    "no-such-series": ("This series is not here (any more).", "Diese Serie gibt es hier nicht (mehr)."),
    "correction-refused": ("{reason}", "{reason}"),
    "one-to-four": ("A comparison has one to four examinations.", "Ein Vergleich hat ein bis vier Untersuchungen."),
    "several-patients": (
        "The examinations belong to different patients.",
        "Die Untersuchungen gehören zu verschiedenen Patienten.",
    ),
    "same-examination": (
        "The reference itself cannot be shifted.",
        "Die Bezugsuntersuchung selbst kann nicht verschoben werden.",
    ),
    "no-ct-for-organs": (
        "The examination has no CT: there is nothing in which organs could be found.",
        "Die Untersuchung hat kein CT: Es gibt nichts, worin Organe gesucht werden könnten.",
    ),
    "ct-not-prepared": (
        "The CT is not prepared yet. Please try again in a moment.",
        "Das CT ist noch nicht aufbereitet. Bitte versuchen Sie es gleich noch einmal.",
    ),
    "no-such-task": (
        "This cannot be computed: no such task, or not in this resolution.",
        "Das kann nicht gerechnet werden: Es gibt diese Aufgabe nicht, oder nicht in dieser Auflösung.",
    ),
    "no-such-run": ("This run is not here (any more).", "Diese Berechnung gibt es hier nicht (mehr)."),
    "no-such-organ-map": (
        "This organ map is not here (any more).",
        "Diese Organkarte gibt es hier nicht (mehr).",
    ),
    "organ-map-not-ready": (
        "This part of the organ map is still being made. Please try again in a moment.",
        "Dieser Teil der Organkarte wird noch erstellt. Bitte versuchen Sie es gleich noch einmal.",
    ),
    "archive-down": (
        "The archive does not answer. It is being restarted.",
        "Das Archiv antwortet nicht. Es wird neu gestartet.",
    ),
    "worker-down": (
        "The worker does not take requests. It is being restarted.",
        "Der Arbeitsprozess nimmt keine Aufträge an. Er wird neu gestartet.",
    ),
    # notices of a comparison
    "frames-differ": (
        "PET and CT do not share a frame of reference: how they lie over each other is not assured.",
        "PET und CT haben kein gemeinsames Bezugssystem: Ihre Überlagerung ist nicht gesichert.",
    ),
    "not-suv": ("Values are not SUV but {unit}.", "Die Werte sind keine SUV, sondern {unit}."),
    "not-attenuation-corrected": ("The PET is not attenuation corrected.", "Die PET ist nicht schwächungskorrigiert."),
    "attenuation-correction-unknown": (
        "The header does not say whether the PET is attenuation corrected.",
        "Aus den Bilddaten geht nicht hervor, ob die PET schwächungskorrigiert ist.",
    ),
    "corrected-by-hand": ("Values of the header are corrected by hand.", "Werte des Headers sind von Hand korrigiert."),
    "no-ct": ("There is no CT.", "Es gibt kein CT."),
    "no-pet": ("There is no PET.", "Es gibt keine PET."),
    "aligned-by-body-centre": (
        "Aligned by the centres of the bodies only.",
        "Nur nach den Körpermitten ausgerichtet.",
    ),
    "aligned-by-organs": (
        "In step by organ: each of {checked} places left out in turn is met within {median} mm (median).",
        "Nach Organen im Gleichschritt: {checked} einzeln weggelassene Stellen werden auf {median} mm getroffen.",
    ),
    "organs-stand-in": (
        "The organs come from STAND-IN weights: not for diagnosis.",
        "Die Organe stammen von ERSATZ-Gewichten: nicht zur Diagnose.",
    ),
    "not-aligned": ("Not aligned with the first time point.", "Nicht zum ersten Zeitpunkt ausgerichtet."),
    "shifted-by-hand": ("Shifted by hand.", "Von Hand verschoben."),
    "time-unknown": ("The time of acquisition is unknown.", "Der Aufnahmezeitpunkt ist unbekannt."),
    "frontend-missing": (
        "The pages are not built. Run: cd frontend && npm ci && npm run build",
        "Die Seiten sind nicht gebaut. Abhilfe: cd frontend && npm ci && npm run build",
    ),
}


def message(code: str, language: Language, **values: str | float) -> str:
    """Return the sentence of a code."""
    return MESSAGES[code][1 if language == "de" else 0].format(**values)
