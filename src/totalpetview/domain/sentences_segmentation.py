"""Sentences about finding organs with TotalSegmentator."""

from __future__ import annotations

from typing import Final

SEGMENTATION: Final[dict[str, tuple[str, str]]] = {
    "segmentation-not-installed": (
        (
            "TotalSegmentator is not installed: run `totalpetview segmentation install`, or name the folder of its "
            "virtual environment in the setting totalsegmentator."
        ),
        (
            "TotalSegmentator ist nicht installiert: `totalpetview segmentation install` ausführen oder den Ordner "
            "seiner virtuellen Umgebung in der Einstellung totalsegmentator nennen."
        ),
    ),
    "segmentation-too-old": (
        "TotalSegmentator {version} is too old: {needed} or newer is needed, because earlier ones may mirror results.",
        "TotalSegmentator {version} ist zu alt: nötig ist {needed} oder neuer, frühere spiegeln manche Ergebnisse.",
    ),
    "segmentation-program-unusable": (
        "TotalSegmentator does not start ({reason}): `totalpetview segmentation install` repairs it.",
        ("TotalSegmentator startet nicht ({reason}): `totalpetview segmentation install` erneut ausführen."),
    ),
    "segmentation-unknown-task": (
        "TotalSegmentator has no task {task} for CT.",
        "TotalSegmentator hat keine Aufgabe {task} für CT.",
    ),
    "segmentation-unknown-mode": (
        "The task {task} cannot be run in the mode {mode}.",
        "Die Aufgabe {task} gibt es nicht in der Stufe {mode}.",
    ),
    "segmentation-needs-licence": (
        (
            "The task {task} needs a licence key of TotalSegmentator. An administrator enters it with "
            "`totalpetview segmentation licence`."
        ),
        (
            "Die Aufgabe {task} braucht einen Lizenzschlüssel für TotalSegmentator. Ein Administrator trägt ihn mit "
            "`totalpetview segmentation licence` ein."
        ),
    ),
    "segmentation-licence-unusable": (
        "This is no licence key of TotalSegmentator: it has 18 letters, digits or signs.",
        "Das ist kein Lizenzschlüssel von TotalSegmentator: er hat 18 Buchstaben, Ziffern oder Zeichen.",
    ),
    "segmentation-needs-mr": (
        "The task {task} works on magnetic resonance images only.",
        "Die Aufgabe {task} arbeitet nur mit Magnetresonanzbildern.",
    ),
    "segmentation-no-gpu": (
        "A GPU was asked for, but TotalSegmentator finds none on this machine.",
        "Eine GPU war verlangt, aber TotalSegmentator findet auf diesem Rechner keine.",
    ),
    "segmentation-out-of-memory": (
        "There was not enough memory. A coarser mode needs less: fastest about 3 GB, fast about 8 GB for a whole body.",
        (
            "Der Arbeitsspeicher reichte nicht. Eine gröbere Stufe braucht weniger: fastest etwa 3 GB, fast etwa 8 GB "
            "für einen Ganzkörper."
        ),
    ),
    "segmentation-ct-unusable": (
        "Organs cannot be found in this CT: it has {slices} slices, and {needed} are needed.",
        "In diesem CT lassen sich keine Organe finden: es hat {slices} Schichten, nötig sind {needed}.",
    ),
    "segmentation-ct-without-contrast": (
        "Organs cannot be found in this CT: all its values are the same.",
        "In diesem CT lassen sich keine Organe finden: alle Werte sind gleich.",
    ),
    "segmentation-no-ct": (
        "There is no CT in this folder (found: {kinds}).",
        "In diesem Ordner ist kein CT (gefunden: {kinds}).",
    ),
    "segmentation-several-cts": (
        "There are {count} CT series in this folder; name the folder of one.",
        "In diesem Ordner sind {count} CT-Serien; den Ordner von einer nennen.",
    ),
    "segmentation-result-elsewhere": (
        "TotalSegmentator's result does not lie on the CT's grid; it was thrown away.",
        "Das Ergebnis von TotalSegmentator liegt nicht auf dem Gitter des CT; es wurde verworfen.",
    ),
    "segmentation-failed": (
        "TotalSegmentator broke off ({reason}). What it said last is kept in last-failure.txt of its data folder.",
        "TotalSegmentator brach ab ({reason}). Seine letzten Meldungen stehen in last-failure.txt seines Datenordners.",
    ),
    "segmentation-region-absent": (
        "The part of the body at which the task {task} looks is not in this CT.",
        "Der Körperteil, den die Aufgabe {task} untersucht, ist nicht in diesem CT.",
    ),
    "segmentation-cancelled": (
        "Finding organs was cancelled.",
        "Die Organsuche wurde abgebrochen.",
    ),
    "weights-missing": (
        (
            "The weights for {task} are not on this machine ({archives}). Either allow downloading (setting "
            "download_weights), or fetch the archives elsewhere and run `totalpetview weights install FILE`."
        ),
        (
            "Die Gewichte für {task} sind nicht auf diesem Rechner ({archives}). Entweder den Download erlauben "
            "(Einstellung download_weights) oder die Archive anderswo laden und `totalpetview weights install DATEI` "
            "ausführen."
        ),
    ),
    "weights-not-downloaded": (
        (
            "The weights for {task} could not be downloaded ({archives}). Either connect this machine to the internet "
            "and try again, or fetch the archives elsewhere and run `totalpetview weights install FILE`."
        ),
        (
            "Die Gewichte für {task} konnten nicht geladen werden ({archives}). Entweder diesen Rechner mit dem "
            "Internet verbinden und erneut versuchen, oder die Archive anderswo laden und "
            "`totalpetview weights install DATEI` ausführen."
        ),
    ),
    "weights-unusable": (
        (
            "The weights for {task} are damaged or for another version; install them again with "
            "`totalpetview weights install FILE`."
        ),
        (
            "Die Gewichte für {task} sind beschädigt oder für eine andere Version; mit `totalpetview weights install "
            "DATEI` erneut installieren."
        ),
    ),
    "weights-archive-unreadable": (
        "{file} is no release archive or folder of TotalSegmentator's weights ({reason}).",
        "{file} ist kein Archiv und kein Ordner mit Gewichten von TotalSegmentator ({reason}).",
    ),
    "weights-archive-unsafe": (
        "{file} wants to write outside its folder and was not unpacked.",
        "{file} will außerhalb seines Ordners schreiben und wurde nicht entpackt.",
    ),
    "weights-archive-too-large": (
        "{file} unpacks to more than {limit_gb} GB or {limit_files} files and was not unpacked.",
        "{file} hat entpackt mehr als {limit_gb} GB oder {limit_files} Dateien und wurde nicht entpackt.",
    ),
    "weights-check-sum-differs": (
        "{file} has another check sum than expected and was not installed.",
        "{file} hat eine andere Prüfsumme als erwartet und wurde nicht installiert.",
    ),
    "weights-no-room": (
        "There is not enough room for the weights: {needed_gb} GB are needed.",
        "Der Platz reicht für die Gewichte nicht: nötig sind {needed_gb} GB.",
    ),
    "weights-unverified": (
        (
            "Nothing shows that these weights are TotalSegmentator's own: their check sum is not known, and they hold "
            "no record of a training."
        ),
        (
            "Nichts belegt, dass diese Gewichte die von TotalSegmentator sind: Ihre Prüfsumme ist nicht bekannt, und "
            "sie enthalten keine Aufzeichnung eines Trainings."
        ),
    ),
    "weights-stand-in": (
        "These are stand-in weights, not TotalSegmentator's: results are for trying the program only.",
        "Dies sind Ersatzgewichte, nicht die von TotalSegmentator: Ergebnisse dienen nur dem Ausprobieren.",
    ),
}
