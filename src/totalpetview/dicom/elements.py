"""Values of a header by keyword, None where they are absent, empty or malformed.

The text elements that every slice has (positions, times, slopes) are read from their raw bytes, which is ten
times faster than pydicom's conversion of them.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

from pydicom.datadict import tag_for_keyword
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.tag import BaseTag, Tag


@lru_cache(maxsize=512)
def _tag(keyword: str) -> BaseTag:
    tag = tag_for_keyword(keyword)
    if tag is None:
        message = f"no such DICOM keyword: {keyword}"
        raise KeyError(message)
    return Tag(tag)


def value(header: Dataset, keyword: str) -> Any:  # noqa: ANN401 - DICOM values are of any type
    """Return the converted value; None where there is none or it cannot be converted."""
    try:
        return header.get(keyword)
    except Exception:  # noqa: BLE001 - a value that pydicom cannot convert is no value
        return None


def text(header: Dataset, keyword: str) -> str:
    """Return the value as text without padding, values joined by a backslash, "" where there is none."""
    return "\\".join(words(header, keyword))


def words(header: Dataset, keyword: str) -> tuple[str, ...]:
    """Return the values of a text element without padding."""
    found = value(header, keyword)
    if found is None:
        return ()
    many = found if _is_many(found) else [found]
    try:
        stripped = tuple(str(one).strip(" \0") for one in many)
    except Exception:  # noqa: BLE001 - names in broken character sets
        return ()
    return stripped if any(stripped) else ()


def numbers(header: Dataset, keyword: str) -> tuple[float, ...] | None:
    """Return finite numbers, None if absent or if one of them is none."""
    raw = raw_text(header, keyword)
    if raw is not None:
        return parse_numbers(raw)
    found = value(header, keyword)
    if found is None:
        return None
    many = found if _is_many(found) else [found]
    try:
        parsed = tuple(float(one) for one in many)
    except (TypeError, ValueError):
        return None
    return parsed if parsed and all(math.isfinite(one) for one in parsed) else None


def number(header: Dataset, keyword: str) -> float | None:
    """Return the only number of an element."""
    found = numbers(header, keyword)
    return None if found is None or len(found) != 1 else found[0]


def whole(header: Dataset, keyword: str) -> int | None:
    """Return the only whole number of an element."""
    found = number(header, keyword)
    return None if found is None or found != int(found) else int(found)


def items(header: Dataset, keyword: str) -> tuple[Dataset, ...]:
    """Return the items of a sequence."""
    found = value(header, keyword)
    try:
        return tuple(one for one in found if isinstance(one, Dataset)) if found is not None else ()
    except Exception:  # noqa: BLE001 - items are parsed lazily and may be malformed
        return ()


def private(header: Dataset, group: int, creator: str, element: int) -> Any:  # noqa: ANN401
    """Return the value of a private element, None without its creator."""
    try:
        return header.private_block(group, creator)[element].value
    except Exception:  # noqa: BLE001 - absent or malformed are the same here
        return None


def private_text(header: Dataset, group: int, creator: str, element: int, *, maker: str) -> str:
    """Return a private element as text, "" where there is none.

    De-identification removes the creators of private elements and leaves the elements: without any creator in the
    group, block 0x10 is believed to be the maker's if Manufacturer begins with `maker` (in capitals).
    """
    found = private(header, group, creator, element)
    if found is None:
        try:
            named = any(Tag(group, block) in header for block in range(0x10, 0x100))
            made_by = text(header, "Manufacturer").upper()
            if not named and made_by.startswith(maker):
                found = header[group, 0x1000 + element].value
        except Exception:  # noqa: BLE001 - absent or malformed are the same here
            return ""
    if isinstance(found, bytes):
        found = found.decode("latin-1")
    return "" if found is None else str(found).strip(" \0")


def raw_text(header: Dataset, keyword: str) -> str | None:
    """Return the raw bytes of a decimal, integer, date or time string; None if it was converted already."""
    try:
        element: Any = header.get_item(_tag(keyword))
    except Exception:  # noqa: BLE001 - a header that cannot be looked into has nothing
        return None
    if not isinstance(element, RawDataElement) or element.VR not in {"DS", "IS", "DA", "TM", "DT", "UI", "CS"}:
        return None
    raw = element.value
    return raw.decode("latin-1").strip(" \0") if isinstance(raw, bytes) else None


@lru_cache(maxsize=4096)
def parse_numbers(raw: str) -> tuple[float, ...] | None:
    """Return the finite numbers of a backslash-separated text."""
    try:
        parsed = tuple(float(one) for one in raw.replace("\0", "").split("\\"))
    except ValueError:
        return None
    return parsed if all(math.isfinite(one) for one in parsed) else None


def raw_signature(header: Dataset, tags: tuple[BaseTag, ...]) -> tuple[object, ...]:
    """Return something equal for headers whose elements are equal, without converting any of them."""
    return tuple(_raw_value(header, tag) for tag in tags)


def _raw_value(header: Dataset, tag: BaseTag) -> object:
    try:
        element: Any = header.get_item(tag)
        if element is None:
            return None
        if isinstance(element, RawDataElement):
            return element.value
        if element.VR == "SQ":
            return tuple(raw_signature(item, tuple(item.keys())) for item in element.value)
        return str(element.value)
    except Exception:  # noqa: BLE001 - unequal to everything: it will be looked at on its own
        return object()


def tags(*keywords: str) -> tuple[BaseTag, ...]:
    """Return the tags of keywords."""
    return tuple(_tag(keyword) for keyword in keywords)


def _is_many(found: object) -> bool:
    return (
        not isinstance(found, (str, bytes))
        and hasattr(found, "__iter__")
        and hasattr(found, "__len__")
        and (type(found).__name__ != "PersonName")
    )
