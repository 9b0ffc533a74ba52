"""What is said about organ maps in DICOM: what reading one decides, and why one cannot be read or written."""

from __future__ import annotations

from typing import Final

ORGAN_MAPS: Final[dict[str, tuple[str, str]]] = {
    "organ-map-no-segmentation": (
        "The object is no DICOM segmentation.",
        "Das Objekt ist keine DICOM-Segmentierung.",
    ),
    "organ-map-no-structure-set": (
        "The object is no DICOM structure set.",
        "Das Objekt ist kein DICOM Structure Set.",
    ),
    "organ-map-damaged": (
        "The organ map is damaged or contradicts itself ({reason}).",
        "Die Organkarte ist beschädigt oder widerspricht sich ({reason}).",
    ),
    "organ-map-no-geometry": (
        "The organ map does not say where it lies in the patient ({attribute}).",
        "Die Organkarte sagt nicht, wo sie im Patienten liegt ({attribute}).",
    ),
    "organ-map-no-frames": (
        "The organ map holds no plane, so nobody knows where it lies.",
        "Die Organkarte enthält keine Schicht; ihre Lage ist deshalb unbekannt.",
    ),
    "organ-map-orientations": (
        "The planes of the organ map are not parallel or not of one pixel size.",
        "Die Schichten der Organkarte sind nicht parallel oder haben verschiedene Pixelgrößen.",
    ),
    "organ-map-uneven": (
        "The planes of the organ map do not lie evenly, one behind the other.",
        "Die Schichten der Organkarte liegen nicht gleichmäßig hintereinander.",
    ),
    "organ-map-other-frame": (
        "The organ map lies in another frame of reference than the image.",
        "Die Organkarte liegt in einem anderen Bezugssystem (Frame of Reference) als das Bild.",
    ),
    "organ-map-too-many": (
        "The organ map has more than {most} structures and combinations of them.",
        "Die Organkarte hat mehr als {most} Strukturen und Kombinationen davon.",
    ),
    "organ-map-own-grid": (
        "The organ map was drawn on other voxels than this image's: it is shown on its own grid.",
        "Die Organkarte wurde auf anderen Voxeln als denen des Bildes gezeichnet und erscheint auf eigenem Gitter.",
    ),
    "organ-map-fractional": (
        "The organ map holds fractions; voxels from {percent} % on are shown and counted.",
        "Die Organkarte enthält Anteile; gezeigt und gezählt werden Voxel ab {percent} %.",
    ),
    "organ-map-outside": (
        "{frames} planes of the organ map reach beyond the image; what lies outside is left out.",
        "{frames} Schichten der Organkarte reichen über das Bild hinaus; was außerhalb liegt, fehlt.",
    ),
    "organ-map-undescribed": (
        "{voxels} voxels carry numbers that the organ map does not explain; they are left out.",
        "{voxels} Voxel tragen Nummern, die die Organkarte nicht erklärt; sie fehlen.",
    ),
    "organ-map-side-contradicts": (
        (
            "“{label}”: name and codes contradict each other about the side. It is shown under this name and "
            "not taken for an organ that is known."
        ),
        (
            "„{label}“: Name und Codes widersprechen sich in der Seite. Gezeigt wird es unter diesem Namen, "
            "aber nicht als bekanntes Organ."
        ),
    ),
    "organ-map-other-images": (
        "The organ map does not lie on these images ({reason}); it is not written.",
        "Die Organkarte liegt nicht auf diesen Bildern ({reason}); sie wird nicht geschrieben.",
    ),
    "organ-map-overlaps": (
        "Structures of this organ map overlap. A labelmap cannot hold that: export it as a binary segmentation.",
        (
            "Strukturen dieser Organkarte überlappen sich. Eine Labelmap kann das nicht: bitte binär "
            "als Segmentierung exportieren."
        ),
    ),
    "organ-map-nothing": (
        "The organ map names no structure; there is nothing to write.",
        "Die Organkarte nennt keine Struktur; es gibt nichts zu schreiben.",
    ),
    "organ-map-unwritable": (
        "The organ map cannot be written ({reason}).",
        "Die Organkarte kann nicht geschrieben werden ({reason}).",
    ),
    "organ-map-lost": (
        "{structure}: it is missing after it was written and read again.",
        "{structure}: fehlt, nachdem sie geschrieben und wieder gelesen wurde.",
    ),
    "organ-map-appeared": (
        "{structure}: it was not there before it was written and read again.",
        "{structure}: war nicht da, bevor sie geschrieben und wieder gelesen wurde.",
    ),
    "organ-map-moved": (
        "{structure}: its centre lies {distance_mm} mm beside its place after it was written and read again.",
        (
            "{structure}: der Mittelpunkt liegt {distance_mm} mm neben seinem Ort, nachdem sie geschrieben und wieder "
            "gelesen wurde."
        ),
    ),
    "organ-map-no-contours": (
        "The structure set holds no closed contours.",
        "Das Structure Set enthält keine geschlossenen Konturen.",
    ),
    "organ-map-contours-beside": (
        "“{label}”: {contours} contours lie on no slice of the image and are left out.",
        "„{label}“: {contours} Konturen liegen auf keiner Schicht des Bildes und fehlen.",
    ),
    "organ-map-contours-open": (
        "“{label}”: {contours} contours are not closed or not plane and are left out.",
        "„{label}“: {contours} Konturen sind nicht geschlossen oder nicht eben und fehlen.",
    ),
}
