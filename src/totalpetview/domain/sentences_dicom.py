"""Sentences about files, objects and pixels."""

from __future__ import annotations

from typing import Final

DICOM: Final[dict[str, tuple[str, str]]] = {
    "not-dicom": ("This is not a DICOM file.", "Das ist keine DICOM-Datei."),
    "empty-file": ("The file is empty.", "Die Datei ist leer."),
    "file-unreadable": ("The file cannot be read: {reason}.", "Die Datei ist nicht lesbar: {reason}."),
    "dicom-damaged": (
        "The DICOM file is damaged: {reason}.",
        "Die DICOM-Datei ist beschädigt: {reason}.",
    ),
    "no-series-uid": (
        "The DICOM object has no Series Instance UID, so it belongs to no series.",
        "Das DICOM-Objekt hat keine Series Instance UID und gehört damit zu keiner Serie.",
    ),
    "no-sop-uid": (
        "The DICOM object has no SOP Instance UID, so it cannot be told from others.",
        "Das DICOM-Objekt hat keine SOP Instance UID und ist nicht von anderen zu unterscheiden.",
    ),
    "other-series": (
        "The object belongs to another series than the first one read.",
        "Das Objekt gehört zu einer anderen Serie als das zuerst gelesene.",
    ),
    "same-uid-different-content": (
        "Image {image} is there twice with the same SOP Instance UID but different content.",
        "Bild {image} ist zweimal mit derselben SOP Instance UID, aber verschiedenem Inhalt vorhanden.",
    ),
    "pixel-data-missing": (
        "Image {image} has no pixel data.",
        "Bild {image} hat keine Pixeldaten.",
    ),
    "pixel-data-truncated": (
        "The pixel data of image {image} is cut off: {found} bytes of {expected}.",
        "Die Pixeldaten von Bild {image} sind abgeschnitten: {found} von {expected} Bytes.",
    ),
    "compressed-data-truncated": (
        "The compressed pixel data ({syntax}) of image {image} is cut off: the end mark is missing in frame {frame}.",
        (
            "Die komprimierten Pixeldaten ({syntax}) von Bild {image} sind abgeschnitten: In Frame {frame} fehlt die "
            "Endmarke."
        ),
    ),
    "frames-missing": (
        "Image {image} announces {expected} frames, {found} are there.",
        "Bild {image} kündigt {expected} Frames an, vorhanden sind {found}.",
    ),
    "decoder-missing": (
        "No decoder is installed for the transfer syntax {syntax} of image {image}.",
        "Für die Transfersyntax {syntax} von Bild {image} ist kein Decoder installiert.",
    ),
    "pixel-data-undecodable": (
        "The pixel data of image {image} ({syntax}) cannot be decoded: {reason}.",
        "Die Pixeldaten von Bild {image} ({syntax}) sind nicht dekodierbar: {reason}.",
    ),
    "pixel-format": (
        "Image {image} has the pixel format {found}; whole numbers of 8, 16 or 32 bits, one per pixel, were expected.",
        "Bild {image} hat das Pixelformat {found}; erwartet waren ganze Zahlen mit 8, 16 oder 32 Bit, eine je Pixel.",
    ),
    "mixed-pixel-formats": (
        "The images of the series mix signed and unsigned numbers that no common 16-bit type holds.",
        (
            "Die Bilder der Serie mischen vorzeichenbehaftete und vorzeichenlose Zahlen, die kein gemeinsamer "
            "16-Bit-Typ fasst."
        ),
    ),
    "stored-in-16-bits": (
        "The values have more than 16 bits; each slice is kept in 16 bits to within half a step of its own.",
        "Die Werte haben mehr als 16 Bit; jede Schicht wird in 16 Bit auf einen halben eigenen Schritt genau gehalten.",
    ),
    "rescale-missing": (
        "Image {image} has no usable rescale slope and intercept, so its values have no meaning.",
        "Bild {image} hat keine brauchbaren Angaben Rescale Slope und Intercept; seine Werte haben keine Bedeutung.",
    ),
    "modality-lut": (
        "Image {image} has a modality lookup table instead of a rescale slope; this is not supported.",
        "Bild {image} hat eine Modality-LUT statt eines Rescale Slope; das wird nicht unterstützt.",
    ),
    "not-a-volume": (
        "The series is no CT or PET volume.",
        "Die Serie ist kein CT- oder PET-Volumen.",
    ),
    "no-pixels-kept": (
        "The series was read without pixels.",
        "Die Serie wurde ohne Pixel gelesen.",
    ),
    "zip-damaged": ("The zip file is damaged: {reason}.", "Die Zip-Datei ist beschädigt: {reason}."),
    "zip-encrypted": ("The zip entry is encrypted.", "Der Zip-Eintrag ist verschlüsselt."),
    "zip-entry-too-large": (
        "The zip entry unpacks to {megabytes} MB; at most {limit} MB are read.",
        "Der Zip-Eintrag hat entpackt {megabytes} MB; höchstens {limit} MB werden gelesen.",
    ),
    "path-missing": ("There is no such file or folder.", "Diese Datei oder diesen Ordner gibt es nicht."),
}
