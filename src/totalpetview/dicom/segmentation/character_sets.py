"""The alphabet of a derived object: it holds what the image says of the patient and what anybody called a structure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import highdicom as hd
from pydicom.charset import python_encoding
from pydicom.dataset import Dataset

from totalpetview.dicom import elements
from totalpetview.domain.organs.organ_map import OrganMap

UNICODE: Final = "ISO_IR 192"
_TEXTS: Final = {"LO", "LT", "PN", "SH", "ST", "UC", "UT"}
_USABLE: Final = {each.value for each in hd.SpecificCharacterSetValues} & set(python_encoding)


def character_set(image: Dataset, organ_map: OrganMap) -> str | None:
    """Return the Specific Character Set (PS3.3 C.12.1.1.2) of an object that is derived from an image.

    That of the image where it is a single one that holds all words of both, for programs that know no other; none
    where ASCII does; else Unicode. Images of several alphabets (as is usual in Japan and Korea), and character sets
    that the standard does not know, come out as Unicode or ASCII.

    Parameters
    ----------
    image
        The attributes of the image that the object takes over, already decoded.
    organ_map
        What the object shows.
    """
    words = [*_words_of_image(image), *_words_of_map(organ_map)]
    own = elements.words(image, "SpecificCharacterSet")
    if len(own) == 1 and own[0] in _USABLE and _holds(python_encoding[own[0]], words):
        return own[0]
    return None if _holds("ascii", words) else UNICODE


def use_character_set(image: Dataset, organ_map: OrganMap) -> None:
    """Put the character set of what is derived into the attributes that it takes over from the image."""
    chosen = character_set(image, organ_map)
    image.pop("SpecificCharacterSet", None)
    if chosen is not None:
        image.SpecificCharacterSet = chosen


def _holds(encoding: str, words: Iterable[str]) -> bool:
    try:
        "".join(words).encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _words_of_image(image: Dataset) -> Iterator[str]:
    for element in image.iterall():
        if element.VR in _TEXTS:
            yield str(element.value)


def _words_of_map(organ_map: OrganMap) -> Iterator[str]:
    making = organ_map.making
    yield from (making.program, making.version, making.task, making.mode)
    for segment in organ_map.segments:
        yield segment.label
        structure = segment.structure
        yield structure.english
        codes = (structure.category, structure.type, structure.modifier, structure.region, structure.region_modifier)
        yield from (text for code in codes if code is not None for text in (code.value, code.scheme, code.meaning))
