"""Sentences about the archive, importing and preparing."""

from __future__ import annotations

from typing import Final

WORK: Final[dict[str, tuple[str, str]]] = {
    "archive-unavailable": ("The image archive does not answer.", "Das Bildarchiv antwortet nicht."),
    "archive-refused-credentials": (
        "The image archive does not accept our credentials.",
        "Das Bildarchiv akzeptiert unsere Zugangsdaten nicht.",
    ),
    "archive-answered": (
        "The image archive answered: {reason}.",
        "Das Bildarchiv antwortete: {reason}.",
    ),
    "archive-cannot-store": (
        "The image archive could not store the object: {reason}.",
        "Das Bildarchiv konnte das Objekt nicht speichern: {reason}.",
    ),
    "series-not-in-archive": (
        "The series or image is no longer in the archive.",
        "Die Serie oder das Bild ist nicht mehr im Archiv.",
    ),
    "preparing-failed": ("Preparing the series failed: {reason}.", "Das Aufbereiten der Serie schlug fehl: {reason}."),
    "preparing-crashed": (
        "Preparing the series was broken off; it can be tried again.",
        "Das Aufbereiten der Serie brach ab; es kann erneut versucht werden.",
    ),
    "preparing-cancelled": ("Preparing the series was cancelled.", "Das Aufbereiten der Serie wurde abgebrochen."),
    "segmenting-failed": ("Computing the organs failed: {reason}.", "Das Berechnen der Organe schlug fehl: {reason}."),
    "segmenting-crashed": (
        "Computing the organs was broken off again and again; it can be tried again.",
        "Das Berechnen der Organe brach mehrmals ab; es kann erneut versucht werden.",
    ),
    "worker-silent": (
        "The worker that computed this ({worker}) is not heard of any more. Another one goes on with it.",
        "Der Arbeitsprozess, der hieran rechnete ({worker}), meldet sich nicht mehr. Ein anderer macht weiter.",
    ),
    "no-worker-for-organs": (
        "No worker that computes organs is running at present; this waits for one.",
        "Zurzeit läuft kein Arbeitsprozess, der Organe berechnet; dies wartet auf einen.",
    ),
    "volumes-not-shared": (
        "{folder} holds none of the prepared volumes: mount the folder of the installation there.",
        "{folder} enthält keines der aufbereiteten Volumen: den Ordner der Installation dort einhängen.",
    ),
    "organs-none-found": (
        "Nothing of what was looked for was found in this CT.",
        "Von dem, was gesucht wurde, ist in diesem CT nichts gefunden worden.",
    ),
    "organ-ct-gone": (
        "The CT is not prepared (any more).",
        "Das CT ist nicht (mehr) aufbereitet.",
    ),
    "organ-map-shown": (
        "Its structures are shown over the CT.",
        "Ihre Strukturen werden über dem CT gezeigt.",
    ),
    "organ-map-without-ct": (
        (
            "An organ map belongs to no CT that is here: neither its images nor its frame of reference are known. "
            "It is shown as soon as its CT arrives."
        ),
        (
            "Eine Organkarte gehört zu keinem vorhandenen CT: Weder ihre Bilder noch ihr Bezugssystem sind bekannt. "
            "Sie wird gezeigt, sobald ihr CT eintrifft."
        ),
    ),
    "organ-map-beside-ct": (
        "An organ map lies beside every CT of its frame of reference.",
        "Eine Organkarte liegt neben jedem CT ihres Bezugssystems.",
    ),
    "dicom-directory": (
        "A DICOMDIR lists other files and holds no images itself.",
        "Ein DICOMDIR verzeichnet andere Dateien und enthält selbst keine Bilder.",
    ),
    "dicom-without-identity": (
        "The DICOM object lacks {missing}, so the archive cannot file it.",
        "Dem DICOM-Objekt fehlt {missing}; das Archiv kann es nicht einordnen.",
    ),
    "file-too-large": (
        "The file is larger than {limit_gb} GB.",
        "Die Datei ist größer als {limit_gb} GB.",
    ),
    "zip-too-large": (
        "The zip file unpacks to more than {limit_gb} GB or {limit_files} files.",
        "Die Zip-Datei hat entpackt mehr als {limit_gb} GB oder {limit_files} Dateien.",
    ),
}
