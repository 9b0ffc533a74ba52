"""Sentences about the archive, about importing and about preparing."""

from __future__ import annotations

from typing import Final

ARCHIVE: Final[dict[str, tuple[str, str]]] = {
    "archive-unavailable": (
        "The archive does not answer at the moment.",
        "Das Archiv antwortet zurzeit nicht.",
    ),
    "archive-refused-credentials": (
        "The archive does not accept our credentials.",
        "Das Archiv nimmt unsere Zugangsdaten nicht an.",
    ),
    "archive-cannot-store": (
        "The archive could not store the image: {reason}.",
        "Das Archiv konnte das Bild nicht speichern: {reason}.",
    ),
    "archive-answered": (
        "The archive answered with an error: {reason}.",
        "Das Archiv hat mit einem Fehler geantwortet: {reason}.",
    ),
    "series-not-in-archive": (
        "The series is no longer in the archive.",
        "Die Serie ist nicht mehr im Archiv.",
    ),
    "empty-file": ("The file is empty.", "Die Datei ist leer."),
    "not-dicom": ("This is not a DICOM file.", "Das ist keine DICOM-Datei."),
    "dicom-damaged": (
        "The DICOM file is damaged or incomplete.",
        "Die DICOM-Datei ist beschädigt oder unvollständig.",
    ),
    "dicom-without-identity": (
        "The DICOM file does not say which image it is: {missing} is missing.",
        "Die DICOM-Datei sagt nicht, welches Bild sie ist: {missing} fehlt.",
    ),
    "dicom-directory": (
        "This is the table of contents of a medium (DICOMDIR), not an image.",
        "Das ist das Inhaltsverzeichnis eines Datenträgers (DICOMDIR), kein Bild.",
    ),
    "file-unreadable": (
        "The file cannot be read: {reason}.",
        "Die Datei kann nicht gelesen werden: {reason}.",
    ),
    "file-too-large": (
        "The file is larger than {limit_gb} GB.",
        "Die Datei ist größer als {limit_gb} GB.",
    ),
    "zip-damaged": ("The ZIP archive is damaged.", "Das ZIP-Archiv ist beschädigt."),
    "zip-encrypted": (
        "The ZIP archive is protected by a password.",
        "Das ZIP-Archiv ist mit einem Passwort geschützt.",
    ),
    "zip-too-large": (
        "The ZIP archive holds more than {limit_files} files or {limit_gb} GB; the rest was not read.",
        "Das ZIP-Archiv enthält mehr als {limit_files} Dateien oder {limit_gb} GB; der Rest wurde nicht gelesen.",
    ),
    "preparing-failed": (
        "The volume could not be prepared ({reason}). It can be tried again.",
        "Das Volumen konnte nicht vorbereitet werden ({reason}). Ein neuer Versuch ist möglich.",
    ),
    "preparing-crashed": (
        "Preparing the volume ended the program several times and was given up. It can be tried again.",
        "Das Vorbereiten des Volumens hat das Programm mehrmals beendet; es kann neu versucht werden.",
    ),
    "preparing-cancelled": (
        "Preparing the volume was cancelled.",
        "Das Vorbereiten des Volumens wurde abgebrochen.",
    ),
}
