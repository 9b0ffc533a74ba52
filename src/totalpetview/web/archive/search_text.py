"""What a search finds, folded so that upper case, accents and ways to write an umlaut do not matter.

The text of a patient holds every form that a person may type: the name, the identification, accession numbers and
each date as 2026-03-05, 20260305, 05.03.2026 and 5.3.2026. A search is then a plain "contains" for each typed word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# DICOM names are often transcribed: Mueller for Müller. Both become "muller", at the price of a few more hits.
_TRANSCRIBED = str.maketrans({"ß": "ss", "æ": "ae", "ø": "oe", "ł": "l", "đ": "d"})
_UMLAUTS = re.compile("(?<=[aou])e")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_SEPARATORS = re.compile(r"[\s,^=]+")


def fold(text: str) -> str:
    """Return lower case without accents, parts separated by one space."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_TRANSCRIBED))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _SEPARATORS.sub(" ", plain).strip()


def fold_umlauts(text: str) -> str:
    """Return `fold`, with ae, oe and ue as a, o and u."""
    return _UMLAUTS.sub("", fold(text))


def dates_written(iso: str) -> list[str]:
    """Return the ways in which a date (ISO 8601, a time may follow) is typed; empty for anything else."""
    found = _ISO.match(iso)
    if found is None:
        return []
    year, month, day = found.groups()
    return [
        f"{year}-{month}-{day}",
        f"{year}{month}{day}",
        f"{day}.{month}.{year}",
        f"{int(day)}.{int(month)}.{year}",
    ]


def search_text(name: str, identification: str, dates: Iterable[str], accession_numbers: Iterable[str]) -> str:
    """Return the text of one patient; a bar separates the parts so that no word is found across two of them."""
    parts = [fold(name), fold_umlauts(name), fold(identification)]
    parts += [fold(number) for number in accession_numbers]
    parts += [written for date in dates for written in dates_written(date)]
    return "|" + "|".join(dict.fromkeys(part for part in parts if part)) + "|"


def search_words(typed: str) -> list[tuple[str, ...]]:
    """Return for each typed word the forms of which one must occur in the text."""
    words = [word.replace("|", "") for word in fold(typed).split(" ")]
    return [tuple(dict.fromkeys((word, _UMLAUTS.sub("", word)))) for word in words if word]
